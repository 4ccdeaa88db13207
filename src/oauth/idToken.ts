import { checkIdTokenClaims } from './idTokenClaims';
import type { IdTokenClaims, IdTokenExpectations } from './idTokenClaims';
import { verifySignedToken } from './signedToken';
import type { SignatureRules } from './signedToken';

export interface IdTokenRules extends IdTokenExpectations, SignatureRules {}

/**
 * Verifies an ID token that came from the token endpoint (OpenID Connect Core §3.1.3.7): signature first, then what
 * it says.
 *
 * @throws LoginError `id_token_invalid`, `id_token_signature`, `id_token_issuer`, `id_token_audience`,
 * `id_token_expired`, `id_token_nonce`, `jwks_unavailable`.
 */
export async function verifyIdToken(idToken: string, rules: IdTokenRules): Promise<IdTokenClaims> {
	return checkIdTokenClaims(await verifySignedToken(idToken, rules), rules);
}
