import { createStore, startWorkspace } from './index';
import type { ProfileName, UserDocument, Workspace } from './index';
import { startCasServer } from './testing/casServer';
import type { Assertion, CasServer } from './testing/casServer';
import { Client } from './testing/client';
import type { Answer } from './testing/client';

const CLOSE_WINDOW = '<html><head><script>window.close()</script></head></html>';
const UNAUTHORIZED = { status: 'error', error: 'Unauthorized', message: 'Unauthorized' };
const INTERNAL = { success: false, error: 'Internal server error' };
const NO_TOKEN = { status: 'error', message: "Cannot read property 'userInfo' of null" };

let cas: CasServer;
const running: Workspace[] = [];

beforeAll(async () => {
	cas = await startCasServer();
});

afterEach(async () => {
	await Promise.all(running.splice(0).map((workspace) => workspace.stop()));
});

afterAll(() => cas.stop());

/** A workspace that signs in by CAS, with bob, who has a password. */
async function start(profile: ProfileName, settings: Record<string, unknown> = {}): Promise<Workspace> {
	const workspace = await startWorkspace({ profile, extraCa: [cas.ca], rateLimit: false, hangLimit: 50 });
	running.push(workspace);
	const all = {
		CAS_enabled: true,
		CAS_version: '2.0',
		CAS_base_url: cas.url,
		CAS_Sync_User_Data_FieldMap: '{"email":"%email%","name":"%name%","username":"%username%"}',
		...settings,
	};
	Object.entries(all).forEach(([id, value]) => workspace.setSetting(id, value));
	const admin = await Client.admin(workspace);
	await admin.post('/api/v1/users.create', {
		username: 'bob',
		name: 'Bob',
		email: 'bob@example.test',
		password: 'bob-password',
	});
	return workspace;
}

let tokens = 0;

async function validate(workspace: Workspace, assertion: Assertion): Promise<string> {
	const token = `token${++tokens}`;
	const { status, body } = await new Client(workspace).get(`/_cas/${token}?ticket=${cas.ticketFor(assertion)}`);
	expect({ status, body }).toEqual({ status: 200, body: CLOSE_WINDOW });
	return token;
}

function login(workspace: Workspace, credentialToken: unknown): Promise<Answer> {
	return new Client(workspace).post('/api/v1/login', { cas: { credentialToken } });
}

async function signIn(workspace: Workspace, user: string, attributes?: Record<string, string>): Promise<Answer> {
	return login(workspace, await validate(workspace, { user, attributes }));
}

function userOf(workspace: Workspace, { body }: Answer): UserDocument {
	const { data } = body as { data: { userId: string } };
	return workspace.store.users.get(data.userId) as UserDocument;
}

const alice = { username: 'alice', name: 'Alice', email: 'alice@example.test' };

const PROFILES: ProfileName[] = ['7.x', '7.7.1', '6.5.3'];

describe.each(PROFILES)('signing in by CAS on %s', (profile) => {
	it('creates an account at the first login and finds it at the next', async () => {
		const workspace = await start(profile);
		const first = await signIn(workspace, 'okta:1', alice);
		expect(first).toMatchObject({ status: 200, body: { status: 'success', data: { me: { username: 'alice' } } } });
		expect((first.body as { data: { authToken: string } }).data.authToken).toHaveLength(43);
		const user = userOf(workspace, first);
		expect(user).toMatchObject({
			username: 'alice',
			name: 'Alice',
			emails: [{ address: 'alice@example.test', verified: true }],
			roles: ['user'],
			active: true,
			services: { cas: { external_id: 'okta:1' }, email2fa: { enabled: true } },
		});
		const second = await signIn(workspace, 'okta:1', {
			...alice,
			name: 'Alicia',
			email: 'a@example.test',
			username: 'x',
		});
		expect(userOf(workspace, second)).toBe(user);
		expect(user).toMatchObject({ username: 'alice', name: 'Alicia', emails: [{ address: 'a@example.test' }] });
	});

	it.each([
		['a token that nobody validated', 'nothing', 401, UNAUTHORIZED, NO_TOKEN],
		['a number', 5, 401, UNAUTHORIZED, NO_TOKEN],
		['an operator that finds nothing', { $in: ['x'] }, 401, UNAUTHORIZED, NO_TOKEN],
	])('refuses %s', async (_case, token, status, uniform, worded) => {
		const workspace = await start(profile);
		expect(await login(workspace, token)).toMatchObject({ status, body: profile === '6.5.3' ? worded : uniform });
	});

	it('refuses a failed ticket, without a word to the browser', async () => {
		const workspace = await start(profile);
		const { status, body } = await new Client(workspace).get('/_cas/failed?ticket=ST-unknown');
		expect({ status, body }).toEqual({ status: 200, body: CLOSE_WINDOW });
		expect((await login(workspace, 'failed')).status).toBe(401);
	});

	it.each<
		[what: string, settings: Record<string, unknown>, user: string, attributes: Record<string, string>, worded: object]
	>([
		[
			'an e-mail address that is taken',
			{},
			'okta:2',
			{ ...alice, email: 'bob@example.test' },
			{ error: 403, message: 'Email already exists.' },
		],
		[
			'a username that is taken',
			{},
			'okta:2',
			{ ...alice, username: 'bob' },
			{ error: 403, message: 'Username already exists.' },
		],
		[
			'a domain that is not allowed',
			{ Accounts_AllowedDomainsList: 'other.test' },
			'okta:2',
			alice,
			{ error: 'error-invalid-domain', message: '[error-invalid-domain]' },
		],
		[
			'creation that is off',
			{ CAS_Creation_User_Enabled: false },
			'okta:2',
			alice,
			{ error: 145546287, message: 'no matching user account found' },
		],
		[
			'registration by services that is off',
			{ Accounts_Registration_AuthenticationServices_Enabled: false },
			'okta:2',
			alice,
			{
				error: 'registration-disabled-authentication-services',
				message: 'User registration is disabled for authentication services',
			},
		],
	])('refuses %s', async (_what, settings, user, attributes, worded) => {
		const workspace = await start(profile, settings);
		const { status, body } = await signIn(workspace, user, attributes);
		expect({ status, body }).toEqual({
			status: 401,
			body: profile === '6.5.3' ? { status: 'error', ...worded } : UNAUTHORIZED,
		});
	});

	it('refuses a person beyond the seats', async () => {
		const workspace = await start(profile);
		workspace.store.seats = 2;
		expect((await signIn(workspace, 'okta:2', alice)).status).toBe(401);
		workspace.store.seats = 3;
		expect((await signIn(workspace, 'okta:2', alice)).status).toBe(200);
	});

	it('answers a taken e-mail address in an update by the database, and changes the name all the same', async () => {
		const workspace = await start(profile);
		const user = userOf(workspace, await signIn(workspace, 'okta:1', alice));
		const { status, body } = await signIn(workspace, 'okta:1', { name: 'Other', email: 'bob@example.test' });
		if (profile === '6.5.3') {
			expect({ status, body }).toEqual({
				status: 401,
				body: { status: 'error', message: expect.stringMatching(/^E11000 duplicate key/) },
			});
		} else {
			expect({ status, body }).toEqual({ status: 500, body: INTERNAL });
		}
		expect(user.emails).toEqual([{ address: 'alice@example.test', verified: true }]);
	});

	it.each<
		[
			what: string,
			settings: Record<string, unknown>,
			user: string,
			attributes: Record<string, string> | undefined,
			expected: object,
		]
	>([
		['letter case of a taken name', {}, 'okta:3', { username: 'BOB', email: 'BOB@example.test' }, { username: 'BOB' }],
		['manual approval', { Accounts_ManuallyApproveNewUsers: true }, 'okta:3', alice, { active: true }],
		['closed registration', { Accounts_RegistrationForm: 'Disabled' }, 'okta:3', alice, { username: 'alice' }],
		['a missing e-mail address', {}, 'okta:3', { username: 'alice' }, { emails: [] }],
		['a missing username', {}, 'okta:3', {}, { username: 'okta:3' }],
		['a username that nobody else may have', {}, 'okta:3', { username: 'Sp Ace É' }, { username: 'Sp Ace É' }],
		['what replace() makes of $&', {}, 'okta:3', { username: 'x', name: '$&' }, { name: '%name%' }],
		[
			'a placeholder in what is put in for another',
			{},
			'okta:3',
			{ username: 'x', name: '%email%', email: 'x@example.test' },
			{ name: 'x@example.test' },
		],
		[
			'unverified e-mail addresses',
			{ Accounts_Verify_Email_For_External_Accounts: false },
			'okta:3',
			alice,
			{ emails: [{ address: 'alice@example.test', verified: false }] },
		],
		[
			'updates being off, at creation',
			{ CAS_Sync_User_Data_Enabled: false },
			'okta:3',
			alice,
			{ username: 'alice', name: 'Alice' },
		],
		[
			'version 1.0, which has no attributes',
			{ CAS_version: '1.0' },
			'okta:3',
			alice,
			{ username: 'okta:3', emails: [] },
		],
		['CAS being off', { CAS_enabled: false }, 'okta:3', alice, { username: 'alice' }],
	])('overlooks %s', async (_what, settings, user, attributes, expected) => {
		const workspace = await start(profile, settings);
		const token = await validate(workspace, { user, attributes });
		// With CAS off the page is answered before the ticket is validated.
		let answer = await login(workspace, token);
		for (let tries = 0; answer.status !== 200 && tries < 50; tries++) {
			answer = await login(workspace, token);
		}
		expect(userOf(workspace, answer)).toMatchObject(expected);
	});

	it('changes nothing later where updates are off, or nothing is sent', async () => {
		const workspace = await start(profile);
		const user = userOf(workspace, await signIn(workspace, 'okta:1', alice));
		await signIn(workspace, 'okta:1');
		expect(user).toMatchObject({ name: 'Alice', emails: [{ address: 'alice@example.test' }] });
		workspace.setSetting('CAS_Sync_User_Data_Enabled', false);
		await signIn(workspace, 'okta:1', { name: 'Other' });
		expect(user.name).toBe('Alice');
	});

	it('refuses an inactive user by name', async () => {
		const workspace = await start(profile);
		const user = userOf(workspace, await signIn(workspace, 'okta:1', alice));
		workspace.accounts.users.setActive(user, false);
		const { status, body } = await signIn(workspace, 'okta:1');
		expect({ status, body }).toEqual({
			status: 401,
			body: { status: 'error', error: 'error-user-is-not-activated', message: 'User is not activated' },
		});
	});

	it('makes a new account for a person who was deleted', async () => {
		const workspace = await start(profile);
		const user = userOf(workspace, await signIn(workspace, 'okta:1', alice));
		await (await Client.admin(workspace)).post('/api/v1/users.delete', { userId: user._id });
		expect(userOf(workspace, await signIn(workspace, 'okta:1', alice))._id).not.toBe(user._id);
	});

	it('asks for no second factor, as a password does', async () => {
		const workspace = await start(profile);
		await signIn(workspace, 'okta:1', alice);
		const user = workspace.accounts.users.findByUsername('alice') as UserDocument;
		user.services.password = workspace.accounts.users.findByUsername('bob')?.services.password;
		workspace.setSetting('Accounts_TwoFactorAuthentication_Enabled', true);
		expect((await signIn(workspace, 'okta:1')).status).toBe(200);
		const byPassword = await new Client(workspace).post('/api/v1/login', { user: 'alice', password: 'bob-password' });
		expect(byPassword).toMatchObject({
			status: 401,
			body: { error: 'totp-required', details: { availableMethods: ['email'] } },
		});
	});

	it('accepts a credential token again, with another session each time', async () => {
		const workspace = await start(profile);
		const token = await validate(workspace, { user: 'okta:1', attributes: alice });
		const answers = [await login(workspace, token), await login(workspace, token)];
		const sessions = answers.map(({ body }) => (body as { data: { authToken: string } }).data.authToken);
		expect(new Set(sessions).size).toBe(2);
	});

	it('never answers a token that is validated twice, and keeps the first identity', async () => {
		const workspace = await start(profile);
		const token = await validate(workspace, { user: 'okta:1', attributes: alice });
		const ticket = cas.ticketFor({ user: 'okta:9', attributes: { username: 'mallory' } });
		await expect(new Client(workspace).get(`/_cas/${token}?ticket=${ticket}`)).rejects.toThrow();
		expect(userOf(workspace, await login(workspace, token)).username).toBe('alice');
	});

	it('does not see a request without a question mark, and closes one with an empty ticket', async () => {
		const workspace = await start(profile);
		expect((await new Client(workspace).get('/_cas/token')).status).toBe(404);
		expect((await new Client(workspace).get('/_cas/token?ticket=')).body).toBe(CLOSE_WINDOW);
		expect((await new Client(workspace).get('/_cas/?ticket=x')).body).toBe(CLOSE_WINDOW);
	});

	it('creates one account for parallel first logins, and refuses some of them', async () => {
		const workspace = await start(profile);
		const tokensOfAlice = await Promise.all(
			Array.from({ length: 6 }, () => validate(workspace, { user: 'okta:1', attributes: alice })),
		);
		const answers = await Promise.all(tokensOfAlice.map((token) => login(workspace, token)));
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 401]));
		expect(workspace.accounts.users.all().filter((user) => user.services.cas)).toHaveLength(1);
		expect((await signIn(workspace, 'okta:1', alice)).status).toBe(200);
	});

	it('validates over HTTPS only, with a certificate that it trusts', async () => {
		const workspace = await start(profile);
		const distrusted = await startCasServer();
		for (const base of [distrusted.url, cas.url.replace('https:', 'http:'), 'nonsense', '']) {
			workspace.setSetting('CAS_base_url', base);
			const ticket = cas.ticketFor({ user: 'okta:1', attributes: alice });
			const { body } = await new Client(workspace).get(`/_cas/distrusted?ticket=${ticket}`);
			expect(body).toBe(CLOSE_WINDOW);
		}
		expect((await login(workspace, 'distrusted')).status).toBe(401);
		await distrusted.stop();
	});
});

describe('what differs between the lines', () => {
	it.each<[profile: ProfileName, base: string, path: RegExp]>([
		['7.x', '', /^\/cas\/proxyValidate\?ticket=ST-\d+&service=http%3A%2F%2Flocalhost%3A\d+%2F_cas%2Ftoken\d+$/],
		['7.7.1', '/', /^\/cas\/proxyValidate\?ticket=ST-\d+&service=http%3A%2F%2Flocalhost%3A\d+%2F_cas%2Ftoken\d+$/],
		['6.5.3', '', /^\/cas\/proxyValidate\?ticket=ST-\d+&service=http:\/\/localhost:\d+\/_cas\/token\d+$/],
		['6.5.3', '/', /^\/cas\/\/proxyValidate\?/],
	])('%s asks the CAS server with a base that ends with "%s"', async (profile, end, path) => {
		const workspace = await start(profile, { CAS_base_url: `${cas.url}${end}` });
		await validate(workspace, { user: 'okta:1' });
		expect(cas.requests.at(-1)?.url).toMatch(path);
		expect(Object.keys(cas.requests.at(-1)?.headers ?? {}).sort()).toEqual(['connection', 'host']);
	});

	it('asks /validate at version 1.0', async () => {
		const workspace = await start('7.x', { CAS_version: '1.0' });
		await validate(workspace, { user: 'okta:1' });
		expect(cas.requests.at(-1)?.url).toMatch(/^\/cas\/validate\?/);
	});

	it.each<[profile: ProfileName, token: object, status: number, body: object]>([
		['7.x', { $gt: '' }, 401, UNAUTHORIZED],
		['7.x', { $in: 5 }, 401, UNAUTHORIZED],
		['7.7.1', { $gt: '' }, 200, { status: 'success' }],
		['7.7.1', { $ne: 'x' }, 200, { status: 'success' }],
		['7.7.1', { $in: 5 }, 500, INTERNAL],
		['7.7.1', { $bad: 1 }, 500, INTERNAL],
		['7.7.1', { $regex: '(' }, 500, INTERNAL],
		['6.5.3', { $gt: '' }, 200, { status: 'success' }],
		['6.5.3', { $ne: 'x' }, 200, { status: 'success' }],
		['6.5.3', { $in: 5 }, 401, { status: 'error', message: '$in needs an array' }],
	])('%s answers %j right after somebody signed in (CVE-2026-45688)', async (profile, token, status, body) => {
		const workspace = await start(profile);
		await signIn(workspace, 'okta:1', alice);
		expect(await login(workspace, token)).toMatchObject({ status, body });
	});

	it.each<[profile: ProfileName, user: string, username: string | undefined, refusal: number | undefined]>([
		['7.x', 'BOB', 'bob', undefined],
		['7.x', '.*', '.*', undefined],
		['7.7.1', '.*', 'rocket.cat', undefined],
		['6.5.3', '.*', 'rocket.cat', undefined],
		['7.7.1', 'okta:(', undefined, 500],
		['6.5.3', 'okta:(', undefined, 401],
	])('%s with trusted usernames: "%s" is %s', async (profile, user, username, refusal) => {
		const workspace = await start(profile, { CAS_trust_username: true });
		const answer = await signIn(workspace, user);
		if (refusal !== undefined) {
			expect(answer.status).toBe(refusal);
			return;
		}
		expect(userOf(workspace, answer)).toMatchObject({ username, services: { cas: { external_id: user } } });
	});

	it('trusts no username while the switch is off', async () => {
		const workspace = await start('7.x');
		expect((await signIn(workspace, 'bob')).status).toBe(401);
	});

	it.each<[profile: ProfileName, services: object]>([
		['7.x', { password: { exists: true } }],
		['6.5.3', { password: { bcrypt: expect.stringMatching(/^\$2b\$/) } }],
	])('%s puts %j into `me`', async (profile, services) => {
		const workspace = await start(profile);
		const { body } = await new Client(workspace).post('/api/v1/login', { user: 'bob', password: 'bob-password' });
		expect(body).toMatchObject({ data: { me: { services } } });
	});

	it('lets a credential token go after a minute', async () => {
		const workspace = await start('7.x');
		const token = await validate(workspace, { user: 'okta:1', attributes: alice });
		const kept = workspace.store.credentialTokens.get(token);
		expect(kept?.expireAt).toBeGreaterThan(Date.now() + 55_000);
		expect(kept?.expireAt).toBeLessThanOrEqual(Date.now() + 60_000);
		workspace.store.credentialTokens.set(token, { _id: token, userInfo: { username: 'okta:1' }, expireAt: Date.now() });
		expect((await login(workspace, token)).status).toBe(401);
	});

	it('creates channels that a rooms attribute names, which is why nothing from outside may', async () => {
		const workspace = await start('7.x', { CAS_Sync_User_Data_FieldMap: '{"rooms":"%rooms%"}' });
		await signIn(workspace, 'okta:1', { rooms: 'general,made-up' });
		expect(workspace.accounts.rooms.findByName('made-up')).toMatchObject({ t: 'c', u: { username: 'okta:1' } });
	});

	it('fails at a field map that is no JSON', async () => {
		const workspace = await start('7.x', { CAS_Sync_User_Data_FieldMap: '{' });
		expect(await signIn(workspace, 'okta:1')).toMatchObject({ status: 500, body: INTERNAL });
	});
});

it('has nobody but the bot, the admin and whom it creates', () => {
	expect([...createStore().users.keys()]).toEqual(['rocket.cat']);
});
