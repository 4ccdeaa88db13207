import { isJsonObject } from '../../values/json';
import type { ImportRow } from './linkImport';

/** So many at a time: each is looked up, and a command has half a minute. */
export const maximumRows = 500;

export type LinkListProblem = 'empty' | 'too_long' | 'not_readable';

export type LinkList =
	| { readonly rows: readonly ImportRow[] }
	/** `line` counted from 1, where one of them is to blame. */
	| { readonly problem: LinkListProblem; readonly line?: number };

const columns = ['provider', 'subject', 'username'] as const;

/**
 * Reads what an admin brings along: CSV (RFC 4180) with the columns provider, subject and username, under a header or
 * without one, or a JSON array of objects with these names. What can't be read in one place is not read at all.
 */
export function parseLinkList(text: string): LinkList {
	const trimmed = text.replace(/^\uFEFF/, '').trim();
	if (trimmed === '') return { problem: 'empty' };
	const records = trimmed.startsWith('[') ? fromJson(trimmed) : fromCsv(trimmed);
	if (!records) return { problem: 'not_readable' };
	if (records.length > maximumRows) return { problem: 'too_long' };
	const rows: ImportRow[] = [];
	for (const [index, record] of records.entries()) {
		const [provider, subject, username] = record.map(cell);
		if (record.length !== columns.length || !provider || !subject || !username) {
			return { problem: 'not_readable', line: index + 1 };
		}
		rows.push({ provider: provider.toLowerCase(), subject, username: username.replace(/^@/, '') });
	}
	return { rows };
}

/** A number is an id where it is exact; no other value is text. */
function cell(value: unknown): string {
	return typeof value === 'string' ? value.trim() : Number.isSafeInteger(value) ? String(value) : '';
}

function fromJson(text: string): unknown[][] | undefined {
	try {
		const list: unknown = JSON.parse(text);
		if (!Array.isArray(list)) return undefined;
		return list.map((one: unknown) => (isJsonObject(one) ? columns.map((name) => one[name]) : []));
	} catch {
		return undefined;
	}
}

function fromCsv(text: string): string[][] | undefined {
	const records: string[][] = [[]];
	const field = /(?:[^\S\r\n]*"((?:[^"]|"")*)"[^\S\r\n]*|([^",\r\n]*))(,|\r?\n|$)/y;
	for (let end = false; !end;) {
		const match = field.exec(text);
		if (!match) return undefined;
		const [, quoted, plain = '', separator] = match;
		records.at(-1)!.push(quoted === undefined ? plain : quoted.replace(/""/g, '"'));
		end = field.lastIndex >= text.length && separator !== ',';
		if (!end && separator !== ',') records.push([]);
	}
	const lines = records.filter((record) => record.some((one) => one.trim() !== ''));
	const isHeader = lines[0]?.every((name, index) => name.trim().toLowerCase() === columns[index]);
	return isHeader ? lines.slice(1) : lines;
}
