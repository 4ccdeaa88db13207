import type { Account } from '../../../../src/ports/directory';
import { LoginError } from '../../../../src/errors';
import { LoginRefused, TooManyLogins } from '../../../../src/workspace/session/refusal';
import { RestBridge } from '../../../../src/workspace/rest/restBridge';
import type { Newcomer } from '../../../../src/workspace/session/session';
import { refused, restApi } from '../../support/rest';
import type { Answer } from '../../support/transport';

const address = '198.51.100.7';
const granted: Answer = { body: { data: { userId: 'u1', authToken: 'token' }, success: true } };
const created = (active = true): Answer => ({
	body: { user: { _id: 'u1', username: 'alice', active }, success: true },
});
const found = (active = true): Answer => ({ body: { user: { _id: 'u1', username: 'alice', active } } });
const session = { userId: 'u1', token: 'token' };
const alice: Account = { id: 'u1', username: 'alice', kind: 'person', active: true, roles: ['user'], emails: [] };
const newcomer: Newcomer = {
	casUser: 'c',
	secret: 'a secret',
	username: 'alice',
	name: 'Alice',
	email: 'alice@good.com',
	approved: false,
};

const bridgeTo = (answers: Record<string, Answer>, secret = '') => {
	const { api, transport } = restApi(answers);
	const bodies = (endpoint: string): unknown[] =>
		transport.requests.filter(({ url }) => url.endsWith(`/api/v1/${endpoint}`)).map(({ body }) => JSON.parse(body!));
	const endpoints = (): string[] => transport.calls.map((call) => call.replace(/^\w+ \/sub\/api\/v1\//, ''));
	return { bridge: new RestBridge(api, secret), transport, bodies, endpoints };
};

const outcome = (promise: Promise<unknown>): Promise<unknown> =>
	promise.catch((error: unknown) => {
		if (error instanceof TooManyLogins) return `wait ${error.retryAfter}`;
		if (!(error instanceof LoginError)) throw error;
		return `${error.code}${error instanceof LoginRefused && !error.accountExists ? ', nothing created' : ''}`;
	});

describe('somebody who has an account', () => {
	test.each(['', 'of the server'])('gets a token, with the secret "%s"', async (secret) => {
		const { bridge, bodies, transport } = bridgeTo({ 'users.createToken': granted }, secret);
		expect(await bridge.signIn(alice, 'cas-user', address)).toEqual({ session });
		expect(bodies('users.createToken')).toEqual([secret ? { userId: 'u1', secret } : { userId: 'u1' }]);
		expect(transport.requests[0]!.headers).toMatchObject({ 'X-Forwarded-For': address, 'X-User-Id': 'service' });
	});

	test('and is switched off gets none, though core would give one', async () => {
		const { bridge, endpoints } = bridgeTo({ 'users.createToken': granted });
		expect(await outcome(bridge.signIn({ ...alice, active: false }, undefined, address))).toBe('account_disabled');
		expect(endpoints()).toEqual([]);
	});

	test.each<[Answer, string]>([
		[refused('error-not-authorized', 'Not authorized'), 'rest_tokens_off'],
		[{ status: 401, body: { success: false } }, 'rest_credentials_refused'],
		[{ status: 429, body: { error: 'You must wait 9 seconds' } }, 'wait 9'],
		[refused('totp-required', 'TOTP Required'), 'rest_second_factor'],
	])('%j -> %s', async (answer, expected) => {
		expect(await outcome(bridgeTo({ 'users.createToken': answer }).bridge.signIn(alice, undefined, address))).toBe(
			expected,
		);
	});
});

describe('somebody who gets an account', () => {
	test.each<[string, Partial<Newcomer>, object]>([
		['all of it', {}, { name: 'Alice', email: 'alice@good.com', verified: true }],
		['without a name', { name: undefined }, { name: 'alice', email: 'alice@good.com', verified: true }],
		[
			'without an address, which core insists on: one that is nobody’s',
			{ email: undefined },
			{ name: 'Alice', email: expect.stringMatching(/^[0-9a-f]{20}@no-address\.invalid$/), verified: false },
		],
	])('is created with %s', async (_name, change, expected) => {
		const { bridge, bodies } = bridgeTo({ 'users.create': created(), 'users.createToken': granted });
		expect(await bridge.create({ ...newcomer, ...change }, address)).toEqual({ session });
		const fixed = { requirePasswordChange: false, sendWelcomeEmail: false };
		expect(bodies('users.create')).toEqual([{ username: 'alice', password: 'a secret', ...fixed, ...expected }]);
	});

	test('is switched on at once by the word of an admin, and by nothing else', async () => {
		const { bridge, bodies } = bridgeTo({ 'users.create': created(), 'users.createToken': granted });
		await bridge.create(newcomer, address);
		await bridge.create({ ...newcomer, approved: true }, address);
		expect(bodies('users.create').map((body) => (body as { active?: unknown }).active)).toEqual([undefined, true]);
	});

	test('and is to be approved first gets no token', async () => {
		const { bridge, endpoints } = bridgeTo({ 'users.create': created(false), 'users.createToken': granted });
		expect(await outcome(bridge.create(newcomer, address))).toBe('account_disabled');
		expect(endpoints()).toEqual(['users.create']);
	});

	// live7b.md §5
	test.each<[string, Answer, string]>([
		[
			'an address that is taken',
			refused('error-field-unavailable', 'in use', { field: 'alice@good.com' }),
			'email_taken, nothing created',
		],
		[
			'a username that is taken',
			refused('error-field-unavailable', 'in use', { field: 'alice' }),
			'username_taken, nothing created',
		],
		['one of them in another letter case', refused(403, 'Something went wrong.'), 'account_refused, nothing created'],
		['a blocked username', refused('error-blocked-username', 'blocked'), 'username_missing, nothing created'],
		['an invalid username', refused('error-input-is-not-a-valid-field', 'x'), 'username_missing, nothing created'],
		['a domain that is not allowed', refused('error-invalid-domain'), 'email_domain_not_allowed, nothing created'],
		[
			'a domain that is blocked',
			refused('error-email-domain-blacklisted'),
			'email_domain_not_allowed, nothing created',
		],
		['no seat left', refused('error-license-user-limit-reached', 'max'), 'seats_used_up, nothing created'],
		['an invalid address', refused('error-invalid-email', 'Invalid email'), 'account_refused, nothing created'],
		[
			'a missing permission',
			refused('error-action-not-allowed', 'Adding user is not allowed', { action: 'Adding_user' }),
			'rest_permission_missing',
		],
		['the limit', { status: 429, body: { error: 'You must wait 42 seconds' } }, 'wait 42'],
		['a server that is starting', { status: 503 }, 'rest_failed'],
		['something new', refused('error-something', 'x'), 'rest_failed'],
	])('%s', async (_name, answer, expected) => {
		const login: Answer = { status: 401, body: { status: 'error', error: 'Unauthorized', message: 'Unauthorized' } };
		const { bridge, endpoints } = bridgeTo({ 'users.create': answer, login, 'users.createToken': granted });
		expect(await outcome(bridge.create(newcomer, address))).toBe(expected);
		expect(endpoints()).not.toContain('users.createToken');
	});
});

describe('an account that an interrupted creation left', () => {
	const taken = refused('error-field-unavailable', 'in use', { field: 'alice' });
	const needsMore = (error: string): Answer => ({ status: 401, body: { status: 'error', error, message: 'x' } });

	test.each([taken, refused(403, 'Something went wrong.')])('is known by its password: %j', async (answer) => {
		const login: Answer = { body: { status: 'success', data: { userId: 'u1', authToken: 'token', me: {} } } };
		const { bridge, bodies, endpoints } = bridgeTo({ 'users.create': answer, login });
		expect(await bridge.create(newcomer, address)).toEqual({ session });
		expect(bodies('login')).toEqual([{ user: 'alice', password: 'a secret' }]);
		expect(endpoints()).toEqual(['users.create', 'login']);
	});

	// Core counts a wrong password against the account that has the name, no matter whose it is.
	test('is not looked for where nothing is taken', async () => {
		const { bridge, endpoints } = bridgeTo({ 'users.create': refused('error-invalid-domain') });
		expect(await outcome(bridge.create(newcomer, address))).toBe('email_domain_not_allowed, nothing created');
		expect(endpoints()).toEqual(['users.create']);
	});

	test.each<[string, Answer, unknown]>([
		['totp-required', found(), { session }],
		['error-invalid-email', found(), { session }],
		['error-user-is-not-activated', found(false), 'account_disabled'],
		['totp-required', { status: 400, body: { error: 'User not found.' } }, 'username_taken, nothing created'],
	])('also where core wants more than the password: %s', async (error, info, expected) => {
		const { bridge } = bridgeTo({
			...{ 'users.create': taken, login: needsMore(error), 'users.info': info, 'users.createToken': granted },
		});
		expect(await outcome(bridge.create(newcomer, address))).toEqual(expected);
	});

	describe('where core refuses without a reason (9.0), the method is asked for it', () => {
		const login: Answer = { status: 401, body: { success: false, error: 'unauthorized' } };
		const told = (message: object, status = 400): Answer => ({ status, body: { message: JSON.stringify(message) } });
		const error = (code: unknown, reason = ''): Answer => told({ error: { error: code, reason } });

		test.each<[string, Answer, Answer, unknown]>([
			['a second factor', error('totp-required', 'TOTP Required'), found(), { session }],
			['an address to be verified', error('error-invalid-email'), found(), { session }],
			['an account that is off', error('error-user-is-not-activated'), found(false), 'account_disabled'],
			['another password', error(401, 'User not found'), found(), 'username_taken, nothing created'],
			['its limit', error('too-many-requests', 'You must wait 9 seconds'), found(), 'wait 9'],
			['a session', told({ result: { id: 'u1', token: 'token' } }, 200), { status: 404 }, { session }],
			['nothing that is known', { status: 502 }, found(), 'session_refused'],
		])('%s', async (_name, method, info, expected) => {
			const { bridge, bodies, endpoints } = bridgeTo({
				...{ 'users.create': taken, login, 'method.callAnon/login': method },
				...{ 'users.info': info, 'users.createToken': granted },
			});
			expect(await outcome(bridge.create(newcomer, address))).toEqual(expected);
			expect(endpoints().slice(0, 3)).toEqual(['users.create', 'login', 'method.callAnon/login']);
			const [{ message }] = bodies('method.callAnon/login') as [{ message: string }];
			expect(JSON.parse(message)).toEqual({
				...{ msg: 'method', id: '1', method: 'login' },
				params: [{ user: { username: 'alice' }, password: 'a secret' }],
			});
		});
	});

	test.each<[Answer, string]>([
		[{ status: 429, body: { error: 'You must wait 5 seconds' } }, 'wait 5'],
		[{ status: 502 }, 'session_refused'],
	])('is not given up for %j -> %s', async (login, expected) => {
		const { bridge } = bridgeTo({ 'users.create': taken, login });
		expect(await outcome(bridge.create(newcomer, address))).toBe(expected);
	});
});

test('pictures and the end of a session are the session’s own', async () => {
	const { bridge, transport, bodies } = bridgeTo({
		'users.setAvatar': { body: {} },
		logout: { body: '' },
	});
	await bridge.setAvatar(session, 'https://a.b/c.png');
	await bridge.end(session);
	expect(bodies('users.setAvatar')).toEqual([{ userId: 'u1', avatarUrl: 'https://a.b/c.png' }]);
	for (const { headers } of transport.requests)
		expect(headers).toMatchObject({ 'X-User-Id': 'u1', 'X-Auth-Token': 'token' });
});
