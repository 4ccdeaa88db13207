import type { CryptoKey, JWK } from 'jose';
import { importJWK, importPKCS8 } from 'jose';

import type { JsonObject } from '../values/json';
import { isJsonObject, parseJsonObject } from '../values/json';
import type { KeyTextError } from './privateKeyText';
import { pemLabel, pemOf, pkcs8Of, withoutWrapping } from './privateKeyText';

export type ClientKeyError =
	| KeyTextError
	/** Neither RSA nor P-256, P-384 or Ed25519. */
	| 'unsupported'
	/** The provider takes other algorithms only. */
	| 'algorithm';

/** A private key of the client, ready to sign an assertion (RFC 7523 §3). */
export interface ClientKey {
	readonly key: CryptoKey;
	readonly header: Readonly<Record<string, string>> & { readonly alg: string };
}

interface Kind {
	/** DER of the object identifiers of the AlgorithmIdentifier in PKCS#8 (RFC 8017 A.1, RFC 5480, RFC 8410). */
	readonly identifier: string;
	readonly kty: string;
	readonly crv?: string;
	/** The usual one first. */
	readonly algorithms: readonly string[];
}

const ecPublicKey = '\x06\x07\x2a\x86\x48\xce\x3d\x02\x01';

const kinds: readonly Kind[] = [
	{
		identifier: '\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01',
		kty: 'RSA',
		algorithms: ['RS256', 'PS256', 'RS384', 'PS384', 'RS512', 'PS512'],
	},
	{
		identifier: `${ecPublicKey}\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07`,
		...{ kty: 'EC', crv: 'P-256', algorithms: ['ES256'] },
	},
	{ identifier: `${ecPublicKey}\x06\x05\x2b\x81\x04\x00\x22`, kty: 'EC', crv: 'P-384', algorithms: ['ES384'] },
	// Of its two names (RFC 9864) the older one is the one that is known everywhere.
	{ identifier: '\x06\x03\x2b\x65\x70', kty: 'OKP', crv: 'Ed25519', algorithms: ['EdDSA', 'Ed25519'] },
];

/** Bytes of PKCS#8 in which the AlgorithmIdentifier is. */
const identifierEnd = 40;

/** Members of a private JWK (RFC 7518 §6.2.2, §6.3.2, RFC 8037 §2): `use`, `key_ops` and the like are left out. */
const members = ['kty', 'crv', 'x', 'y', 'n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'] as const;

/** What names the key, or its certificate, to the provider (RFC 7515 §4.1.4, §4.1.7, §4.1.8). */
const names = ['kid', 'x5t', 'x5t#S256'] as const;

/** Whether a client secret is meant as a key, though perhaps as one that can't sign: a PEM, or a JWK. */
export const isKeyText = (text: string): boolean =>
	pemLabel(withoutWrapping(text)) !== undefined || jwkOf(text) !== undefined;

/**
 * Reads the client's private key from a settings field: PKCS#8 as PEM, or a JWK (RFC 7517 §4), also as the only key of
 * a set.
 *
 * @param announced algorithms that the provider takes; absent: it does not say
 * @param kid where the key itself names none
 */
export async function readClientKey(
	text: string,
	announced?: readonly string[],
	kid?: string,
): Promise<ClientKey | { readonly error: ClientKeyError }> {
	const jwk = jwkOf(text);
	const der = jwk ? '' : pkcs8Of(text);
	if (typeof der !== 'string') return der;
	if (jwk && typeof jwk.d !== 'string') return { error: 'not_private' };
	const kind = kinds.find(({ identifier, kty, crv }) =>
		jwk ? jwk.kty === kty && (crv === undefined || jwk.crv === crv) : der.slice(0, identifierEnd).includes(identifier),
	);
	if (!kind) return { error: 'unsupported' };
	const own = kind.algorithms.filter((alg) => typeof jwk?.alg !== 'string' || jwk.alg === alg);
	const alg = own.find((one) => announced?.includes(one) ?? true);
	if (alg === undefined) return { error: 'algorithm' };
	try {
		const key = jwk ? await importJWK(pick(jwk, members) as JWK, alg) : await importPKCS8(pemOf(der), alg);
		return { key: key as CryptoKey, header: { alg, ...(kid ? { kid } : {}), ...pick(jwk ?? {}, names) } };
	} catch {
		return { error: 'invalid' };
	}
}

function jwkOf(text: string): JsonObject | undefined {
	const parsed = parseJsonObject(withoutWrapping(text));
	const jwk: unknown = Array.isArray(parsed?.keys) && parsed.keys.length === 1 ? parsed.keys[0] : parsed;
	return isJsonObject(jwk) && typeof jwk.kty === 'string' ? jwk : undefined;
}

const pick = (from: JsonObject, wanted: readonly string[]): Record<string, string> =>
	Object.fromEntries(
		wanted.flatMap((name) => {
			const value = from[name];
			return typeof value === 'string' ? [[name, value]] : [];
		}),
	);
