import type { Page } from 'playwright-core';
import { expectAccessible, looks } from './looks';
import { Stage } from './stage';
import type { Visitor } from './visitor';

/*
 * Proving an account: the page where somebody may have one already, and the page of connected accounts.
 */

const stage = new Stage({
	workspace: { rateLimit: false },
	settings: { Accounts_OAuth_Okta_login_style: 'redirect' },
});

let count = 0;

/** Somebody with a password, whose username the provider will name for somebody whom it calls anew. */
async function person(): Promise<string> {
	count += 1;
	const username = `person${count}`;
	const account = { username, name: username, email: `${username}@workspace.example`, password: 'pass-word' };
	await stage.scene.admin.call('POST', '/api/v1/users.create', JSON.stringify(account));
	stage.scene.provider.set({ claims: { sub: `subject-${count}`, preferred_username: username, email: undefined } });
	return username;
}

async function signInByPassword({ page }: Visitor, username: string): Promise<void> {
	await page.goto(`${stage.scene.workspace.url}/login`);
	await page.locator('input[name=usernameOrEmail]').fill(username);
	await page.locator('input[name=password]').fill('pass-word');
	await page.keyboard.press('Enter');
	await page.waitForURL('**/home');
	await page.getByRole('heading', { level: 2, name: /^Welcome / }).waitFor();
}

async function fillIn(page: Page, username: string, password = 'pass-word'): Promise<void> {
	await page.getByLabel('Username or e-mail address').fill(username);
	await page.getByLabel('Password').fill(password);
	await page.getByRole('button', { name: 'Sign in and continue' }).click();
}

const connections = (): string => stage.scene.url('connections');

describe('where there may be an account already', () => {
	test('a session is not enough: the password is asked for, and everything works by keyboard', async () => {
		const username = await person();
		const visitor = await stage.arrive();
		const { page } = visitor;
		await signInByPassword(visitor, username);
		await page.goto(stage.scene.url('login/okta'));
		await page.getByLabel('Username or e-mail address').fill(username);
		await page.getByLabel('Password').fill('pass-word');
		await page.keyboard.press('Enter');
		await visitor.expectSignedIn({ username });
	});

	test('in a popup, which closes in the end', async () => {
		await stage.scene.configure({ Accounts_OAuth_Okta_login_style: 'popup' });
		const username = await person();
		const visitor = await stage.arrive();
		await visitor.openLoginPage();
		const popup = await visitor.begin('popup');
		await popup.getByRole('heading', { name: 'Do you have an account here?' }).waitFor();
		const closed = popup.waitForEvent('close');
		await fillIn(popup, username);
		await closed;
		await visitor.expectSignedIn({ username });
		await stage.scene.configure({ Accounts_OAuth_Okta_login_style: 'redirect' });
	});

	test('in a popup, going back closes it', async () => {
		await stage.scene.configure({ Accounts_OAuth_Okta_login_style: 'popup' });
		await person();
		const visitor = await stage.arrive();
		await visitor.openLoginPage();
		const popup = await visitor.begin('popup');
		await visitor.closeBy(popup, 'Cancel');
		await visitor.button.waitFor();
		await stage.scene.configure({ Accounts_OAuth_Okta_login_style: 'redirect' });
	});

	test('whoever says that it is not theirs gets an account of another name', async () => {
		const username = await person();
		const visitor = await stage.arrive();
		await visitor.page.goto(stage.scene.url('login/okta'));
		await visitor.page.getByRole('button', { name: 'Create a new account' }).click();
		await visitor.expectSignedIn({ username: `${username}.2` });
		await visitor.page.goto(connections());
		await visitor.page.getByText(/, connected on .*, last used on /).waitFor();
	});

	test('whoever has none, or does not want to, goes back', async () => {
		await person();
		const { page } = await stage.arrive();
		await page.goto(stage.scene.url('login/okta'));
		await page.getByRole('link', { name: 'Cancel' }).click();
		await page.waitForURL('**/login');
	});
});

describe('connected accounts', () => {
	test('open by themselves for somebody who is signed in, who connects one and removes it', async () => {
		const username = await person();
		const visitor = await stage.arrive();
		const { page } = visitor;
		await signInByPassword(visitor, username);
		await page.goto(connections());
		await page.getByText(`No account is connected to ${username} yet.`).waitFor();
		await page.getByRole('link', { name: 'Sign in with my password' }).click();
		await fillIn(page, username);
		await page.getByRole('button', { name: 'Connect Okta' }).click();
		await page.getByText(`to the account ${username} of this workspace`).waitFor();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Connect it', exact: true }).press('Enter');
		await page.getByRole('status').getByText('The account is connected.').waitFor();
		await page.getByText('Remove Okta').press('Enter');
		await page.getByRole('button', { name: 'Remove it now' }).press('Enter');
		await page.getByRole('status').getByText('The account is no longer connected.').waitFor();
		await page.getByText(`No account is connected to ${username} yet.`).waitFor();
		await page.getByRole('button', { name: 'Finish' }).press('Enter');
		await page.waitForURL('**/home');
		expect(visitor.errors).toEqual([]);
	});

	test('are closed when the person signs out of Rocket.Chat', async () => {
		const username = await person();
		const visitor = await stage.arrive();
		const { page } = visitor;
		await signInByPassword(visitor, username);
		await page.goto(connections());
		await page.getByText(`No account is connected to ${username} yet.`).waitFor();
		await page.goto(`${stage.scene.workspace.url}/home`);
		await page.getByRole('button', { name: 'Logout' }).click();
		await page.locator('input[name=usernameOrEmail]').waitFor();
		await page.goto(connections());
		await page.getByRole('alert').getByText('This browser is not signed in').waitFor();
	});

	test('ask somebody who is not signed in to do that', async () => {
		const username = await person();
		const { page } = await stage.arrive();
		await page.goto(connections());
		await page.getByRole('alert').getByText('This browser is not signed in').waitFor();
		await fillIn(page, username);
		await page.getByText(`No account is connected to ${username} yet.`).waitFor();
	});

	test('open where the first channel is not for everybody', async () => {
		const username = await person();
		const { store } = stage.scene.workspace;
		const general = store.rooms.get('GENERAL')!;
		general.t = 'p';
		store.subscriptions = store.subscriptions.filter((one) => one.u.username !== username);
		const visitor = await stage.arrive();
		await signInByPassword(visitor, username);
		await visitor.page.goto(connections());
		await visitor.page.getByText(`No account is connected to ${username} yet.`).waitFor();
		general.t = 'c';
	});
});

const pages: [string, (visitor: Visitor) => Promise<void>][] = [
	[
		'the page that asks for an account',
		async ({ page }) => {
			await person();
			await page.goto(stage.scene.url('login/okta'));
			await page.locator('#user').waitFor();
		},
	],
	[
		'the page that asks who it is',
		async ({ page }) => {
			await page.goto(connections());
			await page.locator('#user').waitFor();
		},
	],
	[
		'the page of connected accounts',
		async (visitor) => {
			const { page } = visitor;
			await signInByPassword(visitor, await person());
			await page.goto(`${connections()}?proof=password`);
			await page.locator('#user').fill(`person${count}`);
			await page.locator('#password').fill('pass-word');
			await page.locator('#sign-in button').click();
			await page.locator('button[type=submit]').first().click();
			await page.locator('button.primary').click();
			await page.getByRole('status').waitFor();
			await page.locator('summary').click();
		},
	],
];

describe.each(pages)('%s', (_name, open) => {
	test.each(looks)('%s: nothing that axe objects to', async (_look, options) => {
		const visitor = await stage.arrive(options);
		await open(visitor);
		await expectAccessible(visitor.page);
		expect(visitor.errors).toEqual([]);
	});

	test('fits a small screen', async () => {
		const visitor = await stage.arrive({ viewport: { width: 360, height: 640 } });
		await open(visitor);
		const overflow = await visitor.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		expect(overflow).toBeLessThanOrEqual(0);
	});
});
