import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { Browser as Client } from '../app/support/browser';
import { Scene } from '../app/support/scene';
import { launchBrowser } from './browser';
import { Visitor } from './visitor';

let scene: Scene;
let browser: Browser;
let visitor: Visitor;

beforeAll(async () => {
	[scene, browser] = await Promise.all([Scene.setUp({ workspace: { rateLimit: true } }), launchBrowser()]);
	await scene.expectSignedIn(scene.signIn());
}, 60_000);
afterAll(async () => {
	await browser.close();
	await scene.stop();
});
afterEach(() => visitor.leave());

const looks: [string, BrowserContextOptions][] = [
	['light', { colorScheme: 'light' }],
	['dark', { colorScheme: 'dark' }],
	['Arabic', { locale: 'ar' }],
];

/** Has others sign in from where the browser is, as the server sees it, until somebody has to wait. */
async function reachLimit(): Promise<void> {
	scene.workspace.rateLimiter.reset();
	while (!(await scene.signIn(new Client({ address: '127.0.0.1' }))).waiting);
}

test.each(looks)('%s: nothing that axe objects to, and its button leads in', async (_, options) => {
	await reachLimit();

	visitor = await Visitor.arrive(browser, scene, options);
	const { page } = visitor;
	await page.goto(scene.url('login/okta'));
	await page.getByRole('status').waitFor();
	expect(page.url()).toContain('/callback/okta?');
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual([]);

	scene.workspace.rateLimiter.reset();
	await page.locator('a.button').click();
	await visitor.expectSignedIn({ username: 'robin' });
});

test('goes on by itself', async () => {
	await reachLimit();
	visitor = await Visitor.arrive(browser, scene);
	await visitor.page.goto(scene.url('login/okta'));
	await visitor.page.getByRole('status').waitFor();
	scene.workspace.rateLimiter.reset();
	await visitor.page.waitForURL('**/home', { timeout: 25_000 });
	await visitor.expectSignedIn({ username: 'robin' });
});
