import { LoginError } from '../errors';
import { withQuery } from './requestShape';
import type { ResponseMode } from './responseMode';

export interface AuthorizationRequest {
	/** The authorization endpoint; a query of its own is kept as it is (RFC 6749 §3.1). */
	readonly endpoint: string;
	readonly clientId: string;
	readonly redirectUri: string;
	/** Names with the provider's separator between them; empty for a provider that has none. */
	readonly scope: string;
	readonly state: string;
	readonly nonce?: string | undefined;
	/** Of the method `S256`. Left out only for providers that refuse to be sent one. */
	readonly codeChallenge?: string | undefined;
	readonly responseMode?: ResponseMode | undefined;
	/** What an admin or a preset adds, such as `prompt` or `login_hint`; never a {@link isProtocolParameter}. */
	readonly extra?: Parameters | undefined;
	/** What comes last in the address, behind a `#`. */
	readonly fragment?: string | undefined;
	/** The server's names for the protocol's, such as `client_id` -> `appid`. */
	readonly names?: Readonly<Record<string, string>> | undefined;
}

/** Of one with several values, each is sent (RFC 8707 §2 has `resource` so). */
export type Parameters = Readonly<Record<string, string | readonly string[]>>;

/** Where the answer goes, to whom, and what protects it: only this module sets them. */
const protocolParameters = new Set([
	'response_type',
	'response_mode',
	'client_id',
	'redirect_uri',
	'scope',
	'state',
	'nonce',
	'code_challenge',
	'code_challenge_method',
	// RFC 9101: a request object would replace all of the above.
	'request',
	'request_uri',
]);

/** In any case of letters: there are servers that do not tell `Client_Id` from `client_id`. */
export function isProtocolParameter(name: string): boolean {
	return protocolParameters.has(name.toLowerCase());
}

/**
 * The parameters of the request (RFC 6749 §4.1.1, RFC 7636 §4.3, OpenID Connect Core §3.1.2.1).
 *
 * @throws LoginError `provider_incomplete` when `extra` or the endpoint's own query has a protocol parameter: one of
 * the two would win, and which one is the server's choice.
 */
export function authorizationParameters(request: AuthorizationRequest): URLSearchParams {
	const { endpoint, codeChallenge, extra = {} } = request;
	const ownQuery = endpoint.split('?').slice(1).join('?');
	const taken = [...new URLSearchParams(ownQuery).keys(), ...Object.keys(extra)].find(isProtocolParameter);
	if (taken) {
		throw new LoginError('provider_incomplete', `"${taken}" is set by the protocol and can't be added`);
	}
	const own: Record<string, string | undefined> = {
		response_type: 'code',
		client_id: request.clientId,
		redirect_uri: request.redirectUri,
		scope: request.scope || undefined,
		state: request.state,
		nonce: request.nonce,
		code_challenge: codeChallenge,
		code_challenge_method: codeChallenge && 'S256',
		response_mode: request.responseMode,
	};
	const names = new Map(Object.entries(request.names ?? {}));
	const query = new URLSearchParams();
	for (const [name, values] of Object.entries(extra)) {
		for (const value of [values].flat()) query.append(name, value);
	}
	for (const [name, value] of Object.entries(own)) {
		if (value !== undefined) query.set(names.get(name) ?? name, value);
	}
	return query;
}

/**
 * The address that the browser is sent to.
 *
 * @throws LoginError as {@link authorizationParameters} does
 */
export function authorizationUrl(request: AuthorizationRequest): string {
	// A space may be written both ways in a form, but in a URL not every server takes a plus for one.
	const url = withQuery(request.endpoint, authorizationParameters(request).toString().replaceAll('+', '%20'));
	return request.fragment === undefined ? url : `${url}#${request.fragment}`;
}

/** A query as {@link Parameters}. */
export function parametersOf(query: string): Parameters {
	const parameters: Record<string, string | readonly string[]> = Object.create(null);
	for (const [name, value] of new URLSearchParams(query)) {
		const before = parameters[name];
		parameters[name] = before === undefined ? value : [...[before].flat(), value];
	}
	return parameters;
}
