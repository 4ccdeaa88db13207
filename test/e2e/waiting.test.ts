import { Browser as Client } from '../app/support/browser';
import { expectAccessible, looks } from './looks';
import { Stage } from './stage';

const stage = new Stage({ workspace: { rateLimit: true } });
beforeAll(async () => {
	await stage.scene.expectSignedIn(stage.scene.signIn());
});

/** Has others sign in from where the browser is, as the server sees it, until somebody has to wait. */
async function reachLimit(): Promise<void> {
	stage.scene.workspace.rateLimiter.reset();
	while (!(await stage.scene.signIn(new Client({ address: '127.0.0.1' }))).waiting);
}

test.each(looks)('%s: nothing that axe objects to, and its button leads in', async (_, options) => {
	await reachLimit();

	const visitor = await stage.arrive(options);
	const { page } = visitor;
	await page.goto(stage.scene.url('login/okta'));
	await page.getByRole('status').waitFor();
	expect(page.url()).toContain('/callback/okta?');
	await expectAccessible(page);

	stage.scene.workspace.rateLimiter.reset();
	await page.locator('a.button').click();
	await visitor.expectSignedIn({ username: 'robin' });
});

test('goes on by itself', async () => {
	await reachLimit();
	const visitor = await stage.arrive();
	await visitor.page.goto(stage.scene.url('login/okta'));
	await visitor.page.getByRole('status').waitFor();
	stage.scene.workspace.rateLimiter.reset();
	await visitor.page.waitForURL('**/home', { timeout: 25_000 });
	await visitor.expectSignedIn({ username: 'robin' });
});
