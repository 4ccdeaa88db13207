import { Browser } from './support/browser';
import { Scene } from './support/scene';
import type { SceneOptions } from './support/scene';
import {
	accountSettings,
	allPermissions,
	createServiceAccount,
	grant,
	noteUnder,
	sceneWithServiceAccount,
	tokensOn,
} from './support/serviceAccount';

const casIds = ['CAS_enabled', 'CAS_base_url', 'CAS_login_url', 'CAS_trust_username', 'CAS_Sync_User_Data_FieldMap'];

const person = (name: string): { claims: Record<string, unknown> } => ({
	claims: {
		sub: name,
		preferred_username: name,
		email: `${name}@example.com`,
		email_verified: true,
		name: name.toUpperCase(),
	},
});

const casOf = ({ workspace }: Scene): unknown => Object.fromEntries(casIds.map((id) => [id, workspace.setting(id)]));

interface Place {
	readonly options: SceneOptions;
	readonly app?: Record<string, unknown>;
	readonly because: string;
}

const places: Array<[string, Place]> = [
	[
		'where there is no HTTPS',
		{ options: { workspace: { env: tokensOn } }, app: { Session_cas_url: '' }, because: 'workspace_insecure' },
	],
	[
		'where somebody else’s CAS is in use',
		{
			options: {
				workspace: { env: tokensOn },
				server: {
					CAS_enabled: true,
					CAS_base_url: 'https://cas.example.com',
					CAS_login_url: 'https://cas.example.com/login',
				},
			},
			because: 'cas_in_use',
		},
	],
	[
		'where the server is open to CVE-2026-45688',
		{ options: { workspace: { env: tokensOn, profile: '7.7' } }, because: 'server_vulnerable' },
	],
	[
		'on an older server that is open to it',
		{ options: { workspace: { env: tokensOn, profile: '6.5' } }, because: 'server_vulnerable' },
	],
	[
		'on 8.3, where it is open to it',
		{ options: { workspace: { env: tokensOn, profile: '8.3' } }, because: 'server_vulnerable' },
	],
];

describe.each(places)('%s', (_name, { options, app = {}, because }) => {
	let scene: Scene;
	let before: unknown;
	beforeAll(async () => {
		scene = await Scene.setUp({ ...options, settings: { Accounts_OAuth_Okta: false } });
		before = casOf(scene);
		await scene.configure({ ...accountSettings(await createServiceAccount(scene)), ...app, Accounts_OAuth_Okta: true });
		await scene.settle();
	});
	afterAll(() => scene.stop());

	test('people are signed in, to the same account each time', async () => {
		scene.provider.set(person('ada'));
		const { userId } = await scene.expectSignedIn(scene.signIn(), { username: 'ada', name: 'ADA' });
		const account = scene.workspace.store.users.get(userId)!;
		expect(account.emails).toEqual([{ address: 'ada@example.com', verified: true }]);
		expect({ roles: account.roles, change: account.requirePasswordChange }).toEqual({
			roles: ['user'],
			change: undefined,
		});
		await expect(scene.expectSignedIn(scene.signIn())).resolves.toMatchObject({ userId });
	});

	test('what an interrupted sign-in left is finished by the next', async () => {
		scene.provider.set(person('tokenless'));
		const { probe, accounts } = scene.workspace;
		const end = probe.observe((observed, _appId, parameters) => {
			const asked = JSON.stringify(parameters);
			// The check of the service account makes the same call, for another account.
			const id = accounts.users.findByUsername('tokenless')?._id;
			if (observed !== 'Http.call' || !/users\.createToken/.test(asked) || !asked.includes(String(id))) return;
			end();
			probe.fail(observed, new Error('the server is away'));
		});
		expect((await scene.signIn()).session).toBeUndefined();
		const created = accounts.users.findByUsername('tokenless')!;
		// It is known by its password, and where a second factor is asked for, by core's question for that.
		created.services.email2fa = { enabled: true, changedAt: new Date() };
		scene.workspace.setSetting('Accounts_TwoFactorAuthentication_Enabled', true);
		await scene.expectSignedIn(scene.signIn(), { _id: created._id });
		scene.workspace.setSetting('Accounts_TwoFactorAuthentication_Enabled', false);
	});

	test('the admin sees by what and why, and core’s CAS settings are as they were', async () => {
		expect(await noteUnder(scene, 'Session_bridge')).toMatch(new RegExp(`the REST API, because .*\\(${because}`));
		expect(await noteUnder(scene, 'Session_rest_token')).toMatch(/The service account signer has all/);
		expect(casOf(scene)).toEqual(before);
	});
});

describe('a workspace that could use either', () => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await sceneWithServiceAccount({ workspace: { env: tokensOn } });
	});
	afterAll(() => scene.stop());

	test('uses CAS until the admin wants REST; then core’s CAS settings are given back, and people keep their account', async () => {
		scene.provider.set(person('both'));
		const { userId } = await scene.expectSignedIn(scene.signIn());
		expect(await noteUnder(scene, 'Session_bridge')).toMatch(/In use now: the CAS login/);
		await scene.configure({ Session_bridge: 'rest' });
		await expect(scene.expectSignedIn(scene.signIn())).resolves.toMatchObject({ userId });
		expect(scene.workspace.setting('CAS_enabled')).toBe(false);
		expect(scene.workspace.setting('CAS_base_url')).toBe('');
		await scene.configure({ Session_bridge: 'automatic' });
		await expect(scene.expectSignedIn(scene.signIn())).resolves.toMatchObject({ userId });
		expect(scene.workspace.setting('CAS_enabled')).toBe(true);
	});

	test('says so where what the admin wants does not work', async () => {
		await scene.configure({ Session_bridge: 'cas' });
		await scene.configureServer({ CAS_base_url: 'https://cas.example.com', CAS_enabled: true });
		// A check that is under way opens and ends a session of the service account.
		await scene.settle();
		await scene.expectRefusal('cas_in_use', () => scene.signIn());
		await scene.configureServer({ CAS_base_url: '', CAS_enabled: false });
		await scene.configure({ Session_bridge: 'automatic' });
	});

	test('somebody who came by REST first goes on by CAS', async () => {
		await scene.configure({ Session_bridge: 'rest' });
		scene.provider.set(person('later'));
		const { userId } = await scene.expectSignedIn(scene.signIn());
		await scene.configure({ Session_bridge: 'automatic' });
		await expect(scene.expectSignedIn(scene.signIn())).resolves.toMatchObject({ userId });
	});
});

describe('by REST', () => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await sceneWithServiceAccount({
			workspace: { env: tokensOn, rateLimit: true },
			settings: { Session_bridge: 'rest' },
		});
	});
	afterAll(() => scene.stop());
	afterEach(() => scene.workspace.rateLimiter.reset());

	test('somebody whose provider vouches for no address gets an account with one that is nobody’s', async () => {
		scene.provider.set({
			claims: { sub: 'quiet', preferred_username: 'quiet', email: 'quiet@example.com', email_verified: false },
		});
		const { userId } = await scene.expectSignedIn(scene.signIn(), { username: 'quiet' });
		expect(scene.workspace.store.users.get(userId)!.emails).toEqual([
			{ address: expect.stringMatching(/^[0-9a-f]{20}@no-address\.invalid$/), verified: false },
		]);
		expect(scene.workspace.store.emails).toEqual([]);
	});

	test('somebody who was switched off is refused, though core would make a token', async () => {
		scene.provider.set(person('gone'));
		const { userId } = await scene.expectSignedIn(scene.signIn());
		await scene.admin.call('POST', '/api/v1/users.setActiveStatus', JSON.stringify({ userId, activeStatus: false }));
		await scene.expectRefusal('account_disabled', () => scene.signIn());
	});

	test.each<[string, unknown, string[]]>([
		['Accounts_Registration_AuthenticationServices_Enabled', false, ['registration_closed', 'confirm']],
		['Accounts_AllowedDomainsList', 'good.example', ['email_domain_not_allowed']],
	])('nobody gets an account that %s forbids', async (setting, value, codes) => {
		scene.provider.set(person('closed'));
		const before = scene.workspace.setting(setting);
		await scene.configureServer({ [setting]: value });
		const { session, code } = await scene.signIn();
		await scene.configureServer({ [setting]: before });
		expect({ session, code }).toEqual({ session: undefined, code: expect.any(String) });
		expect(codes).toContain(code);
		expect(scene.workspace.accounts.users.findByUsername('closed')).toBeUndefined();
	});

	test('a person whose name is blocked gets a username made of their id', async () => {
		scene.provider.set({ claims: { ...person('blocked').claims, name: '', email: undefined } });
		await scene.configureServer({ Accounts_BlockedUsernameList: 'blocked' });
		await scene.expectSignedIn(scene.signIn(), { username: expect.stringMatching(/^user-[a-z0-9]{10}$/) as string });
		await scene.configureServer({ Accounts_BlockedUsernameList: '' });
		expect(scene.workspace.accounts.users.findByUsername('blocked')).toBeUndefined();
	});

	test('an account that an admin has approved of is there at once, and none before', async () => {
		scene.provider.set(person('hopeful'));
		await scene.configureServer({ Accounts_ManuallyApproveNewUsers: true });
		const { status, code: reference } = await scene.signIn();
		expect([status, scene.workspace.accounts.users.findByUsername('hopeful')]).toEqual([202, undefined]);
		const command = { command: 'oauth-login', params: `approve ${reference}`, roomId: 'GENERAL' };
		await scene.admin.call('POST', '/api/v1/commands.run', JSON.stringify(command));
		await scene.expectSignedIn(scene.signIn(), { username: 'hopeful', active: true });
		await scene.configureServer({ Accounts_ManuallyApproveNewUsers: false });
	});

	describe('an account with the same address', () => {
		beforeAll(async () => {
			const bob = { username: 'bob', name: 'Bob', email: 'Shared@example.com', password: 'password', verified: true };
			await scene.admin.call('POST', '/api/v1/users.create', JSON.stringify(bob));
			scene.provider.set({ claims: { ...person('robert').claims, email: 'shared@example.com' } });
		});

		test('is seen beforehand, and not taken over', async () => {
			const before = structuredClone(scene.accounts());
			const asked: string[] = [];
			const end = scene.workspace.probe.observe((_call, _appId, parameters) => asked.push(JSON.stringify(parameters)));
			const { session, code } = await scene.signIn();
			end();
			expect({ session, code }).toEqual({ session: undefined, code: 'confirm' });
			expect(scene.accounts()).toEqual(before);
			expect(asked.filter((call) => call.includes('users.create"'))).toEqual([]);
		});

		test('is linked where the admin says so, and both sides have verified it', async () => {
			const merging = { Accounts_OAuth_Okta_key_field: 'email', Accounts_OAuth_Okta_merge_users: true };
			await scene.configure(merging);
			const { userId } = await scene.expectSignedIn(scene.signIn(), { username: 'bob' });
			await scene.configure({ Accounts_OAuth_Okta_key_field: 'username', Accounts_OAuth_Okta_merge_users: false });
			await expect(scene.expectSignedIn(scene.signIn())).resolves.toMatchObject({ userId });
		});
	});

	test.each(['first', 'second', 'third'])(
		'the %s person who comes four times at once has one account',
		async (name) => {
			scene.provider.set(person(name));
			await scene.expectOneAccount({ username: name });
		},
	);

	test.each<[string, string, string, RegExp]>([
		['between the account and its token', 'tokenless', 'Http.call', /users\.createToken/],
		['between the account and its link', 'linkless', 'Persistence.createWithAssociations', /"link:/],
	])('a sign-in that was interrupted %s is finished by the next', async (_name, name, call, about) => {
		scene.provider.set(person(name));
		const { probe, accounts } = scene.workspace;
		const end = probe.observe((observed, _appId, parameters) => {
			const asked = JSON.stringify(parameters);
			// The check of the service account makes the same call, for another account.
			const id = accounts.users.findByUsername(name)?._id;
			if (observed !== call || !about.test(asked) || !asked.includes(String(id))) return;
			end();
			probe.fail(observed, new Error('the server is away'));
		});
		const lost = await scene.signIn();
		expect({ session: lost.session, status: lost.status }).toEqual({ session: undefined, status: expect.any(Number) });
		const created = accounts.users.findByUsername(name);
		expect(created).toBeDefined();
		const { userId } = await scene.expectSignedIn(scene.signIn(), { username: name });
		expect(userId).toBe(created!._id);
		await expect(scene.expectSignedIn(scene.signIn())).resolves.toMatchObject({ userId });
	});

	test('many from one address pass core’s limit with the permission, and wait without it', async () => {
		scene.provider.set(person('ada'));
		const signIns = async (): Promise<unknown[]> => {
			scene.workspace.rateLimiter.reset();
			const ends: unknown[] = [];
			for (let n = 0; n < 12; n++) {
				const { session, waiting } = await scene.signIn(new Browser({ address: '203.0.113.5' }));
				ends.push(session ? 'in' : waiting ? 'waits' : 'out');
			}
			return ends;
		};
		expect(await signIns()).toEqual(Array(12).fill('in'));
		grant(
			scene.workspace,
			allPermissions.filter((one) => one !== 'api-bypass-rate-limit'),
		);
		expect(await signIns()).toEqual([...Array<string>(10).fill('in'), 'waits', 'waits']);
		// Everybody has a limit of their own.
		await scene.expectSignedIn(scene.signIn(new Browser({ address: '203.0.113.6' })));
		grant(scene.workspace, allPermissions);
	});

	test('neither token, password nor session is in the log of the app', async () => {
		const sent: string[] = [];
		const end = scene.workspace.probe.observe((call, _appId, parameters) => {
			if (call === 'Http.call') sent.push(JSON.stringify(parameters));
		});
		scene.provider.set(person('secretive'));
		const { token } = await scene.expectSignedIn(scene.signIn());
		end();
		const password = /password\W+([\w-]{43})/.exec(sent.join())?.[1];
		const own = /X-Auth-Token\W+([\w-]{43})/i.exec(sent.join())?.[1];
		const log = JSON.stringify(scene.workspace.appLogs(scene.appId));
		for (const secret of [token, password, own]) {
			expect(secret).toMatch(/^[\w-]{43}$/);
			expect(log).not.toContain(secret);
		}
	});
});
