import { Stage } from './stage';
import type { Visitor } from './visitor';

/*
 * What people do with windows, and what browsers do to them: each of it ends somewhere sensible.
 */

const stage = new Stage({ provider: 'oidc', workspace: { rateLimit: false } });
const setStyle = (style: string): Promise<void> => stage.scene.configure({ Accounts_OAuth_Okta_login_style: style });

async function openLoginPage(): Promise<Visitor> {
	const visitor = await stage.arrive();
	await visitor.openLoginPage();
	await visitor.button.waitFor();
	return visitor;
}

describe('in the style of a popup', () => {
	beforeAll(() => setStyle('popup'));

	test('back from an error closes it: the login page is behind it, and works', async () => {
		const visitor = await openLoginPage();
		const window = await visitor.begin('popup');
		await window.getByRole('link', { name: 'Cancel' }).click();
		await visitor.closeBy(window, 'Back to the login page');
		expect(visitor.context.pages()).toHaveLength(1);
		await visitor.signInAtProvider(await visitor.begin('popup'), 'ada');
		await visitor.expectSignedIn({ username: 'ada' });
	});

	test('the login page is closed meanwhile: the popup goes on as a window of its own', async () => {
		const visitor = await openLoginPage();
		const window = await visitor.begin('popup');
		await window.locator('input[name=login]').waitFor();
		await visitor.page.close();
		await window.locator('input[name=login]').fill('ada');
		await window.locator('input[name=password]').fill('any');
		await window.getByRole('button', { name: 'Sign-in' }).click();
		const atHome = Promise.race([window.waitForURL('**/home'), window.waitForEvent('close')]);
		await window.getByRole('button', { name: 'Continue' }).click();
		await atHome;
		const another = await visitor.context.newPage();
		await another.goto(`${stage.scene.workspace.url}/home`);
		await another.getByRole('heading', { level: 2, name: /^Welcome / }).waitFor();
	});
});

describe('in the style of a redirect', () => {
	beforeAll(() => setStyle('redirect'));

	test('two tabs at once: each finishes its own sign-in', async () => {
		const visitor = await openLoginPage();
		const second = await visitor.context.newPage();
		await second.goto(stage.scene.url('login/okta'));
		await second.locator('input[name=login]').waitFor();
		await visitor.begin('redirect');
		await visitor.page.locator('input[name=login]').waitFor();
		await visitor.signInAtProvider(second, 'ada');
		await second.waitForURL('**/home');
		// The provider has one session for both tabs, and an interaction for each.
		await visitor.page.goto(stage.scene.url('login/okta?style=redirect'));
		await visitor.page.waitForURL('**/home');
		await visitor.expectSignedIn({ username: 'ada' });
	});

	test('the back button does not lead into the middle of a sign-in that is over', async () => {
		const visitor = await openLoginPage();
		await visitor.signInAtProvider(await visitor.begin('redirect'), 'ada');
		await visitor.expectSignedIn({ username: 'ada' });
		const history = await visitor.page.evaluate(() => window.history.length);
		await visitor.page.goBack();
		expect(visitor.page.url()).not.toContain('/callback/');
		await visitor.page.goForward();
		await visitor.expectSignedIn({ username: 'ada' });
		expect(await visitor.page.evaluate(() => window.history.length)).toBe(history);
	});

	test('a callback that is loaded again says so, and the session is there', async () => {
		const visitor = await openLoginPage();
		const callbacks: string[] = [];
		visitor.page.on('request', (request) => {
			if (request.url().includes('/callback/okta?')) callbacks.push(request.url());
		});
		await visitor.signInAtProvider(await visitor.begin('redirect'), 'ada');
		await visitor.expectSignedIn({ username: 'ada' });
		await visitor.page.goto(callbacks[0]!);
		await visitor.page.getByText('state_used').waitFor();
		await visitor.page.getByRole('link', { name: 'Back to the login page' }).click();
		await visitor.expectSignedIn({ username: 'ada' });
	});

	test('the script that runs twice puts the buttons there once', async () => {
		const visitor = await openLoginPage();
		await visitor.page.addScriptTag({ url: stage.scene.url('login.js') });
		await visitor.page.evaluate(() => window.dispatchEvent(new Event('Custom_Script_Logged_Out')));
		await visitor.page.waitForLoadState('networkidle');
		expect(await visitor.button.count()).toBe(1);
		expect(await visitor.page.locator('script[data-oauth-login]').count()).toBe(1);
	});

	test('signing out brings the buttons back, once', async () => {
		const visitor = await openLoginPage();
		await visitor.signInAtProvider(await visitor.begin('redirect'), 'ada');
		await visitor.expectSignedIn({ username: 'ada' });
		expect(await visitor.page.locator('div[data-oauth-login]').count()).toBe(0);
		await visitor.page.getByRole('button', { name: 'Logout' }).click();
		await visitor.button.waitFor();
		expect(await visitor.page.locator('div[data-oauth-login]').count()).toBe(1);
	});
});

describe('in the default style', () => {
	beforeAll(() => setStyle('default'));

	test('there is a popup where there is room for one', async () => {
		const visitor = await openLoginPage();
		await visitor.page.getByRole('button', { name: 'Sign in with Okta' }).waitFor();
		await visitor.signInAtProvider(await visitor.begin('popup'), 'ada');
		await visitor.expectSignedIn({ username: 'ada' });
	});
});
