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

/** @returns the window in which it goes on */
const acts: Readonly<Record<string, (visitor: Visitor, link: Link) => Promise<Page>>> = {
	'a click': async ({ page }, link) => (await link(page).click(), page),
	'the Enter key': async ({ page }, link) => (await link(page).press('Enter'), page),
	'a tap': async ({ page }, link) => (await link(page).tap(), page),
	'the middle button': async ({ page, context }, link) => {
		const [opened] = await Promise.all([context.waitForEvent('page'), link(page).click({ button: 'middle' })]);
		return opened;
	},
};

const onDesktop = ['a click', 'the Enter key', 'the middle button'].map((act) => [act, desktop] as const);
const onPhone = [['a tap', phone]] as const;

describe.each<[string, BrowserContextOptions, readonly (readonly [string, BrowserContextOptions])[]]>([
	['redirect', desktop, [...onDesktop, ...onPhone]],
	['default', phone, onPhone],
])('in the style "%s"', (style, _options, cases) => {
	beforeAll(() => stage.scene.configure({ Accounts_OAuth_Okta_login_style: style }));

	test.each(cases)('%s on the button leads to the provider', async (act, options) => {
		const visitor = await stage.arrive(options);
		await visitor.openLoginPage();
		const window = await acts[act]!(visitor, button);
		await window.locator('input[name=login]').waitFor();
	});
});

const ofThisWindow = [...onDesktop, ...onPhone].filter(([act]) => act !== 'the middle button');

test.each(ofThisWindow)('%s on the link in the login terms leads to the list', async (act, options) => {
	const visitor = await stage.arrive(options);
	await visitor.openLoginPage();
	const window = await acts[act]!(visitor, terms);
	await window.getByRole('link', { name: 'Back to the login page' }).waitFor();
	expect(window.url()).toBe(stage.scene.url('signin'));
	await button(window).click();
	await window.locator('input[name=login]').waitFor();
});

test('the middle button on the link in the login terms asks the app for the list', async () => {
	const visitor = await stage.arrive();
	await visitor.openLoginPage();
	// The packaged browser cannot show a page of the same site in a tab in the background: it crashes with any.
	const [request] = await Promise.all([
		visitor.context.waitForEvent('request', (one) => one.url() === stage.scene.url('signin')),
		terms(visitor.page).click({ button: 'middle' }),
	]);
	expect(request.isNavigationRequest()).toBe(true);
	expect(visitor.page.url()).toBe(`${stage.scene.workspace.url}/home`);
});

test('a message about a connected account leads to the page of connected accounts', async () => {
	const visitor = await stage.arrive();
	const { page, context } = visitor;
	const { workspace, admin, appId } = stage.scene;
	const account = { username: 'ann', name: 'ann', email: 'ann@workspace.example', password: 'pass-word' };
	await admin.call('POST', '/api/v1/users.create', JSON.stringify(account));
	await visitor.openLoginPage();
	await page.locator('input[name=usernameOrEmail]').fill('ann');
	await page.locator('input[name=password]').fill('pass-word');
	await page.keyboard.press('Enter');
	await visitor.me();
	await page.goto(stage.scene.url('connections'));
	await page.getByRole('button', { name: 'Connect Okta' }).click();
	await visitor.signInAtProvider(page, 'grace');
	await page.getByText('The account is connected.').waitFor();

	const room = [...workspace.store.rooms.values()].find(({ usernames }) => usernames?.includes('ann'))!;
	expect(room.usernames).toContain('oauth-login.bot');
	await page.goto(`${workspace.url}/direct/${room._id}`);
	await page.getByText('From now on, an account at Okta signs you in').waitFor();
	const [opened] = await Promise.all([
		context.waitForEvent('page'),
		page.getByRole('link', { name: 'Connected accounts' }).click(),
	]);
	await opened.getByRole('heading', { name: 'Connected accounts' }).waitFor();
	expect(new URL(opened.url()).pathname).toBe(`/api/apps/public/${appId}/connections`);
	expect(new URL(page.url()).pathname).toBe(`/direct/${room._id}`);
});
