import { compactDecrypt, decodeProtectedHeader, importJWK } from 'jose';

import { LoginError } from '../errors';
import type { ErrorCode } from '../errors';
import { cleanText } from '../values/foreignText';
import type { JsonObject } from '../values/json';
import type { keyEncryptions } from './keyPair';

/** By what a content may be encrypted (RFC 7518 §5.1). */
export const contentEncryptions = ['A128CBC-HS256', 'A256CBC-HS512', 'A128GCM', 'A256GCM'] as const;

/** How a provider encrypts for the app; it does so in no other way. */
export interface Encryption {
	readonly alg: (typeof keyEncryptions)[number];
	/** Absent: `A128CBC-HS256` (OpenID Connect Dynamic Client Registration §2). */
	readonly enc?: (typeof contentEncryptions)[number] | undefined;
}

export interface DecryptionRules extends Encryption {
	/** The private JWKs that a token may be encrypted for; all of them where the token names none. */
	readonly keys: (kid: string | undefined) => Promise<readonly JsonObject[]>;
	/** What a token that can't be decrypted is refused with. */
	readonly code: ErrorCode;
}

/** Characters. Encrypted, a token is a third longer. */
const maximumToken = 140_000;

/** The second part is empty where a key is agreed on (RFC 7518 §4.6). */
const fiveParts = /^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$/;

export const isEncrypted = (token: string): boolean => token.length <= maximumToken && fiveParts.test(token);

/** What the detail of each refusal begins with. */
export const encryptionDetail = 'encryption: ';

/**
 * Decrypts a compact JWE (RFC 7516 §7.1), in the one way that the provider is set up for. That proves nothing about who
 * made it: anyone has the public key. A compressed content is refused unread (RFC 8725 §3.6).
 *
 * @returns the content as text; most often a signed JWT
 * @throws LoginError the code of the rules
 */
export async function decryptToken(
	token: string,
	{ alg, enc = 'A128CBC-HS256', keys, code }: DecryptionRules,
): Promise<string> {
	const refuse = (reason: string): LoginError => new LoginError(code, encryptionDetail + reason);
	if (!isEncrypted(token)) throw refuse('the token is not encrypted, or a huge one');
	const header = protectedHeader(token);
	if (!header) throw refuse('the header is not a JSON object');
	if (header.alg !== alg || header.enc !== enc) {
		throw refuse(`the token has ${cleanText(`${String(header.alg)}, ${String(header.enc)}`, 60)}, not ${alg}, ${enc}`);
	}
	if (header.zip !== undefined || header.crit !== undefined) throw refuse('the header has "zip" or "crit"');
	if (header.kid !== undefined && typeof header.kid !== 'string') throw refuse('"kid" is not a text');
	const candidates = await keys(header.kid);
	if (candidates.length === 0) {
		throw refuse(`the app has no key ${header.kid === undefined ? 'yet' : `"${cleanText(header.kid, 60)}"`}`);
	}
	const options = { keyManagementAlgorithms: [alg], contentEncryptionAlgorithms: [enc] };
	for (const jwk of candidates) {
		try {
			const { plaintext } = await compactDecrypt(token, await importJWK(jwk, alg), options);
			return new TextDecoder('utf-8', { fatal: true }).decode(plaintext);
		} catch {
			// Another key, or one reason for all: what exactly was wrong with it tells its maker too much.
		}
	}
	throw refuse('the token does not open with the app’s key');
}

function protectedHeader(token: string): Record<string, unknown> | undefined {
	try {
		return decodeProtectedHeader(token);
	} catch {
		return undefined;
	}
}
