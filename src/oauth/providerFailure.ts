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

/** What means no failure where a server always has a member for one. */
const fine = new Set(['', '0', 'false', 'no', 'none', 'null', 'ok', 'success']);

const isFine = (value: unknown): boolean => fine.has(String(value ?? '').toLowerCase());

/**
 * Whether a document says in `error` that something failed. TikTok answers `{data, error: {code: 'ok', message: ''}}` where all
 * is well.
 */
export function hasFailed(document: JsonObject | undefined): boolean {
	const error = document?.error;
	if (!isJsonObject(error)) return !isFine(error) && !(Array.isArray(error) && error.length === 0);
	const said = error.code ?? error.message;
	return Object.keys(error).length > 0 && (said === undefined || !isFine(said));
}

/**
 * What a document says in another way than by `error`: `{errcode, errmsg}` (WeChat), `{code, msg}` (Feishu),
 * `{success: false, message}`. To be asked of one that has nothing else to say: an identity can have a `code`, too.
 */
export function otherFailure(document: JsonObject, secrets: readonly string[]): ProviderFailure | undefined {
	const { errcode, error_code, code, status, success } = document;
	const number = [errcode, error_code, code, status].find((one) => isText(one) && !/^(?:0+|2\d\d)$/.test(String(one)));
	if (number === undefined && success !== false && success !== 'false') return undefined;
	const failure = readFailure({ ...document, error: number }, secrets);
	return failure.description === undefined && errcode === undefined && error_code === undefined ? undefined : failure;
}

/**
 * Reads the error document of RFC 6749 §5.2, and the other shapes in use: `{errors: [{code, message}]}`, `{errors: ['message']}` and
 * `{title, detail}` (X), `{error: {code, message}}` (Meta, Google), `{errorCode, errorMessage}` (Invision).
 *
 * @param secrets texts that must not get into an error's detail: a provider may repeat what it was sent.
 */
export function readFailure(document: JsonObject | undefined, secrets: readonly string[]): ProviderFailure {
	const first: unknown = Array.isArray(document?.errors) ? document.errors[0] : undefined;
	const inner = [document?.error, first].find(isJsonObject);
	const source = inner ?? (isText(first) ? { ...document, message: first } : document) ?? {};
	const pick = (...names: string[]): string | undefined => {
		const value = names.map((name) => source[name]).find(isText);
		return value === undefined ? undefined : logText(String(value), secrets);
	};
	return {
		code: pick('error', 'code', 'errorCode', 'title'),
		description: pick('error_description', 'message', 'errorMessage', 'error_message', 'errmsg', 'msg', 'detail'),
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
