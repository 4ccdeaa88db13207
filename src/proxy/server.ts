import { LoginError } from '../errors';
import { attemptLifetime } from '../flow/attempt';
import type { Sealer } from '../flow/seal';
import { isProtocolParameter } from '../protocol/authorizationRequest';
import type { EndpointRules } from '../protocol/endpointRules';
import { endpointProblem } from '../protocol/endpointRules';
import { cleanText } from '../protocol/text';
import type { Parameter } from './query';
import { parametersOf, withParameter } from './query';
import { splitState } from './state';

/*
 * The proxy of core's protocol, with its holes closed. Core's sent every code to whatever address stood in the state.
 * Here the answer of a provider goes to a callback of a workspace that the admin listed, and to nothing else.
 */

/** This workspace as the OAuth proxy of others. */
export interface ProxyServer {
	/** Its own address, without a slash at the end: `<url>/redirect/…` and `<url>/oauth_redirect`. */
	readonly url: string;
	/** `Site_Url` of each workspace it serves, without a slash at the end. */
	readonly workspaces: readonly string[];
	/** Authorization endpoints, without a query, to which it sends browsers. */
	readonly providers: readonly string[];
	readonly rules: EndpointRules;
}

/** What is sealed into the state that the provider sees. */
interface Return {
	readonly callback: string;
	/** The workspace's own state. */
	readonly state: string;
}

/** An answer of a provider, on its way to the workspace that asked. */
export interface Onward {
	/** A callback URL of a listed workspace. */
	readonly callback: string;
	readonly parameters: ReadonlyArray<readonly [name: string, value: string]>;
}

/**
 * Where a browser goes on that a workspace sends to `<url>/redirect/<authorization URL>`: the same URL, but for the
 * state, which nobody on the way can read, change or use for another workspace.
 *
 * OAuth 1.0a has no state in that URL. There the workspace put it into the callback of its temporary credentials, and
 * {@link toWorkspace} meets it unsealed.
 *
 * @param asked the authorization URL, decoded once
 * @throws LoginError `proxy_request_invalid`, `proxy_provider_not_allowed`, `proxy_workspace_not_allowed`
 */
export async function toProvider(asked: unknown, proxy: ProxyServer, sealer: Sealer): Promise<string> {
	if (typeof asked !== 'string') throw new LoginError('proxy_request_invalid', 'no address');
	const problem = endpointProblem(asked, { ...proxy.rules, maximumLength: longestRequest });
	if (problem) throw new LoginError('proxy_request_invalid', `the address ${problem}`);
	const url = new URL(asked);
	const endpoint = url.origin + url.pathname;
	if (!proxy.providers.includes(endpoint)) throw new LoginError('proxy_provider_not_allowed', cleanText(endpoint));

	const parameters = parametersOf(url);
	if (!parameters) throw new LoginError('proxy_request_invalid', 'the query is not well encoded');
	if (isOAuth1Request(parameters)) return url.href;
	const state = checkRequest(parameters, proxy);
	const sealed = await sealer.seal('proxy', returnOf(state, proxy), attemptLifetime);
	return withParameter(url, 'state', sealed);
}
