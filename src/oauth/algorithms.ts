/**
 * Signature algorithms that an ID token may have: asymmetric ones only. `none` proves nothing, and with `HS256` the
 * key is a secret that is known on both sides (RFC 8725 §3.1, §3.2).
 */
const asymmetric = new Set([
	'RS256',
	'RS384',
	'RS512',
	'PS256',
	'PS384',
	'PS512',
	'ES256',
	'ES384',
	'ES512',
	'EdDSA',
	'Ed25519',
]);

/** Of the algorithms that a provider announces, those that are accepted; it may be none. Absent: all of those. */
export function acceptedAlgorithms(announced: readonly string[] = [...asymmetric]): string[] {
	return announced.filter((name) => asymmetric.has(name));
}
