import { LoginError } from '../../errors';
import { isJsonObject, parseJsonObject } from '../../values/json';
import type { JsonObject } from '../../values/json';
import { logText } from '../../values/foreignText';
import type { HttpResponse } from '../../ports/transport';
import { TooManyLogins } from '../session/refusal';

/** The REST API declined a call for a reason that only the caller of that endpoint can judge. */
export class RestRefusal extends LoginError {
	constructor(
		detail: string,
		/** Core's own code, such as `error-field-unavailable`; '' where it gave none. */
		readonly errorType: string,
		/** Which field it is about, where core says so. */
		readonly field?: string,
		/** What it means where nobody knows more about that endpoint. */
		code: 'rest_failed' | 'rest_permission_missing' = 'rest_failed',
	) {
		super(code, detail);
	}
}

/** What an answer that is no success means, whichever endpoint it comes from. */
export function failureOf(endpoint: string, { status, body }: HttpResponse): LoginError {
	const answer = parseJsonObject(body);
	const errorType = errorTypeOf(answer);
	const reason = logText(`${endpoint}: HTTP ${status} ${text(answer?.error) || text(answer?.message)}`);
	if (status === 429) return new TooManyLogins(Number(/(\d{1,3}) seconds/.exec(body)?.[1] ?? 10));
	if (status === 401) return new LoginError('rest_credentials_refused', reason);
	const details = isJsonObject(answer?.details) ? answer.details : {};
	if (status === 403 || isForbidden(errorType, details, reason)) {
		return new RestRefusal(reason, errorType, undefined, 'rest_permission_missing');
	}
	if (/^totp-/.test(errorType)) return new LoginError('rest_second_factor', endpoint);
	// Anything else - a proxy's page, a server that is starting - says nothing about what core has done.
	if (status >= 500 || !answer) return new LoginError('rest_failed', reason);
	return new RestRefusal(reason, errorType, text(details.field) || undefined);
}

/**
 * Up to 8.x many endpoints answer a missing permission with 400, and some a wrong request with the same words but for one.
 * 9.0 answers 403 with `error-forbidden`, for whatever someone may not do.
 */
const isForbidden = (errorType: string, { action }: JsonObject, reason: string): boolean =>
	errorType === 'error-not-allowed' ||
	(errorType === 'error-action-not-allowed' && action !== undefined && !/invalid role/.test(reason));

/** Some refusals have their code as a member, some at the end of the message, and one is a number. */
function errorTypeOf(answer: JsonObject | undefined): string {
	return text(answer?.errorType) || (/\[([\w-]+)\]$/.exec(text(answer?.error))?.[1] ?? text(answer?.error));
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
