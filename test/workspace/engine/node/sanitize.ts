/** Tells the values that do not travel, besides functions and symbols. */
type IsLeftOut = (value: object) => boolean;

/**
 * A copy of a message that the structured clone of Node's IPC takes: functions, symbols and what `isLeftOut` names become
 * undefined; dates, regular expressions, errors and bytes stay as they are; every other object is reduced to its own
 * enumerable properties with names. Shared references and cycles are kept. (Read: packages/apps, src/lib/IpcSanitizer.ts)
 */
export function sanitize(value: unknown, isLeftOut: IsLeftOut, seen = new Map<object, unknown>()): unknown {
	if (typeof value === 'function' || typeof value === 'symbol') return undefined;
	if (typeof value !== 'object' || value === null) return value;
	if (isLeftOut(value)) return undefined;
	if (isCloneable(value)) return value;
	if (seen.has(value)) return seen.get(value);
	const copyOf = (part: unknown): unknown => sanitize(part, isLeftOut, seen);

	if (Array.isArray(value)) {
		// Holes stay holes.
		const copy: unknown[] = new Array(value.length);
		seen.set(value, copy);
		value.forEach((item, index) => (copy[index] = copyOf(item)));
		return copy;
	}
	if (value instanceof Map) {
		const copy = new Map<unknown, unknown>();
		seen.set(value, copy);
		value.forEach((item, key) => copy.set(copyOf(key), copyOf(item)));
		return copy;
	}
	if (value instanceof Set) {
		const copy = new Set<unknown>();
		seen.set(value, copy);
		value.forEach((item) => copy.add(copyOf(item)));
		return copy;
	}
	const copy: Record<string, unknown> = {};
	seen.set(value, copy);
	for (const [key, item] of Object.entries(value)) copy[key] = copyOf(item);
	return copy;
}

function isCloneable(value: object): boolean {
	return (
		value instanceof Date ||
		value instanceof RegExp ||
		value instanceof Error ||
		value instanceof ArrayBuffer ||
		ArrayBuffer.isView(value)
	);
}
