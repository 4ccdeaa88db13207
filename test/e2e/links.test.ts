import type { BrowserContextOptions, Page } from 'playwright-core';
import { Stage } from './stage';
import type { Visitor } from './visitor';

/*
 * Links of the app inside of Rocket.Chat's client, whose router takes the clicks on links of the workspace.
 */

const stage = new Stage({
	provider: 'oidc',
	workspace: { rateLimit: false },
	settings: { Login_page_links: true, Accounts_OAuth_Okta_login_style: 'redirect' },
});

const desktop: BrowserContextOptions = {};
const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

type Link = (page: Page) => ReturnType<Page['getByRole']>;
const button: Link = (page) => page.getByRole('link', { name: 'Sign in with Okta' });
const terms: Link = (page) => page.getByRole('link', { name: 'Other ways to sign in' });

const acts: Readonly<Record<string, (page: Page, link: Link) => Promise<void>>> = {
	'a click': (page, link) => link(page).click(),
	'the Enter key': (page, link) => link(page).press('Enter'),
	'a tap': (page, link) => link(page).tap(),
};

type Case = readonly [string, BrowserContextOptions];
const onPhone: readonly Case[] = [['a tap', phone]];
const everywhere: readonly Case[] = [['a click', desktop], ['the Enter key', desktop], ...onPhone];

/**
 * Opens a link in a tab in the background. The packaged browser often crashes while it shows such a tab, whatever the page
 * is, so that only the request for it is seen.
 */
async function openInBackground({ page, context }: Visitor, link: Link, path: string): Promise<void> {
	const address = page.url();
	const [request] = await Promise.all([
		context.waitForEvent('request', (one) => one.url().startsWith(stage.scene.url(path))),
		link(page).click({ button: 'middle' }),
	]);
	expect(request.isNavigationRequest()).toBe(true);
	expect(page.url()).toBe(address);
}

describe.each<[string, readonly Case[]]>([
	['redirect', everywhere],
	['default', onPhone],
])('in the style "%s"', (style, cases) => {
	beforeAll(() => stage.scene.configure({ Accounts_OAuth_Okta_login_style: style }));

	test.each(cases)('%s on the button leads to the provider', async (act, options) => {
		const visitor = await stage.arrive(options);
		await visitor.openLoginPage();
		await acts[act]!(visitor.page, button);
		await visitor.page.locator('input[name=login]').waitFor();
	});
});

test.each(everywhere)('%s on the link in the login terms leads to the list', async (act, options) => {
	const visitor = await stage.arrive(options);
	const { page } = visitor;
	await visitor.openLoginPage();
	await acts[act]!(page, terms);
	await page.getByRole('link', { name: 'Back to the login page' }).waitFor();
	expect(page.url()).toBe(stage.scene.url('signin'));
	await button(page).click();
	await page.locator('input[name=login]').waitFor();
});

test.each([
	['button', button, 'login/okta?style=redirect'],
	['link in the login terms', terms, 'signin'],
])('the middle button on the %s asks the app', async (_name, link, path) => {
	await stage.scene.configure({ Accounts_OAuth_Okta_login_style: 'redirect' });
	const visitor = await stage.arrive();
	await visitor.openLoginPage();
	await openInBackground(visitor, link, path);
});

describe('in a message about a connected account', () => {
	const connections: Link = (page) => page.getByRole('link', { name: 'Connected accounts' });
	let person: Readonly<Record<'storageState', Awaited<ReturnType<Visitor['context']['storageState']>>>>;
	let room: string;

	beforeAll(async () => {
		const visitor = await stage.arrive();
		const { page, context } = visitor;
		const { workspace, admin } = stage.scene;
		const account = { username: 'ann', name: 'ann', email: 'ann@workspace.example', password: 'pass-word' };
		await admin.call('POST', '/api/v1/users.create', JSON.stringify(account));
		await visitor.openLoginPage();
		await page.locator('input[name=usernameOrEmail]').fill('ann');
		await page.locator('input[name=password]').fill('pass-word');
		await page.keyboard.press('Enter');
		await visitor.me();
		await page.goto(stage.scene.url('connections'));
		await page.getByRole('link', { name: 'Sign in with my password' }).click();
		await page.getByLabel('Username or e-mail address').fill('ann');
		await page.getByLabel('Password').fill('pass-word');
		await page.getByRole('button', { name: 'Sign in and continue' }).click();
		await page.getByRole('button', { name: 'Connect Okta' }).click();
		await visitor.signInAtProvider(page, 'grace');
		await page.getByRole('button', { name: 'Connect it', exact: true }).click();
		await page.getByText('The account is connected.').waitFor();
		person = { storageState: await context.storageState() };
		const { _id, usernames } = [...workspace.store.rooms.values()].find((one) => one.usernames?.includes('ann'))!;
		expect(usernames).toContain('oauth-login.bot');
		room = `${workspace.url}/direct/${_id}`;
	});

	async function openMessage(options: BrowserContextOptions): Promise<Visitor> {
		const visitor = await stage.arrive({ ...person, ...options });
		await visitor.page.goto(room);
		await visitor.page.getByText('From now on, an account at Okta signs you in').waitFor();
		return visitor;
	}

	test.each(everywhere)('%s on its button opens the page of connected accounts', async (act, options) => {
		const { page, context } = await openMessage(options);
		const [opened] = await Promise.all([context.waitForEvent('page'), acts[act]!(page, connections)]);
		await opened.getByRole('heading', { name: 'Connected accounts' }).waitFor();
		expect(opened.url()).toContain(stage.scene.url('connections'));
		expect(page.url()).toBe(room);
	});

	test('so does the middle button', async () => {
		await openInBackground(await openMessage(desktop), connections, 'connections');
	});
});
