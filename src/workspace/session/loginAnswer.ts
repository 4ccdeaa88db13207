import { LoginError } from '../../errors';
import { cleanText, withoutAddresses } from '../../values/foreignText';
import type { HttpResponse } from '../../ports/transport';
import { LoginRefused, TooManyLogins } from './refusal';
import type { Session } from './session';

/** What `POST /api/v1/login` answered. Of `data.me` nothing is read: it holds the user's secrets on some versions. */
export function parseLoginAnswer({ status, body }: HttpResponse): Session {
	const answer = json(body);
	if (status === 200) return session(field(answer, 'data'), 'userId', 'authToken');
	// Anything else than core's own no - a proxy's page, a server that is starting - says nothing about the account.
	if (status !== 401 || field(answer, 'status') !== 'error') throw new LoginError('session_refused', `HTTP ${status}`);
	throw refusal(`${text(field(answer, 'error'))} ${text(field(answer, 'message'))}`);
}

/**
 * What `POST /api/v1/method.callAnon/login` answered: always 200, with the result or the error of the method in it.
 *
 * @param limited the answer of the first door, which says for how long it is closed
 */
export function parseMethodAnswer({ status, body }: HttpResponse, limited: HttpResponse): Session {
	const message = json(text(field(json(body), 'message')));
	const result = field(message, 'result');
	if (status === 200 && result) return session(result, 'id', 'token');
	const error = field(message, 'error');
	if (status === 429 || field(error, 'error') === 'too-many-requests') {
		throw new TooManyLogins(Math.min(seconds(text(field(error, 'reason'))), seconds(limited.body)));
	}
	if (status !== 200 || !error) throw new LoginError('session_refused', `HTTP ${status}`);
	throw refusal(`${text(field(error, 'error'))} ${text(field(error, 'reason'))}`);
}

function session(value: unknown, id: string, token: string): Session {
	const userId = text(field(value, id));
	const authToken = text(field(value, token));
	if (!userId || !authToken) throw new LoginError('session_refused', 'the login answered neither user nor token');
	return { userId, token: authToken };
}

/**
 * Core's reason as a code of ours. From 7.0 it gives none but "Unauthorized"; then, of what is not checked beforehand,
 * the most likely is an e-mail address that another account has (`account_refused`).
 */
const reasons: ReadonlyArray<readonly [RegExp, LoginError['code']]> = [
	[/user-is-not-activated/, 'account_disabled'],
	[/invalid-domain/, 'email_domain_not_allowed'],
	[/registration-disabled/, 'registration_closed'],
	[/user-limit|seat/, 'seats_used_up'],
	[/Username already exists/, 'username_taken'],
];

function refusal(reason: string): LoginRefused {
	const code = reasons.find(([pattern]) => pattern.test(reason))?.[1] ?? 'account_refused';
	// A database's error holds the address that was there twice, and the log is everybody's.
	return new LoginRefused(code, cleanText(withoutAddresses(reason)));
}

/** "You must wait 42 seconds …" */
const seconds = (text: string): number => Number(/(\d{1,3}) seconds/.exec(text)?.[1] ?? 10);

function json(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function field(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
