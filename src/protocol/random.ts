import { base64url } from 'jose';

/** `bytes` random bytes as base64url: 32 bytes give 43 characters, all of them unreserved in URLs. */
export function randomString(bytes: number): string {
	return base64url.encode(crypto.getRandomValues(new Uint8Array(bytes)));
}
