import type { JsonObject } from '../values/json';
import { isJsonObject } from '../values/json';
import { textOf } from './textOf';

/** What stands between the items where a text holds them all. A space stands for any white space. */
export type Separator = ',' | ';' | ' ';

/** A longer list can't be read: nobody is in so many groups, and each item may have to be parsed. */
export const maximumItems = 1000;

/**
 * The items of a list in a claim, in the forms in which providers give groups and roles:
 *
 *     ["staff", "admins"]                     what OpenID Connect providers do
 *     "staff"                                 one text: one item, or several where `separator` says so
 *     "[\"staff\"]", ["[\"staff\"]"]          JSON in a text, as Entra ID behind some proxies
 *     [{ "name": "staff" }], { "name": … }    objects: their name, else their displayName, else their id
 *     { "staff": { … }, "admins": { … } }     objects by their names, as Zitadel's roles
 *     { "2": "staff", "5": "admins" }         a list of PHP's with gaps in it, as Drupal's roles
 *
 * A text is never taken apart unasked: who may choose a group's name, "x,admins", would choose their groups.
 *
 * @returns undefined where nothing is said (missing, null) or what is said can't be read: no list is not an empty one
 */
export function listItems(value: unknown, separator?: Separator): string[] | undefined {
	if (typeof value === 'string') return itemsOfText(value, separator);
	if (typeof value === 'number') return textOf(value) === '' ? undefined : [textOf(value)];
	if (Array.isArray(value)) return itemsOfArray(value);
	return isJsonObject(value) ? itemsOfObject(value) : undefined;
}

function itemsOfText(text: string, separator: Separator | undefined): string[] | undefined {
	const json = jsonIn(text);
	if (json !== undefined) return listItems(json);
	if (text.trim() === '') return [];
	return separator === undefined ? [text] : text.split(separator === ' ' ? /\s+/ : separator);
}

function itemsOfArray(array: readonly unknown[]): string[] | undefined {
	if (array.length > maximumItems) return undefined;
	const items = array.flatMap((item) => {
		const json = typeof item === 'string' ? jsonIn(item) : undefined;
		return (Array.isArray(json) ? json : [item]).map(itemText).filter((text) => text !== '');
	});
	return items.length === 0 && array.length > 0 ? undefined : items;
}

function itemsOfObject(object: JsonObject): string[] | undefined {
	const name = nameIn(object);
	if (name !== '') return [name];
	const entries = Object.entries(object);
	if (entries.every(([, value]) => isJsonObject(value))) return entries.map(([key]) => key);
	return entries.every(([key]) => /^\d+$/.test(key)) ? itemsOfArray(entries.map(([, value]) => value)) : undefined;
}

const itemText = (item: unknown): string =>
	isJsonObject(item) ? nameIn(item) : typeof item === 'boolean' ? '' : textOf(item);

const nameIn = ({ name, displayName, id }: JsonObject): string =>
	[name, displayName, id].map((value) => (typeof value === 'boolean' ? '' : textOf(value))).find(Boolean) ?? '';

/** The array or the object that a text holds as JSON. */
function jsonIn(text: string): object | undefined {
	if (!/^\s*[[{]/.test(text)) return undefined;
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? value : undefined;
	} catch {
		return undefined;
	}
}
