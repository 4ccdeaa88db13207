import type { Behaviour } from '../hostile/faults';
import { defaultClaims } from '../hostile/provider';
import { Browser } from './support/browser';
import { Scene } from './support/scene';

describe.each(['8.3', '7.7', '6.5'] as const)('%s as it was released, open to CVE-2026-45688', (profile) => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await Scene.setUp({ workspace: { profile } });
	});
	afterAll(() => scene.stop());

	test('nobody is sent to the provider, and core stays as it was', async () => {
		const calls = await scene.callsOf(() => scene.expectRefusal('server_vulnerable', () => scene.signIn()));
		expect(calls).toEqual([]);
		expect(scene.workspace.setting('CAS_enabled')).toBe(false);
		expect(scene.workspace.setting('CAS_base_url')).toBe('');
	});
});

describe('a provider that nobody here wrote', () => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await Scene.setUp({ provider: 'oidc' });
	});
	afterAll(() => scene.stop());

	const ada = {
		username: 'ada',
		name: 'Ada Lovelace',
		emails: [{ address: 'ada@example.com', verified: true }],
	};

	test.each(['automatic', 'header', 'payload'])('takes the client secret by "%s"', async (method) => {
		await scene.configure({ Accounts_OAuth_Okta_token_sent_via: method });
		await scene.expectSignedIn(scene.signIn(), ada);
	});

	test('two people are two accounts; an address that it does not vouch for is left out', async () => {
		const { userId } = await scene.expectSignedIn(scene.signIn(new Browser(), { login: 'ada' }), ada);
		const hedy = await scene.expectSignedIn(scene.signIn(new Browser(), { login: 'hedy' }), { username: 'hedy' });
		expect(hedy.userId).not.toBe(userId);
		expect(scene.workspace.store.users.get(hedy.userId)?.emails).toEqual([]);
	});
});

describe('an honest provider', () => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await Scene.setUp();
		await scene.expectSignedIn(scene.signIn());
		await scene.settle();
	});
	afterAll(() => scene.stop());
	beforeEach(() => scene.provider.set({}));

	const newcomer = (name: string, claims: Record<string, unknown> = {}): Behaviour => ({
		claims: { sub: name, preferred_username: name, email: `${name}@example.com`, ...claims },
	});

	test('is not asked anything when a sign-in begins', async () => {
		await expect(scene.callsOf(() => scene.approve(new Browser()))).resolves.toEqual([]);
	});

	test.each<[string, Behaviour, string[]]>([
		['somebody new, whom the id_token describes', newcomer('complete'), ['/token']],
		['somebody new without an e-mail address in it', newcomer('mute', { email: undefined }), ['/token', '/userinfo']],
		['somebody who was here before', {}, ['/token']],
		['the same without any claim but the subject', { claims: withoutClaims() }, ['/token']],
	])('is asked once about %s, and again only for what is missing', async (_, behaviour, calls) => {
		scene.provider.set(behaviour);
		await expect(scene.callsOf(() => scene.expectSignedIn(scene.signIn()))).resolves.toEqual(calls);
	});

	describe('costs as many calls of the server as it must', () => {
		/** What stays in memory for some seconds has to be read again after so many milliseconds. */
		const idle = 6_000;
		let others = 0;

		/** Another provider, whose people core could sign in as well, concerns nobody who signs in with the first. */
		beforeAll(async () => {
			await scene.configure({ Accounts_OAuth_Custom: 'Other' });
			await scene.settle();
			const { issuer, clientId, clientSecret } = scene.provider;
			const own = (field: string): string => `Accounts_OAuth_Custom-Other${field}`;
			await scene.configure({
				...{ [own('-issuer')]: issuer, [own('-id')]: clientId, [own('-secret')]: clientSecret, [own('')]: true },
			});
			await scene.settle();
		});

		const count = async (action: () => Promise<unknown>): Promise<Record<string, number>> => {
			const { appId, workspace } = scene;
			await scene.settle();
			workspace.probe.reset();
			await action();
			// What is written after the answer counts as well.
			await scene.settle();
			const calls = Object.entries(workspace.calls[appId] ?? {});
			const sum = (prefix: string): number =>
				calls.reduce((total, [name, times]) => total + (name.startsWith(prefix) ? times : 0), 0);
			const kinds = { http: 'Http.', persistence: 'Persistence.', users: 'User.', settings: 'ServerSetting.', all: '' };
			return Object.fromEntries(Object.entries(kinds).map(([kind, prefix]) => [kind, sum(prefix)]));
		};

		test.each<[string, number, Record<string, Record<string, number>>]>([
			[
				'right after another one',
				0,
				{
					start: { http: 0, persistence: 0, users: 0, settings: 0, all: 0 },
					// Token endpoint, core's CAS address, core's login.
					first: { http: 3, persistence: 10, users: 4, settings: 0, all: 17 },
					later: { http: 3, persistence: 4, users: 1, settings: 0, all: 8 },
				},
			],
			[
				'after a pause',
				idle,
				{
					start: { http: 0, persistence: 1, users: 0, settings: 2, all: 3 },
					first: { http: 3, persistence: 11, users: 4, settings: 13, all: 31 },
					later: { http: 3, persistence: 5, users: 1, settings: 6, all: 15 },
				},
			],
		])('%s', async (name, pause, expected) => {
			const person = newcomer(name.replace(/ /g, '-'));
			/** Waits, or has another person sign in for the first time. */
			const prepare = async (): Promise<void> => {
				await new Promise((resolve) => setTimeout(resolve, pause));
				others += 1;
				scene.provider.set(newcomer(`other-${others}`));
				if (pause === 0) {
					await scene.expectSignedIn(scene.signIn());
					// What is written after that answer is not counted.
					await scene.settle();
				}
				scene.provider.set(person);
			};
			const counts: Record<string, Record<string, number>> = {};
			const browser = new Browser();
			await prepare();
			let callback = new URL(scene.url(''));
			counts.start = await count(async () => (callback = await scene.approve(browser)));
			await prepare();
			counts.first = await count(() => scene.expectSignedIn(scene.walk(browser, callback)));
			callback = await scene.approve(browser);
			await prepare();
			counts.later = await count(() => scene.expectSignedIn(scene.walk(browser, callback)));
			expect(counts).toEqual(expected);
		});
	});

	test.each(['RS256', 'PS256', 'ES256', 'EdDSA'] as const)('may sign with %s', async (alg) => {
		const name = alg.toLowerCase();
		await scene.meetProvider({ alg, ...newcomer(name) });
		await scene.expectSignedIn(scene.signIn(), { username: name });
	});

	test('may change its keys between two sign-ins', async () => {
		const provider = await scene.meetProvider(newcomer('rotated'));
		const { userId } = await scene.expectSignedIn(scene.signIn());
		provider.rotateKeys();
		const calls = await scene.callsOf(async () => {
			await expect(scene.expectSignedIn(scene.signIn())).resolves.toMatchObject({ userId });
		});
		expect(calls).toEqual(['/token', '/jwks']);
	});
});

function withoutClaims(): Record<string, undefined> {
	const names = Object.keys(defaultClaims).filter((name) => name !== 'sub');
	return Object.fromEntries(names.map((name) => [name, undefined]));
}
