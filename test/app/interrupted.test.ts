import { readFileSync } from 'node:fs';
import { startWorkspace } from '../workspace';
import type { Workspace } from '../workspace';
import { Browser } from './support/browser';
import { parsePage } from './support/page';
import type { AppPage } from './support/page';
import { Scene } from './support/scene';

/*
 * An instance that dies between any two of its calls to the server. From one call on every call fails, so nothing more is
 * written, as if the process were gone; another instance, which knows only the store, is asked next. `crash.test.ts` ends
 * real processes at a few of these places.
 */

// Some thirty sign-ins each.
jest.setTimeout(600_000);

let scene: Scene;
let second: Workspace;
beforeAll(async () => {
	jest.spyOn(console, 'error').mockImplementation();
	scene = await Scene.setUp({ workspace: { rateLimit: false } });
	await scene.settle();
	// Both reach the one address at which core's CAS login finds the app.
	const extraCa = [readFileSync(scene.workspace.ca, 'utf8')];
	second = await startWorkspace({ store: scene.workspace.store, extraCa, rateLimit: false });
	// Both know the provider and have checked the workspace.
	scene.provider.set(person('first'));
	await scene.expectSignedIn(scene.signIn());
	await scene.expectSignedIn(signInAtSecond());
});
afterAll(async () => {
	await scene.settle(second);
	await second.stop();
	await scene.stop();
});

const person = (name: string): { claims: Record<string, unknown> } => ({
	claims: { sub: name, preferred_username: name, email: `${name}@example.com` },
});

async function signInAtSecond(): Promise<AppPage> {
	const browser = new Browser();
	const callback = await scene.approve(browser, scene.url('login/okta', second));
	return scene.walk(browser, new URL(callback.pathname + callback.search, second.url));
}

/** Has the first instance answer a callback, and lose the server at its call number `at`. */
async function callbackUntil(at: number): Promise<{ calls: string[]; page: AppPage }> {
	const browser = new Browser();
	const callback = await scene.approve(browser);
	await scene.settle();
	const calls: string[] = [];
	const end = scene.workspace.probe.observe((call) => {
		if (calls.length >= at) throw new Error('the instance is gone');
		calls.push(call);
	});
	const page = parsePage(await browser.request(callback));
	end();
	// Has the instance read its settings again, as a new process would: for some seconds it knows of none.
	await scene.configure({ Accounts_OAuth_Okta_button_label_text: '' });
	await scene.settle();
	return { calls, page };
}

/**
 * Interrupts the callback of one person after another, each a call later.
 *
 * @returns the calls of the last, which was not interrupted, and the page that it led to
 */
async function interruptEach(
	prepare: (name: string) => Promise<unknown>,
	verify: (name: string) => Promise<unknown>,
	prefix: string,
): Promise<{ calls: string[]; page: AppPage }> {
	for (let at = 0; ; at++) {
		const name = `${prefix}${at}`;
		scene.provider.set(person(name));
		await prepare(name);
		const { calls, page } = await callbackUntil(at);
		await verify(name).catch((error: unknown) => {
			throw new Error(`interrupted after ${calls.join(', ') || 'no call'}`, { cause: error });
		});
		if (calls.length < at) return { calls, page };
	}
}

const accountsOf = (name: string): number =>
	[...scene.workspace.store.users.values()].filter(({ emails = [] }) =>
		emails.some(({ address }) => address === `${name}@example.com`),
	).length;

/** The next try ends in one account, at this instance and at that one. */
async function expectOneAccount(name: string): Promise<void> {
	const { userId } = await scene.expectSignedIn(signInAtSecond(), { username: name });
	await expect(scene.expectSignedIn(scene.signIn())).resolves.toMatchObject({ userId });
	expect(accountsOf(name)).toBe(1);
}

test('a first sign-in: the next one ends in the one account', async () => {
	const { calls, page } = await interruptEach(async () => undefined, expectOneAccount, 'new');
	expect(calls).toEqual(expect.arrayContaining(['Persistence.createWithAssociations', 'Http.call']));
	expect(page.session).toBeDefined();
});

test('a later sign-in: the next one ends in the same account', async () => {
	const known = new Map<string, string>();
	const { calls, page } = await interruptEach(
		async (name) => known.set(name, (await scene.expectSignedIn(signInAtSecond())).userId),
		async (name) => {
			await expect(scene.expectSignedIn(signInAtSecond())).resolves.toMatchObject({ userId: known.get(name) });
			expect(accountsOf(name)).toBe(1);
		},
		'known',
	);
	expect(calls).toContain('Http.call');
	expect(page.session).toBeDefined();
});

test('a request for an account: the next try leads to one request', async () => {
	await scene.configureServer({ Accounts_ManuallyApproveNewUsers: true });
	await scene.settle(second);
	try {
		const { page } = await interruptEach(
			async () => undefined,
			async (name) => {
				const { status, code } = await signInAtSecond();
				expect(status).toBe(202);
				await expect(scene.signIn()).resolves.toMatchObject({ status: 202, code });
				expect(accountsOf(name)).toBe(0);
			},
			'asking',
		);
		expect(page.status).toBe(202);
	} finally {
		await scene.configureServer({ Accounts_ManuallyApproveNewUsers: false });
	}
});
