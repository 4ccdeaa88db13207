import { Client } from '../workspace/testing/client';
import type { SceneOptions } from './support/scene';
import { Browser } from './support/browser';
import { parsePage } from './support/page';
import { Scene } from './support/scene';

/*
 * Each server refuses a login in another form, and the app has to understand all of them.
 */

const servers: Array<[name: string, options: SceneOptions]> = [
	['9.0', { workspace: { profile: '9.0', rateLimit: true } }],
	['8.3 with CVE-2026-45688 closed', { workspace: { profile: '8.3', rateLimit: true }, patched: true }],
	['7.7.1 with CVE-2026-45688 closed', { workspace: { profile: '7.7.1', rateLimit: true }, patched: true }],
	['6.5.3 with CVE-2026-45688 closed', { workspace: { profile: '6.5.3', rateLimit: true }, patched: true }],
];

describe.each(servers)('%s', (_name, options) => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await Scene.setUp(options);
	});
	afterAll(() => scene.stop());
	beforeEach(() => scene.workspace.rateLimiter.reset());

	/** Has the provider answer about that person. */
	const as = (name: string, email = `${name}@example.com`): void =>
		scene.provider.set({ claims: { sub: name, preferred_username: name, email, email_verified: true } });

	/** An account with a password, whose address the provider gives to somebody of another username. */
	async function addressTaken(name: string): Promise<Client> {
		const account = { username: `${name}-owner`, name, email: `${name}@workspace.example`, password: 'pass-word' };
		await scene.admin.call('POST', '/api/v1/users.create', JSON.stringify({ ...account, verified: true }));
		as(name, account.email);
		return Client.signIn(scene.workspace, account.username, account.password);
	}

	test('an e-mail address that is taken leads to the page that asks for the account, and by it into the account', async () => {
		const owner = await addressTaken('taken');
		const browser = new Browser();
		const { body } = await scene.expectConfirm(() => scene.signIn(browser));
		const field = (name: string): string => new RegExp(`name="${name}" value="([\\w-]+)"`).exec(body)![1]!;
		const [attempt, nonce] = [field('attempt'), field('nonce')];
		// As the script of the page does it: a login first, and the command with its session.
		const fresh = await Client.signIn(scene.workspace, 'taken-owner', 'pass-word');
		await fresh.post('/api/v1/commands.run', {
			...{ command: 'oauth-login', params: `confirm ${nonce}`, roomId: 'GENERAL' },
		});
		const headers = { 'sec-fetch-site': 'same-origin' };
		const form = { method: 'POST', body: new URLSearchParams({ attempt, nonce, by: 'password' }), headers };
		const proven = parsePage(await browser.request(scene.url('confirm'), form));
		await scene.expectSignedIn(proven, { _id: owner.userId });
		await scene.expectSignedIn(scene.signIn(), { _id: owner.userId });
	});

	test('one person who comes four times at once has one account', async () => {
		as('hasty');
		await scene.expectOneAccount({ username: 'hasty' });
	});

	test('an account that is switched off while its owner signs in is told to be that', async () => {
		as('paused');
		const { userId } = await scene.expectSignedIn(scene.signIn());
		const { accounts, probe, store } = scene.workspace;
		const end = probe.observe((call, _appId, parameters) => {
			if (call !== 'Http.call' || !JSON.stringify(parameters).includes('/_cas/')) return;
			end();
			accounts.users.setActive(store.users.get(userId)!, false);
		});
		const { code, session } = await scene.signIn();
		expect({ code, session, active: store.users.get(userId)!.active }).toEqual({
			...{ code: 'account_disabled', session: undefined, active: false },
		});
	});

	test('at the limit the reason comes by the other door, and when that is closed, too, they wait', async () => {
		await addressTaken('late');
		const browser = (): Browser => new Browser({ address: '203.0.113.5' });
		const anybody = new Client(scene.workspace, { 'X-Forwarded-For': '203.0.113.5' });
		const fill = async (): Promise<void> => {
			for (let n = 0; n < 10; n++) await anybody.post('/api/v1/login', { user: 'nobody', password: 'x' });
		};
		await fill();
		await scene.expectConfirm(() => scene.signIn(browser()));
		// Two calls of the method for each refusal, of five: the third has to wait.
		await scene.expectConfirm(() => scene.signIn(browser()));
		const waits = browser();
		const { waiting, session } = await scene.signIn(waits);
		expect({ waits: waiting !== undefined, session }).toEqual({ waits: true, session: undefined });
		scene.workspace.rateLimiter.reset();
		await scene.expectConfirm(() => scene.walk(waits, waiting!.url));
	});
});
