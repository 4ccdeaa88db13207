import { LoginError } from '../errors';
import type { EndpointRules } from '../oauth/endpointRules';
import { endpointProblem } from '../oauth/endpointRules';
import { logText } from '../values/foreignText';

/*
 * The proxy of core's protocol without its holes: core's sent a code to whatever address the state said. Here the answer
 * of a listed provider goes to a callback of a listed workspace, and to nothing else.
 */

/** This workspace as the OAuth proxy of others. */
export interface ProxyServer {
	/** Its own address, without a slash at the end: `<url>/redirect/…` and `<url>/oauth_redirect`. */
	readonly url: string;
	/** `Site_Url` of each workspace that it serves, without a slash at the end. */
	readonly workspaces: readonly string[];
	/** The authorization endpoints that it sends browsers to, without a query. */
	readonly providers: readonly string[];
	readonly rules: EndpointRules;
}

/** Where an answer goes; sealed into the state that the provider is sent. */
export interface Return {
	/** A callback URL of a listed workspace. */
	readonly callback: string;
	/** The workspace's own state. */
	readonly state: string;
}

/** @throws LoginError `proxy_request_invalid` */
export function parseAddress(address: unknown, rules: EndpointRules, what: string): URL {
	if (typeof address !== 'string') throw new LoginError('proxy_request_invalid', `${what} is missing`);
	const problem = endpointProblem(address, rules);
	if (problem) throw new LoginError('proxy_request_invalid', `${what} ${problem}`);
	return new URL(address);
}

/** This app's callbacks, and core's; core adds `?close` where no login style is set. */
const callbackPath = /^\/(?:api\/apps\/public\/[\w-]{1,64}\/callback\/\w{1,64}|_oauth\/[\w-]{1,64}(?:\?close)?)$/;

/**
 * Takes core's `<callback>!<state>` apart, at the last mark: an address may have one, and neither a state of this app
 * nor one of core's does.
 *
 * @throws LoginError `proxy_request_invalid`, `proxy_workspace_not_allowed`
 */
export function returnOf(state: string, { workspaces, rules }: ProxyServer): Return {
	const [, address, own] = /^(.+)!([\x22-\x7e]{1,1024})$/.exec(state) ?? [];
	if (!address || !own) throw new LoginError('proxy_request_invalid', 'no address in the state');
	const { href, origin } = parseAddress(address, rules, 'the address in the state');
	const isListed = workspaces.some(
		(workspace) => href.startsWith(workspace) && callbackPath.test(href.slice(workspace.length)),
	);
	if (!isListed) throw new LoginError('proxy_workspace_not_allowed', logText(origin));
	return { callback: href, state: own };
}
