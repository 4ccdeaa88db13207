import type { ClaimedList } from './identity';
import { isJsonObject } from '../values/json';

/** What each value in a claim gives: the names of roles, or of rooms. */
export type ClaimedMap = ReadonlyMap<string, readonly string[]>;

/**
 * Reads a map as core's "OAuth Group Channel Map" has it: a JSON object whose values are a name, or a list of names.
 *
 *     { "/staff": "team", "/admins": ["team", "ops"] }
 *
 * An empty text is an empty map. The groups are compared as they are written here, white space included.
 *
 * @returns the reason, in English, why a text is none
 */
export function parseClaimedMap(text: string): ClaimedMap | { readonly error: string } {
	if (text.trim() === '') return new Map();
	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch {
		return { error: 'not JSON' };
	}
	if (!isJsonObject(parsed)) return { error: 'not an object: { "group": "name" }' };
	const map = new Map<string, readonly string[]>();
	for (const [value, names] of Object.entries(parsed)) {
		const list = (Array.isArray(names) ? names : [names]).map((name) => (typeof name === 'string' ? name.trim() : ''));
		if (value.trim() === '') return { error: 'a group without a name' };
		if (list.includes('')) return { error: `"${value}" stands for something that is no name` };
		map.set(value, list);
	}
	return map;
}

/** All the names that can come of a map. */
export const namesIn = (map: ClaimedMap): Set<string> => new Set([...map.values()].flat());

/** The names that come of what a provider says; undefined where it says nothing. */
export const namesFor = (claimed: ClaimedList | undefined, map: ClaimedMap): Set<string> | undefined =>
	claimed === undefined || typeof claimed === 'string'
		? undefined
		: new Set(claimed.flatMap((value) => map.get(value) ?? []));
