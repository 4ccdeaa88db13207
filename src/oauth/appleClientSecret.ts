import type { CryptoKey } from 'jose';
import { importPKCS8, SignJWT } from 'jose';

export type AppleKeyError =
	| 'apple_key_empty'
	/** Some other PEM: a certificate, a public key. */
	| 'apple_key_not_private'
	/** `BEGIN RSA PRIVATE KEY` (PKCS#1) or `BEGIN EC PRIVATE KEY` (SEC 1), which `openssl pkcs8 -topk8` converts. */
	| 'apple_key_not_pkcs8'
	| 'apple_key_encrypted'
	/** An RSA key, or a curve other than P-256. */
	| 'apple_key_not_p256'
	/** Cut off, changed, or no key at all. */
	| 'apple_key_invalid';

/** Seconds. Apple accepts half a year; a secret that is made for one request need not outlive it by much. */
const lifetime = 300;

const maximumKeyText = 10_000;

/** The labels of RFC 7468 that people have in a file of such a name. */
const wrongLabels: Readonly<Record<string, AppleKeyError>> = {
	'RSA PRIVATE KEY': 'apple_key_not_pkcs8',
	'EC PRIVATE KEY': 'apple_key_not_pkcs8',
	'EC PARAMETERS': 'apple_key_not_pkcs8',
	'ENCRYPTED PRIVATE KEY': 'apple_key_encrypted',
};

/** DER of the object identifiers ecPublicKey (1.2.840.10045.2.1) and P-256 (1.2.840.10045.3.1.7), as RFC 5480 has them. */
const ecPublicKeyP256 = '\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07';

/**
 * Reads the private key of "Sign in with Apple" (`AuthKey_<id>.p8`: PKCS#8, P-256) as it arrives in a settings field:
 * line breaks may be missing, of another system, or written as `\n`; there may be quotes or a byte order mark around
 * it, and the BEGIN and END lines may have been left behind.
 *
 * @returns a key that signs and can't be exported, or why there is none.
 */
export async function parseApplePrivateKey(text: string): Promise<CryptoKey | { readonly error: AppleKeyError }> {
	const pasted = text
		.slice(0, maximumKeyText)
		.replace(/\\r|\\n/g, '\n')
		.replace(/^[\s\ufeff"']+|[\s\ufeff"']+$/g, '');
	if (pasted === '') {
		return { error: 'apple_key_empty' };
	}
	const label = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(pasted)?.[1];
	if (label !== undefined && label !== 'PRIVATE KEY') {
		return { error: wrongLabels[label] ?? 'apple_key_not_private' };
	}
	const der = decode(pasted.replace(/^-----BEGIN PRIVATE KEY-----|-----END PRIVATE KEY-----$/g, ''));
	// An outer SEQUENCE, as every private key has one.
	if (!der?.startsWith('\x30')) {
		return { error: 'apple_key_invalid' };
	}
	if (!der.includes(ecPublicKeyP256)) {
		return { error: 'apple_key_not_p256' };
	}
	try {
		return await importPKCS8(`-----BEGIN PRIVATE KEY-----\n${btoa(der)}\n-----END PRIVATE KEY-----`, 'ES256');
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

function decode(base64: string): string | undefined {
	try {
		return atob(base64);
	} catch {
		return undefined;
	}
}
