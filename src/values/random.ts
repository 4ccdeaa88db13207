import { base64url } from 'jose';

/** `bytes` random bytes as base64url: 32 bytes give 43 characters, all of them unreserved in URLs. */
export function randomString(bytes: number): string {
	return base64url.encode(crypto.getRandomValues(new Uint8Array(bytes)));
}

/** Eight characters that nobody mistakes for each other when reading them out. */
export function randomReference(): string {
	const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
	return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => alphabet[byte % alphabet.length]).join('');
}
