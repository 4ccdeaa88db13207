import { sha256Hex } from '../random';

/**
 * Stands in for bcrypt over the SHA-256 digest. Takes what clients send: text, or a digest made by themselves.
 * @returns undefined for neither.
 */
export function passwordHash(password: unknown): string | undefined {
	const { digest, algorithm } = (password ?? {}) as { digest?: unknown; algorithm?: unknown };
	const hex = typeof password === 'string' ? sha256Hex(password) : algorithm === 'sha-256' ? digest : undefined;
	return typeof hex === 'string' ? `$2b$10$${sha256Hex(`bcrypt:${hex}`)}` : undefined;
}
