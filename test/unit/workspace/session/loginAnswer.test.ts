import { LoginError } from '../../../../src/errors';
import type { HttpResponse } from '../../../../src/ports/transport';
import type { Session } from '../../../../src/workspace/session/session';
import { clientHeaders } from '../../../../src/workspace/session/clientHeaders';
import { parseLoginAnswer, parseMethodAnswer, tellsNoReason } from '../../../../src/workspace/session/loginAnswer';
import { LoginRefused, TooManyLogins } from '../../../../src/workspace/session/refusal';

const answer = (status: number, body: unknown): HttpResponse => ({
	...{ status, headers: {} },
	body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** What becomes of an answer: a session; or a code, and whether core is known to have created nothing. */
function outcome(parse: () => Session): unknown {
	try {
		return parse();
	} catch (error) {
		if (!(error instanceof LoginError)) throw error;
		if (error instanceof TooManyLogins) return `wait ${error.retryAfter}`;
		return `${error.code}${error instanceof LoginRefused && !error.accountExists ? ', nothing created' : ''}`;
	}
}

const me = { services: { password: { bcrypt: '$2b$10$hash' } }, emails: [{ address: 'a@good.com' }] };
const session = { userId: 'u1', token: 't'.repeat(43) };
const unauthorized = { status: 'error', error: 'Unauthorized', message: 'Unauthorized' };
const reasonless = { success: false, error: 'unauthorized' };

describe('POST /api/v1/login', () => {
	test.each<[string, number, unknown, unknown]>([
		['a session', 200, { status: 'success', data: { userId: 'u1', authToken: session.token, me } }, session],
		// 6.5.3
		[
			'e-mail taken',
			401,
			{ status: 'error', error: 403, message: 'Email already exists.' },
			'account_refused, nothing created',
		],
		[
			'username taken',
			401,
			{ status: 'error', error: 403, message: 'Username already exists.' },
			'username_taken, nothing created',
		],
		[
			'domain',
			401,
			{ status: 'error', error: 'error-invalid-domain', message: 'x' },
			'email_domain_not_allowed, nothing created',
		],
		[
			'creation off',
			401,
			{ status: 'error', error: 145546287, message: 'no matching user account found' },
			'account_refused, nothing created',
		],
		// 7.7.1
		['any refusal of 7.x', 401, unauthorized, 'account_refused, nothing created'],
		['any refusal of 8.3', 401, { success: false, ...unauthorized }, 'account_refused, nothing created'],
		['any refusal of 9.0', 401, reasonless, 'account_refused, nothing created'],
		['a 401 that says that it is a success', 401, { success: true, error: 'unauthorized' }, 'session_refused'],
		['a refusal with another status', 403, reasonless, 'session_refused'],
		['duplicate key of 7.x', 500, { success: false, error: 'Internal server error' }, 'session_refused'],
		// neither core's nor an answer at all
		['a gateway', 502, '<html>Bad gateway</html>', 'session_refused'],
		['a success that is no JSON', 200, '<html>', 'session_refused'],
		['a success without a token', 200, { data: { userId: 'u1' } }, 'session_refused'],
		['a success without a user', 200, { data: { authToken: 't' } }, 'session_refused'],
		['a token that is an object', 200, { data: { userId: 'u1', authToken: { $gt: '' } } }, 'session_refused'],
		['null', 200, 'null', 'session_refused'],
		['nothing', 200, '', 'session_refused'],
		["a proxy's own refusal", 403, '<html>Forbidden</html>', 'session_refused'],
		["a proxy's question for a password", 401, '<html>Unauthorized</html>', 'session_refused'],
		['a 401 in JSON that is not of the login', 401, { error: 'Unauthorized' }, 'session_refused'],
		["a proxy's redirect", 302, '', 'session_refused'],
		['no such address', 404, '<html>Not Found</html>', 'session_refused'],
	])('%s', (_name, status, body, expected) => {
		expect(outcome(() => parseLoginAnswer(answer(status, body)))).toEqual(expected);
	});

	test.each<[string, number, unknown, boolean]>([
		['9.0', 401, reasonless, true],
		['8.3', 401, { success: false, ...unauthorized }, false],
		['7.0', 401, unauthorized, false],
		['6.5.3, at an error of the database', 401, { status: 'error', message: 'E11000' }, false],
		['a proxy', 401, '<html>Unauthorized</html>', false],
		['a proxy that speaks JSON', 401, { error: 'Unauthorized' }, false],
		['the limit', 429, { success: false, error: 'Error, too many requests.' }, false],
		['a success', 200, { success: false }, false],
	])('whether the reason is told by %s', (_name, status, body, expected) => {
		expect(tellsNoReason(answer(status, body))).toBe(expected);
	});

	test('an account that is off exists', () => {
		const off = { status: 'error', error: 'error-user-is-not-activated', message: 'User is not activated' };
		expect(outcome(() => parseLoginAnswer(answer(401, off)))).toBe('account_disabled');
	});
});

describe('POST /api/v1/method.callAnon/login', () => {
	const limited = answer(429, { success: false, error: 'Error, too many requests. You must wait 42 seconds before …' });
	const message = (content: unknown): object => ({
		message: JSON.stringify({ msg: 'result', id: '1', ...(content as object) }),
	});
	const tooMany = (reason: string): object =>
		message({ error: { error: 'too-many-requests', reason, details: { timeToReset: 9_000 } } });
	const ejson = { id: 'u1', token: session.token, tokenExpires: { $date: 1_700_000_000_000 }, type: 'cas' };

	test.each<[string, number, unknown, unknown]>([
		['a session, in EJSON', 200, message({ result: ejson }), session],
		[
			'too many, for less time than the other door',
			200,
			tooMany('You must wait 9 seconds before trying again.'),
			'wait 9',
		],
		['too many, for longer', 200, tooMany('You must wait 59 seconds before trying again.'), 'wait 42'],
		['too many, for how long it does not say', 200, tooMany('Slow down.'), 'wait 10'],
		[
			'this door is closed, too',
			429,
			{ success: false, error: 'Error, too many requests. You must wait 50 seconds' },
			'wait 10',
		],
		[
			"core's no, of 6.5.3",
			200,
			message({ error: { error: 403, reason: 'Username already exists.' } }),
			'username_taken, nothing created',
		],
		[
			"core's no, of 7.7.1",
			200,
			message({ error: { error: 401, reason: 'User not found' } }),
			'account_refused, nothing created',
		],
		[
			"core's no, of 8.3 and 9.0",
			400,
			{ ...message({ error: { error: 401, reason: 'User not found' } }), success: false },
			'account_refused, nothing created',
		],
		[
			'an account that is off, of 8.3 and 9.0',
			400,
			message({ error: { error: 'error-user-is-not-activated', reason: 'User is not activated' } }),
			'account_disabled',
		],
		['too many, of 8.3 and 9.0', 400, tooMany('You must wait 9 seconds before trying again.'), 'wait 9'],
		['a wrong call', 400, { success: false, error: 'Match error' }, 'session_refused'],
		['a session with an error of HTTP', 400, message({ result: ejson }), 'session_refused'],
		['a result without a token', 200, message({ result: { id: 'u1' } }), 'session_refused'],
		['a message that is no JSON', 200, { message: '<html>' }, 'session_refused'],
		['an object for a message', 200, { message: { result: ejson } }, 'session_refused'],
		['a gateway', 502, '<html>Bad gateway</html>', 'session_refused'],
		['a broken server', 500, { success: false, error: 'Internal server error' }, 'session_refused'],
		["a proxy's own refusal", 403, '<html>Forbidden</html>', 'session_refused'],
		['nothing', 200, '', 'session_refused'],
	])('%s', (_name, status, body, expected) => {
		expect(outcome(() => parseMethodAnswer(answer(status, body), limited))).toEqual(expected);
	});

	test('alone, it says for how long it is closed', () => {
		const answered = answer(400, tooMany('You must wait 59 seconds before trying again.'));
		expect(outcome(() => parseMethodAnswer(answered))).toBe('wait 59');
	});
});

test.each([
	[200, { data: { userId: 'u1', authToken: session.token, me } }],
	[200, { data: { userId: 'u1', me } }],
	[401, { ...unauthorized, data: { me }, me }],
])('what %i says about the user ends up nowhere', (status, body) => {
	let said: unknown;
	try {
		said = parseLoginAnswer(answer(status, body));
	} catch (error) {
		said = [error, (error as Error).message, (error as LoginError).detail, (error as Error).cause];
	}
	expect(JSON.stringify(said)).not.toMatch(/bcrypt|hash|good\.com/);
});

test("a duplicate key's address does not get into what is logged", () => {
	const body = { status: 'error', message: 'E11000 duplicate key error dup key: { emails.address: "bob@good.com" }' };
	expect(() => parseLoginAnswer(answer(401, body))).toThrow(expect.objectContaining({ code: 'account_refused' }));
	expect(() => parseLoginAnswer(answer(401, body))).not.toThrow(/bob@good\.com/);
});

test("the client's address goes along where it is known", () => {
	expect(clientHeaders('203.0.113.7')).toEqual({ 'X-Forwarded-For': '203.0.113.7', 'X-Real-IP': '203.0.113.7' });
	expect(clientHeaders(undefined)).toEqual({});
});
