import { LoginError } from '../errors';
import type { Issuers } from './issuer';
import { isIssuer } from './issuer';
import { isJsonObject } from '../values/json';
import { cleanText, logText } from '../values/foreignText';
import { maximumResponse } from './signedResponse';

/** Characters. The longest honest codes (AD FS, Entra ID) have about two thousand. */
const maximumCode = 8192;

/** Characters of an error, and of its description. The longest honest ones (Entra ID) have about one thousand. */
const maximumError = 4096;

/** Unreserved characters (RFC 3986 §2.3): what this app puts into a state. */
const statePattern = /^[A-Za-z0-9._~-]{1,512}$/;

/** What a person who changed their mind makes a provider say: OAuth 2.0, and others in words of their own (Apple, LinkedIn). */
const declined = /^(?:access|authorization|consent|user)_denied$|cancell?ed/i;

/** Where servers tell an error that have other names than RFC 6749 §4.1.2.1 (Facebook, WeChat). */
const otherErrors = [
	['error_code', 'error_message'],
	['errcode', 'errmsg'],
] as const;

export interface ExpectedResponse extends Partial<Issuers> {
	/** Unknown for plain OAuth 2.0, whose responses are told apart by their redirect URI alone. */
	readonly issuer?: string | undefined;
	readonly responseIssSupported: boolean;
	/** The server's name for `code`. */
	readonly codeName?: string | undefined;
}

/**
 * The state of a request to the callback: it names the attempt, so it is read before anything else.
 *
 * @param params query or form as a parser left them; anything.
 * @throws LoginError `state_missing`, `state_invalid`.
 */
export function parseState(params: unknown): string {
	const state = ownMember(params, 'state');
	if (state === undefined || state === '') {
		throw new LoginError('state_missing');
	}
	if (typeof state !== 'string' || !statePattern.test(state)) {
		throw new LoginError('state_invalid');
	}
	return state;
}

/**
 * Refuses what no provider sends and anyone can: to be asked before anything is used up for an answer.
 *
 * @param params query or form as a parser left it; anything.
 * @throws LoginError `response_too_long`.
 */
export function checkLength(params: unknown): void {
	const isTooLong = (value: unknown): boolean => typeof value === 'string' && value.length > maximumError;
	const response = ownMember(params, 'response');
	const isHuge = typeof response === 'string' && response.length > maximumResponse;
	if (isHuge || isTooLong(ownMember(params, 'error')) || isTooLong(ownMember(params, 'error_description'))) {
		throw new LoginError('response_too_long');
	}
}

/**
 * The code of an authorization response whose state was found to be ours (RFC 6749 §4.1.2).
 *
 * Parameters that are not read are ignored, as the RFC asks: `access_token` and `id_token` among them, so that a token
 * can't be injected through the browser (RFC 9700 §4.5, §4.6).
 *
 * @param secrets of the attempt; they are kept out of what an error says.
 * @throws LoginError `response_issuer_mismatch`, `access_denied`, `provider_error`, `response_invalid`.
 */
export function parseAuthorizationResponse(
	params: unknown,
	expected: ExpectedResponse,
	secrets: readonly string[] = [],
): { code: string } {
	const code = parameter(params, expected.codeName ?? 'code');
	const error = parameter(params, 'error');
	// RFC 9207 §2.4: first, for errors too, since they may come from another server just as well.
	checkIssuer(parameter(params, 'iss'), expected, secrets);
	if (error !== undefined && code !== undefined) {
		throw new LoginError('response_invalid', 'a code and an error in one response');
	}
	if (error !== undefined) {
		throw refusal(error, parameter(params, 'error_description'), secrets);
	}
	if (code === undefined) {
		const other = otherErrors.find(([name]) => parameter(params, name) !== undefined);
		if (other) throw refusal(parameter(params, other[0])!, parameter(params, other[1]), secrets);
		throw new LoginError('response_invalid', `no code; ${membersOf(params, secrets)}`);
	}
	if (code.length > maximumCode || !/^[\x20-\x7e]+$/.test(code)) {
		throw new LoginError('response_invalid', 'the code is too long or has characters that a code must not have');
	}
	return { code };
}

/** The names alone: they tell an admin whether the code has another one, or what the provider gives in its place. */
const membersOf = (params: unknown, secrets: readonly string[]): string => {
	const names = isJsonObject(params) ? Object.keys(params).slice(0, 12) : [];
	return `the answer has ${logText(names.join(', ') || 'nothing', secrets)}`;
};

function checkIssuer(
	iss: string | undefined,
	{ issuer, tenants, tokenIssuers, responseIssSupported }: ExpectedResponse,
	secrets: readonly string[],
): void {
	if (issuer === undefined) {
		return;
	}
	if (iss === undefined && responseIssSupported) {
		throw new LoginError('response_issuer_mismatch', `expected ${issuer}, none came`);
	}
	if (iss !== undefined && !isIssuer(iss, { issuer, tenants, tokenIssuers })) {
		throw new LoginError('response_issuer_mismatch', `expected ${issuer}, got ${logText(iss, secrets)}`);
	}
}

function refusal(error: string, description: string | undefined, secrets: readonly string[]): LoginError {
	const detail = [error, description]
		.filter((text) => text !== undefined)
		.map((text) => logText(text, secrets))
		.join(': ');
	return new LoginError(declined.test(error) ? 'access_denied' : 'provider_error', cleanText(detail));
}

/** RFC 6749 §3.1: a parameter comes at most once, and one without a value counts as left out. */
function parameter(params: unknown, name: string): string | undefined {
	const value = ownMember(params, name);
	if (value === undefined || value === '') {
		return undefined;
	}
	if (typeof value !== 'string') {
		throw new LoginError('response_invalid', `"${name}" is not a single text`);
	}
	return value;
}

function ownMember(params: unknown, name: string): unknown {
	return isJsonObject(params) && Object.hasOwn(params, name) ? params[name] : undefined;
}
