import { LoginError } from '../errors';
import type { HttpRequest } from '../ports/transport';

/** How a request differs from the standard's, for the servers that have a way of their own. */
export interface RequestShape {
	/** Absent: as a form (RFC 6749 §4.1.3). */
	readonly format?: 'json' | undefined;
	/** Sent besides. */
	readonly parameters?: Readonly<Record<string, string>>;
	/** Sent besides: never `Authorization`, nor what the transport sets. */
	readonly headers?: Readonly<Record<string, string>>;
}

/** An endpoint's address with more in its query. */
export function withQuery(endpoint: string, query: string): string {
	if (query === '') return endpoint;
	const separator = !endpoint.includes('?') ? '?' : /[?&]$/.test(endpoint) ? '' : '&';
	return `${endpoint}${separator}${query}`;
}

/** A GET request with `parameters` in its query. */
export const getRequest = (
	endpoint: string,
	parameters: Readonly<Record<string, string>>,
	headers: Readonly<Record<string, string>>,
): HttpRequest => ({
	method: 'GET',
	url: withQuery(endpoint, new URLSearchParams(parameters).toString()),
	headers: { ...headers, accept: 'application/json' },
});

/** A POST request with `parameters` in its body; without any, it has none (Dropbox takes no other). */
export function postRequest(
	url: string,
	parameters: Readonly<Record<string, string>>,
	headers: Readonly<Record<string, string>>,
	format: RequestShape['format'],
): HttpRequest {
	const isJson = format === 'json';
	if (!isJson && Object.keys(parameters).length === 0) {
		return { method: 'POST', url, headers: { ...headers, accept: 'application/json' } };
	}
	return {
		method: 'POST',
		url,
		headers: {
			...headers,
			accept: 'application/json',
			'content-type': isJson ? 'application/json' : 'application/x-www-form-urlencoded',
		},
		body: isJson ? JSON.stringify(parameters) : new URLSearchParams(parameters).toString(),
	};
}

/** Parameters under the names that a server has for them. */
export const renamed = (
	parameters: Readonly<Record<string, string>>,
	names: Readonly<Record<string, string>> = {},
): Record<string, string> =>
	Object.fromEntries(
		Object.entries(parameters).map(([name, value]) => [Object.hasOwn(names, name) ? names[name]! : name, value]),
	);

/** Visible ASCII and spaces: nothing that could end the header (RFC 9110 §5.5). */
const fieldValue = /^[\x20-\x7e]{0,4096}$/;

/**
 * Values in which `{{client_id}}` and the like are replaced.
 *
 * @param read what a text with braces says
 * @throws LoginError `provider_incomplete` for what no header can carry
 */
export function filledIn(
	values: Readonly<Record<string, string>> = {},
	read: (template: string) => string,
): Record<string, string> {
	const filled = Object.entries(values).map(([name, value]) => [name, value.includes('{{') ? read(value) : value]);
	const bad = filled.find(([, value]) => !fieldValue.test(value!));
	if (bad) throw new LoginError('provider_incomplete', `the value of "${bad[0]}" has characters that can't be sent`);
	return Object.fromEntries(filled) as Record<string, string>;
}
