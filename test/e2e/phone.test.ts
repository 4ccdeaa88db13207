import type { BrowserContextOptions } from 'playwright-core';
import { expectAccessible, looks } from './looks';
import { Stage } from './stage';
import type { Visitor } from './visitor';

const stage = new Stage({
	provider: 'oidc',
	workspace: { rateLimit: false, client: 'vite' },
	settings: { Accounts_OAuth_Okta_login_style: 'default' },
});

const phone: BrowserContextOptions = {
	userAgent:
		'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Mobile Safari/537.36',
	viewport: { width: 360, height: 740 },
	hasTouch: true,
	isMobile: true,
};

/** As far as the page that hands the session over. */
async function signIn(options: BrowserContextOptions = {}): Promise<Visitor> {
	const visitor = await stage.arrive({ ...phone, ...options });
	await visitor.page.goto(stage.scene.url('login/okta'));
	await visitor.signInAtProvider(visitor.page, 'ada');
	await visitor.page.locator('#mobile-app').waitFor();
	return visitor;
}

test('the buttons of the default style use the whole window', async () => {
	const visitor = await stage.arrive(phone);
	await visitor.openLoginPage();
	await visitor.page.getByRole('link', { name: 'Sign in with Okta' }).waitFor();
});

test('the session goes into the mobile app by a tap, and into no address before', async () => {
	const visitor = await signIn();
	expect(visitor.page.url()).toContain('/callback/okta?');
	const session = await visitor.page.evaluate(() => ({
		userId: localStorage.getItem('Meteor.userId')!,
		token: localStorage.getItem('Meteor.loginToken')!,
	}));
	await expect(stage.scene.me(session)).resolves.toMatchObject({ status: 200, username: 'ada' });
	expect(await visitor.page.locator('[href^="rocketchat:"]').count()).toBe(0);
	expect(visitor.requested.filter((url) => url.includes(session.token))).toEqual([]);
	const { asked } = await visitor.deepLink();
	await visitor.page.locator('#mobile-app').tap();
	const { protocol, host, searchParams } = await asked;
	expect({ protocol, host }).toEqual({ protocol: 'rocketchat:', host: 'auth' });
	expect(Object.fromEntries(searchParams)).toEqual({ host: stage.scene.workspace.url, ...session });
});

test('"Login on web" of the mobile app: the session goes to that app by core itself, too', async () => {
	const visitor = await stage.arrive(phone);
	await visitor.page.goto(`${stage.scene.workspace.url}/home?loginClient=mobile`);
	await visitor.button.tap();
	await visitor.signInAtProvider(visitor.page, 'ada');
	await visitor.page.locator('#mobile-app').waitFor();
	const { asked } = await visitor.deepLink();
	await visitor.page.getByRole('link', { name: 'Go to the workspace' }).tap();
	const { searchParams } = await asked;
	const given = { userId: searchParams.get('userId')!, token: searchParams.get('token')! };
	await expect(stage.scene.me(given)).resolves.toMatchObject({ status: 200, username: 'ada' });
});

test('or in the browser', async () => {
	const visitor = await signIn();
	await visitor.page.getByRole('link', { name: 'Go to the workspace' }).tap();
	await visitor.expectSignedIn({ username: 'ada' });
});

test('a person who chose the browser once is not asked again', async () => {
	const visitor = await signIn();
	await visitor.page.getByRole('link', { name: 'Go to the workspace' }).tap();
	await visitor.expectSignedIn({ username: 'ada' });
	await visitor.page.goto(stage.scene.url('login/okta'));
	await visitor.page.waitForURL('**/home');
	await visitor.expectSignedIn({ username: 'ada' });
});

describe.each(looks)('what the CAS button of the mobile app opens (%s)', (_, look) => {
	test('tells the way into the workspace, and axe objects to nothing', async () => {
		const { page } = await stage.arrive({ ...phone, ...look });
		const service = `${stage.scene.workspace.url}/_cas/aB3dE6gH9jK2mN5pQ`;
		await page.goto(`${stage.scene.url('cas/login')}?service=${encodeURIComponent(service)}`);
		await page.getByText(stage.scene.workspace.url).waitFor();
		await page.getByRole('link', { name: /Okta/ }).waitFor();
		await expectAccessible(page);
		const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		expect(overflow).toBeLessThanOrEqual(0);
	});
});

test.each(looks)('%s: nothing that axe objects to, and it fits', async (_, look) => {
	const { page } = await signIn(look);
	await expectAccessible(page);
	const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
	expect(overflow).toBeLessThanOrEqual(0);
});
