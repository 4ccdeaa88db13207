import type { Browser, Page } from 'playwright-core';
import { Scene } from '../app/support/scene';
import { launchBrowser } from './browser';
import { Visitor } from './visitor';

let scene: Scene;
let browser: Browser;
let visitor: Visitor;

beforeAll(async () => {
	[scene, browser] = await Promise.all([
		Scene.setUp({ provider: 'oidc', workspace: { rateLimit: false } }),
		launchBrowser(),
	]);
	await scene.settle();
}, 60_000);
afterAll(async () => {
	await browser.close();
	await scene.stop();
});
afterEach(() => visitor.leave());

async function arrive(): Promise<Page> {
	visitor = await Visitor.arrive(browser, scene);
	return visitor.page;
}

/** Presses Tab until the element has the focus, and that can be seen. */
async function tabTo(page: Page, selector: string): Promise<void> {
	for (let presses = 0; presses < 40; presses++) {
		await page.keyboard.press('Tab');
		const reached = await page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector);
		if (reached) return;
	}
	throw new Error(`Tab does not lead to ${selector}`);
}

test.each(['redirect', 'popup'])('by keyboard alone somebody signs in, in the style of a %s', async (style) => {
	await scene.configure({ Accounts_OAuth_Okta_login_style: style });
	const page = await arrive();
	await page.goto(`${scene.workspace.url}/login`);
	await visitor.button.waitFor();
	await tabTo(page, 'div[data-oauth-login] :is(a, button)');
	const outline = await page.evaluate(() => {
		const { outlineStyle, boxShadow } = getComputedStyle(document.activeElement!);
		return outlineStyle !== 'none' || boxShadow !== 'none';
	});
	expect(outline).toBe(true);
	let window = page;
	if (style === 'popup')
		[window] = await Promise.all([visitor.context.waitForEvent('page'), page.keyboard.press('Enter')]);
	else await page.keyboard.press('Enter');

	// The provider's page puts the focus there.
	await window.locator('input[name=login]:focus').waitFor();
	await window.keyboard.type('ada');
	await tabTo(window, 'input[name=password]');
	await window.keyboard.type('any');
	await window.keyboard.press('Enter');
	await window.getByRole('button', { name: 'Continue' }).waitFor();
	await tabTo(window, 'button[type=submit]');
	await window.keyboard.press('Enter');
	await visitor.expectSignedIn({ username: 'ada' });
});

test('by keyboard alone somebody finds the way on from an error page', async () => {
	const page = await arrive();
	await page.goto(scene.url('callback/okta'));
	await tabTo(page, 'a.button');
	await page.keyboard.press('Enter');
	await page.locator('input[name=login], input[name=usernameOrEmail]').first().waitFor();
});
