import type { Page } from 'playwright-core';
import { Stage } from './stage';

const stage = new Stage({ provider: 'oidc', workspace: { rateLimit: false } });

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
	await stage.scene.configure({ Accounts_OAuth_Okta_login_style: style });
	const visitor = await stage.arrive();
	const { page } = visitor;
	await page.goto(`${stage.scene.workspace.url}/login`);
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
	const { page } = await stage.arrive();
	await page.goto(stage.scene.url('callback/okta'));
	await tabTo(page, 'a.button');
	await page.keyboard.press('Enter');
	await page.locator('input[name=login], input[name=usernameOrEmail]').first().waitFor();
});
