import { LoginError } from '../errors';
import type { HttpResponse, Transport } from '../ports/transport';
import { parseJsonObject } from '../values/json';
import type { AuthorizationRequest } from './authorizationRequest';
import { authorizationParameters } from './authorizationRequest';
import type { ClientAuthentication } from './clientAuthentication';
import { authenticateClient } from './clientAuthentication';
import { describeFailure, notAnObject, readFailure } from './providerFailure';
import { withQuery } from './requestShape';

export interface PushedAuthorization {
	/** Where the request is sent. */
	readonly endpoint: string;
	readonly client: ClientAuthentication;
	readonly request: AuthorizationRequest;
}

/**
 * Sends the authorization request to the provider itself, so that the browser carries a reference to it and nobody can
 * change it (RFC 9126 §2).
 *
 * @returns the address that the browser is sent to (RFC 9126 §4)
 * @throws LoginError `client_refused`, `callback_not_approved`, `provider_error`, and the transport's.
 */
export async function pushAuthorization(
	{ endpoint, client, request }: PushedAuthorization,
	transport: Transport,
): Promise<string> {
	const { headers, parameters } = authenticateClient(client);
	const form = authorizationParameters(request);
	for (const [name, value] of Object.entries(parameters)) form.set(name, value);
	const answer = await transport.send({
		method: 'POST',
		url: endpoint,
		headers: { ...headers, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
		body: form.toString(),
	});
	const secrets = [request.state, request.nonce ?? '', client.credential, headers.authorization ?? ''];
	const reference = new URLSearchParams({
		client_id: request.clientId,
		request_uri: requestUri(answer, request, secrets),
	});
	return withQuery(request.endpoint, reference.toString());
}

function requestUri(answer: HttpResponse, { redirectUri }: AuthorizationRequest, secrets: readonly string[]): string {
	const document = parseJsonObject(answer.body);
	const isGood = answer.status >= 200 && answer.status < 300 && !document?.error;
	if (!isGood) {
		const failure = readFailure(document, secrets);
		const detail = `pushed authorization: ${describeFailure(answer.status, failure)}`;
		const isClient = answer.status === 401 || ['invalid_client', 'unauthorized_client'].includes(failure.code ?? '');
		if (isClient) throw new LoginError('client_refused', detail);
		const isRedirect = /redirect_uri/.test(`${failure.code} ${failure.description}`);
		throw isRedirect ? new LoginError('callback_not_approved', redirectUri) : new LoginError('provider_error', detail);
	}
	if (!document) throw new LoginError('provider_error', `pushed authorization: ${notAnObject(answer)}`);
	const uri = document.request_uri;
	// Visible ASCII, as URIs are (RFC 3986 §2).
	if (typeof uri !== 'string' || !/^[\x21-\x7e]{1,2048}$/.test(uri)) {
		throw new LoginError('provider_error', 'pushed authorization: request_uri is missing, or is none');
	}
	return uri;
}
