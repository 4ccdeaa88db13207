import * as v from 'valibot';

import { LoginError } from '../errors';
import type { ErrorCode } from '../errors';
import { isJsonObject, parseJsonObject } from '../values/json';
import type { JsonObject } from '../values/json';
import { logText } from '../values/foreignText';
import type { Claims } from './claims';
import { describeFailure, hasFailed, notAnObject, otherFailure, readFailure } from './providerFailure';
import type { ProviderFailure } from './providerFailure';
import { describeIssue } from '../values/schemaIssue';
import type { HttpResponse } from '../ports/transport';

/** What a sign-in needs of the answer. No refresh token, no `expires_in`: the app calls nobody once the person is in. */
export interface TokenResponse {
	/** A bearer token (RFC 6750): the schema lets no other type pass. */
	readonly accessToken?: string | undefined;
	readonly idToken?: string | undefined;
	/** What the answer says besides, without its tokens. */
	readonly rest: Claims;
}

/** Where a provider is known to leave RFC 6749 §5.1. */
export interface TokenQuirks {
	/** Answers as a form where it should be JSON. */
	readonly formEncoded?: boolean;
	/** Leaves `token_type` out, and means a bearer token. */
	readonly tokenTypeOmitted?: boolean;
	/** What it calls a bearer token in the place of `Bearer`: `jwt-bearer` (Azure DevOps). */
	readonly tokenType?: string;
	/** The member that holds the answer: `data`, or `data.auth` further in. */
	readonly within?: string;
	/** The server's names for the standard's, such as `access_token` -> `accessToken`. */
	readonly names?: Readonly<Record<string, string>>;
}

/** Error codes of RFC 6749 §5.2, and those that providers use in their place. */
const refusals: ReadonlyMap<string | undefined, ErrorCode> = new Map([
	['invalid_client', 'client_refused'],
	['unauthorized_client', 'client_refused'],
	['incorrect_client_credentials', 'client_refused'], // GitHub
	['bad_client_secret', 'client_refused'], // Slack
	['invalid_client_id', 'client_refused'], // Slack
	['invalid_grant', 'code_refused'],
	['invalid_code', 'code_refused'], // Glewlwyd
	['bad_verification_code', 'code_refused'], // GitHub
	['code_already_used', 'code_refused'], // Slack
]);

/** Visible ASCII (RFC 6749 appendix A.12): nothing that could end the header that the token will be sent in. */
const token = v.pipe(v.string('is not a text'), v.regex(/^[\x21-\x7e]+$/, 'has characters that a token must not have'));

/** Some servers write an empty text for what they do not give. */
const given = <T extends v.GenericSchema<string>>(schema: T) =>
	v.pipe(
		v.nullish(v.union([v.literal(''), schema], 'is not a text')),
		v.transform((value) => value || undefined),
	);

const schema = v.object({
	access_token: given(v.pipe(token, v.maxLength(65_536, 'is too long'))),
	token_type: given(v.string('is not a text')),
	id_token: given(v.string('is not a text')),
});

/**
 * @param secrets of the request; they are kept out of what an error says.
 * @throws LoginError `client_refused`, `code_refused`, `token_request_failed`, `token_response_invalid`.
 */
export function parseTokenResponse(
	response: HttpResponse,
	secrets: readonly string[],
	quirks: TokenQuirks = {},
): TokenResponse {
	const answer = parseJsonObject(response.body) ?? (quirks.formEncoded ? parseForm(response.body) : undefined);
	// Errors come as a form from servers whose tokens are JSON, too.
	const isFormOfError = !answer && /^(?:[\w.]{1,64}=[^&]*&)?error=/.test(response.body.slice(0, 4096));
	checkStatus(response.status, isFormOfError ? parseForm(response.body) : answer, secrets);
	if (!answer) {
		const isForm = /(?:^|&)access_token=/.test(response.body.slice(0, 4096));
		throw new LoginError('token_response_invalid', `${notAnObject(response)}${isForm ? ', but a form' : ''}`);
	}
	const document = standardMembers(answer, quirks);
	const { success, output, issues } = v.safeParse(schema, document);
	if (!success) {
		throw new LoginError('token_response_invalid', describeIssue(issues[0]));
	}
	const { access_token: accessToken, id_token: idToken } = output;
	// An id_token says who it is without one; OpenID Connect providers leave it out where no API is asked for.
	if (accessToken === undefined && idToken === undefined) {
		const failure = otherFailure(document, secrets) ?? otherFailure(answer, secrets);
		if (failure) throw refused(response.status, failure, 'token_request_failed');
		throw new LoginError('token_response_invalid', `access_token is missing; ${membersOf(answer, secrets)}`);
	}
	if (accessToken !== undefined) checkType(output.token_type, quirks, secrets);
	return { accessToken, idToken, rest: withoutTokens(document) };
}

function checkType(
	type: string | undefined,
	{ tokenType = 'bearer', tokenTypeOmitted }: TokenQuirks,
	secrets: readonly string[],
): void {
	const isOurs = type === undefined ? tokenTypeOmitted : sameType(type, 'bearer') || sameType(type, tokenType);
	if (isOurs) return;
	const reason = type === undefined ? 'is missing' : `is "${logText(type, secrets)}", not "Bearer"`;
	throw new LoginError('token_response_invalid', `token_type ${reason}`);
}

const sameType = (type: string, other: string): boolean => type.trim().toLowerCase() === other.toLowerCase();

/** An object, or the one object of a list. */
function objectIn(value: unknown): JsonObject | undefined {
	const only: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
	return isJsonObject(only) ? only : undefined;
}

const memberAt = (answer: JsonObject, path: readonly string[]): JsonObject | undefined =>
	path.reduce<JsonObject | undefined>((inner, name) => objectIn(inner?.[name]), answer);

/** The answer as RFC 6749 §5.1 would have it. */
function standardMembers(answer: JsonObject, { within, names = {} }: TokenQuirks): JsonObject {
	const inner = within === undefined ? answer : (objectIn(answer[within]) ?? memberAt(answer, within.split('.')));
	const document = inner ?? answer;
	const found = Object.entries(names).map(([standard, own]) => [standard, document[own]] as const);
	const own = new Set(Object.values(names));
	const others = Object.entries(document).filter(([name]) => !own.has(name));
	return Object.fromEntries([...others, ...found]) as JsonObject;
}

const withoutTokens = (document: JsonObject): Claims =>
	Object.fromEntries(Object.entries(document).filter(([name]) => !/^(?:access|id|refresh)_token$/.test(name)));

/** The names alone tell an admin what kind of answer it is, and nothing usable. */
const membersOf = (answer: JsonObject, secrets: readonly string[]): string =>
	`the answer has ${logText(Object.keys(answer).slice(0, 12).join(', ') || 'no members', secrets)}`;

/** An `error` member counts under any status: some providers send it with 200. */
function checkStatus(status: number, document: JsonObject | undefined, secrets: readonly string[]): void {
	if (status >= 200 && status < 300 && !hasFailed(document)) {
		return;
	}
	const failure = readFailure(document, secrets);
	const isAnswered = hasFailed(document) || status >= 400;
	throw refused(
		status,
		failure,
		status === 401 ? 'client_refused' : isAnswered ? 'token_request_failed' : 'token_response_invalid',
	);
}

const refused = (status: number, failure: ProviderFailure, otherwise: ErrorCode): LoginError =>
	new LoginError(refusals.get(failure.code) ?? otherwise, describeFailure(status, failure));

function parseForm(body: string): JsonObject {
	return Object.assign(Object.create(null), Object.fromEntries(new URLSearchParams(body)));
}
