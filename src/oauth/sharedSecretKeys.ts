import type { KeySource } from './keySource';
import { LoginError } from '../errors';

const hashes: Readonly<Record<string, string>> = { HS256: 'SHA-256', HS384: 'SHA-384', HS512: 'SHA-512' };

/** Algorithms whose key is the client secret (OpenID Connect Core §10.1). */
export const sharedSecretAlgorithms: readonly string[] = Object.keys(hashes);

/** Bytes. RFC 7518 §3.2 for HS256; a shorter one can be guessed from one token. */
const minimumSecret = 32;

/** @throws LoginError `provider_incomplete` for a secret that is too short. */
export function sharedSecretKeys(secret: string): KeySource {
	const bytes = new TextEncoder().encode(secret);
	if (bytes.length < minimumSecret) {
		throw new LoginError('provider_incomplete', `the client secret is shorter than ${minimumSecret} bytes`);
	}
	return {
		current: async () => ({
			find: async ({ alg }) => [
				await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: hashes[alg] ?? '' }, false, ['verify']),
			],
		}),
		newerThan: async () => undefined,
	};
}
