import { CoreApi } from '../../src/browser-scripts/parts/coreApi';
import type { ProfileName } from '../workspace';
import { Client } from '../workspace/testing/client';
import { Browser } from './support/browser';
import { touched } from './support/guest';
import { parsePage } from './support/page';
import type { AppPage } from './support/page';
import { Scene } from './support/scene';
import { accountSettings, createServiceAccount, noteUnder, tokensOn } from './support/serviceAccount';
import type { ServiceAccount } from './support/serviceAccount';

/*
 * The main journeys on every server that the workspace answers as: one workspace for each, one journey after the other.
 * Each server refuses and limits in another form, and the app has to understand all of them.
 */

interface Server {
	readonly profile: ProfileName;
	/** As released it is open to CVE-2026-45688, on which the app refuses to use the CAS login: here that is closed. */
	readonly patched?: true;
	/** Where `users.createToken` wants the server's secret. */
	readonly wantsSecret?: true;
	/** Where saving settings costs the app its signature. */
	readonly losesApp?: true;
}

const servers: Server[] = [
	{ profile: '9.0', wantsSecret: true },
	{ profile: '8.9', wantsSecret: true },
	{ profile: '8.3', wantsSecret: true, patched: true },
	{ profile: '7.13' },
	{ profile: '7.7', patched: true, losesApp: true },
	{ profile: '6.5', patched: true },
];

const password = 'pass-word';

/** So that no journey takes the REST bridge where the CAS bridge does not work. */
const noServiceAccount = { Session_rest_user_id: '', Session_rest_token: '', Session_create_token_secret: '' };

/** A workspace with the app, and people who are new to it. */
class World {
	private people = 0;
	private service?: Promise<ServiceAccount>;

	constructor(
		readonly scene: Scene,
		readonly server: Server,
	) {}

	/** Has the provider answer about somebody whom nobody has seen before. @returns their username */
	newcomer(claims: Record<string, unknown> = {}): string {
		this.people += 1;
		const name = `person${this.people}`;
		const known = { sub: name, preferred_username: name, email: `${name}@example.com`, email_verified: true };
		this.scene.provider.set({ claims: { ...known, ...claims } });
		return name;
	}

	/** Creates an account with a password. @returns its id */
	async account(username: string, email = `${username}@workspace.example`): Promise<string> {
		const account = { username, name: username, email, password, verified: true };
		const body = JSON.stringify(account);
		const { user } = await this.scene.admin.call<{ user: { _id: string } }>('POST', '/api/v1/users.create', body);
		return user._id;
	}

	/** Made once, and filled in by nobody. */
	serviceAccount(): Promise<ServiceAccount> {
		return (this.service ??= createServiceAccount(this.scene));
	}

	/** Somebody whose e-mail address at the provider is that of an account, which has another username. */
	async ownerOfAddress(): Promise<{ userId: string; username: string }> {
		const username = `owner-of-${this.newcomer()}`;
		const userId = await this.account(username);
		this.newcomer({ email: `${username}@workspace.example` });
		return { userId, username };
	}

	/** Comes from the provider, and is asked for an account. */
	async asked(browser: Browser): Promise<Question> {
		const { body } = await this.scene.expectConfirm(() => this.scene.signIn(browser));
		const field = (name: string): string => new RegExp(`name="${name}" value="([\\w-]+)"`).exec(body)?.[1] ?? 'none';
		return { attempt: field('attempt'), nonce: field('nonce') };
	}

	/** What the page's script calls Rocket.Chat by. */
	get core(): CoreApi {
		return new CoreApi(`${this.scene.workspace.url}/api/v1/`);
	}

	/** Proves an account by a login of the page's script, and goes on as its form does. */
	async prove(browser: Browser, { attempt, nonce }: Question, login: Login): Promise<AppPage> {
		const { session } = await this.core.logIn(login.user, login.password, login.code);
		expect(await this.core.confirm(session!, nonce)).toBe(200);
		await this.core.logOut(session!);
		const body = new URLSearchParams({ attempt, nonce, by: 'password' });
		const headers = { 'sec-fetch-site': 'same-origin' };
		return parsePage(await browser.request(this.scene.url('confirm'), { method: 'POST', body, headers }));
	}

	settings(): Record<string, unknown> {
		return Object.fromEntries(touched.map((id) => [id, this.scene.workspace.setting(id)]));
	}

	settingsBefore(): Record<string, unknown> {
		return Object.fromEntries(touched.map((id) => [id, this.scene.workspace.store.settings.get(id)?.packageValue]));
	}

	async loginStatus(): Promise<number> {
		return (await new Browser().request(this.scene.url('login/okta'))).status;
	}
}

interface Question {
	readonly attempt: string;
	readonly nonce: string;
}

interface Login {
	readonly user: string;
	readonly password: string;
	readonly code?: string;
}

const journeys: Array<[name: string, journey: (world: World) => Promise<void>]> = [
	[
		'the first sign-in creates the account, and the next one is into the same',
		async ({ scene }) => {
			const first = await scene.expectSignedIn(scene.signIn(), {
				...{ username: 'robin', name: 'Robin Doe', roles: ['user'], active: true },
				emails: [{ address: 'robin@example.com', verified: true }],
			});
			const second = await scene.expectSignedIn(scene.signIn(), { _id: first.userId });
			expect(second.token).not.toBe(first.token);
		},
	],
	[
		'one person who comes four times at once has one account',
		async (world) => world.scene.expectOneAccount({ username: world.newcomer() }),
	],
	[
		'an account that is switched off is refused, before and while its owner signs in',
		async (world) => {
			const { scene } = world;
			world.newcomer();
			const { userId } = await scene.expectSignedIn(scene.signIn());
			const { accounts, probe, store } = scene.workspace;
			const user = store.users.get(userId)!;
			const end = probe.observe((call, _appId, parameters) => {
				if (call !== 'Http.call' || !JSON.stringify(parameters).includes('/_cas/')) return;
				end();
				accounts.users.setActive(user, false);
			});
			const { code, session } = await scene.signIn();
			expect({ code, session, active: user.active }).toEqual({
				...{ code: 'account_disabled', session: undefined, active: false },
			});
			await scene.expectRefusal('account_disabled', () => scene.signIn());
		},
	],
	[
		'nobody gets an account where the server takes no more people from services',
		async (world) => {
			world.newcomer();
			await world.scene.configureServer({ Accounts_Registration_AuthenticationServices_Enabled: false });
			await world.scene.expectConfirm(() => world.scene.signIn());
			await world.scene.configureServer({ Accounts_Registration_AuthenticationServices_Enabled: true });
			await world.scene.expectSignedIn(world.scene.signIn());
		},
	],
	[
		'an e-mail address that is taken leads to the account by its password, and a wrong one nowhere',
		async (world) => {
			const { scene } = world;
			const { userId, username: user } = await world.ownerOfAddress();
			const browser = new Browser();
			const question = await world.asked(browser);
			const { session, refusal } = await world.core.logIn(user, 'wrong', undefined);
			expect(session).toBeUndefined();
			expect(String(refusal)).not.toMatch(/^totp-|^too-many/);
			await scene.expectSignedIn(world.prove(browser, question, { user, password }), { _id: userId });
			await scene.expectSignedIn(scene.signIn(), { _id: userId });
			// What was opened for the question has ended.
			const sessions = scene.workspace.store.users.get(userId)?.services.resume?.loginTokens;
			expect(sessions).toHaveLength(2);
		},
	],
	[
		'an account with a second factor asks for it, and again after a wrong one',
		async (world) => {
			const { scene } = world;
			const { userId, username: user } = await world.ownerOfAddress();
			const { store } = scene.workspace;
			store.users.get(userId)!.services.email2fa = { enabled: true, changedAt: new Date() };
			scene.workspace.setSetting('Accounts_TwoFactorAuthentication_Enabled', true);
			const browser = new Browser();
			const question = await world.asked(browser);
			expect(await world.core.logIn(user, password, undefined)).toEqual({ refusal: 'totp-required' });
			expect(await world.core.logIn(user, password, 'wrong')).toEqual({ refusal: 'totp-invalid' });
			const code = /\d{6}/.exec(JSON.stringify(store.emails.at(-1)))![0];
			await scene.expectSignedIn(world.prove(browser, question, { user, password, code }), { _id: userId });
			// The provider has vouched for them: from now on core is not asked to.
			await scene.expectSignedIn(scene.signIn(), { _id: userId });
			scene.workspace.setSetting('Accounts_TwoFactorAuthentication_Enabled', false);
		},
	],
	[
		'somebody connects an account by their password, and signs in with it',
		async (world) => {
			const { scene } = world;
			const username = `member-${world.newcomer()}`;
			const userId = await world.account(username);
			const browser = new Browser();
			const headers = { 'sec-fetch-site': 'same-origin' };
			const open = async (query = ''): Promise<string> =>
				(await browser.request(scene.url(`connections${query}`))).body;
			const valueOf = (name: string, body: string): string =>
				new RegExp(`name="${name}" value="([\\w-]+)"`).exec(body)?.[1] ?? 'none';
			const post = (fields: Record<string, string>) =>
				browser.request(scene.url('connections'), { method: 'POST', body: new URLSearchParams(fields), headers });
			const nonce = valueOf('nonce', await open('?proof=password'));
			// As the page's script does it: a login for this one question, and the command with its session.
			const client = await Client.signIn(scene.workspace, username, password);
			await client.post('/api/v1/commands.run', {
				...{ command: 'oauth-login', params: `confirm ${nonce}`, roomId: 'GENERAL' },
			});
			await post({ action: 'prove', nonce, by: 'password' });
			const token = valueOf('token', await open('?done=proven'));
			const leaving = await post({ action: 'add', provider: 'okta', token });
			const approved = await browser.request(leaving.headers.get('refresh')!.replace(/^0; url=/, ''));
			const back = await browser.request(approved.headers.get('location')!);
			const question = (await browser.request(new URL(back.headers.get('location')!, back.url))).body;
			const done = await post({ action: 'connect', attempt: valueOf('attempt', question), token });
			expect(done.headers.get('location')).toContain('/connections?done=made');
			await scene.expectSignedIn(scene.signIn(), { _id: userId });
		},
	],
	[
		'at the limit the reason comes by the other door, and when that is closed, too, they wait',
		async (world) => {
			const { scene } = world;
			await world.ownerOfAddress();
			const browser = (): Browser => new Browser({ address: '203.0.113.5' });
			const anybody = new Client(scene.workspace, { 'X-Forwarded-For': '203.0.113.5' });
			for (let n = 0; n < 10; n++) await anybody.post('/api/v1/login', { user: 'nobody', password: 'x' });
			await scene.expectConfirm(() => scene.signIn(browser()));
			// Two calls of the method for each refusal, of five: the third has to wait.
			await scene.expectConfirm(() => scene.signIn(browser()));
			const waits = browser();
			const { waiting, session } = await scene.signIn(waits);
			expect({ waits: waiting !== undefined, session }).toEqual({ waits: true, session: undefined });
			scene.workspace.rateLimiter.reset();
			await scene.expectConfirm(() => scene.walk(waits, waiting!.url));
		},
	],
	[
		'the REST bridge comes on from nothing, and tells what is missing until it does',
		async (world) => {
			const { scene, server } = world;
			world.newcomer();
			const { userId } = await scene.expectSignedIn(scene.signIn());
			await scene.configure({ Session_bridge: 'rest' });
			await scene.expectRefusal('rest_credentials_missing', () => scene.signIn());
			const account = await world.serviceAccount();
			await scene.configure({ ...accountSettings(account), Session_create_token_secret: 'another' });
			if (server.wantsSecret) {
				const variable = 'CREATE_TOKENS_FOR_USERS_SECRET';
				expect(await noteUnder(scene, 'Session_rest_token')).toContain(`Set ${variable} in its environment`);
				await scene.expectRefusal('rest_tokens_off', () => scene.signIn());
			}
			await scene.configure(accountSettings(account));
			expect(await noteUnder(scene, 'Session_bridge')).toContain('In use now: the REST API');
			expect(world.settings()).toMatchObject({ CAS_enabled: false, CAS_base_url: '' });
			await scene.expectSignedIn(scene.signIn(), { _id: userId });
			const username = world.newcomer();
			const created = await scene.expectSignedIn(scene.signIn(), { username });
			await scene.expectSignedIn(scene.signIn(), { _id: created.userId });
			await scene.configure({ ...noServiceAccount, Session_bridge: 'automatic' });
			await scene.expectSignedIn(scene.signIn(), { _id: created.userId });
			expect(world.settings()).toMatchObject({ CAS_enabled: true });
		},
	],
	[
		'an address that changes twice in a minute is changed the second time when core lets it',
		async (world) => {
			const { scene } = world;
			// Only an admin's token says that an address is verified.
			await scene.configure(accountSettings(await world.serviceAccount()));
			await scene.configure({ Accounts_OAuth_Okta_sync_profile: true });
			const name = world.newcomer();
			const claims = { sub: name, preferred_username: name, email_verified: true };
			const comeWith = async (address: string): Promise<string | undefined> => {
				scene.provider.set({ claims: { ...claims, email: address } });
				const { userId } = await scene.expectSignedIn(scene.signIn());
				return scene.workspace.store.users.get(userId)?.emails?.[0]?.address;
			};
			expect(await comeWith('first@example.com')).toBe('first@example.com');
			expect(await comeWith('second@example.com')).toBe('second@example.com');
			expect(await comeWith('third@example.com')).toBe('second@example.com');
			scene.workspace.rateLimiter.reset();
			expect(await comeWith('third@example.com')).toBe('third@example.com');
			const audit = JSON.stringify(scene.workspace.store.persistence);
			expect(audit).not.toContain('not_in_step');
			await scene.configure({ ...noServiceAccount, Accounts_OAuth_Okta_sync_profile: false });
		},
	],
	[
		'the server is started again, and whoever has an account signs in',
		async (world) => {
			const { scene, server } = world;
			world.newcomer();
			const { userId } = await scene.expectSignedIn(scene.signIn());
			await scene.restart();
			if (server.losesApp) {
				expect([await scene.workspace.appStatus(scene.appId), await world.loginStatus()]).toEqual([
					...['invalid_installation_disabled', 404],
				]);
				// Uploaded again, it is signed as it is by now.
				await scene.update();
			}
			await scene.expectSignedIn(scene.signIn(), { _id: userId });
			await scene.restart();
			await scene.expectSignedIn(scene.signIn(), { _id: userId });
		},
	],
	[
		'an update keeps links and settings, in the middle of a sign-in too',
		async (world) => {
			const { scene } = world;
			world.newcomer();
			const { userId } = await scene.expectSignedIn(scene.signIn());
			const browser = new Browser();
			const callback = await scene.approve(browser);
			await scene.update();
			await scene.settle();
			await scene.expectSignedIn(scene.walk(browser, callback), { _id: userId });
			await scene.expectSignedIn(scene.signIn(), { _id: userId });
		},
	],
	[
		'switched off it gives back what it had taken, and switched on it takes it again',
		async (world) => {
			const { scene } = world;
			world.newcomer();
			const { userId } = await scene.expectSignedIn(scene.signIn());
			await scene.setEnabled(false);
			await scene.settle();
			expect([world.settings(), await world.loginStatus()]).toEqual([world.settingsBefore(), 404]);
			await scene.setEnabled(true);
			await scene.settle();
			await scene.expectSignedIn(scene.signIn(), { _id: userId });
			expect(world.settings()).toMatchObject({ CAS_enabled: true });
		},
	],
	[
		'uninstalled it is gone, with all that it knew, and the accounts are there',
		async (world) => {
			const { scene } = world;
			const username = world.newcomer();
			const { userId } = await scene.expectSignedIn(scene.signIn());
			await scene.uninstall();
			await scene.settle();
			const { store, accounts } = scene.workspace;
			expect([world.settings(), await world.loginStatus()]).toEqual([world.settingsBefore(), 404]);
			expect([store.persistence, accounts.users.findByUsername('oauth-login.bot')]).toEqual([[], undefined]);
			expect(store.users.get(userId)).toMatchObject({ username, active: true });
		},
	],
];

describe.each(servers)('$profile', (server) => {
	let world: World;
	beforeAll(async () => {
		const { profile, patched = false } = server;
		const scene = await Scene.setUp({ workspace: { profile, env: tokensOn, rateLimit: true }, patched });
		world = new World(scene, server);
		Object.assign(globalThis, { window: { fetch } });
	});
	afterAll(async () => {
		Reflect.deleteProperty(globalThis, 'window');
		await world.scene.stop();
	});
	beforeEach(() => world.scene.workspace.rateLimiter.reset());

	test.each(journeys)('%s', async (_name, journey) => journey(world));
});
