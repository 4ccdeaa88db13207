import { readFileSync } from 'node:fs';
import { startWorkspace } from '../workspace';
import type { Workspace } from '../workspace';
import { Browser } from './support/browser';
import { parsePage } from './support/page';
import { Scene } from './support/scene';

const newcomer = (name: string): { claims: Record<string, unknown> } => ({
	claims: { sub: name, preferred_username: name, email: `${name}@example.com` },
});

describe('one person twice at once', () => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await Scene.setUp();
	});
	afterAll(() => scene.stop());

	test.each(['first', 'second', 'third'])('the first sign-ins of a %s person end in one account', async (name) => {
		scene.provider.set(newcomer(name));
		await scene.expectOneAccount({ username: name });
	});

	test('two people who want one username: one of them gets it', async () => {
		const [one, two] = [new Browser(), new Browser()];
		const callbacks = [await scene.approve(one), await scene.approve(two)];
		let subject = 0;
		scene.provider.set({
			claims: {
				// Each answer of the token endpoint is about another person.
				get sub() {
					subject += 1;
					return `rival-${subject}`;
				},
				preferred_username: 'rival',
				get email() {
					return `rival-${subject}@example.com`;
				},
			},
		});
		const pages = (await Promise.all([one.request(callbacks[0]!), two.request(callbacks[1]!)])).map(parsePage);
		expect(pages.filter(({ session }) => session)).toHaveLength(1);
		const [other] = pages.filter(({ session }) => !session);
		expect(other?.code ?? other?.headers.get('location')).toMatch(/^session_|\/confirm\?/);
	});
});

describe('two instances of one server', () => {
	let scene: Scene;
	let second: Workspace;
	beforeAll(async () => {
		scene = await Scene.setUp();
		await scene.settle();
		// Both reach the one address at which core's CAS login finds the app.
		const extraCa = [readFileSync(scene.workspace.ca, 'utf8')];
		second = await startWorkspace({ store: scene.workspace.store, extraCa });
	});
	afterAll(async () => {
		await scene.settle(second);
		await second.stop();
		await scene.stop();
	});

	/** The same address at the second instance, as a load balancer would have it. */
	const atSecond = (url: URL): URL => new URL(url.pathname + url.search, second.url);

	test('begun on one, finished on the other', async () => {
		scene.provider.set(newcomer('wanderer'));
		const browser = new Browser();
		const { userId } = await scene.expectSignedIn(scene.walk(browser, atSecond(await scene.approve(browser))), {
			username: 'wanderer',
		});
		const back = await scene.approve(browser, scene.url('login/okta', second));
		await expect(scene.expectSignedIn(scene.walk(browser, back))).resolves.toMatchObject({ userId });
	});

	test('one callback on both at once: at most one gets in, and nobody is created twice', async () => {
		for (let round = 0; round < 5; round++) {
			scene.provider.set(newcomer(`split${round}`));
			const browser = new Browser();
			const callback = await scene.approve(browser);
			const calls = await scene.callsOf(async () => {
				const answers = await Promise.all([
					browser.copy().request(callback),
					browser.copy().request(atSecond(callback)),
				]);
				const pages = answers.map(parsePage);
				expect(pages.filter(({ session }) => session).length).toBeLessThanOrEqual(1);
				expect(pages.filter(({ session, code }) => !session && code !== 'state_used')).toEqual([]);
			});
			expect(calls.filter((path) => path === '/token').length).toBeLessThanOrEqual(1);
		}
	});

	test('one person’s two first sign-ins, one on each, end in one account', async () => {
		for (let round = 0; round < 3; round++) {
			scene.provider.set(newcomer(`double${round}`));
			const [one, two] = [new Browser(), new Browser()];
			const callbacks = [await scene.approve(one), atSecond(await scene.approve(two))];
			const answers = await Promise.all([one.request(callbacks[0]!), two.request(callbacks[1]!)]);
			const sessions = await Promise.all(answers.map((answer) => scene.expectSignedIn(parsePage(answer))));
			expect(sessions[1]!.userId).toBe(sessions[0]!.userId);
			await expect(scene.expectSignedIn(scene.signIn())).resolves.toMatchObject({ userId: sessions[0]!.userId });
		}
	});

	test('both take core’s CAS settings over at once: what the admin had comes back', async () => {
		const cas = (): Array<[string, unknown]> =>
			[...scene.workspace.store.settings.keys()]
				.filter((id) => id.startsWith('CAS_'))
				.map((id) => [id, scene.workspace.setting(id)]);
		const switchOff = async (): Promise<void> => {
			await scene.configure({ Accounts_OAuth_Okta: false });
			await scene.settle();
			await scene.settle(second);
		};
		await switchOff();
		const before = cas();
		for (let round = 0; round < 6; round++) {
			await scene.configure({ Accounts_OAuth_Okta: true });
			/** As soon as that instance has heard of the change. */
			const start = async (workspace: Workspace, delay: number): Promise<string> => {
				await new Promise((resolve) => setTimeout(resolve, delay));
				const { status, code } = parsePage(await new Browser().request(scene.url('login/okta', workspace)));
				return status === 404 ? start(workspace, 5) : `${status} ${code}`;
			};
			// The upkeep, and the first person on each.
			const starts = [start(scene.workspace, 12 * round), start(second, 60 - 10 * round)];
			await scene.settle();
			await expect(Promise.all(starts)).resolves.toEqual(['303 undefined', '303 undefined']);
			expect(scene.workspace.setting('CAS_trust_username')).toBe(true);
			await switchOff();
			expect([round, cas()]).toEqual([round, before]);
		}
		await scene.configure({ Accounts_OAuth_Okta: true });
		await scene.settle();
	});

	test('what an admin saves on one counts on the other', async () => {
		await scene.configure({ Accounts_OAuth_Okta: false });
		await scene.settle();
		for (const workspace of [scene.workspace, second]) {
			await scene.expectRefusal('provider_disabled', () => new Browser().request(scene.url('login/okta', workspace)));
		}
		await scene.configure({ Accounts_OAuth_Okta: true });
		await scene.settle();
		const browser = new Browser();
		await expect(scene.approve(browser, scene.url('login/okta', second))).resolves.toBeDefined();
	});
});

test('a server that is started again between start and callback goes on', async () => {
	const scene = await Scene.setUp();
	const { userId } = await scene.expectSignedIn(scene.signIn());
	const browser = new Browser();
	const callback = await scene.approve(browser);
	await scene.settle();
	const { store } = scene.workspace;
	const port = Number(new URL(scene.workspace.url).port);
	const tlsPort = Number(new URL(scene.workspace.tlsUrl).port);
	await scene.workspace.stop();
	const restarted = await startWorkspace({ store, port, tlsPort });
	try {
		const page = parsePage(await browser.request(callback));
		expect({ code: page.code, userId: page.session?.userId }).toEqual({ code: undefined, userId });
	} finally {
		await scene.settle(restarted);
		await restarted.stop();
		await scene.provider.stop();
	}
});
