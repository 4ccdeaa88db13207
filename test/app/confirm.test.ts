import { Client } from '../workspace/testing/client';
import type { Answer } from './support/browser';
import { Browser } from './support/browser';
import { parsePage } from './support/page';
import { Scene } from './support/scene';

/*
 * The page where somebody may have an account already. What its script does is done by hand here, and by the script
 * itself in test/e2e.
 */

let scene: Scene;
let count = 0;

beforeAll(async () => {
	scene = await Scene.setUp({ workspace: { rateLimit: false } });
});
afterAll(() => scene.stop());

/** Somebody with a password, whose username a provider names for somebody whom it calls anew. */
async function person(): Promise<{ username: string; client: Client }> {
	count += 1;
	const username = `person${count}`;
	const account = { username, name: username, email: `${username}@workspace.example`, password: 'pass-word' };
	await scene.admin.call('POST', '/api/v1/users.create', JSON.stringify(account));
	return { username, client: await Client.signIn(scene.workspace, username, 'pass-word') };
}

interface Asked {
	readonly browser: Browser;
	readonly username: string;
	readonly owner: Client;
	readonly attempt: string;
	readonly nonce: string;
}

/** The owner of an account comes from the provider, and is asked. */
async function asked(): Promise<Asked> {
	const { username, client } = await person();
	scene.provider.set({ claims: { sub: `subject-${count}`, preferred_username: username, email: undefined } });
	const browser = new Browser();
	const { body } = await scene.expectConfirm(() => scene.signIn(browser));
	const field = (name: string): string => new RegExp(`name="${name}" value="([\\w-]+)"`).exec(body)?.[1] ?? 'none';
	return { browser, username, owner: client, attempt: field('attempt'), nonce: field('nonce') };
}

/** What the page's script has the server run. */
const run = (client: Client, nonce: string): Promise<unknown> =>
	client.post('/api/v1/commands.run', { command: 'oauth-login', params: `confirm ${nonce}`, roomId: 'GENERAL' });

/** The same after a login with the password, as the script does it. */
async function say({ userId }: Client, nonce: string): Promise<void> {
	const { username } = scene.workspace.store.users.get(userId)!;
	await run(await Client.signIn(scene.workspace, username!, 'pass-word'), nonce);
}

const post = (browser: Browser, fields: Record<string, string>, site = 'same-origin'): Promise<Answer> =>
	browser.request(scene.url('confirm'), {
		...{
			method: 'POST',
			body: new URLSearchParams({ by: 'password', ...fields }),
			headers: { 'sec-fetch-site': site },
		},
	});

test('whoever proves the account gets into it, and by the provider alone from then on', async () => {
	const { browser, username, owner, attempt, nonce } = await asked();
	await say(owner, nonce);
	const before = scene.workspace.store.users.size;
	await scene.expectSignedIn(parsePage(await post(browser, { attempt, nonce })), { username, _id: owner.userId });
	await scene.expectSignedIn(scene.signIn(), { username, _id: owner.userId });
	expect(scene.workspace.store.users.size).toBe(before);
	await scene.settle();
	const { body } = await owner.get('/api/v1/im.messages?username=oauth-login.bot');
	expect(JSON.stringify(body)).toContain('signs you in to');
});

test('it may be another account than the one of that name', async () => {
	const { browser, attempt, nonce } = await asked();
	const other = await person();
	await say(other.client, nonce);
	await scene.expectSignedIn(parsePage(await post(browser, { attempt, nonce })), { username: other.username });
});

test.each<[string, (asked: Asked) => Promise<Answer>, string]>([
	[
		'with a session alone, which may be stolen',
		async ({ browser, owner, attempt, nonce }) => {
			await run(owner, nonce);
			return post(browser, { attempt, nonce, by: 'session' });
		},
		'proof_unconfirmed',
	],
	[
		'with a session alone that is called a password',
		async ({ browser, owner, attempt, nonce }) => {
			await run(owner, nonce);
			return post(browser, { attempt, nonce });
		},
		'proof_unconfirmed',
	],
	['without a proof', ({ browser, attempt, nonce }) => post(browser, { attempt, nonce }), 'proof_missing'],
	[
		'with a proof of two people',
		async ({ browser, owner, attempt, nonce }) => {
			await say((await person()).client, nonce);
			await say(owner, nonce);
			return post(browser, { attempt, nonce });
		},
		'proof_ambiguous',
	],
	[
		'in another browser',
		async ({ owner, attempt, nonce }) => {
			await say(owner, nonce);
			return post(new Browser(), { attempt, nonce });
		},
		'state_foreign',
	],
	[
		'with the proof of another browser',
		async ({ browser, attempt }) => {
			const other = await asked();
			await say(other.owner, other.nonce);
			return post(browser, { attempt, nonce: other.nonce });
		},
		'proof_expired',
	],
	[
		'with a proof for the page of connected accounts',
		async ({ browser, owner, attempt }) => {
			const { body } = await browser.request(scene.url('connections'));
			const nonce = /name="nonce" value="([\w-]+)"/.exec(body)![1]!;
			await say(owner, nonce);
			return post(browser, { attempt, nonce });
		},
		'proof_expired',
	],
	[
		'from another site',
		async ({ browser, owner, attempt, nonce }) => {
			await say(owner, nonce);
			return post(browser, { attempt, nonce }, 'cross-site');
		},
		'request_foreign',
	],
	[
		'by somebody who was switched off meanwhile',
		async ({ browser, owner, attempt, nonce }) => {
			await say(owner, nonce);
			const user = { userId: owner.userId, activeStatus: false, confirmRelinquish: true };
			await scene.admin.call('POST', '/api/v1/users.setActiveStatus', JSON.stringify(user));
			return post(browser, { attempt, nonce });
		},
		'account_disabled',
	],
	[
		'for an account that is a bot by now',
		async ({ browser, owner, attempt, nonce }) => {
			await say(owner, nonce);
			scene.workspace.store.users.get(owner.userId)!.type = 'bot';
			return post(browser, { attempt, nonce });
		},
		'account_not_a_person',
	],
	['for no attempt', ({ browser, nonce }) => post(browser, { nonce }), 'state_foreign'],
])('%s, nobody gets in and nothing is linked', async (_name, attempt, code) => {
	const given = await asked();
	const answer = parsePage(await attempt(given));
	expect([answer.code, answer.session]).toEqual([code, undefined]);
	expect(scene.workspace.store.users.get(given.owner.userId)?.services.cas).toBeUndefined();
	scene.provider.set({ claims: { sub: `subject-of-${given.username}`, preferred_username: given.username } });
	expect((await scene.signIn()).code).toBe('confirm');
});

test('a form that is posted again does not sign in again', async () => {
	const { browser, owner, attempt, nonce } = await asked();
	await say(owner, nonce);
	const again = browser.copy();
	expect(parsePage(await post(browser, { attempt, nonce })).session).toBeDefined();
	await say(owner, nonce);
	expect(parsePage(await post(again, { attempt, nonce })).code).toBe('proof_expired');
	// Not even with a proof of a new page: the identity was confirmed.
	const { body } = await again.request(scene.url(`confirm?attempt=${attempt}`));
	const anew = /name="nonce" value="([\w-]+)"/.exec(body)![1]!;
	await say(owner, anew);
	expect(parsePage(await post(again, { attempt, nonce: anew })).code).toBe('state_used');
});
