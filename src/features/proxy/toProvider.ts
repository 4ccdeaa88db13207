import { LoginError } from '../../errors';
import type { Sealer } from '../../browser/seal';
import { isProtocolParameter } from '../../oauth/authorizationRequest';
import { logText } from '../../values/foreignText';
import type { Parameter } from './query';
import { parametersOf, withValue } from './query';
import type { ProxyServer } from '../../settings/proxyServer';
import { parseAddress, returnOf } from '../../settings/proxyServer';
import { attemptLifetime } from '../../browser/attemptCookie';

/**
 * Where a browser goes that a workspace has sent to `<url>/redirect/<authorization URL>`: to the same URL, but for the
 * state, which nobody on the way can read, change or make use of for another workspace.
 *
 * OAuth 1.0a has no state in that URL: the workspace has put it into the callback of its temporary credentials, and it
 * comes back to `toWorkspace.ts` as it was.
 *
 * @param asked the authorization URL, decoded once
 * @throws LoginError `proxy_request_invalid`, `proxy_provider_not_allowed`, `proxy_workspace_not_allowed`
 */
export async function toProvider(asked: unknown, proxy: ProxyServer, sealer: Sealer): Promise<string> {
	const url = parseAddress(asked, proxy.rules, 'the authorization URL');
	const endpoint = url.origin + url.pathname;
	if (!proxy.providers.includes(endpoint)) throw new LoginError('proxy_provider_not_allowed', logText(endpoint));
	const parameters = parametersOf(url);
	if (!parameters) throw new LoginError('proxy_request_invalid', 'the query is not well encoded');
	if (isOAuth1Request(parameters)) return url.href;
	const state = checkRequest(parameters, proxy);
	return withValue(url, 'state', await sealer.seal('proxy', returnOf(state, proxy), attemptLifetime));
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
