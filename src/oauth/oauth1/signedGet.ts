import { LoginError } from '../../errors';
import type { Claims } from '../claims';
import { parseJsonObject } from '../../values/json';
import type { AccessToken } from './accessToken';
import { sendSigned } from './sendSigned';
import type { OAuth1Client } from './sendSigned';

/**
 * Reads who the token's owner is: for X, `account/verify_credentials.json?include_email=true`.
 *
 * @param url absolute; its query is signed.
 * @throws LoginError `userinfo_failed`; `userinfo_subject_mismatch` when X's `id_str` is not the user that the token
 * came with; `provider_error` and those of the transport.
 */
export async function signedGet(client: OAuth1Client, url: string, token: AccessToken): Promise<Claims> {
	const body = await sendSigned(client, {
		method: 'GET',
		url,
		token,
		unauthorized: 'userinfo_failed',
		failed: 'userinfo_failed',
	});
	const claims = parseJsonObject(body);
	if (!claims) {
		throw new LoginError('userinfo_failed', 'not a JSON object');
	}
	if (token.userId !== undefined && claims.id_str !== token.userId) {
		throw new LoginError('userinfo_subject_mismatch', 'id_str is not the user_id of the token');
	}
	return claims;
}
