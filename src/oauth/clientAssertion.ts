import type { CryptoKey } from 'jose';
import { SignJWT } from 'jose';

import { randomString } from '../values/random';

/** Seconds. Some servers take none that lives longer. */
const lifetime = 60;

export interface ClientAssertionInput {
	readonly clientId: string;
	/** Whom it is for: the issuer, or what the provider wants instead. */
	readonly audience: string;
	/** The client's private key, or the bytes of its secret. */
	readonly key: CryptoKey | Uint8Array;
	readonly header: { readonly alg: string };
	/** Milliseconds since 1970. */
	readonly now: number;
}

/** The JWT by which the client proves itself, for one request (OpenID Connect Core §9, RFC 7523 §3). */
export async function clientAssertion({ clientId, audience, key, header, now }: ClientAssertionInput): Promise<string> {
	const issuedAt = Math.floor(now / 1000);
	return new SignJWT()
		.setProtectedHeader(header)
		.setIssuer(clientId)
		.setSubject(clientId)
		.setAudience(audience)
		.setJti(randomString(16))
		.setIssuedAt(issuedAt)
		.setExpirationTime(issuedAt + lifetime)
		.sign(key);
}
