import { readFileSync } from 'node:fs';
import { startWorkspace } from '../workspace';
import type { Workspace } from '../workspace';
import type { UserNotification } from '../workspace/engine/bridges/messages';
import { Client } from '../workspace/testing/client';
import type { Answer } from './support/browser';
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

/**
 * Has the first instance lose the server at its call number `at` during an action.
 *
 * @param begun from when on calls are counted
 */
async function cutOff<T>(
	at: number,
	action: () => Promise<T>,
	begun: () => boolean = () => true,
): Promise<{ calls: string[]; result: T }> {
	await scene.settle();
	const calls: string[] = [];
	let isBegun = false;
	const end = scene.workspace.probe.observe((call) => {
		isBegun ||= begun();
		if (!isBegun) return;
		if (calls.length >= at) throw new Error('the instance is gone');
		calls.push(call);
	});
	const result = await action();
	end();
	// Has the instance read its settings again, as a new process would: for some seconds it knows of none.
	await scene.configure({ Accounts_OAuth_Okta_button_label_text: '' });
	await scene.settle();
	return { calls, result };
}

async function callbackUntil(at: number): Promise<{ calls: string[]; page: AppPage }> {
	const browser = new Browser();
	const callback = await scene.approve(browser);
	const { calls, result } = await cutOff(at, () => browser.request(callback));
	return { calls, page: parsePage(result) };
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
	const created = records<{ id: string; event: string; userId?: string }>('audit').filter(
		({ event, userId: whom }) => event === 'account_created' && whom === userId,
	);
	// Told by the one that was cut off and by the next one, it has one id, and is shown once.
	expect(new Set(created.map(({ id }) => id)).size).toBe(1);
}

test('a first sign-in: the next one ends in the one account, of which the audit tells', async () => {
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

/** Records of the app under a key. */
const records = <T>(key: string): T[] =>
	scene.workspace.store.persistence
		.filter(({ associations = [] }) => associations.some(({ id }) => id === key))
		.map(({ data }) => data as T);

/** A minute passes, and the upkeep comes: what the instance has left is nobody's work any more. */
async function aMinuteLater(): Promise<void> {
	for (const notice of records<{ at: number }>('link-notices')) notice.at -= 60_000;
	// The upkeep that the lost instance had asked for would have come by then.
	await new Promise((resolve) => setTimeout(resolve, 1_100));
	await scene.configure({ Accounts_OAuth_Okta_button_label_text: '' });
	await scene.settle();
}

const messagesTo = async (client: Client): Promise<number> => {
	const { body } = await client.get('/api/v1/im.messages?username=oauth-login.bot');
	return (body as { messages?: unknown[] }).messages?.length ?? 0;
};

const createAccount = (username: string): Promise<unknown> => {
	const account = { username, name: username, email: `${username}@work.example`, password: 'pass-word' };
	// A new one waits for an approval, too, where accounts do, unless it is said to be active.
	return scene.admin.call('POST', '/api/v1/users.create', JSON.stringify({ ...account, active: true }));
};

test('a confirmed import of settings and links: the next start finishes it, and its owner is told', async () => {
	const admin = await Client.admin(scene.workspace);
	const browser = new Browser();
	const field = ({ body }: Answer, name: string): string =>
		new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? 'none';
	const post = (fields: Record<string, string>, path = 'admin/transfer'): Promise<Answer> =>
		browser.request(scene.url(path), {
			...{ method: 'POST', body: new URLSearchParams(fields), headers: { 'sec-fetch-site': 'same-origin' } },
		});
	const nonce = field(await browser.request(scene.url('admin')), 'nonce');
	await admin.post('/api/v1/commands.run', { command: 'oauth-login', params: `confirm ${nonce}`, roomId: 'GENERAL' });
	await post({ nonce }, 'admin');
	const token = field(await browser.request(scene.url('admin/settings')), 'token');
	const scope = async (): Promise<unknown> => {
		const path = `/api/apps/${scene.appId}/settings/Accounts_OAuth_Okta_scope`;
		return (await scene.admin.call<{ setting: { value: unknown } }>('GET', path)).setting.value;
	};

	for (let at = 0; ; at++) {
		const username = `imported${at}`;
		await createAccount(username);
		const client = await Client.signIn(scene.workspace, username, 'pass-word');
		const link = { provider: 'okta', issuer: scene.provider.issuer, subject: username, userId: client.userId };
		const file = {
			...{ format: 'oauth-login', version: 1, settings: { Accounts_OAuth_Okta_scope: `openid ${username}` } },
			links: [{ ...link, username, generation: 0, linkedAt: 1 }],
		};
		await post({ action: 'import', token, file: JSON.stringify(file) });
		const code = field(await browser.request(scene.url('admin/transfer')), 'code');
		const isConfirmed = (): boolean => records('import-run').length > 0;
		const { calls } = await cutOff(
			at,
			async () => {
				await post({ action: 'apply', token, code });
				// Its job begins at once.
				await scene.workspace.hurry();
				await scene.rest();
				// What the instance has claimed for itself is nobody's after a while.
				for (const claim of records<{ at: number }>('lease:import')) claim.at -= 60_000;
			},
			isConfirmed,
		);
		await aMinuteLater();
		const linked = records<{ subject?: string }>('links').filter(({ subject }) => subject === username).length;
		const isTold = (await messagesTo(client)) > 0;
		const where = `interrupted after ${calls.join(', ') || 'no call'}`;
		const finished = { where, scope: `openid ${username}`, linked: 1, isTold: true };
		expect({ where, scope: await scope(), linked, isTold }).toEqual(finished);
		expect([records('import'), records('import-run'), records('link-notices')]).toEqual([[], [], []]);
		if (calls.length < at) break;
	}
});

describe('a link that a person makes on the page of connected accounts', () => {
	const hidden = ({ body }: Answer, name: string): string =>
		new RegExp(`name="${name}" value="([\\w-]+)"`).exec(body)?.[1] ?? 'none';
	const open = (browser: Browser, query: string): Promise<Answer> => browser.request(scene.url(`connections${query}`));
	const post = (browser: Browser, fields: Record<string, string>): Promise<Answer> =>
		browser.request(scene.url('connections'), {
			...{ method: 'POST', body: new URLSearchParams(fields) },
			headers: { 'sec-fetch-site': 'same-origin' },
		});

	/** As far as the page that asks whether the identity is to be connected. */
	async function arrive(username: string, browser: Browser): Promise<Answer> {
		const nonce = hidden(await open(browser, '?proof=password'), 'nonce');
		const client = await Client.signIn(scene.workspace, username, 'pass-word');
		await client.post('/api/v1/commands.run', {
			command: 'oauth-login',
			params: `confirm ${nonce}`,
			roomId: 'GENERAL',
		});
		await post(browser, { action: 'prove', nonce, by: 'password' });
		const token = hidden(await open(browser, '?done=proven'), 'token');
		const leaving = await post(browser, { action: 'add', provider: 'okta', token });
		const approved = await browser.request(leaving.headers.get('refresh')!.replace(/^0; url=/, ''));
		const back = await browser.request(approved.headers.get('location')!);
		return browser.request(new URL(back.headers.get('location')!, back.url));
	}

	test('is told to its owner and the audit where it was made, and to nobody where it was not', async () => {
		const outcomes = new Set<boolean>();
		for (let at = 0; ; at++) {
			const name = `owner${at}`;
			await createAccount(name);
			const client = await Client.signIn(scene.workspace, name, 'pass-word');
			const browser = new Browser();
			scene.provider.set(person(name));
			const question = await arrive(name, browser);
			const [attempt, token] = [hidden(question, 'attempt'), hidden(question, 'token')];
			const { calls } = await cutOff(at, () => post(browser, { action: 'connect', attempt, token }));

			await aMinuteLater();
			const isLinked = records<{ subject?: string }>('links').some(({ subject }) => subject === name);
			const audited = records<{ event: string; userId?: string }>('audit').filter(
				({ event, userId }) => event === 'link_made' && userId === client.userId,
			);
			const where = `interrupted after ${calls.join(', ') || 'no call'}`;
			expect({ where, isTold: (await messagesTo(client)) > 0, audited: audited.length }).toEqual({
				...{ where, isTold: isLinked },
				audited: isLinked ? 1 : 0,
			});
			expect(records('link-notices')).toEqual([]);
			outcomes.add(isLinked);
			if (calls.length < at) break;
		}
		expect(outcomes).toEqual(new Set([false, true]));
	});
});

describe('the decision of an admin', () => {
	const told: string[] = [];
	let admin: Client;
	beforeAll(async () => {
		admin = await Client.admin(scene.workspace);
		scene.workspace.store.events.on('notify-user', ({ payload }: UserNotification) =>
			told.push(String((payload as { msg?: unknown }).msg)),
		);
		await scene.configureServer({ Accounts_ManuallyApproveNewUsers: true });
		await scene.settle(second);
	});
	afterAll(() => scene.configureServer({ Accounts_ManuallyApproveNewUsers: false }));

	/** @returns what the command has told */
	async function run(params: string): Promise<string> {
		told.length = 0;
		await admin.post('/api/v1/commands.run', { command: 'oauth-login', params, roomId: 'GENERAL' });
		return told.join('\n');
	}

	const linksOf = (name: string): number =>
		scene.workspace.store.persistence.filter(
			({ associations = [], data }) =>
				associations.some(({ id }) => id === 'links') && (data as { subject?: string }).subject === name,
		).length;

	test.each<[string, (name: string, reference: string) => Promise<string>, (name: string) => Promise<unknown>]>([
		[
			'to approve an account',
			async (_name, reference) => `approve ${reference}`,
			async (name) => {
				await scene.expectSignedIn(signInAtSecond(), { username: name });
				expect(accountsOf(name)).toBe(1);
			},
		],
		[
			'to refuse one',
			async (_name, reference) => `refuse ${reference}`,
			async (name) => {
				expect((await signInAtSecond()).session).toBeUndefined();
				expect(accountsOf(name)).toBe(0);
			},
		],
		[
			'to connect an account that exists',
			async (name, reference) => {
				const account = { username: `has-${name}`, name, email: `${name}@work.example`, password: 'pass-word' };
				// A new one waits for an approval, too, unless it is said to be active.
				await scene.admin.call('POST', '/api/v1/users.create', JSON.stringify({ ...account, active: true }));
				return /approve \S+ \S+ [\w-]{10}/.exec(await run(`approve ${reference} has-${name}`))![0];
			},
			async (name) => {
				await scene.expectSignedIn(signInAtSecond(), { username: `has-${name}` });
				expect([accountsOf(name), linksOf(name)]).toEqual([0, 1]);
			},
		],
	])('%s: given again, it holds once, and nothing is left to decide', async (title, commandOf, verify) => {
		for (let at = 0; ; at++) {
			const name = `${title.split(' ')[1]}${at}`;
			scene.provider.set(person(name));
			const { code: reference } = await signInAtSecond();
			const command = await commandOf(name, reference!);
			const { calls } = await cutOff(at, () => run(command));
			await run(command);
			await scene.settle(second);
			await verify(name).catch((error: unknown) => {
				throw new Error(`interrupted after ${calls.join(', ') || 'no call'}`, { cause: error });
			});
			expect(await run('requests')).not.toContain(reference);
			if (calls.length < at) break;
		}
	});
});
