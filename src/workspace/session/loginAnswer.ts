import { LoginError } from '../../errors';
import { logText } from '../../values/foreignText';
import type { HttpResponse } from '../../ports/transport';
import { LoginRefused, TooManyLogins } from './refusal';
import type { Session } from './session';

/** What `POST /api/v1/login` answered. Of `data.me` nothing is read: it holds the user's secrets on some versions. */
export function parseLoginAnswer({ status, body }: HttpResponse): Session {
	const answer = json(body);
	if (status === 200) return session(field(answer, 'data'), 'userId', 'authToken');
	// Anything else than core's own no - a proxy's page, a server that is starting - says nothing about the account.
	if (!isRefusal(status, answer)) throw new LoginError('session_refused', `HTTP ${status}`);
	throw refusal(field(answer, 'error'), field(answer, 'message'));
}

/** Up to 6.x a refusal has `status: "error"`, on 7.7.1 and 8.3 `success: false` besides (seen), on 9.0 only that. */
const isRefusal = (status: number, answer: unknown): boolean =>
	status === 401 && (field(answer, 'status') === 'error' || field(answer, 'success') === false);

/**
 * Whether `POST /api/v1/login` refused without a reason. 9.0 answers every refusal with
 * `{"success":false,"error":"unauthorized"}`: its method `login` still tells the reason.
 */
export function tellsNoReason({ status, body }: HttpResponse): boolean {
	const answer = json(body);
	return isRefusal(status, answer) && field(answer, 'status') === undefined && field(answer, 'message') === undefined;
}

/** Path of Meteor's method `login`. Core counts its calls apart: about five in ten seconds for one client. */
export const loginMethod = 'method.callAnon/login';

/** The body for {@link loginMethod}. @param login what core's login handlers get */
export const methodCall = (login: object): { readonly message: string } => ({
	message: JSON.stringify({ msg: 'method', id: '1', method: 'login', params: [login] }),
});

/**
 * What `POST /api/v1/method.callAnon/login` answered: the result or the error of the method is in its `message`. The
 * status is 200 with either up to 7.x, and 400 with an error from 8.x on.
 *
 * @param limited the answer of `POST /api/v1/login` where that was closed, which says for how long
 */
export function parseMethodAnswer({ status, body }: HttpResponse, limited?: HttpResponse): Session {
	const message = json(text(field(json(body), 'message')));
	const result = field(message, 'result');
	if (status === 200 && result) return session(result, 'id', 'token');
	const error = field(message, 'error');
	if (status === 429 || field(error, 'error') === 'too-many-requests') {
		const wait = seconds(text(field(error, 'reason')));
		throw new TooManyLogins(limited ? Math.min(wait, seconds(limited.body)) : wait);
	}
	if ((status !== 200 && status !== 400) || !error) throw new LoginError('session_refused', `HTTP ${status}`);
	throw refusal(field(error, 'error'), field(error, 'reason'));
}

function session(value: unknown, id: string, token: string): Session {
	const userId = text(field(value, id));
	const authToken = text(field(value, token));
	if (!userId || !authToken) throw new LoginError('session_refused', 'the login answered neither user nor token');
	return { userId, token: authToken };
}

/**
 * Core's reason as a code of ours. From 7.0 on its login handlers give none but "Unauthorized", or "User not found" by
 * the method; then, of what is not checked beforehand, the most likely is an e-mail address that another account has
 * (`account_refused`).
 */
const reasons: ReadonlyArray<readonly [RegExp, LoginError['code']]> = [
	[/user-is-not-activated/, 'account_disabled'],
	[/invalid-domain/, 'email_domain_not_allowed'],
	[/registration-disabled/, 'registration_closed'],
	[/user-limit|seat/, 'seats_used_up'],
	[/Username already exists/, 'username_taken'],
];

function refusal(coreCode: unknown, words: unknown): LoginRefused {
	const reason = `${text(coreCode)} ${text(words)}`;
	const code = reasons.find(([pattern]) => pattern.test(reason))?.[1] ?? 'account_refused';
	// A database's error holds the address that was there twice, and the log is everyone's.
	return new LoginRefused(code, logText(reason), text(coreCode));
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
