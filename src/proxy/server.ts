import { LoginError } from '../errors';
import { attemptLifetime } from '../flow/attempt';
import type { Sealer } from '../flow/seal';
import { isProtocolParameter } from '../protocol/authorizationRequest';
import type { EndpointRules } from '../protocol/endpointRules';
import { endpointProblem } from '../protocol/endpointRules';
import { isJsonObject } from '../protocol/json';
import { cleanText } from '../protocol/text';
import type { Parameter } from './query';
import { parametersOf, withValue } from './query';

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
interface Return {
	/** A callback URL of a listed workspace. */
	readonly callback: string;
	/** The workspace's own state. */
	readonly state: string;
}

/** An answer of a provider on its way to the workspace that asked. */
export interface Onward {
	readonly callback: string;
	readonly parameters: ReadonlyArray<readonly [name: string, value: string]>;
}

/**
 * Where a browser goes that a workspace has sent to `<url>/redirect/<authorization URL>`: to the same URL, but for the
 * state, which nobody on the way can read, change or make use of for another workspace.
 *
 * OAuth 1.0a has no state in that URL: the workspace has put it into the callback of its temporary credentials, and it
 * comes back to {@link toWorkspace} as it was.
 *
 * @param asked the authorization URL, decoded once
 * @throws LoginError `proxy_request_invalid`, `proxy_provider_not_allowed`, `proxy_workspace_not_allowed`
 */
export async function toProvider(asked: unknown, proxy: ProxyServer, sealer: Sealer): Promise<string> {
	const url = parseAddress(asked, proxy.rules, 'the authorization URL');
	const endpoint = url.origin + url.pathname;
	if (!proxy.providers.includes(endpoint)) throw new LoginError('proxy_provider_not_allowed', cleanText(endpoint));
	const parameters = parametersOf(url);
	if (!parameters) throw new LoginError('proxy_request_invalid', 'the query is not well encoded');
	if (isOAuth1Request(parameters)) return url.href;
	const state = checkRequest(parameters, proxy);
	return withValue(url, 'state', await sealer.seal('proxy', returnOf(state, proxy), attemptLifetime));
}

/**
 * Where the answer of a provider goes.
 *
 * @param params query or form of `<url>/oauth_redirect`, as a parser left it
 * @throws LoginError `proxy_answer_invalid`, `proxy_expired`, `proxy_request_invalid`, `proxy_workspace_not_allowed`
 */
export async function toWorkspace(params: unknown, proxy: ProxyServer, sealer: Sealer): Promise<Onward> {
	const { state, ...answer } = isJsonObject(params) ? params : {};
	if (typeof state !== 'string' || state.length > longestState) {
		throw new LoginError('proxy_answer_invalid', 'no usable state');
	}
	const parameters = answerOf(answer);
	// What is sealed has no exclamation mark.
	const target = state.includes('!') ? oauth1Return(state, parameters, proxy) : await open(state, proxy, sealer);
	return { callback: target.callback, parameters: [...parameters, ['state', target.state]] };
}

/** The callback with the answer in its query. */
export function onwardUrl({ callback, parameters }: Onward): string {
	const query = new URLSearchParams(parameters.map(([name, value]) => [name, value]));
	return `${callback}${callback.includes('?') ? '&' : '?'}${query.toString().replaceAll('+', '%20')}`;
}

/** Characters. A sealed state has about five hundred. */
const longestState = 4096;
const longestValue = 16_384;
const mostParameters = 50;

function parseAddress(address: unknown, rules: EndpointRules, what: string): URL {
	if (typeof address !== 'string') throw new LoginError('proxy_request_invalid', `${what} is missing`);
	const problem = endpointProblem(address, rules);
	if (problem) throw new LoginError('proxy_request_invalid', `${what} ${problem}`);
	return new URL(address);
}

/** RFC 5849 §2.2: the temporary credentials stand for everything else, the callback included. */
const isOAuth1Request = (parameters: readonly Parameter[]): boolean =>
	parameters.some(({ name }) => name === 'oauth_token') &&
	!parameters.some(({ name }) => isProtocolParameter(name) || name === 'oauth_callback');

/** @returns the state of an authorization request (RFC 6749 §4.1.1) whose answer will come here, and will be a code */
function checkRequest(parameters: readonly Parameter[], { url }: ProxyServer): string {
	const refuse = (detail: string): never => {
		throw new LoginError('proxy_request_invalid', detail);
	};
	const valueOf = (name: string): string | undefined => {
		const found = parameters.filter((parameter) => parameter.name === name);
		return found.length > 1 ? refuse(`"${name}" is there more than once`) : found[0]?.value;
	};
	// RFC 9101: a request object would say all of this once more, out of sight.
	if (valueOf('request') !== undefined || valueOf('request_uri') !== undefined) refuse('a request object');
	if (valueOf('redirect_uri') !== `${url}/oauth_redirect`) refuse('the redirect_uri is not the one of this proxy');
	// Whatever is answered in the fragment never gets to a server. Without a type, some servers take `code`.
	if (!(valueOf('response_type') ?? 'code').split(/[ +]/).includes('code')) refuse('the answer would be no code');
	if (!['query', 'form_post', undefined].includes(valueOf('response_mode'))) refuse('the answer would not come here');
	return valueOf('state') ?? refuse('no state');
}

/** This app's callbacks, and core's; core adds `?close` where no login style is set. */
const callbackPath = /^\/(?:api\/apps\/public\/[\w-]{1,64}\/callback\/\w{1,64}|_oauth\/[\w-]{1,64}(?:\?close)?)$/;

/**
 * Takes core's `<callback>!<state>` apart, at the last mark: an address may have one, and neither a state of this app
 * nor one of core's does.
 */
function returnOf(state: string, { workspaces, rules }: ProxyServer): Return {
	const [, address, own] = /^(.+)!([\x22-\x7e]{1,1024})$/.exec(state) ?? [];
	if (!address || !own) throw new LoginError('proxy_request_invalid', 'no address in the state');
	const { href, origin } = parseAddress(address, rules, 'the address in the state');
	const isListed = workspaces.some(
		(workspace) => href.startsWith(workspace) && callbackPath.test(href.slice(workspace.length)),
	);
	if (!isListed) throw new LoginError('proxy_workspace_not_allowed', cleanText(origin));
	return { callback: href, state: own };
}

async function open(sealed: string, { workspaces }: ProxyServer, sealer: Sealer): Promise<Return> {
	const target = await sealer.open<Return>('proxy', sealed);
	if (target === 'expired') throw new LoginError('proxy_expired');
	if (!target) throw new LoginError('proxy_answer_invalid', 'the state was not made here');
	// The admin may have taken the workspace off the list meanwhile.
	const isListed = workspaces.some((workspace) => target.callback.startsWith(`${workspace}/`));
	if (!isListed) throw new LoginError('proxy_workspace_not_allowed', new URL(target.callback).origin);
	return target;
}

/**
 * The state of OAuth 1.0a, which anybody could have written: so it comes with an answer of OAuth 1.0a only, of which
 * nobody can make use but who holds the secret of its temporary credentials.
 */
function oauth1Return(state: string, parameters: Onward['parameters'], proxy: ProxyServer): Return {
	const names = new Set(parameters.map(([name]) => name.toLowerCase()));
	const isOAuth1 = names.has('oauth_token') || names.has('denied');
	const isOAuth2 = ['code', 'access_token', 'id_token', 'error'].some((name) => names.has(name));
	if (!isOAuth1 || isOAuth2) throw new LoginError('proxy_answer_invalid', 'the state was not made here');
	return returnOf(state, proxy);
}

/** Everything as it came; what a parser has made an object of can't be written back, and no answer has such. */
function answerOf(answer: Readonly<Record<string, unknown>>): Array<readonly [string, string]> {
	const parameters = Object.entries(answer).flatMap(([name, value]) =>
		(Array.isArray(value) ? (value as unknown[]) : [value])
			.filter((each) => typeof each === 'string')
			.map((each) => [name, each] as const),
	);
	const isTooLong = ([name, value]: readonly [string, string]): boolean =>
		name.length > 256 || value.length > longestValue;
	if (parameters.length > mostParameters || parameters.some(isTooLong)) {
		throw new LoginError('proxy_answer_invalid', 'too long');
	}
	return parameters;
}
