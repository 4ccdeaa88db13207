import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { Stage } from './stage';
import type { Visitor } from './visitor';

const stage = new Stage({
	provider: 'oidc',
	workspace: { rateLimit: false },
	settings: { Accounts_OAuth_Okta_login_style: 'redirect' },
});

const password = (page: Page) => page.locator('input[name=password]');
const submit = (page: Page) => page.getByRole('button', { name: 'Login', exact: true });

async function openLoginPage(path = '/login'): Promise<Visitor> {
	const visitor = await stage.arrive();
	await visitor.page.goto(stage.scene.workspace.url + path);
	await visitor.button.waitFor();
	return visitor;
}

async function isShown({ page }: Visitor): Promise<boolean> {
	const [field, button] = await Promise.all([password(page).isVisible(), submit(page).isVisible()]);
	expect(field).toBe(button);
	return field;
}

async function signIn(): Promise<void> {
	const visitor = await openLoginPage();
	await visitor.signInAtProvider(await visitor.begin('redirect'), 'ada');
	await visitor.expectSignedIn({ username: 'ada' });
}

/** What stands under the switch in the admin's form. */
async function note(): Promise<string> {
	const id = 'Login_page_hide_password_form';
	const { setting } = (await stage.scene.admin.call('GET', `/api/apps/${stage.scene.appId}/settings/${id}`)) as {
		setting: { i18nDescription: string };
	};
	return setting.i18nDescription;
}

beforeAll(async () => {
	await stage.scene.configure({ Login_page_hide_password_form: true });
	await stage.scene.settle();
});

test('the form stays until an admin has come in by a button, and the admin is told', async () => {
	await signIn();
	expect(await isShown(await openLoginPage())).toBe(true);
	expect(await note()).toContain('Not hidden yet');
});

describe('once an admin has come in', () => {
	beforeAll(async () => {
		const body = JSON.stringify({ roleId: 'admin', username: 'ada' });
		await stage.scene.admin.call('POST', '/api/v1/roles.addUserToRole', body);
		await signIn();
	});

	test('there are the buttons alone', async () => {
		const visitor = await openLoginPage();
		await password(visitor.page).waitFor({ state: 'hidden' });
		expect(await isShown(visitor)).toBe(false);
		const { violations } = await new AxeBuilder({ page: visitor.page }).analyze();
		expect(violations.map(({ id }) => id)).toEqual([]);
		expect(await note()).toContain('Hidden, as long as');
		await visitor.signInAtProvider(await visitor.begin('redirect'), 'ada');
		await visitor.expectSignedIn({ username: 'ada' });
	});

	test('another way to sign in stays, with what core says when it fails, and without a divider above', async () => {
		const visitor = await stage.arrive();
		const { page } = visitor;
		await visitor.context.route('**/api/v1/service.configurations', (route) =>
			route.fulfill({ json: { configurations: [{ service: 'github' }], success: true } }),
		);
		await visitor.openLoginPage();
		await page.getByRole('button', { name: 'Sign in with Github' }).waitFor();
		await password(page).waitFor({ state: 'hidden' });
		await page.getByRole('separator').waitFor({ state: 'hidden' });
		// Where core puts it, beside the fields (LoginForm.tsx).
		await password(page).evaluate((field) => {
			const box = document.createElement('div');
			box.setAttribute('role', 'alert');
			box.textContent = 'Refused';
			field.closest('fieldset')!.after(box);
		});
		await page.getByRole('alert').filter({ hasText: 'Refused' }).waitFor();
		expect(await isShown(visitor)).toBe(false);
	});

	test('the emergency way shows the form, and it works', async () => {
		const visitor = await openLoginPage('/login?password=1');
		expect(await isShown(visitor)).toBe(true);
		await visitor.page.locator('input[name=usernameOrEmail]').fill(stage.scene.workspace.admin.username);
		await password(visitor.page).fill(stage.scene.workspace.admin.password);
		await submit(visitor.page).click();
		await visitor.page.waitForURL((url) => url.pathname === '/home');
		await visitor.page.getByRole('heading', { level: 2, name: /^Welcome / }).waitFor();
	});

	test.each(['?password=10', '?nopassword=1', '?a=password%3D1'])('"%s" is not that way', async (query) => {
		const visitor = await openLoginPage(`/login${query}`);
		await password(visitor.page).waitFor({ state: 'hidden' });
	});

	test('where the script does not load, the form is there', async () => {
		const visitor = await stage.arrive();
		await visitor.context.route('**/login.js', (route) => route.abort());
		await visitor.page.goto(`${stage.scene.workspace.url}/login`);
		await password(visitor.page).waitFor();
		expect(await isShown(visitor)).toBe(true);
	});

	test('where there is no button, the form is there', async () => {
		await stage.scene.configure({ Accounts_OAuth_Okta_show_button: 'hidden' });
		const visitor = await stage.arrive();
		await Promise.all([
			visitor.page.waitForResponse('**/login.js'),
			visitor.page.goto(`${stage.scene.workspace.url}/login`),
		]);
		await visitor.page.waitForLoadState('networkidle');
		expect(await isShown(visitor)).toBe(true);
		await stage.scene.configure({ Accounts_OAuth_Okta_show_button: 'shown' });
	});

	test('when the app is switched off, the form is there', async () => {
		const setStatus = (status: string): Promise<unknown> =>
			stage.scene.admin.call('POST', `/api/apps/${stage.scene.appId}/status`, JSON.stringify({ status }));
		await setStatus('manually_disabled');
		const visitor = await stage.arrive();
		await visitor.openLoginPage();
		await password(visitor.page).waitFor();
		expect(await isShown(visitor)).toBe(true);
	});
});
