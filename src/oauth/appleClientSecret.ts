import type { CryptoKey } from 'jose';
import { importPKCS8, SignJWT } from 'jose';

import type { KeyTextError } from './privateKeyText';
import { pemOf, pkcs8Of } from './privateKeyText';

export type AppleKeyError =
	| `apple_key_${KeyTextError}`
	/** An RSA key, or a curve other than P-256. */
	| 'apple_key_not_p256';

/** Seconds. Apple accepts half a year; a secret that is made for one request need not outlive it by much. */
const lifetime = 300;

/** DER of the object identifiers ecPublicKey (1.2.840.10045.2.1) and P-256 (1.2.840.10045.3.1.7), as RFC 5480 has them. */
const ecPublicKeyP256 = '\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07';

/**
 * Reads the private key of "Sign in with Apple" (`AuthKey_<id>.p8`: PKCS#8, P-256) as it arrives in a settings field.
 *
 * @returns a key that signs and can't be exported, or why there is none.
 */
export async function parseApplePrivateKey(text: string): Promise<CryptoKey | { readonly error: AppleKeyError }> {
	const der = pkcs8Of(text);
	if (typeof der !== 'string') return { error: `apple_key_${der.error}` };
	if (!der.includes(ecPublicKeyP256)) return { error: 'apple_key_not_p256' };
	try {
		return await importPKCS8(pemOf(der), 'ES256');
	} catch {
		return { error: 'apple_key_invalid' };
	}
}

export interface AppleClientSecretInput {
	/** Of the developer account; ten characters. */
	readonly teamId: string;
	/** Of the key; ten characters. */
	readonly keyId: string;
	/** The Services ID. */
	readonly clientId: string;
	/** From {@link parseApplePrivateKey}. */
	readonly key: CryptoKey;
	/** Milliseconds since 1970. */
	readonly now: number;
}

/**
 * The client secret for one request to Apple's token endpoint: a JWT signed by the developer's key.
 * https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret
 */
export async function appleClientSecret({
	teamId,
	keyId,
	clientId,
	key,
	now,
}: AppleClientSecretInput): Promise<string> {
	const issuedAt = Math.floor(now / 1000);
	return new SignJWT()
		.setProtectedHeader({ alg: 'ES256', kid: keyId })
		.setIssuer(teamId)
		.setSubject(clientId)
		.setAudience('https://appleid.apple.com')
		.setIssuedAt(issuedAt)
		.setExpirationTime(issuedAt + lifetime)
		.sign(key);
}
