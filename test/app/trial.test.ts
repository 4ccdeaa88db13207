import { Client } from '../workspace/testing/client';
import { Browser } from './support/browser';
import type { AppPage } from './support/page';
import { parsePage, unescapeHtml } from './support/page';
import { Scene } from './support/scene';

/* Trying a provider, as an admin's browser does it; the scripts of the pages are run by hand here. */

let scene: Scene;
beforeAll(async () => {
	// Set up, and not switched on.
	scene = await Scene.setUp({ workspace: { rateLimit: false }, settings: { Accounts_OAuth_Okta: false } });
});
afterAll(() => scene.stop());

const same = { 'sec-fetch-site': 'same-origin' };
const input = (body: string, name: string): string =>
	new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? 'none';

/** Opens a page of the admin's as the person that the client is, and follows to where it leads. */
async function open(client: Client, browser: Browser, path: string): Promise<AppPage> {
	const asked = await browser.request(scene.url(path));
	const nonce = input(asked.body, 'nonce');
	await client.post('/api/v1/commands.run', {
		...{ command: 'oauth-login', params: `confirm ${nonce}`, roomId: 'GENERAL' },
	});
	return scene.walkFrom(browser, 'admin', { nonce, next: input(asked.body, 'next'), by: 'session' }, same);
}

const asAdmin = (): Promise<Client> =>
	Client.signIn(scene.workspace, scene.workspace.admin.username, scene.workspace.admin.password);

/** Each check: its name, its mark, and the word beside it. */
const told = ({ body }: AppPage): string[][] =>
	[...body.matchAll(/<span class="mark (\w+)"\s*><svg.*?<\/svg>([^<]*)<\/span\s*>\s*<strong>([^<]*)/gs)].map(
		([, mark, word, name]) => [name!, mark!, word!],
	);

/** Presses the button, and signs in at the provider. */
async function trySignIn(browser: Browser, page: AppPage): Promise<AppPage> {
	const leaving = await browser.request(page.url, {
		...{ method: 'POST', headers: same, body: new URLSearchParams({ token: input(page.body, 'token') }) },
	});
	return scene.walk(browser, leaving.headers.get('refresh')!.replace(/^0; url=/, ''));
}

test('an admin sees what passes, signs in for a trial, and nothing has changed', async () => {
	const [admin, browser] = [await asAdmin(), new Browser()];
	const checks = await open(admin, browser, 'try/okta');
	expect([checks.status, checks.title]).toEqual([200, 'Try Okta']);
	expect(told(checks)).toEqual([
		['This workspace can sign people in', 'good', 'OK'],
		['The provider&#39;s configuration document', 'good', 'OK'],
		['The settings are complete', 'good', 'OK'],
		['The provider&#39;s keys', 'good', 'OK'],
		['The clocks of both servers', 'good', 'OK'],
		['Client ID and secret', 'good', 'OK'],
		['The callback URL is registered', expect.any(String), expect.any(String)],
	]);

	scene.provider.set({
		claims: {
			sub: 'tried',
			preferred_username: 'tried',
			email: 'tried@good.example',
			email_verified: true,
			at_hash: 'x',
		},
	});
	await scene.settle();
	const before = scene.everything();
	const report = await trySignIn(browser, checks);
	expect([report.status, report.title, report.session]).toEqual([200, 'Trial of Okta', undefined]);
	expect(report.body).toContain('A new account tried would be created');
	expect(report.body).toContain('tried@good.example (verified)');
	expect(report.body).toContain('&quot;at_hash&quot;: &quot;•••&quot;');
	await scene.settle();
	expect(scene.everything()).toEqual(before);
	expect(browser.jar.map(({ name }) => name).filter((name) => name.startsWith('__Host-oauth-login'))).toEqual([]);
});

test('what the provider refuses, and what the app would, is the report', async () => {
	const [admin, browser] = [await asAdmin(), new Browser()];
	const checks = await open(admin, browser, 'try/okta');
	scene.provider.set({ claims: { sub: '' } });
	const report = await trySignIn(browser, checks);
	expect(report.body).toContain('The sign-in would be refused:');
	expect(report.session).toBeUndefined();
});

test('a wrong secret is told as one, before anybody signs in', async () => {
	const [admin, browser] = [await asAdmin(), new Browser()];
	await scene.configure({ Accounts_OAuth_Okta_secret: 'wrong' });
	const page = await open(admin, browser, 'try/okta');
	const { body } = page;
	expect(told(page)).toContainEqual(['Client ID and secret', 'blocked', 'Problem']);
	expect(body).toContain('client_refused');
	expect(body).toContain('Copy both again from the provider');
	expect(body).not.toContain('class="button primary"');
	await scene.configure({ Accounts_OAuth_Okta_secret: scene.provider.clientSecret });
});

test('the admin’s page lists what can be tried', async () => {
	const { body } = await open(await asAdmin(), new Browser(), 'admin/providers');
	expect(body).toContain(`/try/okta"`);
	expect(body).not.toContain(`/try/drupal"`);
});

describe('nobody else', () => {
	test('without the role', async () => {
		const account = { username: 'nosy', name: 'Nosy', email: 'nosy@chat.example', password: 'pass-word' };
		await scene.admin.call('POST', '/api/v1/users.create', JSON.stringify(account));
		const client = await Client.signIn(scene.workspace, 'nosy', 'pass-word');
		expect((await open(client, new Browser(), 'try/okta')).code).toBe('admin_required');
	});

	test('without having been asked', async () => {
		const answer = await new Browser().request(scene.url('try/okta'), { method: 'POST', headers: same });
		expect(parsePage(answer).code).toBe('proof_expired');
	});

	test('after the role was taken away', async () => {
		const account = {
			username: 'former',
			name: 'F',
			email: 'f@chat.example',
			password: 'pass-word',
			roles: ['user', 'admin'],
		};
		await scene.admin.call('POST', '/api/v1/users.create', JSON.stringify(account));
		const [client, browser] = [await Client.signIn(scene.workspace, 'former', 'pass-word'), new Browser()];
		expect((await open(client, browser, 'admin')).status).toBe(200);
		[...scene.workspace.store.users.values()].find(({ username }) => username === 'former')!.roles = ['user'];
		expect(parsePage(await browser.request(scene.url('admin'))).code).toBe('admin_required');
	});

	test('from another site', async () => {
		const [admin, browser] = [await asAdmin(), new Browser()];
		const checks = await open(admin, browser, 'try/okta');
		const answer = await browser.request(checks.url, {
			method: 'POST',
			headers: { 'sec-fetch-site': 'cross-site' },
			body: new URLSearchParams({ token: input(checks.body, 'token') }),
		});
		expect(parsePage(answer).code).toBe('request_foreign');
	});

	test('and a proof for another page is none here', async () => {
		const [admin, browser] = [await asAdmin(), new Browser()];
		const nonce = input((await browser.request(scene.url('connections'))).body, 'nonce');
		await admin.post('/api/v1/commands.run', {
			...{ command: 'oauth-login', params: `confirm ${nonce}`, roomId: 'GENERAL' },
		});
		expect((await scene.walkFrom(browser, 'admin', { nonce, next: 'admin' }, same)).code).toBe('proof_expired');
	});

	test.each(['https://evil.example/', '//evil.example', 'try/../connections', 'login/okta', ''])(
		'is sent on to "%s"',
		async (next) => {
			const [admin, browser] = [await asAdmin(), new Browser()];
			const nonce = input((await browser.request(scene.url('admin'))).body, 'nonce');
			await admin.post('/api/v1/commands.run', {
				...{ command: 'oauth-login', params: `confirm ${nonce}`, roomId: 'GENERAL' },
			});
			const page = await scene.walkFrom(browser, 'admin', { nonce, next }, same);
			expect(page.url.href).toBe(scene.url('admin'));
		},
	);
});

test('the report says which document each field comes from, and what could be entered where nothing was found', async () => {
	const [admin, browser] = [await asAdmin(), new Browser()];
	const checks = await open(admin, browser, 'try/okta');
	scene.provider.set({ claims: { sub: 'mapped', preferred_username: null, profile: { screen_name: 'ada' } } });
	const { body } = await trySignIn(browser, checks);
	expect(body).toContain('<code dir="ltr">id_token: sub</code>');
	expect(body).toMatch(/<h3><code dir="ltr">id_token<\/code><\/h3>/);
	expect(body).toContain('Proposals for the form');
	expect(body).toMatch(/<code dir="ltr">profile\.screen_name<\/code>\s*<bdi>ada<\/bdi>/);
});

test('the checks of a custom provider have its preset as a definition to copy, and those of another one have none', async () => {
	const [admin, browser] = [await asAdmin(), new Browser()];
	await scene.configure({ Accounts_OAuth_Custom: 'Hub' });
	await scene.settle();
	await scene.configure({ 'Accounts_OAuth_Custom-Hub-preset': 'github' });
	const { body } = await open(admin, browser, 'try/hub');
	const written = unescapeHtml(/<details>.*?<pre[^>]*>(.*?)<\/pre>/s.exec(body)![1]!);
	expect(JSON.parse(written)).toMatchObject({
		version: 1,
		furtherRequests: { emails: 'https://api.github.com/user/emails' },
		otherOrigins: ['https://api.github.com'],
	});
	const other = await scene.walk(browser, scene.url('try/okta'));
	expect(other.body).not.toContain('<pre');
});
