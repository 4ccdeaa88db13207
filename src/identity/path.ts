import { isJsonObject } from '../values/json';

/** The names of a dotted path, outermost first. A name can also be an index of an array, counted from 0. */
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

function elementAt(array: readonly unknown[], path: Path, next: Next): unknown {
	return isIndex(path[0]) ? next(array[Number(path[0])], path.slice(1)) : undefined;
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
