import { Stage } from './stage';

/** An admin's own script, that of somebody who forgets the semicolon. */
const ownScript =
	'document.documentElement.dataset.own = String(Number(document.documentElement.dataset.own ?? 0) + 1)';

const stage = new Stage({
	provider: 'oidc',
	server: { Custom_Script_Logged_Out: ownScript },
	// All of these people are at one address.
	workspace: { rateLimit: false },
});

const styles = ['popup', 'redirect'] as const;
const setStyle = (style: string): Promise<void> => stage.scene.configure({ Accounts_OAuth_Okta_login_style: style });

describe.each(styles)('in the style of a %s', (style) => {
	const login = { popup: 'ada', redirect: 'grace' }[style];
	const name = { popup: 'Ada Lovelace', redirect: 'Grace Hopper' }[style];
	let userId: string;

	beforeAll(() => setStyle(style));

	test.each(['first', 'second'])('the %s sign-in', async (time) => {
		const visitor = await stage.arrive();
		await visitor.openLoginPage();
		const window = await visitor.begin(style);
		await visitor.signInAtProvider(window, login);
		const id = await visitor.expectSignedIn({
			username: login,
			name,
			emails: [{ address: `${login}@example.com`, verified: true }],
			roles: ['user'],
		});
		if (time === 'first') userId = id;
		expect(id).toBe(userId);
		if (style === 'popup' && !window.isClosed()) await window.waitForEvent('close');
		expect(visitor.context.pages()).toHaveLength(1);

		await visitor.page.reload();
		await visitor.expectSignedIn({ _id: userId });
	});

	test('a refused one says why, and leads back', async () => {
		const username = `leaver-${style}`;
		const before = await stage.arrive();
		await before.openLoginPage();
		await before.signInAtProvider(await before.begin(style), username);
		const leaver = await before.expectSignedIn({ username });
		const body = JSON.stringify({ userId: leaver, activeStatus: false });
		await stage.scene.admin.call('POST', '/api/v1/users.setActiveStatus', body);

		const visitor = await stage.arrive();
		await visitor.openLoginPage();
		const window = await visitor.begin(style);
		await visitor.signInAtProvider(window, username);
		await window.getByRole('heading', { name: 'You cannot sign in with this account' }).waitFor();
		await window.getByText('account_disabled').waitFor();
		// A popup closes while it is clicked, and the browser may then count the click as failed: what follows tells.
		await window
			.getByRole('link', { name: 'Back to the login page' })
			.click()
			.catch(() => undefined);
		await visitor.page.getByRole('button', { name: 'Login', exact: true }).waitFor();
		expect(await visitor.page.evaluate(() => localStorage.getItem('Meteor.loginToken'))).toBeNull();
	});

	test('one that is cancelled at the provider can be tried again', async () => {
		const visitor = await stage.arrive();
		await visitor.openLoginPage();
		const window = await visitor.begin(style);
		await window.getByRole('link', { name: 'Cancel' }).click();
		await window.getByRole('heading', { name: 'You are not signed in' }).waitFor();
		await window.getByRole('link', { name: 'Try again' }).click();
		await visitor.signInAtProvider(window, login);
		await visitor.expectSignedIn({ _id: userId });
	});
});

describe('the popup', () => {
	beforeAll(() => setStyle('popup'));

	test('that the browser blocks is no obstacle', async () => {
		const visitor = await stage.arrive();
		await visitor.page.addInitScript(() => {
			window.open = () => null;
		});
		await visitor.openLoginPage();
		await visitor.button.click();
		await visitor.signInAtProvider(visitor.page, 'ada');
		await visitor.expectSignedIn({ username: 'ada' });
	});

	test('that somebody closes leaves a word on the login page, and another click works', async () => {
		const visitor = await stage.arrive();
		await visitor.openLoginPage();
		const window = await visitor.begin('popup');
		await window.locator('input[name=login]').waitFor();
		await window.close();
		await visitor.page.getByRole('status').filter({ hasText: 'You are not signed in yet.' }).waitFor();
		await visitor.signInAtProvider(await visitor.begin('popup'), 'ada');
		await visitor.expectSignedIn({ username: 'ada' });
	});

	test('does not mind a second click: there is one', async () => {
		const visitor = await stage.arrive();
		await visitor.openLoginPage();
		const window = await visitor.begin('popup');
		await window.locator('input[name=login]').waitFor();
		await visitor.button.click();
		await window.locator('input[name=login]').waitFor();
		expect(visitor.context.pages()).toHaveLength(2);
		await visitor.signInAtProvider(window, 'ada');
		await visitor.expectSignedIn({ username: 'ada' });
	});
});

describe('a divider', () => {
	const count = async (): Promise<number> => {
		const visitor = await stage.arrive();
		await visitor.openLoginPage();
		await visitor.button.waitFor();
		return visitor.page.getByRole('separator').count();
	};

	test('is between the password form and the buttons, and nowhere else', async () => {
		expect(await count()).toBe(1);
		stage.scene.workspace.setSetting('Accounts_ShowFormLogin', false);
		expect(await count()).toBe(0);
		stage.scene.workspace.setSetting('Accounts_ShowFormLogin', true);
	});
});

describe('core’s own CAS button', () => {
	const setLabel = (label: string): void => stage.scene.workspace.setSetting('CAS_button_label_text', label);
	afterEach(() => setLabel('CAS'));

	test.each([
		['', 'Sign in with Cas'],
		['Cas', 'Cas'],
		['Company account', 'Company account'],
	])('makes way for ours with the label "%s", too', async (label, text) => {
		setLabel(label);
		const { page } = await stage.arrive();
		await page.goto(`${stage.scene.workspace.url}/login`);
		const button = page.getByRole('button', { name: text, exact: true, includeHidden: true });
		await button.waitFor({ state: 'attached' });
		await button.waitFor({ state: 'hidden' });
		expect(await page.getByRole('separator').count()).toBe(1);
	});
});

describe('what was there before', () => {
	test('the admin’s own script runs, once', async () => {
		const visitor = await stage.arrive();
		await visitor.openLoginPage();
		await visitor.button.waitFor();
		await expect(visitor.page.evaluate(() => document.documentElement.dataset.own)).resolves.toBe('1');
	});

	test('the password form works, and the button goes with it', async () => {
		const visitor = await stage.arrive();
		await visitor.openLoginPage();
		await visitor.button.waitFor();
		await visitor.page.locator('input[name=usernameOrEmail]').fill(stage.scene.workspace.admin.username);
		await visitor.page.locator('input[name=password]').fill(stage.scene.workspace.admin.password);
		await visitor.page.getByRole('button', { name: 'Login', exact: true }).click();
		await visitor.expectSignedIn({ username: 'admin' });
		await visitor.button.waitFor({ state: 'detached' });
	});

	test('a wrong password is refused as ever, and the button stays', async () => {
		const visitor = await stage.arrive();
		await visitor.openLoginPage();
		await visitor.button.waitFor();
		await visitor.page.locator('input[name=usernameOrEmail]').fill('admin');
		await visitor.page.locator('input[name=password]').fill('wrong');
		await visitor.page.getByRole('button', { name: 'Login', exact: true }).click();
		await visitor.page
			.getByText(/not found|incorrect|failed/i)
			.first()
			.waitFor();
		await expect(visitor.button.count()).resolves.toBe(1);
	});
});

test('without JavaScript the list of providers leads to the provider, and the end says what is missing', async () => {
	const visitor = await stage.arrive({ javaScriptEnabled: false });
	await visitor.page.goto(stage.scene.url('signin'));
	await visitor.page.getByRole('link', { name: 'Sign in with Okta' }).click();
	await visitor.signInAtProvider(visitor.page, 'ada');
	// What is in a noscript element can't be seen here: this browser only runs no scripts, it still knows of them.
	await visitor.page.getByRole('link', { name: 'Go to the workspace' }).waitFor();
	await expect(visitor.page.content()).resolves.toMatch(/<noscript><p>[^<]*JavaScript is disabled in your browser/);
});

test('when the app is switched off, its button is gone and the rest is there', async () => {
	const setStatus = (status: string): Promise<unknown> =>
		stage.scene.admin.call('POST', `/api/apps/${stage.scene.appId}/status`, JSON.stringify({ status }));
	const visitor = await stage.arrive();
	await setStatus('manually_disabled');
	await visitor.openLoginPage();
	await visitor.page.getByRole('button', { name: 'Login', exact: true }).waitFor();
	await visitor.page.waitForLoadState('networkidle');
	await expect(visitor.button.count()).resolves.toBe(0);
	await expect(visitor.page.evaluate(() => document.documentElement.dataset.own)).resolves.toBe('1');
	expect(visitor.errors).toEqual([]);
	await setStatus('manually_enabled');
	await stage.scene.settle();
	await visitor.openLoginPage();
	await visitor.button.waitFor();
});
