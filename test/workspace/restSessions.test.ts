import type { ProfileName, Workspace, WorkspaceOptions } from './index';
import { sha256Hex } from './random';
import { Client } from './testing/client';
import type { Answer } from './testing/client';
import { createUser, setScene } from './testing/scene';

let workspace: Workspace;
let admin: Client;
let bob: Client;
let nobody: Client;

beforeAll(async () => {
	({ workspace, admin, bob, nobody } = await setScene({ profile: '7.13' }));
});

describe('sessions', () => {
	it('end at once by users.logout, for oneself or by an admin', async () => {
		await createUser(admin, 'erin');
		const erin = await Client.signIn(workspace, 'erin', 'password');
		expect(await bob.post('/api/v1/users.logout', { userId: erin.userId })).toMatchObject({
			status: 403,
			body: { success: false, error: 'unauthorized' },
		});
		expect(await admin.post('/api/v1/users.logout', { userId: erin.userId })).toMatchObject({
			body: { message: `User ${erin.userId} has been logged out!` },
		});
		expect((await erin.get('/api/v1/me')).status).toBe(401);
		expect((await admin.post('/api/v1/users.logout', { userId: 'nobody' })).status).toBe(200);
	});

	it('are resumed with the same token, until logout', async () => {
		const session = await Client.signIn(workspace, 'bob', 'password');
		const resume = session.headers['X-Auth-Token'];
		expect(await nobody.post('/api/v1/login', { resume })).toMatchObject({
			status: 200,
			body: { data: { authToken: resume } },
		});
		expect((await session.post('/api/v1/logout')).status).toBe(200);
		expect(await nobody.post('/api/v1/login', { resume })).toMatchObject({
			status: 401,
			body: { error: 'Unauthorized' },
		});
	});

	it.each<[body: object]>([
		[{ user: 'bob', password: 'password' }],
		[{ username: 'bob', password: 'password' }],
		[{ email: 'bob@example.test', password: 'password' }],
		[{ user: 'bob@example.test', password: 'password' }],
		[
			{
				user: { username: 'bob' },
				password: { digest: '5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8', algorithm: 'sha-256' },
			},
		],
		[
			{
				user: 'bob',
				password: { digest: '5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8', algorithm: 'sha-256' },
			},
		],
	])('begin with %j', async (body) => {
		expect(await nobody.post('/api/v1/login', body)).toMatchObject({
			status: 200,
			body: { data: { userId: bob.userId, me: { username: 'bob' } } },
		});
	});

	it.each<[profile: ProfileName, body: object]>([
		['9.0', { success: false, error: 'You must be logged in to do this.' }],
		[
			'7.13',
			{
				success: false,
				error: 'You must be logged in to do this.',
				status: 'error',
				message: 'You must be logged in to do this.',
			},
		],
		['6.5', { status: 'error', message: 'You must be logged in to do this.' }],
	])('%s wants one', async (profile, body) => {
		const other = await setScene({ profile });
		expect(await other.nobody.get('/api/v1/me')).toEqual(expect.objectContaining({ status: 401, body }));
	});

	it('begin by the method, too, with another limit', async () => {
		const message = JSON.stringify({
			msg: 'method',
			id: '1',
			method: 'login',
			params: [
				{
					user: { username: 'bob' },
					password: {
						digest: '5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8',
						algorithm: 'sha-256',
					},
				},
			],
		});
		const answers: { result?: object; error?: object }[] = [];
		for (let n = 0; n < 6; n++) {
			const { status, body } = await nobody.post('/api/v1/method.callAnon/login', { message });
			expect(status).toBe(200);
			answers.push(JSON.parse((body as { message: string }).message) as object);
		}
		expect(answers[0]).toEqual({
			msg: 'result',
			id: '1',
			result: {
				id: bob.userId,
				token: expect.stringMatching(/^.{43}$/),
				tokenExpires: { $date: expect.any(Number) },
				type: 'password',
			},
		});
		expect(answers[4]?.result).toBeDefined();
		expect(answers[5]?.error).toMatchObject({
			error: 'too-many-requests',
			reason: expect.stringMatching(/You must wait \d+ seconds/),
		});
		workspace.rateLimiter.reset();
	});

	it.each<[profile: ProfileName, token: unknown, error: object]>([
		['7.7', 'unknown', { error: 401, message: 'User not found [401]' }],
		['7.7', { $in: 5 }, { message: '$in needs an array' }],
	])('%s tells a caller of the method about %j', async (profile, credentialToken, error) => {
		const other = await setScene({ profile });
		expect((await byMethod(other.nobody, { cas: { credentialToken } })).message).toMatchObject({ error });
	});
});

/** Calls Meteor's method `login`. @returns the answer, and what its `message` says */
async function byMethod(
	client: Client,
	login: object,
): Promise<{ status: number; success: unknown; message: { result?: object; error?: Record<string, unknown> } }> {
	const message = JSON.stringify({ msg: 'method', id: '1', method: 'login', params: [login] });
	const { status, body } = await client.post('/api/v1/method.callAnon/login', { message });
	const { success, message: told } = body as { success: unknown; message: string };
	return { status, success, message: JSON.parse(told) as object };
}

type Refusals = 'worded' | 'with success' | 'reasonless';

describe.each<
	[profile: ProfileName, refusals: Refusals, newRouter: boolean, contentType: string, methodErrorStatus: number]
>([
	['9.0', 'reasonless', true, 'application/json', 400],
	['8.9', 'with success', true, 'application/json', 400],
	['8.5', 'with success', true, 'application/json', 400],
	['8.3', 'with success', true, 'application/json', 400],
	['7.13', 'with success', true, 'application/json', 200],
	['7.7', 'with success', true, 'application/json', 200],
	['6.5', 'worded', false, 'application/json; charset=utf-8', 200],
])('%s, to the letter', (profile, refusals, newRouter, contentType, methodErrorStatus) => {
	let scene: Awaited<ReturnType<typeof setScene>>;
	let bobs: Client;

	beforeAll(async () => {
		scene = await setScene({ profile });
		await createUser(scene.admin, 'off');
		await createUser(scene.admin, 'careful', { verified: true });
		const { users } = scene.workspace.accounts;
		users.setActive(users.findByUsername('off')!, false);
		scene.workspace.setSetting('Accounts_TwoFactorAuthentication_Enabled', true);
		bobs = scene.bob;
	});
	beforeEach(() => scene.workspace.rateLimiter.reset());

	const unauthorized = { error: 'Unauthorized', message: 'Unauthorized' };
	const where = { function: 'Accounts.validateLoginAttempt' };
	const required = { method: 'email', codeGenerated: true, availableMethods: ['email'] };
	const invalid = { method: 'email', availableMethods: ['email'] };

	it.each<[what: string, body: object, reason: object]>([
		['a wrong password', { user: 'bob', password: 'wrong' }, unauthorized],
		['an unknown person', { user: 'nobody', password: 'password' }, unauthorized],
		[
			'unknown options',
			{ anything: 1 },
			profile === '6.5' ? { error: 400, message: 'Unrecognized options for login request' } : unauthorized,
		],
		[
			'an account that is off',
			{ user: 'off', password: 'password' },
			{ error: 'error-user-is-not-activated', message: 'User is not activated', details: where },
		],
		[
			'no second factor',
			{ user: 'careful', password: 'password' },
			{ error: 'totp-required', message: 'TOTP Required', details: required },
		],
		[
			'a wrong second factor',
			{ user: 'careful', password: 'password', code: 'wrong' },
			{ error: 'totp-invalid', message: 'TOTP Invalid', details: invalid },
		],
	])('refuses a login with %s', async (_what, login, reason) => {
		const { status, body, headers } = await scene.nobody.post('/api/v1/login', login);
		const bodies: Record<Refusals, object> = {
			worded: { status: 'error', ...reason },
			'with success': { success: false, status: 'error', ...reason },
			reasonless: { success: false, error: 'unauthorized' },
		};
		expect({ status, body, type: headers.get('content-type') }).toEqual({
			...{ status: 401, body: bodies[refusals], type: contentType },
		});
	});

	const password = 'password';

	it.each<[what: string, login: object, code: unknown]>([
		['a wrong password', { user: { username: 'bob' }, password: 'wrong' }, profile === '6.5' ? 403 : 401],
		['an account that is off', { user: { username: 'off' }, password }, 'error-user-is-not-activated'],
		['no second factor', { user: { email: 'careful@example.test' }, password }, 'totp-required'],
		[
			'a wrong second factor',
			{ totp: { login: { user: { username: 'careful' }, password }, code: 'wrong' } },
			'totp-invalid',
		],
	])('tells a caller of the method of %s', async (_what, login, code) => {
		const { status, success, message } = await byMethod(scene.nobody, login);
		expect({ status, success, code: message.error?.error }).toEqual({
			...{ status: methodErrorStatus, success: methodErrorStatus === 200, code },
		});
	});

	it('limits callers of the method in the same form', async () => {
		for (let n = 0; n < 5; n++) {
			expect(await byMethod(scene.nobody, { user: { username: 'bob' }, password })).toMatchObject({ status: 200 });
		}
		expect(await byMethod(scene.nobody, { user: { username: 'bob' }, password })).toMatchObject({
			...{ status: methodErrorStatus, message: { error: { error: 'too-many-requests' } } },
		});
	});

	it('says who one is, at a login and afterwards', async () => {
		const { email: first } = (await scene.admin.get('/api/v1/me')).body as { email: string };
		expect(first).toBe('admin@workspace.example');
		const { username, password: own } = scene.workspace.admin;
		const { body } = await scene.nobody.post('/api/v1/login', { user: username, password: own });
		const { success, data } = body as { success?: boolean; data: { me: Record<string, unknown> } };
		const names = ['isOAuthUser', '_updatedAt', 'email'].filter((name) => name in data.me);
		expect({ success, names }).toEqual(
			newRouter ? { success: true, names: ['isOAuthUser', '_updatedAt'] } : { success: undefined, names: ['email'] },
		);
		const { body: me } = await scene.admin.get('/api/v1/me');
		expect((me as { isOAuthUser?: boolean }).isOAuthUser).toBe(newRouter ? false : undefined);
	});

	it('answers a logout by its status, and ends the session', async () => {
		const { status, body, headers } = await bobs.post('/api/v1/logout');
		expect({ status, body, type: headers.get('content-type') }).toEqual({
			...{ status: 200, type: contentType },
			body: newRouter ? '' : { status: 'success', data: { message: "You've been logged out!" } },
		});
		expect((await bobs.get('/api/v1/me')).status).toBe(401);
	});
});

describe('second factors', () => {
	const password = 'b'.repeat(12);

	it('are asked for at flagged calls, passed with the password, and remembered for the session', async () => {
		const other = await setScene({ twoFactor: true, admin: { username: 'admin', password } });
		const session = await Client.signIn(other.workspace, 'admin', password);
		const { createHash } = await import('node:crypto');
		const code = createHash('sha256').update(password).digest('hex');
		const call = (headers = {}): Promise<Answer> =>
			session.post('/api/v1/settings/Layout_Home_Title', { value: 'x' }, headers);
		expect(await call()).toMatchObject({
			status: 400,
			body: { errorType: 'totp-required', details: { method: 'password', availableMethods: [] } },
		});
		expect(await call({ 'x-2fa-method': 'password', 'x-2fa-code': 'wrong' })).toMatchObject({
			status: 400,
			body: { errorType: 'totp-invalid' },
		});
		expect((await call({ 'x-2fa-method': 'password', 'x-2fa-code': code })).status).toBe(200);
		expect((await call()).status).toBe(200);
		const next = await Client.signIn(other.workspace, 'admin', password);
		expect((await next.post('/api/v1/settings/Layout_Home_Title', { value: 'x' })).status).toBe(400);
		expect((await createUser(next, 'unasked')).status).toBe(200);
		const token = await session.post('/api/v1/users.generatePersonalAccessToken', {
			tokenName: 't',
			bypassTwoFactor: true,
		});
		const bypass = new Client(other.workspace, {
			'X-User-Id': session.userId,
			'X-Auth-Token': (token.body as { token: string }).token,
		});
		expect((await bypass.post('/api/v1/settings/Layout_Home_Title', { value: 'y' })).status).toBe(200);
	});

	it('8.5 asks at each flagged call, whatever the token says', async () => {
		const other = await setScene({ profile: '8.5', twoFactor: true, admin: { username: 'admin', password } });
		const passed = { 'x-2fa-method': 'password', 'x-2fa-code': sha256Hex(password) };
		const made = await other.admin.post(
			'/api/v1/users.generatePersonalAccessToken',
			{ tokenName: 't', bypassTwoFactor: true },
			passed,
		);
		const { token } = made.body as { token: string };
		const bypass = new Client(other.workspace, { 'X-User-Id': other.admin.userId, 'X-Auth-Token': token });
		for (const client of [other.admin, bypass]) {
			const change = (headers = {}): Promise<Answer> =>
				client.post('/api/v1/settings/Layout_Home_Title', { value: 'x' }, headers);
			expect(await change()).toMatchObject({ status: 400, body: { errorType: 'totp-required' } });
			expect((await change(passed)).status).toBe(200);
			expect((await change()).status).toBe(400);
		}
		expect((await createUser(bypass, 'unasked')).status).toBe(200);
	});

	it.each<[path: string, body: object, isAsked: boolean]>([
		['/api/v1/users.update', { data: { name: 'Other' } }, true],
		['/api/v1/settings/Layout_Home_Title', { value: 'x' }, true],
		['/api/v1/users.generatePersonalAccessToken', { tokenName: 't' }, true],
		['/api/v1/users.create', { username: 'new', name: 'new', email: 'new@example.test', password: 'password' }, false],
		['/api/v1/users.createToken', { secret: 's' }, false],
		['/api/v1/roles.addUserToRole', { roleId: 'guest', username: 'bob' }, false],
		['/api/v1/roles.removeUserFromRole', { roleId: 'guest', username: 'bob' }, false],
		['/api/v1/users.setAvatar', { avatarUrl: 'http://127.0.0.1/a.png' }, false],
		['/api/v1/users.setActiveStatus', { activeStatus: true }, false],
		['/api/v1/users.logout', {}, false],
	])('%s %j asks for one -> %s', async (path, body, isAsked) => {
		const asking = await setScene({ twoFactor: true, env: { CREATE_TOKENS_FOR_USERS_SECRET: 's' } });
		const needsUser = /users\.(update|createToken|setAvatar|setActiveStatus|logout)$/.test(path);
		const sent = { ...body, ...(needsUser && { userId: asking.bob.userId }) };
		const answer = await asking.admin.post(path, sent);
		expect((answer.body as { errorType?: unknown }).errorType === 'totp-required').toBe(isAsked);
		expect(answer.status === 404).toBe(false);
	});

	it('are mailed to people who sign in with a password', async () => {
		const other = await setScene({ profile: '8.9', twoFactor: true });
		await createUser(other.admin, 'verified', { verified: true });
		const client = other.nobody;
		const body = { user: 'verified', password: 'password' };
		expect(await client.post('/api/v1/login', body)).toMatchObject({ status: 401, body: { error: 'totp-required' } });
		const [mail] = other.workspace.store.emails as { text: string }[];
		expect(await client.post('/api/v1/login', { ...body, code: '0' })).toMatchObject({
			status: 401,
			body: { error: 'totp-invalid' },
		});
		expect((await client.post('/api/v1/login', { ...body, code: mail?.text })).status).toBe(200);
	});
});

describe('the rate limiter', () => {
	const login = (on: Workspace, headers: Record<string, string> = {}): Promise<Answer> =>
		new Client(on).post('/api/v1/login', { user: 'bob', password: 'x' }, headers);
	/** A workspace whose limiter works as its profile has it, and has counted nothing yet. */
	const limited = async (options: WorkspaceOptions = {}): Promise<Workspace> => {
		const { workspace: other } = await setScene({ ...options, rateLimit: undefined });
		other.rateLimiter.reset();
		return other;
	};
	const times = async (count: number, call: () => Promise<Answer>): Promise<number[]> => {
		const statuses: number[] = [];
		for (let n = 0; n < count; n++) {
			statuses.push((await call()).status);
		}
		return statuses;
	};

	it.each<[profile: ProfileName, limited: boolean]>([
		['9.0', true],
		['8.9', true],
		['8.5', true],
		['8.3', true],
		['7.13', true],
		['7.7', false],
		['6.5', true],
	])('%s limits logins -> %s', async (profile, isLimited) => {
		const other = await limited({ profile });
		const statuses = await times(11, () => login(other));
		expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
		expect(statuses[10]).toBe(isLimited ? 429 : 401);
		const { headers, body } = await login(other);
		expect(headers.has('x-ratelimit-limit')).toBe(isLimited);
		if (isLimited) {
			expect(body).toEqual({
				success: false,
				error: expect.stringMatching(
					/^Error, too many requests\. Please slow down\. You must wait \d+ seconds before trying this endpoint again\. \[error-too-many-requests\]$/,
				),
			});
		}
	});

	it('counts by the last address that a proxy names, or the one that a proxy puts in a header of its own', async () => {
		const other = await limited();
		await times(10, () => login(other, { 'X-Forwarded-For': '198.51.100.1, 203.0.113.7' }));
		expect((await login(other, { 'X-Forwarded-For': '203.0.113.7' })).status).toBe(429);
		expect((await login(other, { 'X-Forwarded-For': '203.0.113.7, 203.0.113.8' })).status).toBe(401);
		expect((await login(other, { 'X-Real-IP': '203.0.113.7' })).status).toBe(429);
		expect((await login(other, { 'X-Real-IP': '203.0.113.9', 'X-Forwarded-For': '203.0.113.7' })).status).toBe(429);
		expect((await login(other)).status).toBe(401);
	});

	it('leaves admins, apps and CAS alone, and what it is told to', async () => {
		const other = await limited();
		const client = await Client.admin(other);
		expect(new Set(await times(12, () => client.get('/api/v1/me')))).toEqual(new Set([200]));
		expect(new Set(await times(12, () => client.get('/_cas/x?ticket=')))).toEqual(new Set([200]));
		other.setSetting('API_Enable_Rate_Limiter', false);
		expect(new Set(await times(12, () => login(other)))).toEqual(new Set([401]));
	});
});
