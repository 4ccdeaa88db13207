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

	test('a sign-in costs as many calls of the server as it must', async () => {
		const { appId, workspace } = scene;
		const count = async (action: () => Promise<unknown>): Promise<Record<string, number>> => {
			workspace.probe.reset();
			await action();
			const { 'Http.call': http = 0, ...others } = workspace.calls[appId] ?? {};
			const sum = (prefix: string): number =>
				Object.entries(others).reduce((total, [name, calls]) => total + (name.startsWith(prefix) ? calls : 0), 0);
			return { http, persistence: sum('Persistence.'), users: sum('User.') };
		};
		scene.provider.set(newcomer('counted'));
		const browser = new Browser();
		// Warm: settings are remembered for some seconds.
		await scene.approve(new Browser());
		let callback = new URL(scene.url(''));
		const start = await count(async () => (callback = await scene.approve(browser)));
		const first = await count(() => scene.walk(browser, callback));
		callback = await scene.approve(browser);
		const second = await count(() => scene.walk(browser, callback));
		// Token endpoint, core's CAS address, core's login.
		expect([start.http, first.http, second.http]).toEqual([0, 3, 3]);
		const budget = {
			start: { persistence: 3, users: 0 },
			// Of these, eight leave something: attempt and ticket are used up, the account promised and linked, and three are noted.
			// Two more note core's login, which a proof of the account leans on.
			first: { persistence: 21, users: 4 },
			second: { persistence: 12, users: 1 },
		};
		for (const [name, counts] of Object.entries({ start, first, second })) {
			const { persistence, users } = budget[name as keyof typeof budget];
			const isWithin = counts.persistence! <= persistence && counts.users! <= users;
			expect({ name, ...counts, isWithin }).toEqual({ name, ...counts, isWithin: true });
		}
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
