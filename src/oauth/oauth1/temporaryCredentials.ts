import { LoginError } from '../../errors';
import type { Credentials } from './authorizationHeader';
import { sendSigned } from './sendSigned';
import type { OAuth1Client } from './sendSigned';
import { credentialsOf, parseFormResponse } from './tokenResponse';

/**
 * Asks for temporary credentials, X's "request token" (RFC 5849 §2.1). They are to be kept with the attempt until the
 * browser comes back.
 *
 * @param callback absolute; registered at the provider.
 * @throws LoginError `client_refused`, `provider_error`, `token_response_invalid`, and those of the transport.
 */
export async function requestTemporaryCredentials(
	client: OAuth1Client,
	endpoint: string,
	callback: string,
): Promise<Credentials> {
	const body = await sendSigned(client, {
		method: 'POST',
		url: endpoint,
		extra: { oauth_callback: callback },
		unauthorized: 'client_refused',
		failed: 'provider_error',
	});
	const form = parseFormResponse(body);
	// The sign of a server that knows OAuth 1.0a: one without it can be made to sign a victim in as the attacker.
	if (form('oauth_callback_confirmed') !== 'true') {
		throw new LoginError('token_response_invalid', 'oauth_callback_confirmed is not true');
	}
	return credentialsOf(form);
}
