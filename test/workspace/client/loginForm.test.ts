import { ClientVisitor } from './testing/clientVisitor';
import { casService, password } from './testing/stubWorkspace';

const visitor = new ClientVisitor();

describe('login form', () => {
	it.each([
		{ profile: '7.7.1', userField: 'usernameOrEmail', before: ['skip-link', 'main'] },
		{ profile: '6.5.3', userField: 'username', before: ['main'] },
	])('has the DOM of $profile', async ({ profile, userField, before }) => {
		visitor.workspace.services = [casService];
		await visitor.open('/home', profile);
		await visitor.casButton().waitFor();
		const rootChildren = visitor.page.locator('body > #react-root > *');
		expect(await rootChildren.evaluateAll((nodes) => nodes.map((node) => node.className || node.localName))).toEqual(
			before.map((name) => (name === 'main' ? expect.stringContaining('login-page') : name)),
		);
		expect(await visitor.page.locator('#react-root > main form').count()).toBe(1);
		expect(await visitor.parts()).toEqual(['header', 'div', 'footer', 'div', 'div']);
		expect(await visitor.fields()).toEqual([userField, 'password']);
		expect(await visitor.form().getAttribute('class')).toContain('rcx-tile');
		expect(
			await visitor.form().locator('footer div.rcx-button-group button[type=submit].rcx-button--primary').count(),
		).toBe(1);
		expect(await visitor.form().locator('footer').textContent()).toContain('New here? Create an account');
		expect(await visitor.form().locator('.rcx-message-divider[role=separator]').textContent()).toBe('or');
		const group = visitor
			.form()
			.locator(':scope > div[role=group].rcx-button-group.rcx-button-group--vertical.rcx-button-group--stretch');
		expect(await group.locator('> button.rcx-button > span.rcx-button--content').textContent()).toBe(
			'Sign in with Okta',
		);
		expect(await group.locator('button').evaluate((node) => node.style.backgroundColor)).toBe('rgb(29, 116, 245)');
	});

	it('has no divider and no group without login services', async () => {
		await visitor.open('/home');
		await visitor.form().waitFor();
		await visitor.page.waitForLoadState('networkidle');
		expect(await visitor.parts()).toEqual(['header', 'div', 'footer']);
	});

	it('lists the services by name, without those that hide their button', async () => {
		visitor.workspace.services = [
			{ service: 'okta' },
			casService,
			{ service: 'acme', showButton: false },
			{ service: 'apple' },
		];
		await visitor.open('/home');
		await visitor.casButton().waitFor();
		expect(await visitor.form().locator('[role=group].rcx-button-group--vertical button').allTextContents()).toEqual([
			'Sign in with Apple',
			'Sign in with Okta',
			'Sign in with Okta',
		]);
	});

	it('shows services only, when Accounts_ShowFormLogin is off', async () => {
		visitor.workspace.settings.set('Accounts_ShowFormLogin', false);
		visitor.workspace.services = [casService];
		await visitor.open('/home');
		await visitor.casButton().waitFor();
		expect(await visitor.parts()).toEqual(['header', 'div']);
		expect(await visitor.form().locator('input, [type=submit], .rcx-message-divider').count()).toBe(0);
	});

	it('has its fields for a registration all the same, and loses them again', async () => {
		visitor.workspace.settings.set('Accounts_ShowFormLogin', false);
		await visitor.open('/register');
		await visitor.form().waitFor();
		expect(await visitor.form().locator('input').count()).toBe(4);
		await visitor.page.getByRole('link', { name: 'Back to Login' }).click();
		expect(await visitor.form().locator('input, [type=submit]').count()).toBe(0);
	});

	it('keeps the form element and what others put into it over a failed login and over "Create an account"', async () => {
		visitor.workspace.services = [casService];
		await visitor.open('/home');
		await visitor.casButton().waitFor();
		await visitor.form().evaluate((node) => {
			const own = document.createElement('div');
			own.id = 'own';
			node.append(own);
		});

		await visitor.logInWithPassword('wrong');
		await visitor.page.getByRole('alert').filter({ hasText: 'User not found or incorrect password' }).waitFor();
		expect(await visitor.form().locator('#own').count()).toBe(1);

		await visitor.page.getByRole('link', { name: 'Create an account' }).click();
		expect(await visitor.fields()).toEqual(['name', 'email', 'username', 'password']);
		expect(await visitor.form().locator('#own').count()).toBe(1);
		expect(await visitor.form().locator('button[title="Cas"]').count()).toBe(0);

		await visitor.page.getByRole('link', { name: 'Back to Login' }).click();
		expect(await visitor.form().locator(':scope > *').last().locator('button').getAttribute('title')).toBe('Cas');
		await visitor.logInWithPassword();
		await visitor.loggedInAs('Ada Lovelace');
		expect(await visitor.page.locator('form, #own').count()).toBe(0);
	});

	it('adds the services after what a custom script appended before they came', async () => {
		visitor.workspace.services = [casService];
		visitor.workspace.settings.set(
			'Custom_Script_Logged_Out',
			`new MutationObserver(function (_records, observer) {
				var form = document.querySelector('#react-root form');
				if (!form) return;
				observer.disconnect();
				var own = document.createElement('div');
				own.id = 'own';
				form.append(own);
			}).observe(document.body, { childList: true, subtree: true });`,
		);
		await visitor.open('/home');
		await visitor.casButton().waitFor();
		expect(
			await visitor.form().evaluate((node) => [...node.children].slice(2).map((child) => child.id || child.className)),
		).toEqual([
			expect.stringContaining('login-form__footer'),
			'own',
			'rcx-message-divider',
			expect.stringContaining('rcx-button-group--vertical'),
		]);
	});

	it('says what is missing, and sends nothing', async () => {
		await visitor.open('/home');
		await visitor.page.getByRole('button', { name: 'Login' }).click();
		expect(await visitor.page.getByRole('alert').allTextContents()).toEqual([
			'Email or username is required',
			'Password is required',
		]);
		expect(visitor.workspace.logins).toEqual([]);
	});

	it('shows other refusals in the words of the server', async () => {
		visitor.workspace.loginFailure = {
			status: 401,
			body: { status: 'error', error: 'error-user-is-not-activated', message: 'User is not activated' },
		};
		await visitor.open('/home');
		await visitor.logInWithPassword();
		await visitor.page.getByRole('alert').filter({ hasText: 'User is not activated' }).waitFor();
	});

	it("takes nothing while a login runs, neither by its fields nor by the services' buttons", async () => {
		visitor.workspace.services = [casService];
		await visitor.open('/home');
		await visitor.casButton().waitFor();
		const enabled = visitor.form().locator('input:enabled, [role=group] > button[title]:enabled');
		expect(await enabled.count()).toBe(3);
		let answer = () => {};
		const asked = new Promise<void>((resolve) => {
			void visitor.page.route('**/ddp.login', async (route) => {
				resolve();
				await new Promise<void>((release) => (answer = release));
				await route.continue();
			});
		});
		await visitor.logInWithPassword('wrong');
		await asked;
		expect(await enabled.count()).toBe(0);
		answer();
		await visitor.page.getByRole('alert').waitFor();
		expect(await enabled.count()).toBe(3);
	});

	it('registers an account and logs it in', async () => {
		await visitor.open('/register');
		await visitor.page.getByLabel('Name *', { exact: true }).fill('Ada Lovelace');
		await visitor.page.getByLabel('Email').fill('ada@example.com');
		await visitor.page.getByLabel('Username').fill('ada');
		await visitor.page.getByLabel('Password').fill(password);
		await visitor.page.getByRole('button', { name: 'Join your team' }).click();
		await visitor.loggedInAs('Ada Lovelace');
		expect(visitor.address()).toBe('/home');
	});
});
