import type { Page } from 'playwright-core';
import { expectAccessible } from './looks';
import { Stage } from './stage';

const stage = new Stage({
	provider: 'oidc',
	workspace: { rateLimit: false },
	settings: { Accounts_OAuth_Okta_login_style: 'redirect', Session_native_cas_button_phishable: true },
});

type PageCase = [name: string, open: (page: Page) => Promise<void>];

const ownPages: PageCase[] = [
	['the list of providers', async (page) => void (await page.goto(stage.scene.url('signin')))],
	[
		'the question of core’s CAS button',
		async (page) => {
			const { workspace, url } = { workspace: stage.scene.workspace, url: stage.scene.url('cas/login') };
			await page.goto(`${workspace.url}/login`);
			const service = encodeURIComponent(`${workspace.url}/_cas/aB3dE6gH9jK2mN5pQ`);
			await page.evaluate((address) => window.location.assign(address), `${url}?service=${service}`);
			await page.locator('input[name=request]').waitFor({ state: 'attached' });
		},
	],
	['the page for signing out', async (page) => void (await page.goto(stage.scene.url('logout')))],
	[
		'the page after that',
		async (page) => {
			await page.goto(stage.scene.url('logout'));
			// In any language.
			await page.getByRole('button').click();
			await page.waitForURL('**/logout?state=*');
		},
	],
	['the reference of errors', async (page) => void (await page.goto(stage.scene.url('help')))],
	['an error page', async (page) => void (await page.goto(stage.scene.url('callback/okta')))],
	[
		'an error page with a way to try again',
		async (page) => {
			await page.goto(stage.scene.url('login/okta'));
			await page.getByRole('link', { name: 'Cancel' }).click();
			await page.locator('h1').waitFor();
		},
	],
];

const pages: PageCase[] = [
	[
		'the login page',
		async (page) => {
			await page.goto(`${stage.scene.workspace.url}/login`);
			await page.getByRole('link', { name: /Okta/ }).waitFor();
		},
	],
	...ownPages,
];

describe.each(pages)('%s', (_, open) => {
	test('light and dark: nothing that axe objects to, and it fits a small screen', async () => {
		const { page, errors } = await stage.arrive({ colorScheme: 'light' });
		await open(page);
		await expectAccessible(page);
		await page.emulateMedia({ colorScheme: 'dark' });
		await expectAccessible(page);
		await page.setViewportSize({ width: 320, height: 480 });
		const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		expect(overflow).toBeLessThanOrEqual(0);
		expect(errors).toEqual([]);
	});

	test('Arabic: nothing that axe objects to', async () => {
		const { page, errors } = await stage.arrive({ locale: 'ar' });
		await open(page);
		await expectAccessible(page);
		expect(errors).toEqual([]);
	});
});

test.each(ownPages)('%s is written from right to left in Arabic', async (_, open) => {
	const { page } = await stage.arrive({ locale: 'ar' });
	await open(page);
	await expect(page.locator('html').getAttribute('dir')).resolves.toBe('rtl');
	await expect(page.locator('html').getAttribute('lang')).resolves.toBe('ar');
});
