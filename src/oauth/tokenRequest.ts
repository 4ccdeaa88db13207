import { authenticateClient } from './clientAuthentication';
import type { ClientAuthentication } from './clientAuthentication';
import type { RequestShape } from './requestShape';
import { getRequest, postRequest, renamed } from './requestShape';
import { parseTokenResponse } from './tokenResponse';
import type { TokenQuirks, TokenResponse } from './tokenResponse';
import type { HttpRequest, Transport } from '../ports/transport';

export interface CodeExchange {
	readonly endpoint: string;
	readonly client: ClientAuthentication;
	readonly code: string;
	/** The same as in the authorization request (RFC 6749 §4.1.3). */
	readonly redirectUri: string;
	/** Left out only where no challenge was sent. */
	readonly codeVerifier?: string | undefined;
	readonly quirks?: TokenQuirks | undefined;
	readonly shape?: TokenRequestShape | undefined;
}

/** Where a server wants the token request in another way. */
export interface TokenRequestShape extends RequestShape {
	/** The server's names for the standard's, such as `client_id` -> `appid`. */
	readonly names?: Readonly<Record<string, string>>;
	/** By GET: code and secret are in the address, where servers on the way may note them. */
	readonly inQuery?: boolean;
}

const own = new Set(
	'grant_type code redirect_uri code_verifier client_secret client_assertion client_assertion_type'.split(' '),
);

/** What only this module sets, in any case of letters. */
export const isOfTokenRequest = (name: string): boolean => own.has(name.toLowerCase());

/**
 * Trades the code for tokens (RFC 6749 §4.1.3). It is sent once: a code is used up by the first request, answered or
 * not, and a second one may make the provider revoke what it gave (RFC 6749 §4.1.2).
 *
 * @throws LoginError `client_refused`, `code_refused`, `token_request_failed`, `token_response_invalid`, and the transport's.
 */
export async function exchangeCode(exchange: CodeExchange, transport: Transport): Promise<TokenResponse> {
	const { client, code, codeVerifier, quirks } = exchange;
	const request = tokenRequest(exchange);
	const secrets = [code, codeVerifier ?? '', client.credential, request.headers?.authorization ?? ''];
	return parseTokenResponse(await transport.send(request), secrets, quirks);
}

/**
 * The Apps-Engine's HTTP accessor follows redirects, and an app can't stop it: a token endpoint that answers 307 takes
 * code and secret with it to where it points. What remains is to call only endpoints over https that an admin or the
 * issuer's own document named (`endpointRules.ts`), to refuse a redirect where a transport shows it, and to bind the
 * code to this attempt by its verifier.
 */
export function tokenRequest(exchange: CodeExchange): HttpRequest {
	const { endpoint, client, code, redirectUri, codeVerifier, shape = {} } = exchange;
	const { headers, parameters } = authenticateClient(client);
	const all = {
		...shape.parameters,
		...renamed(
			{
				grant_type: 'authorization_code',
				code,
				redirect_uri: redirectUri,
				...(codeVerifier !== undefined && { code_verifier: codeVerifier }),
				...parameters,
			},
			shape.names,
		),
	};
	const allHeaders = { ...shape.headers, ...headers };
	return shape.inQuery ? getRequest(endpoint, all, allHeaders) : postRequest(endpoint, all, allHeaders, shape.format);
}
