import { isJsonObject } from '../values/json';
import type { JsonObject } from '../values/json';
import { cleanText, logText } from '../values/foreignText';
import type { HttpResponse } from '../ports/transport';

/** What a provider says about a failure, cleaned, with the secrets of the request taken out. */
export interface ProviderFailure {
	/** `invalid_grant`, X's `453`, Invision's `2S291/1`. */
	readonly code?: string | undefined;
	readonly description?: string | undefined;
}

/**
 * Reads the error document of RFC 6749 §5.2, and the other shapes in use: `{errors: [{code, message}]}` and
 * `{title, detail}` (X), `{error: {code, message}}` (Meta, Google), `{errorCode, errorMessage}` (Invision).
 *
 * @param secrets texts that must not get into an error's detail: a provider may repeat what it was sent.
 */
export function readFailure(document: JsonObject | undefined, secrets: readonly string[]): ProviderFailure {
	const inner = [document?.error, Array.isArray(document?.errors) ? document.errors[0] : undefined].find(isJsonObject);
	const source = inner ?? document ?? {};
	const pick = (...names: string[]): string | undefined => {
		const value = names.map((name) => source[name]).find(isText);
		return value === undefined ? undefined : logText(String(value), secrets);
	};
	return {
		code: pick('error', 'code', 'errorCode', 'title'),
		description: pick('error_description', 'message', 'errorMessage', 'detail'),
	};
}

/** `HTTP 400 invalid_scope (no such scope)`: one line for an error's detail. */
export function describeFailure(status: number, { code, description }: ProviderFailure): string {
	return cleanText([`HTTP ${status}`, code, description && `(${description})`].filter(Boolean).join(' '));
}

/** The content type of a body that could not be used: the body itself stays out of every message. */
export function notAnObject({ headers }: HttpResponse): string {
	return `not a JSON object (${cleanText(logText(headers['content-type'] ?? 'no content type'), 80)})`;
}

function isText(value: unknown): value is string | number {
	return typeof value === 'number' || (typeof value === 'string' && value !== '');
}
