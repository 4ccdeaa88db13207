import { compactVerify, decodeProtectedHeader, errors } from 'jose';
import type { CryptoKey } from 'jose';

import { LoginError } from '../errors';
import { acceptedAlgorithms } from './algorithms';
import type { Claims } from './claims';
import { isEncrypted } from './encryptedToken';
import { parseJsonObject } from '../values/json';
import type { KeyRequest } from './jwks';
import type { KeySource } from './keySource';
import { cleanText } from '../values/foreignText';

/** Characters. */
const maximumToken = 100_000;

export interface SignatureRules {
	/** Announced by the provider; only asymmetric ones count. */
	readonly algorithms: readonly string[];
	readonly keys: KeySource;
	/** Absent: the asymmetric ones among those announced. */
	readonly accepted?: readonly string[] | undefined;
	/** What the header's `typ` may be, where there is one. Default `JWT`; a logout token's is `logout+jwt`. */
	readonly types?: readonly string[] | undefined;
}

/**
 * Verifies a JWT's signature with the provider's keys and gives its claims, which nobody has looked at yet.
 *
 * Keys come from the provider's JWKS alone: the header's `jku`, `jwk`, `x5u` and `x5c` are the sender's suggestions
 * (RFC 8725 §3.10).
 *
 * @throws LoginError `id_token_invalid` (not a JWT that could be accepted), `id_token_signature`, `jwks_unavailable`.
 */
export async function verifySignedToken(
	token: string,
	{ algorithms, keys, accepted = acceptedAlgorithms(algorithms), types = ['JWT'] }: SignatureRules,
): Promise<Claims> {
	const request = keyRequest(token, accepted, types);
	const known = await keys.current();
	let candidates = await known.find(request);
	let payload = await verifyWithAny(token, candidates, request.alg);
	// The provider may have changed its keys since: under a new `kid`, under the same one, or without any.
	const newer = payload ? undefined : await keys.newerThan(known);
	if (newer) {
		candidates = await newer.find(request);
		payload = await verifyWithAny(token, candidates, request.alg);
	}
	if (!payload) {
		const wanted = `${request.alg}${request.kid === undefined ? '' : ` "${cleanText(request.kid, 60)}"`}`;
		const reason = candidates.length > 0 ? 'the signature does not verify with' : 'the provider has no key for';
		throw new LoginError('id_token_signature', `${reason} ${wanted}`);
	}
	const claims = parseJsonObject(decodeText(payload) ?? '');
	if (!claims) {
		throw new LoginError('id_token_invalid', 'the content is not a JSON object');
	}
	return claims;
}

function keyRequest(token: string, algorithms: readonly string[], types: readonly string[]): KeyRequest {
	// Three parts, of which an empty one would be no signature.
	if (token.length > maximumToken || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) {
		if (isEncrypted(token)) throw new LoginError('id_token_invalid', 'the token is encrypted, and is not to be');
		throw new LoginError('id_token_invalid', 'not a signed JWT of three parts, or a huge one');
	}
	const { alg, kid: name, typ, crit } = protectedHeader(token);
	if (typeof alg !== 'string' || !algorithms.includes(alg)) {
		throw new LoginError(
			'id_token_invalid',
			`signed with ${typeof alg === 'string' ? cleanText(alg, 20) : 'nothing named'}, not with one of: ${algorithms.join(', ') || 'none that the app accepts'}`,
		);
	}
	if (crit !== undefined || !isOfType(typ, types)) {
		throw new LoginError('id_token_invalid', `the header has a "crit", or a "typ" that is not ${types.join(' or ')}`);
	}
	// Some servers number their keys, or have none to name.
	const kid = typeof name === 'number' ? String(name) : name === null || name === '' ? undefined : name;
	if (kid !== undefined && typeof kid !== 'string') {
		throw new LoginError('id_token_invalid', '"kid" is not a text');
	}
	return { alg, kid };
}

/**
 * RFC 8725 §3.11: tokens for other purposes (access, logout) say so, where providers type them at all. `JOSE` and `JWS` say
 * no more than that the token is signed (RFC 7515 §4.1.9), and `application/` may be in front of each type.
 */
function isOfType(typ: unknown, types: readonly string[]): boolean {
	if (typ === undefined || typ === null || typ === '') return true;
	const type = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : '';
	return types.some((one) => one.toLowerCase() === type) || (types.includes('JWT') && ['jose', 'jws'].includes(type));
}

/** Of the header, unverified; undefined where there is none. */
export function algorithmOf(token: string): string | undefined {
	try {
		return decodeProtectedHeader(token.slice(0, maximumToken)).alg;
	} catch {
		return undefined;
	}
}

function protectedHeader(token: string): Record<string, unknown> {
	try {
		return decodeProtectedHeader(token);
	} catch (cause) {
		throw new LoginError('id_token_invalid', 'the header is not a JSON object', { cause });
	}
}

const strictDecoder = new TextDecoder('utf-8', { fatal: true });

/** UTF-8; undefined when it is not: repaired, two different subjects could become one. */
function decodeText(bytes: Uint8Array): string | undefined {
	try {
		return strictDecoder.decode(bytes);
	} catch {
		return undefined;
	}
}

async function verifyWithAny(
	token: string,
	candidates: readonly CryptoKey[],
	algorithm: string,
): Promise<Uint8Array | undefined> {
	for (const key of candidates) {
		try {
			return (await compactVerify(token, key, { algorithms: [algorithm] })).payload;
		} catch (error) {
			if (!(error instanceof errors.JWSSignatureVerificationFailed)) {
				throw new LoginError('id_token_invalid', 'the token or the key for it is malformed', { cause: error });
			}
		}
	}
	return undefined;
}
