import { types } from 'node:util';

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
	if (types.isMap(value)) {
		const copy = new Map<unknown, unknown>();
		seen.set(value, copy);
		value.forEach((item, key) => copy.set(copyOf(key), copyOf(item)));
		return copy;
	}
	if (types.isSet(value)) {
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

/** By what a value is, not by its class: what a test compares, may be of another realm than what came over the channel. */
function isCloneable(value: object): boolean {
	return (
		types.isDate(value) ||
		types.isRegExp(value) ||
		types.isNativeError(value) ||
		types.isAnyArrayBuffer(value) ||
		ArrayBuffer.isView(value)
	);
}
