import type { ProfileName, UserDocument } from './index';
import { startCasServer } from './testing/casServer';
import {
	alice,
	cas,
	CLOSE_WINDOW,
	INTERNAL,
	login,
	REASONLESS,
	signIn,
	start,
	UNAUTHORIZED,
	userOf,
	validate,
} from './testing/casScene';
import { Client } from './testing/client';
import { until } from './testing/until';

const NO_TOKEN = { message: "Cannot read property 'userInfo' of null" };

const PROFILES: ProfileName[] = ['9.0', '8.9', '8.3', '7.13', '7.7', '6.5'];
/** Where CVE-2026-45688 is closed. */
const STRICT: ProfileName[] = ['9.0', '8.9', '7.13'];

/** The body of a login handler's refusal. @param worded that of 6.5, the only one that tells the reason. */
function refusal(profile: ProfileName, worded: object): object {
	const bodies: Partial<Record<ProfileName, object>> = { '9.0': REASONLESS, '6.5': { status: 'error', ...worded } };
	return bodies[profile] ?? UNAUTHORIZED;
}

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
		['a token that nobody validated', 'nothing'],
		['a number', 5],
		['an operator that finds nothing', { $in: ['x'] }],
	])('refuses %s', async (_case, token) => {
		const workspace = await start(profile);
		const { status, body } = await login(workspace, token);
		expect({ status, body }).toEqual({ status: 401, body: refusal(profile, NO_TOKEN) });
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
		expect({ status, body }).toEqual({ status: 401, body: refusal(profile, worded) });
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
		const worded = { status: 401, body: { status: 'error', message: expect.stringMatching(/^E11000 duplicate key/) } };
		expect({ status, body }).toEqual(profile === '6.5' ? worded : { status: 500, body: INTERNAL });
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
		['what replace() makes of $&', {}, 'okta:3', { username: 'x', name: 'A $& B' }, { name: 'A %name% B' }],
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
	])('overlooks %s', async (_what, settings, user, attributes, expected) => {
		const workspace = await start(profile, settings);
		expect(userOf(workspace, await signIn(workspace, user, attributes))).toMatchObject(expected);
	});

	it('with CAS being off, lets people in where CVE-2026-45688 is open, and knows nobody where it is closed', async () => {
		const workspace = await start(profile, { CAS_enabled: false });
		const token = await validate(workspace, { user: 'okta:3', attributes: alice });
		// With CAS off the page is answered before the ticket is validated.
		await until(() => Promise.resolve(workspace.store.credentialTokens.has(token)));
		const answer = await login(workspace, token);
		const nobody = { status: 401, body: refusal(profile, NO_TOKEN) };
		expect(answer).toMatchObject(STRICT.includes(profile) ? nobody : { status: 200 });
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

	it('refuses an inactive user, by name up to 8.9', async () => {
		const workspace = await start(profile);
		const user = userOf(workspace, await signIn(workspace, 'okta:1', alice));
		workspace.accounts.users.setActive(user, false);
		const { status, body } = await signIn(workspace, 'okta:1');
		const details = { function: 'Accounts.validateLoginAttempt' };
		const named = { status: 'error', error: 'error-user-is-not-activated', message: 'User is not activated', details };
		expect({ status, body }).toEqual({
			status: 401,
			body: profile === '6.5' ? named : profile === '9.0' ? REASONLESS : { success: false, ...named },
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
		const byPassword = await new Client(workspace).post('/api/v1/login', { user: 'alice', password: 'password' });
		expect(byPassword).toMatchObject({
			status: 401,
			body: profile === '9.0' ? REASONLESS : { error: 'totp-required', details: { availableMethods: ['email'] } },
		});
	});

	it('accepts a credential token again where CVE-2026-45688 is open, with another session each time, else once', async () => {
		const workspace = await start(profile);
		const token = await validate(workspace, { user: 'okta:1', attributes: alice });
		const answers = [await login(workspace, token), await login(workspace, token)];
		if (STRICT.includes(profile)) {
			expect(answers).toMatchObject([{ status: 200 }, { status: 401, body: refusal(profile, NO_TOKEN) }]);
			return;
		}
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
		expect(await new Client(workspace).get('/_cas/token')).toMatchObject({ status: 404, body: '' });
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
