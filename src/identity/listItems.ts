import type { JsonObject } from '../values/json';
import { isJsonObject, parseJson } from '../values/json';
import { textOf } from './textOf';

/**
 * How a text holds several items, where an admin says that it does: with this between them (a space stands for any white
 * space), or as JSON.
 */
export type Separator = ',' | ';' | ' ' | 'json';

/** A longer list can't be read: nobody is in so many groups, and each item may have to be parsed. */
export const maximumItems = 1000;

/**
 * The items of a list in a claim, in the forms in which providers give groups and roles:
 *
 *     ["staff", "admins"]                     what OpenID Connect providers do
 *     "staff"                                 one text: one item, or several where `separator` says so
 *     "[\"staff\"]", ["[\"staff\"]"]          the same, or JSON in a text where `separator` says so (Entra ID behind proxies)
 *     [{ "name": "staff" }], { "name": … }    objects: their name, else their displayName, else their id
 *     { "staff": { … }, "admins": { … } }     objects by their names, as Zitadel's roles
 *     { "2": "staff", "5": "admins" }         a list of PHP's with gaps in it, as Drupal's roles
 *
 * A text is never taken apart unasked, nor trimmed: who may name one group `x,admins`, `["admins"]` or `admins ` would
 * choose their groups.
 *
 * @returns undefined where nothing is said (missing, null) or what is said can't be read: no list is not an empty one
 */
export function listItems(value: unknown, separator?: Separator): string[] | undefined {
	if (typeof value === 'string') return itemsOfText(value, separator);
	if (typeof value === 'number') return textOf(value) === '' ? undefined : [textOf(value)];
	if (Array.isArray(value)) return itemsOfArray(value, separator);
	return isJsonObject(value) ? itemsOfObject(value, separator) : undefined;
}

function itemsOfText(text: string, separator: Separator | undefined): string[] | undefined {
	if (separator === 'json') {
		const json = jsonIn(text);
		if (json !== undefined) return listItems(json, separator);
	}
	if (text.trim() === '') return [];
	if (separator === undefined || separator === 'json') return [text];
	return text.split(separator === ' ' ? /\s+/ : separator).map((item) => item.trim());
}

function itemsOfArray(array: readonly unknown[], separator: Separator | undefined): string[] | undefined {
	if (array.length > maximumItems) return undefined;
	const items = array.flatMap((item) => {
		const json = separator === 'json' && typeof item === 'string' ? jsonIn(item) : undefined;
		return (Array.isArray(json) ? json : [item]).map(itemText).filter((text) => text !== '');
	});
	return items.length === 0 && array.length > 0 ? undefined : items;
}

function itemsOfObject(object: JsonObject, separator: Separator | undefined): string[] | undefined {
	const name = nameIn(object);
	if (name !== '') return [name];
	const entries = Object.entries(object);
	if (entries.every(([, value]) => isJsonObject(value))) return entries.map(([key]) => key);
	return entries.every(([key]) => /^\d+$/.test(key))
		? itemsOfArray(
				entries.map(([, value]) => value),
				separator,
			)
		: undefined;
}

const itemText = (item: unknown): string =>
	isJsonObject(item) ? nameIn(item) : typeof item === 'boolean' ? '' : textOf(item);

const nameIn = ({ name, displayName, id }: JsonObject): string =>
	[name, displayName, id].map((value) => (typeof value === 'boolean' ? '' : textOf(value))).find(Boolean) ?? '';

/** The array or the object that a text holds as JSON. */
function jsonIn(text: string): object | undefined {
	const value = /^\s*[[{]/.test(text) ? parseJson(text) : undefined;
	return typeof value === 'object' && value !== null ? value : undefined;
}
