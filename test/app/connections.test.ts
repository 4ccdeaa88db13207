import { Client } from '../workspace/testing/client';
import { engineDir } from './providers/namesCases';
import type { ErrorCode } from '../../src/errors';
import type { Answer } from './support/browser';
import { Browser } from './support/browser';
import { parsePage } from './support/page';
import { Scene } from './support/scene';
import { signOut } from './support/signOut';

/*
 * Connected accounts, as a browser with a script would use the page: what the script does is done by hand here, and by
 * the script itself in test/e2e.
 */

let scene: Scene;

interface Person {
	readonly username: string;
	readonly client: Client;
	readonly browser: Browser;
}

/** Somebody with a password, and their browser. */
async function person(username: string): Promise<Person> {
	const account = { username, name: username, email: `${username}@workspace.example`, password: 'pass-word' };
	await scene.admin.call('POST', '/api/v1/users.create', JSON.stringify(account));
	return { username, client: await Client.signIn(scene.workspace, username, 'pass-word'), browser: new Browser() };
}

let count = 0;
const somebody = (): Promise<Person> => person(`somebody${(count += 1)}`);

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

/** Opens the page as somebody, by their session or by signing in. @returns the page with the list */
async function prove({ username, client, browser }: Person, by = 'session'): Promise<Answer> {
	const nonce = nonceOf(await page(browser, `?proof=${by}`));
	await say(by === 'password' ? await Client.signIn(scene.workspace, username, 'pass-word') : client, nonce);
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

/** As far as the provider's answer, from a form of the page. @returns the address of the callback */
async function leave(
	browser: Browser,
	list: Answer,
	action: 'add' | 'again',
): Promise<{ asked: URL; callback: string }> {
	const leaving = await post(browser, { action, provider: 'okta', token: tokenOf(list) });
	expect(leaving.status).toBe(200);
	const asked = new URL(leaving.headers.get('refresh')!.replace(/^0; url=/, ''));
	const approved = await browser.request(asked);
	return { asked, callback: approved.headers.get('location')! };
}

/** Comes back from the provider. @returns the page that asks whether this is to be connected */
async function arrive(browser: Browser, callback: string): Promise<Answer> {
	const back = await browser.request(callback);
	expect([back.status, back.headers.get('location')]).toEqual([303, expect.stringContaining('/connections?connect=')]);
	return browser.request(new URL(back.headers.get('location')!, back.url));
}

const attemptOf = ({ body }: Answer): string => /name="attempt" value="([\w-]+)"/.exec(body)?.[1] ?? 'none';

/** Connects an account at the provider, by the page's own forms. */
async function connect(browser: Browser, list: Answer, claims: object): Promise<Answer> {
	scene.provider.set({ claims } as never);
	const { callback } = await leave(browser, list, 'add');
	const question = await arrive(browser, callback);
	const done = await post(browser, { action: 'connect', attempt: attemptOf(question), token: tokenOf(question) });
	expect([done.status, done.headers.get('location')]).toEqual([303, expect.stringContaining('/connections?done=made')]);
	return page(browser, '?done=made');
}

/** Whether the page is open in the browser. */
const isOpen = async (browser: Browser): Promise<boolean> => !(await page(browser)).body.includes('id="proof"');

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
		expect((await prove(ann)).body).toContain('No account is connected to ann yet.');
		const list = await prove(ann, 'password');

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
		await connect(ben.browser, await prove(ben, 'password'), { sub: 'bens-subject' });
		const list = await prove(ben);
		expect(list.body).toContain('This is the only way you can sign in');
		expect(linkOf(list)).toBe('none');
		// Anyone who has used the password sees the button; the form of it, posted without that, does nothing.
		const link = linkOf(await prove({ ...ben, browser: new Browser() }, 'password'));
		const refused = await post(ben.browser, { action: 'remove', link, token: tokenOf(list) });
		expect(parsePage(refused).code).toBe('link_last');
		await scene.expectSignedIn(scene.signIn(), { username: 'ben' });
	});

	test('an identity that signs somebody in can not be connected to somebody else', async () => {
		const [cleo, dan] = [await person('cleo'), await person('dan')];
		await connect(cleo.browser, await prove(cleo, 'password'), { sub: 'cleos-subject' });
		const { callback } = await leave(dan.browser, await prove(dan, 'password'), 'add');
		await scene.expectRefusal('identity_linked', () => dan.browser.request(callback));
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
		// Anyone who comes back too late is asked again.
		expect((await page(new Browser(), '?done=made')).body).toContain('id="proof"');
	});

	describe('a form', () => {
		test.each<[string, Record<string, string>, Record<string, string>, string]>([
			['from another site', {}, { 'sec-fetch-site': 'cross-site' }, 'request_foreign'],
			['from a sibling site', {}, { 'sec-fetch-site': 'same-site' }, 'request_foreign'],
			['without the page’s token', { token: 'x'.repeat(43) }, {}, 'proof_expired'],
		])('%s changes nothing', async (_name, fields, headers, code) => {
			const fay = await somebody();
			const { browser } = fay;
			const list = await prove(fay);
			const form = { action: 'add', provider: 'okta', token: tokenOf(list), ...fields };
			expect(parsePage(await post(browser, form, headers)).code).toBe(code);
		});

		test('in a browser without a proof changes nothing', async () => {
			const answer = await post(new Browser(), { action: 'add', provider: 'okta', token: 'x' });
			expect(parsePage(answer).code).toBe('proof_expired');
		});
	});

	test('nothing that came in by the page or the command is in the log that everybody can read', async () => {
		const gus = await person('gus');
		const { client, browser } = gus;
		await prove(gus);
		const unused = nonceOf(await page(browser));
		await say(client, unused);
		const { status, body } = await client.get(`/api/apps/${scene.appId}/logs?count=100000`);
		expect(status).toBe(200);
		const text = JSON.stringify(body);
		const secrets = [...browser.received, unused, 'confirm '];
		expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
	});
});

describe('a way in', () => {
	beforeAll(async () => {
		scene = await Scene.setUp({ workspace: { rateLimit: false } });
	});
	afterAll(() => scene.stop());

	describe('a session alone, which can be stolen,', () => {
		test('opens the page and adds no way in', async () => {
			const victim = await somebody();
			const list = await prove(victim);
			expect(list.body).not.toContain('value="add"');
			const form = { action: 'add', provider: 'okta', token: tokenOf(list) };
			expect(parsePage(await post(victim.browser, form)).code).toBe('proof_unconfirmed');
		});

		test('is no password, whatever the form says', async () => {
			const { client, browser } = await somebody();
			const nonce = nonceOf(await page(browser, '?proof=password'));
			await say(client, nonce);
			const answer = await post(browser, { action: 'prove', nonce, by: 'password' });
			expect(parsePage(answer).code).toBe('proof_unconfirmed');
			expect(await isOpen(browser)).toBe(false);
		});
	});

	test('the page that asks names the identity and the account, and whoever says no has nothing connected', async () => {
		const hal = await somebody();
		scene.provider.set({
			claims: { sub: 'subject-9876', preferred_username: 'the-boss', email: 'a@corp.example' },
		} as never);
		const { callback } = await leave(hal.browser, await prove(hal, 'password'), 'add');
		const question = await arrive(hal.browser, callback);
		expect(question.body).toContain(`to the account ${hal.username}`);
		for (const text of ['the-boss', 'a…@c….example', '…9876']) expect(question.body).toContain(`<bdi>${text}`);
		const no = { action: 'cancel', attempt: attemptOf(question), token: tokenOf(question) };
		expect((await post(hal.browser, no)).status).toBe(303);
		expect((await page(hal.browser)).body).toContain(`No account is connected to ${hal.username} yet.`);
		expect(parsePage(await post(hal.browser, { ...no, action: 'connect' })).code).toBe('state_foreign');
	});

	describe('somebody who signs in again with an account that is connected', () => {
		const now = (): number => Math.floor(Date.now() / 1000);

		/** Is connected already, and has shown a session. */
		async function connected(): Promise<{ ida: Person; list: Answer; sub: string }> {
			const ida = await somebody();
			const sub = `subject-of-${ida.username}`;
			await connect(ida.browser, await prove(ida, 'password'), { sub });
			return { ida, list: await prove(ida), sub };
		}

		test('can connect another one', async () => {
			const { ida, list, sub } = await connected();
			scene.provider.set({ claims: { sub, auth_time: now() } } as never);
			const { asked, callback } = await leave(ida.browser, list, 'again');
			expect([asked.searchParams.get('prompt'), asked.searchParams.get('max_age')]).toEqual(['login', '0']);
			const done = await ida.browser.request(callback);
			expect(done.headers.get('location')).toContain('/connections?done=again');
			await connect(ida.browser, await page(ida.browser), { sub: `another-${sub}` });
		});

		test.each<[string, (sub: string) => object, string]>([
			['whom the provider knew already', (sub) => ({ sub, auth_time: now() - 600 }), 'sign_in_not_fresh'],
			['of whom the provider does not say when', (sub) => ({ sub }), 'sign_in_not_fresh'],
			['of whom it says something else', (sub) => ({ sub, auth_time: 'now' }), 'sign_in_not_fresh'],
			['who is another person', () => ({ sub: 'somebody-else', auth_time: now() }), 'sign_in_again_other'],
		])('can not, as one %s', async (_name, claims, code) => {
			const { ida, list, sub } = await connected();
			scene.provider.set({ claims: claims(sub) } as never);
			const { callback } = await leave(ida.browser, list, 'again');
			await scene.expectRefusal(code as ErrorCode, () => ida.browser.request(callback));
			expect((await page(ida.browser)).body).not.toContain('value="add"');
		});
	});

	describe('the page is closed for whoever comes next when', () => {
		const signedIn = ({ browser, client }: Person): void => {
			browser.write(`rc_uid=${client.userId}; path=/`, scene.workspace.url);
			browser.write(`rc_token=${client.headers['X-Auth-Token']}; path=/`, scene.workspace.url);
		};

		test.each<[string, (person: Person) => Promise<unknown> | void]>([
			['the person signs out by the app', ({ browser }) => signOut(scene, browser)],
			['the script of a sign-out was loaded', ({ browser }) => browser.request(scene.url('logout.js'))],
			[
				'the server tells of a sign-out',
				({ client }) => scene.workspace.host.trigger('IPostUserLoggedOut', { _id: client.userId }),
			],
			[
				'the browser is signed in as another account',
				async ({ browser }) => signedIn({ ...(await somebody()), browser }),
			],
			[
				'the browser has no session any more',
				({ browser }) =>
					['rc_uid', 'rc_token'].forEach((name) => browser.write(`${name}=; path=/; max-age=0`, scene.workspace.url)),
			],
			['it was finished', ({ browser }) => post(browser, { action: 'finish' })],
			[
				'an admin says so',
				async ({ username }) => {
					const admin = await Client.admin(scene.workspace);
					const params = `visits end ${username}`;
					await admin.post('/api/v1/commands.run', { command: 'oauth-login', params, roomId: 'GENERAL' });
				},
			],
		])('%s', async (_name, happens) => {
			const jon = await somebody();
			signedIn(jon);
			const list = await prove(jon, 'password');
			const before = jon.browser.copy();
			expect(await isOpen(jon.browser)).toBe(true);
			await happens(jon);
			expect(await isOpen(jon.browser)).toBe(false);
			// Not even for anyone who kept the cookies from before.
			const form = { action: 'add', provider: 'okta', token: tokenOf(list) };
			expect(parsePage(await post(before, form)).code).toBe('proof_expired');
		});

		test('the person at the provider is not the one who went there', async () => {
			const kim = await somebody();
			signedIn(kim);
			const { callback } = await leave(kim.browser, await prove(kim, 'password'), 'add');
			signedIn({ ...(await somebody()), browser: kim.browser });
			await scene.expectRefusal('visit_ended', () => kim.browser.request(callback));
		});

		test('the browser is signed in to another account than the one that is proven', async () => {
			const [lea, max] = [await somebody(), await somebody()];
			signedIn({ ...max, browser: lea.browser });
			const nonce = nonceOf(await page(lea.browser, '?proof=password'));
			await say(await Client.signIn(scene.workspace, lea.username, 'pass-word'), nonce);
			const answer = await post(lea.browser, { action: 'prove', nonce, by: 'password' });
			expect(parsePage(answer).code).toBe('browser_of_another');
		});
	});
});
