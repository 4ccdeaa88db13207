import type { Claims } from '../../oauth/claims';
import { isJsonObject } from '../../values/json';

/** Names of claims that open something; what they hold is nobody's to read, not even the admin's. */
export const secretNames = /token|secret|passw|credential|code\b|^at_hash$|^c_hash$|nonce|session|^sid$|^jti$/i;

const longest = 400;

/** A provider's claims, for an admin to read: without what opens anything, and not longer than can be read. */
export function maskClaims(claims: Claims): unknown {
	return mask(claims, 0);
}

function mask(value: unknown, depth: number): unknown {
	if (typeof value === 'string') return value.length > longest ? `${value.slice(0, longest)}…` : value;
	if (typeof value !== 'object' || value === null) return value;
	if (depth > 8) return '…';
	if (Array.isArray(value)) return value.slice(0, 100).map((item) => mask(item, depth + 1));
	if (!isJsonObject(value)) return '…';
	return Object.fromEntries(
		Object.entries(value)
			.slice(0, 200)
			.map(([name, inner]) => [name, secretNames.test(name) ? '•••' : mask(inner, depth + 1)]),
	);
}
