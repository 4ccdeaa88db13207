import { Stage } from './stage';
import type { Visitor } from './visitor';

/*
 * The login page inside of the desktop client, where core signs that in by the system's browser: of the client there is
 * only what it gives to its pages, and what it does with a deep link.
 */

const stage = new Stage({ provider: 'oidc', workspace: { rateLimit: false, client: 'vite' } });

/** @returns the visitor, and the address that the system's browser will be asked to open */
async function openDesktop(): Promise<{ desktop: Visitor; opened: Promise<string> }> {
	const desktop = await stage.arrive();
	const opened = new Promise<string>((resolve) => void desktop.page.exposeFunction('opened', resolve));
	await desktop.page.addInitScript('window.RocketChatDesktop = { openInBrowser: (url) => window.opened(url) }');
	await desktop.page.goto(`${stage.scene.workspace.url}/home`);
	await desktop.page.getByRole('button', { name: 'Login on web' }).waitFor();
	await desktop.button.waitFor();
	return { desktop, opened };
}

test.each(['popup', 'redirect'])('a button of style "%s" signs in by the system’s browser', async (style) => {
	await stage.scene.configure({ Accounts_OAuth_Okta_login_style: style });
	const { desktop, opened } = await openDesktop();
	await desktop.button.click();
	const url = await opened;
	await desktop.page.getByRole('status').filter({ hasText: 'continues in your browser' }).waitFor();
	expect(desktop.page.url()).toBe(`${stage.scene.workspace.url}/home`);
	expect(desktop.context.pages()).toHaveLength(1);

	const browser = await stage.arrive();
	const { asked } = await browser.deepLink();
	await browser.page.goto(url);
	await browser.signInAtProvider(browser.page, 'ada');
	const { host, searchParams } = await asked;
	expect([host, searchParams.get('host')]).toEqual(['auth', stage.scene.workspace.url]);

	const session = new URLSearchParams({
		resumeToken: searchParams.get('token')!,
		userId: searchParams.get('userId')!,
	});
	await desktop.page.goto(`${stage.scene.workspace.url}/home?${session}`);
	expect(await desktop.me()).toMatchObject({ username: 'ada' });
});

test('there is one divider, and no CAS button', async () => {
	await stage.scene.configure({ Accounts_OAuth_Okta_login_style: 'popup' });
	const { desktop } = await openDesktop();
	await desktop.page.locator('button[title=Cas]').waitFor({ state: 'hidden' });
	expect(await desktop.page.getByRole('separator').count()).toBe(1);
	expect(await desktop.page.locator('form button').filter({ visible: true }).allTextContents()).toEqual([
		...['Login', 'Login on web', 'Sign in with Okta'],
	]);
});
