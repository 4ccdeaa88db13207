import type { JsonObject } from '../values/json';

/** By what the app signs an assertion (RFC 7518 §3.1). */
export const signingAlgorithms = ['ES256', 'PS256', 'RS256'] as const;

/**
 * By what a key of a message is encrypted for the app (RFC 7518 §4.1): with a public key alone. `dir`, the wrapping by a
 * shared key and `PBES2-*` would be decrypted with the client secret; `RSA1_5` tells a padding that is wrong.
 */
export const keyEncryptions = [
	...(['ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A256KW'] as const),
	...(['RSA-OAEP-256', 'RSA-OAEP'] as const),
] as const;

export type KeyAlgorithm = (typeof signingAlgorithms)[number] | (typeof keyEncryptions)[number];

/** Two JWKs (RFC 7517 §4) of one key, with nothing in them but its numbers. */
export interface KeyPair {
	readonly publicKey: JsonObject;
	readonly privateKey: JsonObject;
}

const curve = { namedCurve: 'P-256' };
const rsa = { modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
const agreement = [{ name: 'ECDH', ...curve }, ['deriveBits']] as const;

/** As Web Cryptography names it, and what the private key may do there. */
type Kind = readonly [
	({ readonly name: string } & typeof curve) | ({ readonly name: string; readonly hash: string } & typeof rsa),
	ReadonlyArray<'sign' | 'decrypt' | 'deriveBits'>,
];

const kinds: Readonly<Record<KeyAlgorithm, Kind>> = {
	ES256: [{ name: 'ECDSA', ...curve }, ['sign']],
	PS256: [{ name: 'RSA-PSS', hash: 'SHA-256', ...rsa }, ['sign']],
	RS256: [{ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', ...rsa }, ['sign']],
	'ECDH-ES': agreement,
	'ECDH-ES+A128KW': agreement,
	'ECDH-ES+A256KW': agreement,
	'RSA-OAEP-256': [{ name: 'RSA-OAEP', hash: 'SHA-256', ...rsa }, ['decrypt']],
	'RSA-OAEP': [{ name: 'RSA-OAEP', hash: 'SHA-1', ...rsa }, ['decrypt']],
};

/** RFC 7518 §6.2.1, §6.3.1. */
const publicMembers = ['kty', 'crv', 'x', 'y', 'n', 'e'];
/** RFC 7518 §6.2.2, §6.3.2. */
const privateMembers = [...publicMembers, 'd', 'p', 'q', 'dp', 'dq', 'qi'];

/** Makes a key: P-256, or RSA of 2048 bits. */
export async function makeKeyPair(algorithm: KeyAlgorithm): Promise<KeyPair> {
	const [parameters, usages] = kinds[algorithm];
	const { privateKey } = await crypto.subtle.generateKey(parameters, true, usages);
	const jwk: object = await crypto.subtle.exportKey('jwk', privateKey);
	const only = (members: readonly string[]): JsonObject =>
		Object.fromEntries(Object.entries(jwk).filter(([name]) => members.includes(name)));
	return { publicKey: only(publicMembers), privateKey: only(privateMembers) };
}
