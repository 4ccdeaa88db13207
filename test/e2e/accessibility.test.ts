import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { Scene } from '../app/support/scene';
import { launchBrowser } from './browser';
import { Visitor } from './visitor';

let scene: Scene;
let browser: Browser;
let visitor: Visitor;

beforeAll(async () => {
	[scene, browser] = await Promise.all([
		Scene.setUp({
			provider: 'oidc',
			workspace: { rateLimit: false },
			settings: { Accounts_OAuth_Okta_login_style: 'redirect' },
		}),
		launchBrowser(),
	]);
	await scene.settle();
}, 60_000);
afterAll(async () => {
	await browser.close();
	await scene.stop();
});
afterEach(() => visitor.leave());

async function arrive(options?: BrowserContextOptions): Promise<Page> {
	visitor = await Visitor.arrive(browser, scene, options);
	return visitor.page;
}

const pages: [string, (page: Page) => Promise<void>][] = [
	[
		'the login page',
		async (page) => {
			await page.goto(`${scene.workspace.url}/login`);
			await page.getByRole('link', { name: /Okta/ }).waitFor();
		},
	],
	['the list of providers', async (page) => void (await page.goto(scene.url('signin')))],
	['an error page', async (page) => void (await page.goto(scene.url('callback/okta')))],
	[
		'an error page with a way to try again',
		async (page) => {
			await page.goto(scene.url('login/okta'));
			await page.getByRole('link', { name: 'Cancel' }).click();
			await page.locator('h1').waitFor();
		},
	],
];

const looks: [string, BrowserContextOptions][] = [
	['light', { colorScheme: 'light' }],
	['dark', { colorScheme: 'dark' }],
	['Arabic', { locale: 'ar' }],
];

describe.each(pages)('%s', (name, open) => {
	test.each(looks)('%s: nothing that axe objects to', async (look, options) => {
		const page = await arrive(options);
		await open(page);
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual([]);
		if (look === 'Arabic' && name !== 'the login page') {
			await expect(page.locator('html').getAttribute('dir')).resolves.toBe('rtl');
			await expect(page.locator('html').getAttribute('lang')).resolves.toBe('ar');
		}
		expect(visitor.errors).toEqual([]);
	});

	test('fits a small screen', async () => {
		const page = await arrive({ viewport: { width: 320, height: 480 } });
		await open(page);
		const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		expect(overflow).toBeLessThanOrEqual(0);
	});
});
