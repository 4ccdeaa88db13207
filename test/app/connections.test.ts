import { Client } from '../workspace/testing/client';
import { engineDir } from './providers/namesCases';
import type { Answer } from './support/browser';
import { Browser } from './support/browser';
import { parsePage } from './support/page';
import { Scene } from './support/scene';

/*
 * Connected accounts, as a browser with a script would use the page: what the script does is done by hand here, and by
 * the script itself in test/e2e.
 */

let scene: Scene;

/** Somebody with a password, and their browser. */
async function person(username: string): Promise<{ client: Client; browser: Browser }> {
	const account = { username, name: username, email: `${username}@workspace.example`, password: 'pass-word' };
	await scene.admin.call('POST', '/api/v1/users.create', JSON.stringify(account));
	return { client: await Client.signIn(scene.workspace, username, 'pass-word'), browser: new Browser() };
}

const page = (browser: Browser, query = ''): Promise<Answer> => browser.request(scene.url(`connections${query}`));

/** The fields of the form that the script posts, and what it has Rocket.Chat run. */
const nonceOf = ({ body }: Answer): string => /name="nonce" value="([\w-]{43})"/.exec(body)?.[1] ?? 'none';

const say = (client: Client, nonce: string, more: object = {}): Promise<unknown> =>
	client.post('/api/v1/commands.run', {
		...{ command: 'oauth-login', params: `confirm ${nonce}`, roomId: 'GENERAL' },
		...more,
	});

const post = (browser: Browser, fields: Record<string, string>, headers: Record<string, string> = {}) =>
	browser.request(scene.url('connections'), {
		...{ method: 'POST', body: new URLSearchParams(fields) },
		headers: { 'sec-fetch-site': 'same-origin', ...headers },
	});

/** Opens the page as whoever the client is signed in as. @returns the page with the list */
async function prove({ client, browser }: { client: Client; browser: Browser }, by = 'session'): Promise<Answer> {
	const nonce = nonceOf(await page(browser, by === 'password' ? '?proof=password' : ''));
	await say(client, nonce);
	const answer = await post(browser, { action: 'prove', nonce, by });
	expect(answer.status).toBe(303);
	return page(browser, '?done=proven');
}

const tokenOf = ({ body }: Answer): string => /name="token" value="([\w-]+)"/.exec(body)?.[1] ?? 'none';
const linkOf = ({ body }: Answer): string => /name="link" value="([\w-]+)"/.exec(body)?.[1] ?? 'none';

/** The last message that the app's user wrote to somebody. */
const lastMessage = async (client: Client): Promise<string | undefined> => {
	const { body } = await client.get('/api/v1/im.messages?username=oauth-login.bot');
	return (body as { messages?: Array<{ msg: string }> }).messages?.[0]?.msg;
};

/** Connects an account at the provider, by the page's own form. */
async function connect(browser: Browser, list: Answer, claims: object): Promise<Answer> {
	scene.provider.set({ claims } as never);
	const leaving = await post(browser, { action: 'add', provider: 'okta', token: tokenOf(list) });
	expect(leaving.status).toBe(200);
	const approved = await browser.request(leaving.headers.get('refresh')!.replace(/^0; url=/, ''));
	const done = await browser.request(approved.headers.get('location')!);
	expect([done.status, done.headers.get('location')]).toEqual([303, expect.stringContaining('/connections?done=made')]);
	return page(browser, '?done=made');
}

describe.each([
	['1.62', undefined],
	['1.59', engineDir('apps-engine-1-59')],
	['1.53', engineDir('apps-engine-1-53')],
])('engine %s', (_version, engine) => {
	beforeAll(async () => {
		scene = await Scene.setUp({ workspace: { rateLimit: false, engineDir: engine } });
	});
	afterAll(() => scene.stop());

	test('somebody connects an account, signs in with it, and removes it again', async () => {
		const ann = await person('ann');
		const list = await prove(ann);
		expect(list.body).toContain('No account is connected to ann yet.');

		const claims = { sub: 'anns-subject', preferred_username: 'somebody' };
		const connected = await connect(ann.browser, list, claims);
		expect(connected.body).toContain('…ject');
		expect(connected.body).not.toContain('anns-subject');
		await expect(lastMessage(ann.client)).resolves.toContain('signs you in to');

		await scene.expectSignedIn(scene.signIn(), { username: 'ann', _id: ann.client.userId });

		// It may be the last way in: the app does not know about the password before it was used.
		const link = linkOf(await prove(ann, 'password'));
		const removed = await post(ann.browser, { action: 'remove', link, token: tokenOf(await page(ann.browser)) });
		expect([removed.status, removed.headers.get('location')]).toEqual([303, expect.stringContaining('done=removed')]);
		await expect(lastMessage(ann.client)).resolves.toContain('no longer signs you in');

		const { session } = await scene.signIn();
		expect((await scene.me(session)).username).toBe('somebody');
	});

	test('the last way in stays, also for a form that was never on the page', async () => {
		const ben = await person('ben');
		const list = await connect(ben.browser, await prove(ben), { sub: 'bens-subject' });
		expect(list.body).toContain('Your only way in');
		expect(linkOf(list)).toBe('none');
		// Whoever has used the password sees the button; the form of it, posted without that, does nothing.
		const link = linkOf(await prove({ client: ben.client, browser: new Browser() }, 'password'));
		const refused = await post(ben.browser, { action: 'remove', link, token: tokenOf(list) });
		expect(parsePage(refused).code).toBe('link_last');
		await scene.expectSignedIn(scene.signIn(), { username: 'ben' });
	});

	test('an identity that signs somebody in can not be connected to somebody else', async () => {
		const [cleo, dan] = [await person('cleo'), await person('dan')];
		await connect(cleo.browser, await prove(cleo), { sub: 'cleos-subject' });
		const list = await prove(dan);
		const leaving = await post(dan.browser, { action: 'add', provider: 'okta', token: tokenOf(list) });
		const approved = await dan.browser.request(leaving.headers.get('refresh')!.replace(/^0; url=/, ''));
		await scene.expectRefusal('identity_linked', () => dan.browser.request(approved.headers.get('location')!));
	});

	describe('a proof', () => {
		test.each<
			[string, (scene: { eve: Client; mallory: Client; browser: Browser; nonce: string }) => Promise<Answer>, string]
		>([
			['that nobody gave', ({ browser, nonce }) => post(browser, { action: 'prove', nonce }), 'proof_missing'],
			[
				'that two people gave',
				async ({ eve, mallory, browser, nonce }) => {
					await say(mallory, nonce);
					await say(eve, nonce);
					return post(browser, { action: 'prove', nonce });
				},
				'proof_ambiguous',
			],
			[
				'that somebody was talked into typing',
				async ({ eve, browser, nonce }) => {
					await say(eve, nonce, { triggerId: 'a-trigger' });
					return post(browser, { action: 'prove', nonce });
				},
				'proof_missing',
			],
			[
				'that is used again',
				async ({ eve, browser, nonce }) => {
					await say(eve, nonce);
					const again = browser.copy();
					expect((await post(browser, { action: 'prove', nonce })).status).toBe(303);
					await say(eve, nonce);
					return post(again, { action: 'prove', nonce });
				},
				'proof_expired',
			],
			[
				'in another browser than the one that was asked',
				async ({ eve, nonce }) => {
					await say(eve, nonce);
					return post(new Browser(), { action: 'prove', nonce });
				},
				'proof_expired',
			],
			[
				'of another page of the same browser',
				async ({ eve, browser, nonce }) => {
					const other = nonceOf(await page(browser));
					await say(eve, other);
					return post(browser, { action: 'prove', nonce });
				},
				'proof_missing',
			],
			[
				'that comes from another site',
				async ({ eve, browser, nonce }) => {
					await say(eve, nonce);
					return post(browser, { action: 'prove', nonce }, { 'sec-fetch-site': 'cross-site' });
				},
				'request_foreign',
			],
			['that is none', ({ browser }) => post(browser, { action: 'prove', 'nonce[$ne]': 'x' }), 'proof_expired'],
		])('%s proves nothing', async (_name, attempt, code) => {
			const names = ['eve', 'mallory'].map((name) => `${name}${Math.random().toString(36).slice(2, 8)}`);
			const [{ client: eve, browser }, { client: mallory }] = await Promise.all([person(names[0]!), person(names[1]!)]);
			const nonce = nonceOf(await page(browser));
			expect(nonce).toHaveLength(43);
			const answer = parsePage(await attempt({ eve, mallory, browser, nonce }));
			expect(answer.code).toBe(code);
			const { body } = await page(new Browser());
			expect(body).toContain('id="proof"');
		});
	});

	test('a browser that keeps no cookies is told so, and not sent round in circles', async () => {
		expect(parsePage(await page(new Browser(), '?done=proven')).code).toBe('proof_expired');
		// Whoever comes back too late is asked again.
		expect((await page(new Browser(), '?done=made')).body).toContain('id="proof"');
	});

	describe('a form', () => {
		test.each<[string, Record<string, string>, Record<string, string>, string]>([
			['from another site', {}, { 'sec-fetch-site': 'cross-site' }, 'request_foreign'],
			['from a sibling site', {}, { 'sec-fetch-site': 'same-site' }, 'request_foreign'],
			['without the page’s token', { token: 'x'.repeat(43) }, {}, 'proof_expired'],
		])('%s changes nothing', async (_name, fields, headers, code) => {
			const { client, browser } = await person(`fay${Math.random().toString(36).slice(2, 8)}`);
			const list = await prove({ client, browser });
			const form = { action: 'add', provider: 'okta', token: tokenOf(list), ...fields };
			expect(parsePage(await post(browser, form, headers)).code).toBe(code);
		});

		test('in a browser without a proof changes nothing', async () => {
			const answer = await post(new Browser(), { action: 'add', provider: 'okta', token: 'x' });
			expect(parsePage(answer).code).toBe('proof_expired');
		});
	});

	test('nothing that came in by the page or the command is in the log that everybody can read', async () => {
		const { client, browser } = await person('gus');
		await prove({ client, browser });
		const unused = nonceOf(await page(browser));
		await say(client, unused);
		const { status, body } = await client.get(`/api/apps/${scene.appId}/logs?count=100000`);
		expect(status).toBe(200);
		const text = JSON.stringify(body);
		const secrets = [...browser.received, unused, 'confirm '];
		expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
	});
});
