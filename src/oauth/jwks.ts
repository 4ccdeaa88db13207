import { base64url, createLocalJWKSet, errors } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import * as v from 'valibot';

import { LoginError } from '../errors';
import { fetchJson } from './fetchJson';
import type { Transport } from '../ports/transport';

/** A provider's public signing keys as they were fetched. Plain JSON, so that it can be stored. */
export interface Jwks {
	readonly keys: readonly JWK[];
}

/** Which key a token asks for. */
export interface KeyRequest {
	readonly alg: string;
	readonly kid?: string | undefined;
}

/** Signing keys, ready to verify with. */
export interface KeySet {
	/**
	 * The keys that fit: the right type and curve, and the `kid` if the token names one. Without a `kid` there can be
	 * several, of which the first five are given (more would make a token with a wrong signature costly).
	 */
	find(request: KeyRequest): Promise<CryptoKey[]>;
}

const maximumKeys = 100;
const maximumCandidates = 5;
const minimumRsaBits = 2048;

/** Big-endian bytes of a base64url integer; empty when it is none. */
function integerBytes(value: string): Uint8Array {
	try {
		const bytes = base64url.decode(value);
		const start = bytes.findIndex((byte) => byte !== 0);
		return start < 0 ? new Uint8Array() : bytes.subarray(start);
	} catch {
		return new Uint8Array();
	}
}

const usable = {
	kid: v.optional(v.string()),
	alg: v.optional(v.string()),
	use: v.optional(v.literal('sig')),
	key_ops: v.optional(v.pipe(v.array(v.string()), v.includes('verify'))),
};

/** Keeps what verification needs: `x5c` and the like are left out, private members too. */
const keySchema = v.variant('kty', [
	v.object({
		...usable,
		kty: v.literal('RSA'),
		n: v.pipe(
			v.string(),
			v.check((n) => integerBytes(n).length * 8 >= minimumRsaBits),
		),
		// An exponent of 1 would make every text its own signature.
		e: v.pipe(
			v.string(),
			v.check((e) => integerBytes(e).length > 1 || (integerBytes(e)[0] ?? 0) > 2),
		),
	}),
	v.object({
		...usable,
		kty: v.literal('EC'),
		crv: v.picklist(['P-256', 'P-384', 'P-521']),
		x: v.string(),
		y: v.string(),
	}),
	v.object({ ...usable, kty: v.literal('OKP'), crv: v.literal('Ed25519'), x: v.string() }),
]);

/**
 * The usable keys of a JWKS document (RFC 7517 §5): what is unknown or unfit is left out.
 *
 * @throws LoginError `jwks_unavailable` when there is none, or no honest number of them.
 */
export function parseJwks(document: unknown): Jwks {
	const list = v.safeParse(v.object({ keys: v.pipe(v.array(v.unknown()), v.maxLength(maximumKeys)) }), document);
	const keys = (list.success ? list.output.keys : [])
		.map((key) => v.safeParse(keySchema, key))
		.flatMap((result) => (result.success ? [result.output] : []));
	if (keys.length === 0) {
		throw new LoginError('jwks_unavailable', `no usable key among the provider's (up to ${maximumKeys} are read)`);
	}
	return { keys };
}

/** @throws LoginError `jwks_unavailable`. */
export async function fetchJwks(uri: string, transport: Transport): Promise<Jwks> {
	return parseJwks(await fetchJson(uri, transport, 'jwks_unavailable'));
}

export function createKeySet(jwks: Jwks): KeySet {
	const select = createLocalJWKSet({ keys: [...jwks.keys] });
	return {
		async find({ alg, kid }) {
			try {
				return [await select({ alg, kid })];
			} catch (error) {
				return error instanceof errors.JWKSMultipleMatchingKeys ? first(error, maximumCandidates) : [];
			}
		},
	};
}

async function first(keys: AsyncIterable<CryptoKey>, maximum: number): Promise<CryptoKey[]> {
	const found: CryptoKey[] = [];
	for await (const key of keys) {
		if (found.push(key) === maximum) {
			break;
		}
	}
	return found;
}
