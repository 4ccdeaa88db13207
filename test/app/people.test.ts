import type { UserNotification } from '../workspace/engine/bridges/messages';
import { Client } from '../workspace/testing/client';
import { engineDir } from './providers/namesCases';
import { Browser } from './support/browser';
import type { AppPage } from './support/page';
import { parsePage } from './support/page';
import { Scene } from './support/scene';
import { accountSettings, createServiceAccount, noteUnder, tokensOn } from './support/serviceAccount';
import type { WorkspaceOptions } from '../workspace';

/*
 * People who were here before the app came, and people who wait for an admin: in the real engine, with the documents and
 * the events of the server.
 */

const told: UserNotification[] = [];

/** A workspace whose core has a Drupal, which the app has as well. */
async function setUp(workspace: WorkspaceOptions = {}): Promise<Scene> {
	const scene = await Scene.setUp({ workspace: { profile: '7.13', rateLimit: false, ...workspace } });
	const { issuer, clientId, clientSecret } = scene.provider;
	scene.workspace.setSetting('API_Drupal_URL', `${issuer}/`);
	scene.workspace.setSetting('Accounts_OAuth_Drupal', true);
	await scene.configure({
		...{ API_Drupal_URL: issuer, Accounts_OAuth_Drupal_id: clientId, Accounts_OAuth_Drupal_secret: clientSecret },
		...{ Accounts_OAuth_Drupal_authorize_path: '/authorize', Accounts_OAuth_Drupal_token_path: '/token' },
		...{ Accounts_OAuth_Drupal_identity_path: '/userinfo', Accounts_OAuth_Drupal: true },
	});
	scene.workspace.store.events.on('notify-user', (notification: UserNotification) => told.push(notification));
	return scene;
}

/** Somebody with an account, and with what core's Drupal login has left in its document. */
async function known(scene: Scene, username: string, drupal?: object): Promise<{ id: string; client: Client }> {
	const account = {
		username,
		name: username,
		email: `${username}@workspace.example`,
		password: 'pass-word',
		active: true,
	};
	const { user } = await scene.admin.call<{ user: { _id: string } }>(
		'POST',
		'/api/v1/users.create',
		JSON.stringify(account),
	);
	if (drupal) scene.workspace.store.users.get(user._id)!.services.drupal = drupal;
	const client = await Client.signIn(scene.workspace, username, 'pass-word');
	await scene.settle();
	return { id: user._id, client };
}

const enter = (scene: Scene, claims: object, browser = new Browser()): Promise<AppPage> => {
	scene.provider.set({ claims } as never);
	return scene.walk(browser, scene.url('login/drupal'));
};

describe.each([
	['1.62', undefined],
	['1.59', engineDir('apps-engine-1-59')],
	['1.53', engineDir('apps-engine-1-53')],
])('engine %s: whom core knows', (_version, engine) => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await setUp({ engineDir: engine });
	});
	afterAll(() => scene.stop());

	test('gets into the same account by the app', async () => {
		const drupal = { _OAuthCustom: true, serverURL: scene.provider.issuer, id: 'ann-of-drupal' };
		const { id } = await known(scene, 'ann', { ...drupal, accessToken: 'token-of-ann', email: 'ann@drupal.example' });
		const claims = { sub: 'ann-of-drupal', preferred_username: 'ann', email: 'ann@workspace.example' };
		await scene.expectSignedIn(enter(scene, claims), { _id: id, username: 'ann' });
		await scene.expectSignedIn(enter(scene, claims), { _id: id });
	});

	test('but not by what a sign-in of core’s has left that is off', async () => {
		scene.workspace.setSetting('Accounts_OAuth_Drupal', false);
		await scene.configure({ Accounts_OAuth_Okta_button_label_text: '' });
		await known(scene, 'old', { serverURL: scene.provider.issuer, id: 'old-of-drupal' });
		const { code } = await enter(scene, { sub: 'old-of-drupal', preferred_username: 'old' });
		expect(code).toBe('confirm');
		scene.workspace.setSetting('Accounts_OAuth_Drupal', true);
		await scene.configure({ Accounts_OAuth_Okta_button_label_text: '' });
	});

	test.each<[string, string, object]>([
		['whose id is of another server', 'bob', { serverURL: 'https://old.example.com', id: 'bob-of-drupal' }],
		['whose id is of another shape', 'cid', { id: { $gt: '' } }],
		['whose id is nobody’s', 'dan', { id: 0 }],
	])('but not somebody %s', async (_name, name, drupal) => {
		await known(scene, name, drupal);
		const { code } = await enter(scene, { sub: 'bob-of-drupal', preferred_username: name });
		expect(code).toBe('confirm');
	});

	test('and nothing of the document is in the log that everybody can read', async () => {
		const { client } = await known(scene, 'reader');
		const { status, body } = await client.get(`/api/apps/${scene.appId}/logs?count=100000`);
		expect(status).toBe(200);
		const text = JSON.stringify(body);
		expect(text).toContain('PostUserLoggedIn');
		const secrets = [...scene.workspace.store.users.values()].flatMap(({ services }) => [
			services.password?.bcrypt,
			...(services.resume?.loginTokens ?? []).map(({ hashedToken }) => hashedToken),
		]);
		const kept = [...secrets, 'token-of-ann', 'ann-of-drupal', 'ann@drupal.example', 'ann@workspace.example'];
		expect(kept.filter((secret) => secret && text.includes(secret))).toEqual([]);
	});
});

describe('on 8.9, whose login event says nothing of services', () => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await setUp({ profile: '8.9', env: tokensOn });
	});
	afterAll(() => scene.stop());

	test('nobody is learnt without a service account, and the admin is told; with one, whom core knows is', async () => {
		const drupal = (id: string): object => ({ _OAuthCustom: true, serverURL: scene.provider.issuer, id });
		await known(scene, 'hal', drupal('hal-of-drupal'));
		expect((await enter(scene, { sub: 'hal-of-drupal', preferred_username: 'hal' })).code).toBe('confirm');
		await scene.configure({ Accounts_learn_from_core: 'yes' });
		expect(await noteUnder(scene, 'Accounts_learn_from_core')).toContain('connects nobody here now');

		await scene.configure(accountSettings(await createServiceAccount(scene)));
		await scene.settle();
		expect(await noteUnder(scene, 'Accounts_learn_from_core')).toContain('The service account asks for them');
		const { id, client } = await known(scene, 'ida', drupal('ida-of-drupal'));
		const sessions = (): number | undefined => scene.workspace.store.users.get(id)!.services.resume?.loginTokens.length;
		expect(sessions()).toBe(1);
		await scene.expectSignedIn(enter(scene, { sub: 'ida-of-drupal', preferred_username: 'ida' }), { _id: id });
		const { body } = await client.get('/api/v1/im.messages?username=oauth-login.bot');
		expect(JSON.stringify(body)).toContain('From now on, an account at Drupal signs you in');
	});
});

describe('an admin', () => {
	let scene: Scene;
	let admin: Client;
	beforeAll(async () => {
		scene = await setUp();
		admin = await Client.admin(scene.workspace);
	});
	afterAll(() => scene.stop());

	/** What the command answers to the admin. */
	async function use(params: string): Promise<string> {
		told.length = 0;
		await admin.post('/api/v1/commands.run', { command: 'oauth-login', params, roomId: 'GENERAL' });
		expect(told).toHaveLength(1);
		return (told[0]!.payload as { msg: string }).msg;
	}

	test('approves of an account, which is not there before', async () => {
		await scene.configureServer({ Accounts_ManuallyApproveNewUsers: true });
		const claims = { sub: 'new', preferred_username: 'newcomer', name: 'New Comer' };
		const before = structuredClone(scene.accounts());
		const { status, code: reference, session, body } = await enter(scene, claims);
		expect([status, session, scene.accounts()]).toEqual([202, undefined, before]);
		expect(body).toContain('Your request is waiting');
		await expect(enter(scene, claims)).resolves.toMatchObject({ status: 202, code: reference });

		expect(await use('requests')).toContain(`\`${reference}\` · \`drupal\` · \`newcomer\` · \`New Comer\``);
		expect(await use(`approve ${reference}`)).toContain('gets an account at the next sign-in');
		await scene.expectSignedIn(enter(scene, claims), { username: 'newcomer' });
		expect(await use('requests')).toBe('Nobody waits for an approval.');
	});

	test('approves of what was seen: under another name, the person asks again', async () => {
		const claims = { sub: 'trainee', preferred_username: 'trainee42', name: 'Tina Trainee' };
		const { code: reference } = await enter(scene, claims);
		expect(await use(`approve ${reference}`)).toContain('gets an account at the next sign-in');
		const other = { ...claims, preferred_username: 'it.support', name: 'IT Support (official)' };
		const before = structuredClone(scene.accounts());
		const again = await enter(scene, other);
		expect([again.status, scene.accounts()]).toEqual([202, before]);
		expect(again.code).not.toBe(reference);
		expect(await use('requests')).toContain('it.support');
		await scene.expectSignedIn(enter(scene, claims), { username: 'trainee42' });
	});

	test('refuses everybody of a provider who waits', async () => {
		for (const name of ['flood1', 'flood2']) await enter(scene, { sub: name, preferred_username: name });
		expect(await use('refuse all drupal')).toContain('Refused: 2.');
		expect(await use('requests')).toBe('Nobody waits for an approval.');
	});

	test('refuses one', async () => {
		const claims = { sub: 'unwanted', preferred_username: 'unwanted' };
		const { code: reference } = await enter(scene, claims);
		expect(await use(`refuse ${reference}`)).toContain('gets no account');
		await scene.expectRefusal('approval_refused', () => enter(scene, claims));
	});

	test('connects the account that somebody has, and its owner is told', async () => {
		const { id, client } = await known(scene, 'eve');
		const claims = { sub: 'eve', preferred_username: 'eve-of-drupal' };
		const { code: reference } = await enter(scene, claims);
		const shown = await use(`approve ${reference} eve`);
		expect(shown).toContain('would sign in to `eve`');
		expect((await enter(scene, claims)).status).toBe(202);
		expect(await use(/oauth-login (approve [^`]+)`/.exec(shown)![1]!)).toContain('The owner of the account was told.');
		await scene.expectSignedIn(enter(scene, claims), { _id: id, username: 'eve' });
		const { body } = await client.get('/api/v1/im.messages?username=oauth-login.bot');
		expect(JSON.stringify(body)).toContain('An administrator has connected a Drupal sign-in');
		await scene.configureServer({ Accounts_ManuallyApproveNewUsers: false });
	});

	test('is asked by somebody whose only way in was core’s', async () => {
		const { id } = await known(scene, 'gil');
		const claims = { sub: 'gil-of-drupal', preferred_username: 'gil' };
		const browser = new Browser();
		expect((await enter(scene, claims, browser)).body).not.toContain('ask_admin');
		await scene.configure({ Accounts_link_requests: true });
		const { body } = await enter(scene, claims, browser);
		expect(body).toContain('Ask an administrator');
		const attempt = /name="attempt" value="([\w-]+)"/.exec(body)![1]!;
		const asked = await browser.request(scene.url('confirm'), {
			...{ method: 'POST', body: new URLSearchParams({ attempt, choice: 'ask_admin' }) },
			headers: { 'sec-fetch-site': 'same-origin' },
		});
		const { status, code: reference } = parsePage(asked);
		expect(status).toBe(202);
		expect(await use(`approve ${reference}`)).toContain('write its username after the reference');
		expect((await enter(scene, claims)).code).toBe('confirm');
		const shown = await use(`approve ${reference} gil`);
		expect(await use(/oauth-login (approve [^`]+)`/.exec(shown)![1]!)).toContain('signs in to `gil`');
		await scene.expectSignedIn(enter(scene, claims), { _id: id });
	});

	test('imports a list, after having seen what it would do', async () => {
		const { id, client } = await known(scene, 'fay');
		await scene.configure({ Accounts_links_import: 'provider,subject,username\ndrupal,42,fay\ndrupal,43,nobody' });
		const shown = await use('links');
		expect(shown).toContain('1 × will be connected');
		expect(shown).toContain('line 2: `drupal` → `nobody`: no account with that username');
		const code = /links apply (\S+)`/.exec(shown)![1]!;
		expect(await use(`links apply ${code}`)).toContain('Connected: 1. The list has been emptied');
		await scene.settle();
		const { body } = await client.get('/api/v1/im.messages?username=oauth-login.bot');
		expect(JSON.stringify(body)).toContain('signs you in to');
		expect(await use('audit')).toContain('Identity connected: `fay`');
		await scene.expectSignedIn(enter(scene, { sub: '42', preferred_username: 'anybody' }), { _id: id });
		expect(await use(`links apply ${code}`)).toContain('Nothing was done');
		expect(await use('links')).toContain('To import links');
	});
});
