import type { AppPage } from '../support/page';
import { parsePage } from '../support/page';
import { appleOrigin as origin, setUpApple } from './appleScene';
import { formsOf, submit } from './support';
import type { ProviderPeer, ProviderScene, Surfer } from './support';

let scene: ProviderScene;
let apple: ProviderPeer;
beforeAll(async () => {
	const world = await setUpApple();
	({ scene, apple } = world);
	await scene.configure({ ...world.filled, Accounts_OAuth_Apple: true });
});
beforeEach(() => apple.behave({}));
afterAll(() => scene.stop());

/** As far as Apple's page that posts the answer, which is not sent yet. */
async function approve(browser: Surfer, login: string): Promise<AppPage> {
	const isBack = (url: URL): boolean => url.href === scene.callback('apple');
	return scene.walk(browser, scene.base.url('login/apple'), login, isBack);
}

const token = `POST ${origin}/auth/token`;

test('there is a button', async () => {
	const button = (await scene.buttons()).find(({ id }) => id === 'apple');
	expect(button).toMatchObject({ color: '#000000', labelColor: '#ffffff' });
});

test('signs in twice, with the keys that the app’s own check has asked for', async () => {
	const who = { username: 'ada', name: 'Ada Lovelace', emails: [{ address: 'ada@example.com', verified: true }] };
	const { first, second } = await scene.expectTwice('apple', 'ada', who);
	expect([first, second]).toEqual([[token], [token]]);
	expect(scene.calls).toContain(`GET ${origin}/auth/keys`);
});

test.each([
	[
		'somebody behind a private relay is called by their name',
		'grace',
		{
			username: 'grace.hopper',
			name: 'Grace Hopper',
			emails: [{ address: 'x7fq9k2@privaterelay.appleid.com', verified: true }],
		},
	],
	['"false" is not verified; half a name is a name', 'joan', { name: 'Joan', emails: [] }],
	[
		'a real boolean is one too',
		'alan',
		{ username: 'alan', emails: [{ address: 'alan@example.com', verified: true }] },
	],
])('%s', async (_, login, who) => {
	await scene.expectTwice('apple', login, who);
});

test('the name in the form changes nothing for somebody who was here before', async () => {
	await apple.behave({
		user: JSON.stringify({ name: { firstName: 'Eve', lastName: 'Hacker' }, email: 'eve@example.com' }),
	});
	await scene.base.expectSignedIn(scene.signIn('apple', 'ada'), { username: 'ada', name: 'Ada Lovelace' });
});

test.each([
	[
		'another address, subject and username',
		{
			name: { firstName: 'Mal' },
			email: 'ada@example.com',
			sub: '001234.ada.0123',
			preferred_username: 'admin',
			email_verified: true,
		},
		'Mal',
	],
	['a name beside "name"', { firstName: 'Not', lastName: 'Me', displayName: 'Not Me' }, undefined],
	['names that are no texts', { name: { firstName: { toString: 'x' }, lastName: ['y'] } }, undefined],
	['markup and control characters', { name: { firstName: '<b>\u202eMal\u0000', lastName: 'X\nY' } }, '<b>Mal X Y'],
	['a name without end', { name: { firstName: 'A'.repeat(3000) } }, expect.stringMatching(/^A{1,119}…?$/)],
])('%s in the form -> the account of the id_token', async (_what, user, name) => {
	// Somebody new each time: people are told apart by what follows the name.
	await apple.behave({ user: JSON.stringify(user) });
	const browser = scene.browser();
	const page = await approve(browser, 'mallory');
	const session = await scene.base.expectSignedIn(scene.walk(browser, page, 'mallory'));
	const me = await scene.base.me(session);
	expect(me).toMatchObject({ username: 'mallory', emails: [{ address: 'mallory@example.com', verified: true }] });
	expect(me.name).toEqual(name);
	await scene.base.admin.call('POST', '/api/v1/users.delete', JSON.stringify({ userId: session.userId }));
	await scene.configure({ Accounts_recreate_deleted: true });
});

test.each<string>([
	'{"name":',
	'null',
	'[]',
	'"text"',
	'',
	'{"name":null}',
	`{"name":{"firstName":"${'x'.repeat(17_000)}"}}`,
])('%j in the place of that form field does no harm', async (user) => {
	await apple.behave({ user });
	await scene.base.expectSignedIn(scene.signIn('apple', 'ada'), { username: 'ada', name: 'Ada Lovelace' });
});

test('the form arrives without cookies, is posted on from here, and the code is in no address', async () => {
	const browser = scene.browser();
	const page = await approve(browser, 'ada');
	const [form] = formsOf(page);
	const posted = parsePage(await submit(browser, page.url, form!));
	expect(posted.status).toBe(200);
	expect(posted.session).toBeUndefined();
	expect(posted.headers.get('cache-control')).toContain('no-store');
	expect(posted.headers.get('referrer-policy')).toBe('no-referrer');
	expect(posted.headers.getSetCookie()).toEqual([]);

	const next = scene.formFor(posted, 'ada')!;
	expect(next.action.href).toBe(scene.callback('apple'));
	expect(next.fields.get('code')).toBe(form!.fields.get('code'));
	// What Apple did not send here, and what nobody reads, is not passed on.
	expect([...next.fields.keys()].sort()).toEqual(['code', 'posted_on', 'state']);
	await scene.base.expectSignedIn(
		await browser.request(next.action, { method: 'POST', body: next.fields }).then(parsePage),
		{
			username: 'ada',
		},
	);
});

test('a form without cookies in any browser ends there, and not in a circle', async () => {
	const page = await approve(scene.browser(), 'ada');
	const [form] = formsOf(page);
	await scene.base.expectRefusal('state_foreign', () => scene.walk(scene.browser(), page, 'ada'));
	await scene.base.expectRefusal('state_foreign', async () =>
		scene
			.browser()
			.request(form!.action, { method: 'POST', body: new URLSearchParams([...form!.fields, ['posted_on', '1']]) }),
	);
});

test('an id_token in the form is not read', async () => {
	const browser = scene.browser();
	const page = await approve(browser, 'ada');
	const [form] = formsOf(page);
	const forged = [{ alg: 'none' }, { iss: origin, sub: 'eve' }].map((part) =>
		Buffer.from(JSON.stringify(part)).toString('base64url'),
	);
	form!.fields.set('id_token', `${forged.join('.')}.`);
	await scene.base.expectSignedIn(scene.walk(browser, await submit(browser, page.url, form!), 'ada'), {
		username: 'ada',
	});
});

test('somebody who changes their mind is told so, in a friendly way', async () => {
	await scene.base.settle();
	const browser = scene.browser();
	const start = await scene.walk(browser, scene.base.url('login/apple'), 'ada', (_url, form) => !!form);
	const abort = /href="([^"]*\/abort)"/.exec(start.body)?.[1];
	const calls = scene.calls.length;
	const page = await scene.base.expectRefusal('access_denied', () =>
		scene.walk(browser, new URL(abort!, start.url), 'ada'),
	);
	expect(page.retryUrl?.pathname).toMatch(/\/login\/apple$/);
	expect(scene.calls).toHaveLength(calls);
});

test.each([
	['GET', 'apple', (): Record<string, string> => ({})],
	['POST', 'okta', () => ({ 'content-type': 'application/x-www-form-urlencoded' })],
])('%s is no way back from %s', async (method, provider, headers) => {
	const url = `${scene.callback(provider)}?code=x&state=y`;
	await scene.base.expectRefusal('method_not_allowed', () =>
		scene.browser().request(url, { method, headers: headers() }),
	);
});
