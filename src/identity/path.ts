import { isJsonObject } from '../values/json';
import type { JsonObject } from '../values/json';
import { isYes } from './flag';

/**
 * The names of a dotted path, outermost first. A name can also be an index of an array, counted from 0, or `[flag]`: the
 * elements of an array whose member `flag` is true.
 */
export type Path = readonly string[];

const maximumNames = 16;

/** Names that lead out of the data in JavaScript. No claim needs one, so they are never followed. */
const unreachable = new Set(['__proto__', 'constructor', 'prototype']);

/** Undefined when a name is empty, when there are more than 16, or for a brace, which is a template gone wrong. */
export function parsePath(text: string): Path | undefined {
	const path = text.trim().split('.');
	return path.length > maximumNames || path.includes('') || /[{}]/.test(text) ? undefined : path;
}

/**
 * The value at `path`, or undefined. A key may contain dots itself (`https://example.com/roles`): of the keys that
 * the path could mean, the longest is tried first. Inherited properties do not exist for it.
 */
export function lookup(value: unknown, path: Path): unknown {
	if (path.length === 0) {
		return value;
	}
	return Array.isArray(value) ? elementAt(value, path, lookup) : memberAt(value, path, lookup);
}

/**
 * The same, where a name goes through every element of an array: `groups.name` is the list of all their names. The
 * result is then an array, flattened along the path.
 */
export function lookupThroughArrays(value: unknown, path: Path): unknown {
	if (path.length === 0) {
		return value;
	}
	if (!Array.isArray(value)) {
		return memberAt(value, path, lookupThroughArrays);
	}
	const flag = flagIn(path[0]);
	if (flag !== undefined)
		return lookupThroughArrays(
			value.filter((one) => isFlagged(one, flag)),
			path.slice(1),
		);
	// Not into arrays of arrays: the recursion must end with the path, however deep the data is.
	if (isIndex(path[0])) {
		return elementAt(value, path, lookupThroughArrays);
	}
	const found = value.filter(isJsonObject).map((element) => lookupThroughArrays(element, path));
	const said = found.filter((one) => one !== undefined);
	// Elements that have nothing at the path are not a list without elements.
	return said.length === 0 && value.length > 0 ? undefined : said.flat();
}

type Next = (value: unknown, path: Path) => unknown;

const isIndex = (name: string | undefined): boolean => name !== undefined && /^(?:0|[1-9]\d{0,5})$/.test(name);

/** Of several elements with the flag, the first one. */
function elementAt(array: readonly unknown[], path: Path, next: Next): unknown {
	if (isIndex(path[0])) return next(array[Number(path[0])], path.slice(1));
	const flag = flagIn(path[0]);
	if (flag === undefined) return memberAt(attributes(array), path, next);
	const element = array.find((one) => isFlagged(one, flag));
	return element === undefined ? undefined : next(element, path.slice(1));
}

const flagIn = (name: string | undefined): string | undefined => /^\[(.+)\]$/.exec(name ?? '')?.[1];

const isFlagged = (element: unknown, flag: string): boolean =>
	isJsonObject(element) && hasMember(element, flag) && isYes(element[flag]);

/** A list of objects with one member each, as CAS may give attributes, is one object; a name that comes twice is none of them. */
function attributes(array: readonly unknown[]): JsonObject | undefined {
	const found = new Map<string, unknown>();
	for (const element of array) {
		const [entry, ...more] = isJsonObject(element) ? Object.entries(element) : [];
		if (!entry || more.length > 0) return undefined;
		found.set(entry[0], found.has(entry[0]) ? undefined : entry[1]);
	}
	return Object.assign(Object.create(null) as object, Object.fromEntries(found)) as JsonObject;
}

function memberAt(value: unknown, path: Path, next: Next): unknown {
	if (!isJsonObject(value)) {
		return undefined;
	}
	for (let length = path.length; length > 0; length -= 1) {
		const key = path.slice(0, length).join('.');
		const found = hasMember(value, key) ? next(value[key], path.slice(length)) : undefined;
		if (found !== undefined) {
			return found;
		}
	}
	return undefined;
}

function hasMember(value: object, key: string): boolean {
	return !unreachable.has(key) && Object.hasOwn(value, key);
}
