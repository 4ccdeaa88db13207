import type { Page } from 'playwright-core';
import type { Session } from '../app/support/page';
import type { Scene } from '../app/support/scene';
import { Stage } from './stage';
import type { Visitor } from './visitor';

const stage = new Stage({
	provider: 'oidc',
	workspace: { rateLimit: false },
	settings: { Accounts_OAuth_Okta_login_style: 'redirect', Accounts_OAuth_Okta_logout: true },
});
let scene: Scene;
let visitor: Visitor;

beforeEach(async () => {
	({ scene } = stage);
	visitor = await stage.arrive();
});

async function signIn(): Promise<Session> {
	await visitor.openLoginPage();
	await visitor.signInAtProvider(await visitor.begin('redirect'), 'ada');
	await visitor.expectSignedIn({ username: 'ada' });
	return session(visitor.page);
}

const session = (page: Page): Promise<Session> =>
	page.evaluate(() => ({
		userId: localStorage.getItem('Meteor.userId')!,
		token: localStorage.getItem('Meteor.loginToken')!,
	}));

const logOut = (): Promise<void> => visitor.page.getByRole('button', { name: 'Logout' }).click();
const heading = (name: string): Promise<void> => visitor.page.getByRole('heading', { name }).waitFor();
const loginForm = (): Promise<void> => visitor.page.getByRole('button', { name: 'Login', exact: true }).waitFor();

/** Of the app's own, and of the provider. */
const visited = (): string[] =>
	visitor.requested.map((url) => new URL(url).pathname).filter((path) => /\/logout$|\/session\/end/.test(path));

test('who signs out of the workspace is signed out at the provider, too', async () => {
	const before = await signIn();
	await logOut();
	await visitor.page.getByRole('button', { name: 'Yes, sign me out' }).click();
	await heading('You are signed out');
	await visitor.page.getByText('Okta was asked to sign you out there as well.').waitFor();
	await expect(scene.me(before)).resolves.toMatchObject({ status: 401 });
	expect(await visitor.page.evaluate(() => localStorage.getItem('Meteor.loginToken'))).toBeNull();
	expect(visitor.requested.filter((url) => url.includes(before.token))).toEqual([]);

	// The provider does not know them any more: it asks who they are.
	await visitor.page.getByRole('link', { name: 'Back to the login page' }).click();
	await visitor.button.click();
	await visitor.page.locator('input[name=login]').waitFor();
	expect(visitor.errors).toEqual([]);
});

test('the page by itself asks, and ends the session', async () => {
	const before = await signIn();
	await visitor.page.goto(scene.url('logout'));
	await visitor.page.getByText('Do you want to sign out of this workspace?').waitFor();
	await expect(scene.me(before)).resolves.toMatchObject({ status: 200 });
	await visitor.page.getByRole('button', { name: 'Sign out' }).click();
	await visitor.page.getByRole('button', { name: 'Yes, sign me out' }).waitFor();
	await expect(scene.me(before)).resolves.toMatchObject({ status: 401 });
});

test('a session that the server does not end is not called ended', async () => {
	const before = await signIn();
	await visitor.page.goto(scene.url('logout'));
	await visitor.context.route('**/api/v1/logout', (route) => route.fulfill({ status: 502 }));
	await visitor.page.getByRole('button', { name: 'Sign out' }).click();
	await visitor.page.getByRole('alert').filter({ hasText: 'you are still signed in' }).waitFor();
	await expect(session(visitor.page)).resolves.toEqual(before);
	await visitor.context.unroute('**/api/v1/logout');
	await visitor.page.getByRole('button', { name: 'Sign out' }).click();
	await visitor.page.getByRole('button', { name: 'Yes, sign me out' }).waitFor();
});

test('who came in by password stays on the login page', async () => {
	await visitor.openLoginPage();
	await visitor.page.locator('input[name=usernameOrEmail]').fill(scene.workspace.admin.username);
	await visitor.page.locator('input[name=password]').fill(scene.workspace.admin.password);
	await visitor.page.getByRole('button', { name: 'Login', exact: true }).click();
	await visitor.expectSignedIn({ username: 'admin' });
	const [script] = await Promise.all([visitor.page.waitForResponse('**/logout.js'), logOut()]);
	await script.finished();
	await loginForm();
	expect(visited().filter((path) => path !== '/api/v1/logout')).toEqual([]);
});

test('while it is switched off, signing out of the workspace is all there is', async () => {
	await scene.configure({ Accounts_OAuth_Okta_logout: false });
	await scene.settle();
	const before = await signIn();
	const [script] = await Promise.all([visitor.page.waitForResponse('**/logout.js'), logOut()]);
	await script.finished();
	await loginForm();
	await expect(scene.me(before)).resolves.toMatchObject({ status: 401 });
	expect(visited().filter((path) => path !== '/api/v1/logout')).toEqual([]);
});
