import type { RestApi } from './restApi';
import { failureOf } from './restFailure';
import { loginMethod, methodCall, parseLoginAnswer, parseMethodAnswer, tellsNoReason } from '../session/loginAnswer';
import { LoginRefused } from '../session/refusal';
import type { Session } from '../session/session';

/** What core looks at after the password: anyone who is refused for one of these has given the right one. */
const afterPassword: ReadonlySet<string> = new Set([
	'totp-required',
	'error-user-is-not-activated',
	'error-invalid-email',
]);

/**
 * Whether the account of that username has this password.
 *
 * @returns the session, where core opens one; true, where it would open one but for something else; or false
 * @throws LoginError among them {@link TooManyLogins}
 */
export async function opensByPassword(username: string, password: string, api: RestApi): Promise<Session | boolean> {
	const answer = await api.send('POST', 'login', JSON.stringify({ user: username, password }));
	if (answer.status === 429) throw failureOf('login', answer);
	try {
		if (!tellsNoReason(answer)) return parseLoginAnswer(answer);
		const call = methodCall({ user: { username }, password });
		return parseMethodAnswer(await api.send('POST', loginMethod, JSON.stringify(call)));
	} catch (error) {
		if (error instanceof LoginRefused) return afterPassword.has(error.coreCode);
		throw error;
	}
}
