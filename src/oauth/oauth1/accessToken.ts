import type { Credentials } from './authorizationHeader';
import { sendSigned } from './sendSigned';
import type { OAuth1Client } from './sendSigned';
import { credentialsOf, parseFormResponse } from './tokenResponse';

/** Token credentials, and whose they are where the provider says so. */
export interface AccessToken extends Credentials {
	/** X's `user_id`. */
	readonly userId?: string | undefined;
}

/**
 * Exchanges temporary credentials and a verifier for token credentials (RFC 5849 §2.3). Works once.
 *
 * @throws LoginError `code_refused`, `client_refused`, `token_request_failed`, `token_response_invalid`, and those of the
 * transport.
 */
export async function requestAccessToken(
	client: OAuth1Client,
	endpoint: string,
	temporary: Credentials,
	verifier: string,
): Promise<AccessToken> {
	const body = await sendSigned(client, {
		method: 'POST',
		url: endpoint,
		token: temporary,
		extra: { oauth_verifier: verifier },
		unauthorized: 'code_refused',
		failed: 'token_request_failed',
	});
	const form = parseFormResponse(body);
	return { ...credentialsOf(form), userId: form('user_id') };
}
