import { base64url, createLocalJWKSet, errors } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import * as v from 'valibot';

import { LoginError } from '../errors';
import { cleanText } from '../values/foreignText';
import { isJsonObject } from '../values/json';
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
	 * The keys that fit: the right type and curve, and the `kid` if the token names one, else those without one. There can
	 * be several, of which the first eight are given (more would make a token with a wrong signature costly).
	 */
	find(request: KeyRequest): Promise<CryptoKey[]>;
}

const maximumKeys = 100;
const maximumCandidates = 8;
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

/**
 * A key in the spelling of RFC 7517 and RFC 7518. There are servers that write `null` or an empty text for what they do
 * not say, a `kid` as a number, numbers in base64 with its padding (or `,` for it, as .NET has it), a zero byte in front of
 * them or, on curves, none where there is one, and for `alg` names of their own.
 */
function inStandardSpelling(key: unknown): unknown {
	if (!isJsonObject(key)) return key;
	const said = Object.fromEntries(
		Object.entries(key).filter(([, value]) => value !== null && value !== '' && !isEmptyList(value)),
	);
	const numbers = ['n', 'e', 'x', 'y'].flatMap((name) => {
		const value = said[name];
		return typeof value === 'string' ? [[name, base64urlNumber(value, sizes[String(said.crv)])] as const] : [];
	});
	const { kid, alg } = said;
	return {
		...said,
		...Object.fromEntries(numbers),
		...(typeof kid === 'number' ? { kid: String(kid) } : {}),
		alg: typeof alg === 'string' && /^(?:[REP]S\d|Ed|RSA1|RSA-OAEP|ECDH)/.test(alg) ? alg : undefined,
	};
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** Bytes of a coordinate (RFC 7518 §6.2.1.2). */
const sizes: Readonly<Record<string, number>> = { 'P-256': 32, 'P-384': 48, 'P-521': 66 };

/** Without zero bytes in front, or with as many as `size` bytes need. */
function base64urlNumber(value: string, size = 0): string {
	const text = value
		.replace(/[\s=,]/g, '')
		.replaceAll('+', '-')
		.replaceAll('/', '_');
	const bytes = integerBytes(text);
	if (bytes.length === 0) return text;
	const padded = new Uint8Array(Math.max(size, bytes.length));
	padded.set(bytes, padded.length - bytes.length);
	return base64url.encode(padded);
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
	const all = list.success ? list.output.keys.map(inStandardSpelling) : [];
	const keys = all
		.map((key) => v.safeParse(keySchema, key))
		.flatMap((result) => (result.success ? [result.output] : []));
	if (keys.length === 0) {
		const unfit = [...new Set(all.map(whyUnfit))].slice(0, 3).join(', ');
		const found = unfit === '' ? `there is no list of 1 to ${maximumKeys} keys` : `there are: ${unfit}`;
		throw new LoginError('jwks_unavailable', `no usable key among the provider's; ${found}`);
	}
	return { keys };
}

function whyUnfit(key: unknown): string {
	if (!isJsonObject(key)) return 'something else than a key';
	const kind = cleanText([key.kty, key.crv].filter((name) => typeof name === 'string').join(' '), 40) || 'no kty';
	if (key.use !== undefined && key.use !== 'sig') return `${kind} for another use`;
	if (key.kty !== 'RSA') return kind;
	const bits = typeof key.n === 'string' ? integerBytes(key.n).length * 8 : 0;
	return bits > 0 ? `${kind} of ${bits} bits` : `${kind} without its numbers`;
}

/** @throws LoginError `jwks_unavailable`. */
export async function fetchJwks(uri: string, transport: Transport): Promise<Jwks> {
	return parseJwks(await fetchJson(uri, transport, 'jwks_unavailable'));
}

export function createKeySet(jwks: Jwks): KeySet {
	const every = createLocalJWKSet({ keys: [...jwks.keys] });
	const nameless = createLocalJWKSet({ keys: jwks.keys.filter(({ kid }) => kid === undefined) });
	const find = async (select: typeof every, request: KeyRequest): Promise<CryptoKey[]> => {
		try {
			return [await select({ ...request })];
		} catch (error) {
			return error instanceof errors.JWKSMultipleMatchingKeys ? first(error, maximumCandidates) : [];
		}
	};
	return {
		async find({ alg, kid }) {
			const named = await find(every, { alg, kid });
			return named.length > 0 || kid === undefined ? named : find(nameless, { alg });
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
