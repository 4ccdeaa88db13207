import { shelves } from '../../src/accounts/links';
import { Client } from '../workspace/testing/client';
import type { Answer } from './support/browser';
import { Browser } from './support/browser';
import { parsePage } from './support/page';
import { Scene } from './support/scene';
import { accountSettings, createServiceAccount, grant } from './support/serviceAccount';
import { signOut } from './support/signOut';
import { textsIn } from '../unit/support/languages';

/*
 * The page for administrators, as a browser with a script would use it: what the script does is done by hand here.
 */

const texts = textsIn('en.json');

let scene: Scene;

beforeAll(async () => {
	scene = await Scene.setUp({
		workspace: { rateLimit: false },
		server: {
			Accounts_OAuth_Drupal: true,
			Accounts_OAuth_Drupal_id: 'drupal-client',
			API_Drupal_URL: 'https://drupal.example.com',
		},
	});
	await scene.expectSignedIn(scene.signIn(), { username: 'robin' });
	await scene.settle();
});
afterAll(() => scene.stop());

const unescape = (text: string): string =>
	text
		.replace(/&quot;/g, '"')
		.replace(/&#39;/g, "'")
		.replace(/&amp;/g, '&');
const field = (name: string, { body }: Answer): string =>
	unescape(new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '');

const post = (browser: Browser, fields: Record<string, string>, path = 'admin/transfer'): Promise<Answer> =>
	browser.request(scene.url(path), {
		...{ method: 'POST', body: new URLSearchParams(fields), headers: { 'sec-fetch-site': 'same-origin' } },
	});

/** @returns what the page that follows says */
async function prove(client: Client, browser = new Browser()): Promise<{ browser: Browser; page: Answer }> {
	const nonce = field('nonce', await browser.request(scene.url('admin')));
	await client.post('/api/v1/commands.run', { command: 'oauth-login', params: `confirm ${nonce}`, roomId: 'GENERAL' });
	const proven = await post(browser, { nonce }, 'admin');
	if (proven.status !== 303) return { browser, page: proven };
	return { browser, page: await browser.request(new URL(proven.headers.get('location')!, proven.url)) };
}

/** Has a file read. @returns the page that shows what it would change */
async function preview(browser: Browser, token: string, file: string): Promise<Answer> {
	const taken = await post(browser, { action: 'import', token, file });
	expect([taken.status, taken.headers.get('location')]).toEqual([303, expect.stringMatching(/\/admin\/transfer$/)]);
	return browser.request(new URL(taken.headers.get('location')!, taken.url));
}

/** Confirms what the page shows. @returns the page that says how it ended */
async function confirm(
	browser: Browser,
	token: string,
	shown: Answer,
	more: Record<string, string> = {},
): Promise<Answer> {
	const done = await post(browser, { action: 'apply', ...more, token, code: field('code', shown) });
	expect({ status: done.status, code: parsePage(done).code }).toEqual({ status: 303, code: undefined });
	await scene.settle();
	return browser.request(scene.url('admin/transfer'));
}

const admin = async () => prove(await Client.admin(scene.workspace));

const setting = async (id: string): Promise<unknown> => {
	const path = `/api/apps/${scene.appId}/settings/${id}`;
	return (await scene.admin.call<{ setting: { value: unknown } }>('GET', path)).setting.value;
};

test('the form begins with how things are, and the address of these pages, which nothing saved there changes', async () => {
	type Shown = { packageValue: string; section: string; i18nDescription: string; value?: unknown };
	const path = `/api/apps/${scene.appId}/settings/Start_admin_pages`;
	const read = async () => (await scene.admin.call<{ setting: Shown }>('GET', path)).setting;
	const { packageValue, section, i18nDescription } = await read();
	expect(texts[section]).toBe('Start here');
	const [summary, ...others] = i18nDescription.split(texts.start_pages!);
	expect(others).toEqual([` ${texts.start_help!.replace('{url}', scene.url('help'))}`]);
	expect(Object.values(texts)).toContain(summary!.trim());
	for (const [address, title] of [
		[packageValue, texts.admin_title],
		[scene.url('help'), texts.help_title],
	] as const) {
		const page = await new Browser().request(address);
		expect([page.status, parsePage(page).title]).toEqual([200, title]);
	}
	await scene.configure({ Start_admin_pages: 'https://evil.example.com' });
	expect((await read()).value).toBe(packageValue);
});

test('people with thousands of connections: each page of them leads to the next one and back', async () => {
	const { browser } = await admin();
	const { store } = scene.workspace;
	const [key] = ['links-shelved', 'links'].map((id) => ({ model: 'misc', id }));
	store.persistence.push({ _id: 'shelved', appId: scene.appId, associations: [key!], data: { done: true } });
	const planted = shelves.flatMap((shelf) => Array.from({ length: 33 }, (_, index) => `${shelf}${index + 10}`));
	for (const identity of planted) {
		const keys = [`link:${identity}`, `links-of:of ${identity}`, 'links', `links:${identity.slice(0, 1)}`];
		const data = { identity, provider: 'none', issuer: 'https://id.example', subject: identity, linkedAt: 1 };
		const associations = keys.map((id) => ({ model: 'misc', id }));
		store.persistence.push({
			...{ _id: `many-${identity}`, appId: scene.appId, associations },
			data: { ...data, userId: `of ${identity}`, generation: 0 },
		});
	}
	const listed = ({ body }: Answer): string[] =>
		[...body.matchAll(/name="identity" value="([^"]+)"/g)].map((match) => match[1]!);
	const sorted = store.persistence
		.filter(({ associations = [] }) => associations.some(({ id }) => id === 'links'))
		.map(({ data }) => (data as { identity: string }).identity)
		.sort();
	const beside = ({ body, url }: Answer, rel: string): URL =>
		new URL(unescape(new RegExp(`rel="${rel}" href="([^"]*)"`).exec(body)![1]!), url);
	const first = await browser.request(scene.url('admin/people'));
	const second = await browser.request(beside(first, 'next'));
	const back = await browser.request(beside(second, 'prev'));
	store.persistence = store.persistence.filter(({ _id }) => !_id.startsWith('many-') && _id !== 'shelved');
	expect([listed(first), listed(second), listed(back)]).toEqual([
		sorted.slice(0, 25),
		sorted.slice(25, 50),
		sorted.slice(0, 25),
	]);
	expect(first.body).not.toContain('rel="prev"');
});

test.each([
	['admin', ['Good to know', 'Signed in', 'robin', 'Uninstalling']],
	['admin/providers', ['Okta', 'Works', 'GitHub', 'OpenID Connect']],
	['admin/setup?provider=okta', ['/callback/okta', 'Client ID and secret']],
	['admin/setup?preset=github', ['value="Github"']],
	['admin/attempts', ['Okta', 'Signed in', 'robin', '<svg']],
	['admin/attempts?ref=AAAAAAAA', ['There is no attempt']],
	['admin/people', ['robin', 'Okta', 'Nobody waits']],
	['admin/settings', ['Account created', 'Export']],
])('%s: an admin sees what it is for', async (path, parts) => {
	const { browser } = await admin();
	const page = await browser.request(scene.url(path));
	expect(page.status).toBe(200);
	for (const text of parts) expect(page.body).toContain(text);
	expect(page.body).not.toContain(scene.provider.clientSecret);
	expect(page.headers.get('cache-control')).toBe('no-store');
});

const posts: [string, Record<string, string>][] = [
	['admin/transfer', { action: 'export' }],
	['admin/transfer', { action: 'import', file: '{}' }],
	['admin/transfer', { action: 'core' }],
	['admin/setup', { action: 'off', provider: 'okta' }],
	['admin/setup', { action: 'save', provider: 'okta', clientId: 'other' }],
	['admin/setup', { action: 'add', preset: 'github', name: 'Github' }],
	['admin/people', { action: 'unlink', identity: 'any' }],
	['admin/people', { action: 'approve', reference: 'AAAAAAAA' }],
];

test.each(posts)(
	'%s %j: nothing is done without the proof, by another page or from another site',
	async (path, fields) => {
		expect(parsePage(await post(new Browser(), { ...fields, token: 'guessed' }, path)).code).toBe('proof_expired');
		const { browser, page } = await admin();
		expect(parsePage(await post(browser, { ...fields, token: 'guessed' }, path)).code).toBe('proof_expired');
		const foreign = await browser.request(scene.url(path), {
			...{ method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } },
			body: new URLSearchParams({ ...fields, token: field('token', page) }),
		});
		expect(parsePage(foreign).code).toBe('request_foreign');
		expect(await setting('Accounts_OAuth_Okta')).toBe(true);
	},
);

test('nobody else sees anything', async () => {
	const account = { username: 'reader', name: 'Reader', email: 'reader@workspace.example', password: 'pass-word' };
	await scene.admin.call('POST', '/api/v1/users.create', JSON.stringify(account));
	const { page } = await prove(await Client.signIn(scene.workspace, 'reader', 'pass-word'));
	expect(parsePage(page)).toMatchObject({ status: 403, code: 'admin_required' });
});

test('a provider is set up, checked and switched on by one form, and its secret is shown by none', async () => {
	const { browser, page } = await admin();
	const token = field('token', page);
	await post(browser, { token, action: 'off', provider: 'okta' }, 'admin/setup');
	expect(await setting('Accounts_OAuth_Okta')).toBe(false);
	const { issuer, clientId, clientSecret } = scene.provider;
	const fields = { token, provider: 'okta', action: 'save_on', clientId };
	const address = `${issuer}/.well-known/openid-configuration`;

	const wrong = await post(browser, { ...fields, issuer: address, clientSecret: 'wrong' }, 'admin/setup');
	expect([wrong.status, wrong.headers.get('location')]).toEqual([303, expect.stringContaining('done=failed')]);
	expect(await setting('Accounts_OAuth_Okta')).toBe(false);

	const right = await post(browser, { ...fields, issuer: address, clientSecret }, 'admin/setup');
	expect(right.headers.get('location')).toContain('done=on');
	expect(await setting('Accounts_OAuth_Okta')).toBe(true);
	expect(await setting('Accounts_OAuth_Okta_issuer')).toBe(address);

	// Sent again without the secret: the one that is there stays.
	await post(browser, { ...fields, action: 'save', issuer }, 'admin/setup');
	expect(await setting('Accounts_OAuth_Okta_secret')).toBe(clientSecret);
	const refused = await post(browser, { ...fields, action: 'save', issuer: 'no address' }, 'admin/setup');
	expect(refused.status).toBe(200);
	expect(refused.body).toContain('Not saved');
	expect(refused.body).not.toContain(clientSecret);
	expect(await setting('Accounts_OAuth_Okta_issuer')).toBe(issuer);
});

test('the attempts are a file, too', async () => {
	const { browser } = await admin();
	const file = await browser.request(scene.url('admin/attempts?format=csv&outcome=signed_in'));
	expect(file.headers.get('content-disposition')).toContain('attempts.csv');
	expect(file.body.trim().split('\r\n').length).toBeGreaterThan(1);
	expect(file.body).toContain('"okta","robin","signed_in"');
});

test('an admin who is one no longer gets nothing more', async () => {
	const account = { username: 'former', name: 'Former', email: 'former@workspace.example', password: 'pass-word' };
	await scene.admin.call('POST', '/api/v1/users.create', JSON.stringify({ ...account, roles: ['admin'] }));
	const { browser, page } = await prove(await Client.signIn(scene.workspace, 'former', 'pass-word'));
	expect(page.status).toBe(200);
	const user = [...scene.workspace.store.users.values()].find(({ username }) => username === 'former')!;
	user.roles = ['user'];
	const { code } = parsePage(await post(browser, { action: 'export', token: field('token', page) }));
	expect(code).toBe('admin_required');
});

test('settings and links go out, secrets only when asked for, and come back whole or not at all', async () => {
	const { browser, page } = await admin();
	const token = field('token', page);
	const plain = await post(browser, { action: 'export', token });
	expect(plain.headers.get('content-disposition')).toContain('attachment');
	expect(plain.body).not.toContain(scene.provider.clientSecret);
	const whole = await post(browser, { action: 'export', token, secrets: 'yes' });
	const file = JSON.parse(whole.body) as { settings: Record<string, unknown>; links: unknown[] };
	expect(file.settings.Accounts_OAuth_Okta_secret).toBe(scene.provider.clientSecret);
	expect(file.links).toEqual([expect.objectContaining({ provider: 'okta', username: 'robin' })]);

	// One value that can't work, and nothing of it is stored.
	const bad = {
		...file,
		settings: { Accounts_OAuth_Okta_scope: 'openid', Accounts_OAuth_Okta_issuer: 'http://idp.example.com' },
	};
	const refused = await preview(browser, token, JSON.stringify(bad));
	expect(refused.body).toContain('nothing is imported');
	expect(refused.body).not.toContain('name="code"');
	await post(browser, { action: 'apply', token, code: 'guessed' });
	await scene.settle();
	expect(await setting('Accounts_OAuth_Okta_scope')).not.toBe('openid');

	// A provider that is not there yet comes with its name.
	const good = {
		...file,
		settings: {
			Accounts_OAuth_Custom: 'Forum',
			'Accounts_OAuth_Custom-Forum-url': 'https://forum.example.com',
			'Accounts_OAuth_Custom-Forum-id': 'forum-client',
		},
	};
	const content = JSON.stringify(good);
	const shown = await preview(browser, token, content);
	expect(shown.body).toContain('https://forum.example.com');
	expect(await setting('Accounts_OAuth_Custom')).not.toBe('Forum');
	const done = await confirm(browser, token, shown);
	expect(done.body).toContain('3 settings and 0 connections are imported');
	expect(await setting('Accounts_OAuth_Custom')).toBe('Forum');
	expect(await setting('Accounts_OAuth_Custom-Forum-id')).toBe('forum-client');
});

test('a file links nobody with a privileged role, and the owner of any other account is told', async () => {
	const { browser, page } = await admin();
	const token = field('token', page);
	const account = { username: 'told', name: 'Told', email: 'told@workspace.example', password: 'pass-word' };
	await scene.admin.call('POST', '/api/v1/users.create', JSON.stringify(account));
	const told = await Client.signIn(scene.workspace, 'told', 'pass-word');
	const of = (userId: string, username: string) => ({
		...{ provider: 'okta', issuer: scene.provider.issuer, subject: `of-${username}` },
		...{ userId, username, generation: 0, linkedAt: 1 },
	});
	const boss = [...scene.workspace.store.users.values()].find(({ roles }) => roles.includes('admin'))!;
	const links = [of(boss._id, boss.username!), of(told.userId, 'told')];
	const file = JSON.stringify({ format: 'oauth-login', version: 1, links });
	const shown = await preview(browser, token, file);
	expect(shown.body).toContain(
		`Left out, because these accounts have a privileged role, are bots or are deactivated: ${boss.username}`,
	);
	expect((await confirm(browser, token, shown)).body).toContain('0 settings and 1 connections are imported');

	scene.provider.set({ claims: { sub: `of-${boss.username}`, preferred_username: 'mallory', email: undefined } });
	await scene.expectSignedIn(scene.signIn(), { username: 'mallory' });
	scene.provider.set({ claims: { sub: 'of-told' } });
	await scene.expectSignedIn(scene.signIn(), { username: 'told' });
	const { body } = await told.get('/api/v1/im.messages?username=oauth-login.bot');
	expect(JSON.stringify(body)).toContain('signs you in to');
	const after = await browser.request(scene.url('admin/settings'));
	expect(after.body).toMatch(/<strong>Identity connected<\/strong>\s*<bdi>told /);
});

test('the page is closed once the admin finishes, or signs out by the app', async () => {
	for (const end of [
		(browser: Browser) => post(browser, { action: 'finish' }, 'admin'),
		(browser: Browser) => signOut(scene, browser),
	]) {
		const { browser, page } = await admin();
		const before = browser.copy();
		await end(browser);
		expect((await browser.request(scene.url('admin'))).body).toContain('id="proof"');
		const { code } = parsePage(await post(before, { action: 'export', secrets: 'yes', token: field('token', page) }));
		expect(code).toBe('proof_expired');
	}
});

test.each([
	'',
	'not JSON',
	'[]',
	'{"format":"oauth-login","version":2}',
	`{"format":"oauth-login","version":1,"settings":{"x":{}}}`,
])('%s is no file', async (file) => {
	const { browser, page } = await admin();
	const answer = await post(browser, { action: 'import', token: field('token', page), file });
	expect(parsePage(answer)).toMatchObject({ status: 400, code: 'import_invalid' });
});

test('what core is set to is shown, with what is left to do by hand, and taken', async () => {
	const { browser, page } = await admin();
	const token = field('token', page);
	const shown = await post(browser, { action: 'core', token, names: '' });
	for (const text of ['drupal-client', 'https://drupal.example.com', scene.url('callback/drupal'), '/_oauth/drupal']) {
		expect(shown.body).toContain(text);
	}
	expect(shown.body).toContain('Accounts_OAuth_Drupal');
	await confirm(browser, token, shown, { action: 'core', names: '' });
	expect(await setting('Accounts_OAuth_Drupal_id')).toBe('drupal-client');
	expect(await setting('Accounts_OAuth_Drupal')).not.toBe(true);
	expect(scene.workspace.setting('Accounts_OAuth_Drupal')).toBe(true);
});

test('who is not connected yet: of the pasted list, and of all accounts, where a service account can list them', async () => {
	const { browser } = await admin();
	const missing = async (query = ''): Promise<string> =>
		(await browser.request(scene.url(`admin/missing${query}`))).body;
	expect(await missing()).toContain(texts.missing_no_service);

	scene.provider.set({ claims: { sub: 'of-linked', preferred_username: 'linked', email: undefined } });
	await scene.expectSignedIn(scene.signIn(), { username: 'linked' });
	const person = { username: 'latecomer', name: 'Late', email: 'late@workspace.example', password: 'pass-word' };
	await scene.admin.call('POST', '/api/v1/users.create', JSON.stringify(person));
	const off = { ...person, username: 'gone', email: 'gone@workspace.example', active: false };
	await scene.admin.call('POST', '/api/v1/users.create', JSON.stringify(off));
	await scene.configure({
		...accountSettings(await createServiceAccount(scene)),
		Accounts_links_import: 'okta,of-linked,linked\nokta,of-late,latecomer',
	});
	await scene.settle();
	const body = await missing('?page=9999');
	const [list = '', accounts = ''] = body.split(texts.missing_accounts!);
	const names = (part: string): string[] => [...part.matchAll(/<strong><bdi>([^<]*)/g)].map(([, name]) => name!);
	expect(names(list)).toEqual(['latecomer']);
	expect(names(accounts)).toEqual(expect.arrayContaining(['latecomer', 'signer']));
	for (const username of ['linked', 'gone', 'rocket.cat', 'oauth-login.bot']) {
		expect(names(accounts)).not.toContain(username);
	}

	grant(scene.workspace, ['create-user', 'user-generate-access-token']);
	expect(await missing()).toContain('rest_permission_missing: users.list');
});
