import type { RestApi } from '../../rest/restApi';
import { failureOf } from '../../rest/failure';
import { loginMethod, methodCall, parseLoginAnswer, parseMethodAnswer, tellsNoReason } from '../cas/loginAnswer';
import { LoginRefused } from '../refusal';
import type { Session } from '../session';

/** What core looks at after the password: whoever is refused for one of these has given the right one. */
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
