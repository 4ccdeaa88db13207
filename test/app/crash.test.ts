import { until } from '../workspace/testing/until';
import { Browser } from './support/browser';
import { Scene } from './support/scene';

const newcomer = (name: string): { claims: Record<string, unknown> } => ({
	claims: { sub: name, preferred_username: name, email: `${name}@example.com` },
});

/** How often the engine has started a process in the place of one that died. */
const restarts = (): number =>
	scene.workspace.appLogs(scene.appId).filter((entry) => /Successfully restarted/.test(JSON.stringify(entry))).length;

let scene: Scene;
beforeAll(async () => {
	// The engine reports the request that the process took with it.
	jest.spyOn(console, 'error').mockImplementation();
	// Milliseconds that the engine waits for an answer, also of a process that died: 30 s, were it not for this.
	process.env.APPS_ENGINE_RUNTIME_TIMEOUT = '10000';
	scene = await Scene.setUp();
	await scene.expectSignedIn(scene.signIn());
	await scene.settle();
});
afterAll(() => scene.stop());

describe('a crash', () => {
	/** Fails the link that the app writes once core has made the account. */
	function loseLink(name: string): () => void {
		const { probe, accounts } = scene.workspace;
		const end = probe.observe((call, _appId, parameters) => {
			const isLink = call === 'Persistence.createWithAssociations' && /"link:/.test(JSON.stringify(parameters));
			if (isLink && accounts.users.findByUsername(name)) {
				end();
				probe.fail(call, new Error('the database is away'));
			}
		});
		return end;
	}

	test('between the account and its link: the next sign-in ends in the same account', async () => {
		scene.provider.set(newcomer('crashed'));
		loseLink('crashed');
		const { code, status, session } = await scene.signIn();
		expect({ code, status, session }).toEqual({ code: 'internal', status: 500, session: undefined });
		const created = scene.workspace.accounts.users.findByUsername('crashed');
		const { userId } = await scene.expectSignedIn(scene.signIn(), { username: 'crashed' });
		expect(userId).toBe(created?._id);
		await expect(scene.expectSignedIn(scene.signIn())).resolves.toMatchObject({ userId });
	});

	test('of the process between the account and its link', async () => {
		scene.provider.set(newcomer('killed'));
		const { probe, accounts, killRuntime } = scene.workspace;
		const end = probe.observe((call) => {
			if (/^(User\.|Persistence\.create)/.test(call) && accounts.users.findByUsername('killed')) {
				end();
				killRuntime(scene.appId);
			}
		});
		const lost = scene.signIn();
		await until(async () => restarts() === 1);
		const created = accounts.users.findByUsername('killed');
		expect(created).toBeDefined();
		const { userId } = await scene.expectSignedIn(scene.signIn(), { username: 'killed' });
		expect(userId).toBe(created?._id);
		await expect(lost).resolves.toMatchObject({ status: 500, session: undefined });
	});

	test('of the process between start and callback', async () => {
		scene.provider.set({});
		const browser = new Browser();
		const callback = await scene.approve(browser);
		scene.workspace.killRuntime(scene.appId);
		await until(async () => restarts() === 2);
		await scene.expectSignedIn(scene.walk(browser, callback), { username: 'robin' });
	});
});
