import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import AxeBuilder from '@axe-core/playwright';
import express from 'express';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser, newContext } from '../../e2e/browser';
import { clientRouter } from './index';

const ada = { _id: 'uid-ada', username: 'ada', name: 'Ada Lovelace' };
const grace = { _id: 'uid-grace', username: 'grace', name: 'Grace Hopper' };
const password = 'correct horse';
const casService = { service: 'cas', enabled: true, buttonLabelText: 'Sign in with Okta', buttonColor: '#1d74f5' };

/** What the client calls of a workspace, and a record of it. */
class StubWorkspace {
	readonly settings = new Map<string, unknown>();
	readonly tokens = new Map([
		['token-ada', ada],
		['token-grace', grace],
	]);
	services: object[] = [];
	/** Status and body that the next logins get instead of an answer. */
	loginFailure?: { status: number; body: object };
	readonly logins: unknown[] = [];
	readonly logouts: unknown[] = [];
	readonly visited: string[] = [];
	private readonly validated = new Set<string>();
	private server?: Server;

	async listen(profile: string): Promise<string> {
		const app = express();
		app.use(express.json());
		app.use((request, _response, next) => {
			this.visited.push(request.originalUrl);
			next();
		});
		app.use(clientRouter({ setting: (id) => this.settings.get(id), profile }));
		app.get('/blank', (_request, response) => void response.send('<title>blank</title>'));
		app.get('/late.js', (_request, response) => void response.type('js').send('window.late = true;'));
		app.get('/api/v1/service.configurations', (_request, response) => {
			response.json({ configurations: this.services, success: true });
		});
		app.post('/api/v1/ddp.login', (request, response) => {
			this.logins.push(request.body);
			if (this.loginFailure) return void response.status(this.loginFailure.status).json(this.loginFailure.body);
			const token = this.tokenFor(request.body);
			const me = this.tokens.get(token);
			if (!me)
				return void response.status(401).json({ status: 'error', error: 'Unauthorized', message: 'Unauthorized' });
			response.json({ status: 'success', data: { userId: me._id, authToken: token, me } });
		});
		app.post('/api/v1/logout', (request, response) => {
			const token = String(request.headers['x-auth-token']);
			this.logouts.push({ userId: request.headers['x-user-id'], token });
			this.tokens.delete(token);
			response.json({ status: 'success', data: { message: "You've been logged out!" } });
		});
		app.post(
			'/api/v1/users.register',
			(request, response) => void response.json({ user: request.body, success: true }),
		);
		app.get('/_cas/:token', (request, response) => {
			if (request.query.ticket === 'ST-good') this.validated.add(request.params.token);
			response.send('<script>window.close()</script>');
		});
		app.get('/sso/login', (request, response) => {
			response.send(`<a href="${request.query.service}?ticket=ST-good">Let me in</a>`);
		});
		this.server = app.listen(0, '127.0.0.1');
		await new Promise((resolve) => this.server?.once('listening', resolve));
		const origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
		this.settings.set('Site_Url', `${origin}/`).set('CAS_login_url', `${origin}/sso/login`);
		return origin;
	}

	async close(): Promise<void> {
		this.server?.closeAllConnections();
		await new Promise((resolve) => this.server?.close(resolve));
	}

	private tokenFor(body: {
		resume?: string;
		user?: string;
		password?: string;
		cas?: { credentialToken: string };
	}): string {
		if (body.cas) return this.validated.has(body.cas.credentialToken) ? 'token-ada' : '';
		if (body.user) return body.user === 'ada' && body.password === password ? 'token-ada' : '';
		return body.resume ?? '';
	}
}

let browser: Browser;
let workspace: StubWorkspace;
let context: BrowserContext;
let page: Page;
let origin: string;
let pageErrors: Error[];

beforeAll(async () => {
	browser = await launchBrowser();
});
afterAll(() => browser.close());

beforeEach(() => {
	workspace = new StubWorkspace();
	pageErrors = [];
});
afterEach(async () => {
	await context.close();
	await workspace.close();
	expect(pageErrors).toEqual([]);
});

/** Starts the workspace and opens one of its pages in a fresh browser profile. */
async function visit(path: string, profile = '7.7.1', options: BrowserContextOptions = {}): Promise<void> {
	origin = await workspace.listen(profile);
	context = await newContext(browser, options);
	page = await context.newPage();
	page.on('pageerror', (error) => pageErrors.push(error));
	page.setDefaultTimeout(10_000);
	await page.goto(origin + path);
}

async function storeSession(userId: string, token: string, storage = 'localStorage'): Promise<void> {
	await page.evaluate(
		([name, id, value]) => {
			const target = name === 'localStorage' ? localStorage : sessionStorage;
			target.setItem('Meteor.userId', id);
			target.setItem('Meteor.loginToken', value);
			target.setItem('Meteor.loginTokenExpires', String(new Date(Date.now() + 86_400_000)));
		},
		[storage, userId, token] as const,
	);
}

const storedToken = () => page.evaluate(() => localStorage.getItem('Meteor.loginToken'));
const form = () => page.locator('#react-root form[aria-describedby="welcomeTitle"]');
const loggedInAs = (name: string) => page.getByRole('heading', { name: `Welcome ${name}`, exact: true }).waitFor();
const cookies = async () =>
	Object.fromEntries((await context.cookies()).map(({ name, value }) => [name, value] as const));
const address = () => page.url().slice(origin.length);

async function logInWithPassword(given = password): Promise<void> {
	await page.getByLabel('Email or username').fill('ada');
	await page.getByLabel('Password', { exact: false }).fill(given);
	await page.keyboard.press('Enter');
}

describe('page', () => {
	it("carries core's headers, the language and nothing inline", async () => {
		workspace.settings.set('Language', 'pt-BR').set('Site_Name', 'A & B </script>');
		await visit('/login');
		const response = await page.request.get(`${origin}/login`);
		expect(response.headers()['content-security-policy']).toBe(
			"default-src 'self'; connect-src *; font-src 'self' data:; frame-src *; img-src * data: blob:; " +
				"media-src * data:; script-src 'self' 'unsafe-eval' 'sha256-jqxtvDkBbRAl9Hpqv68WdNOieepg8tJSYu1xIy7zT34='; " +
				"style-src 'self' 'unsafe-inline'",
		);
		expect(response.headers()['x-frame-options']).toBe('sameorigin');
		await form().waitFor();
		expect(await page.locator('html').getAttribute('lang')).toBe('pt-BR');
		expect(await page.locator('#welcomeTitle').textContent()).toBe('Welcome to A & B </script> workspace');
		await expect(
			page.addScriptTag({ content: 'window.inline = true' }).then(() => page.evaluate('window.inline')),
		).rejects.toThrow(/Content Security Policy/);
		await page.addScriptTag({ url: '/late.js' });
		expect(await page.evaluate('window.late')).toBe(true);
	});

	it.each(['/', '/login', '/home', '/channel/general'])('%s shows the login form to a stranger', async (path) => {
		await visit(path);
		await form().waitFor();
		expect(address()).toBe(path.startsWith('/channel') ? path : '/home');
	});
});

describe('login form', () => {
	it.each([
		{ profile: '7.7.1', userField: 'usernameOrEmail', before: ['skip-link', 'main'] },
		{ profile: '6.5.3', userField: 'username', before: ['main'] },
	])('has the DOM of $profile', async ({ profile, userField, before }) => {
		workspace.services = [casService];
		await visit('/home', profile);
		await page.locator('button[title="Cas"]').waitFor();
		const rootChildren = page.locator('body > #react-root > *');
		expect(await rootChildren.evaluateAll((nodes) => nodes.map((node) => node.className || node.localName))).toEqual(
			before.map((name) => (name === 'main' ? expect.stringContaining('login-page') : name)),
		);
		expect(await page.locator('#react-root > main form').count()).toBe(1);
		expect(await form().evaluate((node) => [...node.children].map((child) => child.localName))).toEqual([
			'header',
			'div',
			'footer',
			'div',
			'div',
		]);
		expect(
			await form()
				.locator('input')
				.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('name'))),
		).toEqual([userField, 'password']);
		expect(await form().getAttribute('class')).toContain('rcx-tile');
		expect(await form().locator('footer div.rcx-button-group button[type=submit].rcx-button--primary').count()).toBe(1);
		expect(await form().locator('footer').textContent()).toContain('New here? Create an account');
		expect(await form().locator('.rcx-message-divider[role=separator]').textContent()).toBe('or');
		const group = form().locator(
			':scope > div[role=group].rcx-button-group.rcx-button-group--vertical.rcx-button-group--stretch',
		);
		expect(await group.locator('> button.rcx-button > span.rcx-button--content').textContent()).toBe(
			'Sign in with Okta',
		);
		expect(await group.locator('button').evaluate((node) => node.style.backgroundColor)).toBe('rgb(29, 116, 245)');
	});

	it('has no divider and no group without login services', async () => {
		await visit('/home');
		await form().waitFor();
		await page.waitForLoadState('networkidle');
		expect(await form().evaluate((node) => [...node.children].map((child) => child.localName))).toEqual([
			'header',
			'div',
			'footer',
		]);
	});

	it('lists the services by name, without those that hide their button', async () => {
		workspace.services = [
			{ service: 'okta' },
			casService,
			{ service: 'acme', showButton: false },
			{ service: 'apple' },
		];
		await visit('/home');
		await page.locator('button[title="Cas"]').waitFor();
		expect(await form().locator('[role=group].rcx-button-group--vertical button').allTextContents()).toEqual([
			'Sign in with Apple',
			'Sign in with Okta',
			'Sign in with Okta',
		]);
	});

	it('shows services only, when Accounts_ShowFormLogin is off', async () => {
		workspace.settings.set('Accounts_ShowFormLogin', false);
		workspace.services = [casService];
		await visit('/home');
		await page.locator('button[title="Cas"]').waitFor();
		expect(await form().evaluate((node) => [...node.children].map((child) => child.localName))).toEqual([
			'header',
			'div',
		]);
		expect(await form().locator('input, [type=submit], .rcx-message-divider').count()).toBe(0);
	});

	it('has its fields for a registration all the same, and loses them again', async () => {
		workspace.settings.set('Accounts_ShowFormLogin', false);
		await visit('/register');
		await form().waitFor();
		expect(await form().locator('input').count()).toBe(4);
		await page.getByRole('link', { name: 'Back to Login' }).click();
		expect(await form().locator('input, [type=submit]').count()).toBe(0);
	});

	it('keeps the form element and what others put into it over a failed login and over "Create an account"', async () => {
		workspace.services = [casService];
		await visit('/home');
		await page.locator('button[title="Cas"]').waitFor();
		await form().evaluate((node) => {
			const own = document.createElement('div');
			own.id = 'own';
			node.append(own);
		});

		await logInWithPassword('wrong');
		await page.getByRole('alert').filter({ hasText: 'User not found or incorrect password' }).waitFor();
		expect(await form().locator('#own').count()).toBe(1);

		await page.getByRole('link', { name: 'Create an account' }).click();
		expect(
			await form()
				.locator('input')
				.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('name'))),
		).toEqual(['name', 'email', 'username', 'password']);
		expect(await form().locator('#own').count()).toBe(1);
		expect(await form().locator('button[title="Cas"]').count()).toBe(0);

		await page.getByRole('link', { name: 'Back to Login' }).click();
		expect(await form().locator(':scope > *').last().locator('button').getAttribute('title')).toBe('Cas');
		await logInWithPassword();
		await loggedInAs('Ada Lovelace');
		expect(await page.locator('form, #own').count()).toBe(0);
	});

	it('adds the services after what a custom script appended before they came', async () => {
		workspace.services = [casService];
		workspace.settings.set(
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
		await visit('/home');
		await page.locator('button[title="Cas"]').waitFor();
		expect(
			await form().evaluate((node) => [...node.children].slice(2).map((child) => child.id || child.className)),
		).toEqual([
			expect.stringContaining('login-form__footer'),
			'own',
			'rcx-message-divider',
			expect.stringContaining('rcx-button-group--vertical'),
		]);
	});

	it('says what is missing, and sends nothing', async () => {
		await visit('/home');
		await page.getByRole('button', { name: 'Login' }).click();
		expect(await page.getByRole('alert').allTextContents()).toEqual([
			'Email or username is required',
			'Password is required',
		]);
		expect(workspace.logins).toEqual([]);
	});

	it('shows other refusals in the words of the server', async () => {
		workspace.loginFailure = {
			status: 401,
			body: { status: 'error', error: 'error-user-is-not-activated', message: 'User is not activated' },
		};
		await visit('/home');
		await logInWithPassword();
		await page.getByRole('alert').filter({ hasText: 'User is not activated' }).waitFor();
	});

	it('registers an account and logs it in', async () => {
		await visit('/register');
		await page.getByLabel('Name *', { exact: true }).fill('Ada Lovelace');
		await page.getByLabel('Email').fill('ada@example.com');
		await page.getByLabel('Username').fill('ada');
		await page.getByLabel('Password').fill(password);
		await page.getByRole('button', { name: 'Join your team' }).click();
		await loggedInAs('Ada Lovelace');
		expect(address()).toBe('/home');
	});
});

describe('login terms', () => {
	it.each([
		{
			terms:
				'Or <a href="/api/apps/public/x/signin" onclick="alert(1)">sign in <b>here</b></a><script>alert(1)</script>.',
			text: 'Or sign in here.',
			links: [{ href: '/api/apps/public/x/signin', onclick: null }],
		},
		{ terms: '<a href="javascript:alert(1)">no</a> <img src="x" onerror="alert(1)">', text: 'no ', links: [] },
		{
			terms: '',
			text: 'By logging in you accept the Terms of Service, the Privacy Policy and the Legal Notice.',
			links: ['terms-of-service', 'privacy-policy', 'legal-notice'].map((href) => ({ href, onclick: null })),
		},
	])('become text and links: $terms', async ({ terms, text, links }) => {
		workspace.settings.set('Layout_Login_Terms', terms);
		await visit('/home');
		const block = page.locator('.login-terms');
		expect(await block.textContent()).toBe(text);
		expect(
			await block
				.locator('a')
				.evaluateAll((nodes) =>
					nodes.map((node) => ({ href: node.getAttribute('href'), onclick: node.getAttribute('onclick') })),
				),
		).toEqual(links);
		expect(await block.locator('img, script, b').count()).toBe(0);
	});
});

describe('session', () => {
	it('begins with a password: storage, cookies, home', async () => {
		await visit('/login');
		await logInWithPassword();
		await loggedInAs('Ada Lovelace');
		expect(workspace.logins).toEqual([{ user: 'ada', password }]);
		expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({
			'Meteor.userId': 'uid-ada',
			'Meteor.loginToken': 'token-ada',
			'Meteor.loginTokenExpires': expect.any(String),
		});
		const expires = await page.evaluate(() => Date.parse(localStorage.getItem('Meteor.loginTokenExpires') ?? ''));
		expect((expires - Date.now()) / 86_400_000).toBeCloseTo(90, 1);
		expect(await cookies()).toEqual({ rc_uid: 'uid-ada', rc_token: 'token-ada' });
		expect(await page.evaluate(() => window.Meteor.userId())).toBe('uid-ada');
		expect(await page.locator('body').textContent()).toContain('@ada');
		expect(await page.locator('.rcx-avatar').textContent()).toBe('AL');
	});

	it('is resumed from localStorage on load', async () => {
		await visit('/blank');
		await storeSession('uid-ada', 'token-ada');
		await page.goto(`${origin}/channel/general`);
		await loggedInAs('Ada Lovelace');
		expect(workspace.logins).toEqual([{ resume: 'token-ada' }]);
		expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('#general');
		expect(await cookies()).toEqual({ rc_uid: 'uid-ada', rc_token: 'token-ada' });
	});

	it('lives in sessionStorage with Accounts_ForgetUserSessionOnWindowClose', async () => {
		workspace.settings.set('Accounts_ForgetUserSessionOnWindowClose', true);
		await visit('/blank');
		await storeSession('uid-grace', 'token-grace', 'localStorage');
		await storeSession('uid-ada', 'token-ada', 'sessionStorage');
		await page.goto(`${origin}/home`);
		await loggedInAs('Ada Lovelace');
		expect(workspace.logins).toEqual([{ resume: 'token-ada' }]);
	});

	it('is dropped when the token is refused', async () => {
		await visit('/blank');
		await storeSession('uid-ada', 'token-of-yesterday');
		await page.goto(`${origin}/home`);
		await form().waitFor();
		expect(await page.evaluate(() => localStorage.length)).toBe(0);
	});

	it('survives an answer that says nothing about the token', async () => {
		workspace.loginFailure = { status: 429, body: { success: false, error: 'too many requests' } };
		await visit('/blank');
		await page.clock.install();
		await storeSession('uid-ada', 'token-ada');
		await page.goto(`${origin}/home`);
		await form().waitFor();
		expect(await storedToken()).toBe('token-ada');
		workspace.loginFailure = undefined;
		await page.clock.fastForward(3_000);
		await loggedInAs('Ada Lovelace');
	});

	it('is picked up from the storage within three seconds, and left when it vanishes', async () => {
		await visit('/blank');
		await page.clock.install();
		await page.goto(`${origin}/home`);
		await form().waitFor();
		await storeSession('uid-ada', 'token-ada');
		await page.clock.fastForward(3_000);
		await loggedInAs('Ada Lovelace');
		expect(await cookies()).toEqual({ rc_uid: 'uid-ada', rc_token: 'token-ada' });

		await page.evaluate(() => localStorage.clear());
		await page.clock.fastForward(3_000);
		await form().waitFor();
		expect(workspace.logouts).toEqual([{ userId: 'uid-ada', token: 'token-ada' }]);
	});

	it('clears a bad token it picked up, and stays at the form', async () => {
		await visit('/blank');
		await page.clock.install();
		await page.goto(`${origin}/home`);
		await form().evaluate((node) => node.setAttribute('data-mark', 'same'));
		await storeSession('uid-ada', 'forged');
		await page.clock.fastForward(3_000);
		await page.waitForFunction(() => localStorage.length === 0);
		expect(workspace.logins).toEqual([{ resume: 'forged' }]);
		expect(await form().getAttribute('data-mark')).toBe('same');
	});

	it('ends with Logout: server, storage, cookies', async () => {
		await visit('/blank');
		await storeSession('uid-ada', 'token-ada');
		await page.goto(`${origin}/home`);
		await page.getByRole('button', { name: 'Logout' }).click();
		await form().waitFor();
		expect(workspace.logouts).toEqual([{ userId: 'uid-ada', token: 'token-ada' }]);
		expect(await page.evaluate(() => localStorage.length)).toBe(0);
		expect(await cookies()).toEqual({});
		expect(await page.evaluate(() => window.Meteor.userId())).toBeNull();
	});

	it('can be taken by a script with Meteor.loginWithToken', async () => {
		await visit('/home');
		await form().waitFor();
		const failure = page.evaluate(
			() => new Promise((resolve) => window.Meteor.loginWithToken('forged', (error) => resolve(error?.message))),
		);
		expect(await failure).toBe('Unauthorized');
		await page.evaluate(() => window.Meteor.loginWithToken('forged too'));
		await page.evaluate(() => window.Meteor.loginWithToken('token-grace'));
		await loggedInAs('Grace Hopper');
	});
});

describe('resumeToken', () => {
	it.each([
		{ profile: '7.7.1', path: '/home?resumeToken=token-ada&userId=uid-ada', user: ada, after: '/home' },
		{ profile: '7.7.1', path: '/?resumeToken=token-ada', user: ada, after: '/home' },
		{
			profile: '7.7.1',
			path: '/channel/general?layout=embedded&resumeToken=token-ada',
			user: ada,
			after: '/channel/general?layout=embedded',
		},
		{ profile: '7.7.1', path: '/login?resumeToken=token-ada', user: undefined, after: '/home' },
		{ profile: '7.7.1', path: '/home?resumeToken=forged', user: undefined, after: '/home?resumeToken=forged' },
		{ profile: '6.5.3', path: '/home?resumeToken=token-ada', user: ada, after: '/home?resumeToken=token-ada' },
		{
			profile: '6.5.3',
			path: '/channel/general?resumeToken=token-ada',
			user: ada,
			after: '/channel/general?resumeToken=token-ada',
		},
		{ profile: '6.5.3', path: '/?resumeToken=token-ada', user: ada, after: '/home' },
		{ profile: '6.5.3', path: '/login?resumeToken=token-ada', user: ada, after: '/home' },
	])('$profile: $path', async ({ profile, path, user, after }) => {
		await visit(path, profile);
		await (user ? loggedInAs(user.name) : form().waitFor());
		expect(address()).toBe(after);
		expect(await storedToken()).toBe(user ? 'token-ada' : null);
	});

	it('switches from the session that was there', async () => {
		await visit('/blank');
		await storeSession('uid-ada', 'token-ada');
		await page.goto(`${origin}/home?resumeToken=token-grace`);
		await loggedInAs('Grace Hopper');
		expect(await cookies()).toEqual({ rc_uid: 'uid-grace', rc_token: 'token-grace' });
	});

	it('leaves that session alone when it is refused', async () => {
		await visit('/blank');
		await storeSession('uid-ada', 'token-ada');
		await page.goto(`${origin}/home?resumeToken=forged`);
		await loggedInAs('Ada Lovelace');
		expect(await storedToken()).toBe('token-ada');
	});
});

describe('custom scripts', () => {
	const record = (entry: string) =>
		`sessionStorage.events = (sessionStorage.events || '') + '${entry}' + (document.querySelector('form') ? '+form ' : ' ') // kept`;
	const events = () => page.evaluate(() => sessionStorage.events?.trim().split(' ') ?? []);

	beforeEach(() => {
		workspace.settings
			.set('Custom_Script_Logged_Out', record('out'))
			.set('Custom_Script_Logged_In', record('in'))
			.set('Custom_Script_On_Logout', record('leaving'));
	});

	it('run on the way in and out, before the form is there', async () => {
		await visit('/home');
		await form().waitFor();
		expect(await events()).toEqual(['out']);
		await logInWithPassword('wrong');
		await page.getByRole('alert').waitFor();
		await logInWithPassword();
		await loggedInAs('Ada Lovelace');
		expect(await events()).toEqual(['out', 'in+form']);
		await page.getByRole('button', { name: 'Logout' }).click();
		await form().waitFor();
		expect(await events()).toEqual(['out', 'in+form', 'leaving', 'out']);
	});

	it.each(['/home', '/home?resumeToken=token-ada'])(
		'do not see a page that arrives with a session: %s',
		async (path) => {
			await visit('/blank');
			if (path === '/home') await storeSession('uid-ada', 'token-ada');
			await page.goto(origin + path);
			await loggedInAs('Ada Lovelace');
			expect(await events()).toEqual(['in']);
		},
	);

	it('are served under a name that changes with them', async () => {
		await visit('/home');
		const scriptPath = async () =>
			(await (await page.request.get(`${origin}/home`)).text()).match(/\/scripts_\w+\.js/)?.[0];
		const before = await scriptPath();
		workspace.settings.set('Custom_Script_Logged_Out', record('changed'));
		const after = await scriptPath();
		expect(after).toMatch(/^\/scripts_[0-9a-f]{40}\.js$/);
		expect(after).not.toBe(before);
		expect((await page.request.get(origin + before)).status()).toBe(404);
		const script = await page.request.get(origin + after);
		expect(script.headers()['content-type']).toContain('javascript');
		expect(await script.text()).toContain("window.addEventListener('Custom_Script_Logged_Out', function() {");
		await page.reload();
		await form().waitFor();
		expect(await events()).toEqual(['out', 'changed']);
	});

	it('are all silent when one of them is broken, and the page works on', async () => {
		workspace.settings.set('Custom_Script_Logged_In', 'this is no script');
		await visit('/home');
		await form().waitFor();
		expect(await events()).toEqual([]);
		expect(pageErrors.splice(0)).toEqual([expect.objectContaining({ name: 'SyntaxError' })]);
	});
});

describe('CAS button', () => {
	beforeEach(() => {
		workspace.services = [casService];
		workspace.settings.set('CAS_popup_width', 640).set('CAS_popup_height', 480);
	});

	const openPopup = async () => {
		const [popup] = await Promise.all([page.waitForEvent('popup'), page.locator('button[title="Cas"]').click()]);
		await popup.waitForLoadState();
		return popup;
	};

	it.each([
		{ profile: '7.7.1', encode: encodeURIComponent },
		{ profile: '6.5.3', encode: (service: string) => service },
	])('opens the CAS server in a popup and logs in by its ticket ($profile)', async ({ profile, encode }) => {
		await visit('/home', profile);
		const popup = await openPopup();
		const service = new URL(popup.url()).searchParams.get('service') ?? '';
		expect(service).toMatch(new RegExp(`^${origin}/_cas/[0-9A-Za-z]{17}$`));
		expect(workspace.visited.at(-1)).toBe(`/sso/login?service=${encode(service)}`);
		expect(await popup.evaluate(() => [window.name, innerWidth, innerHeight, opener !== null])).toEqual([
			'Login',
			640,
			480,
			true,
		]);
		await Promise.all([popup.waitForEvent('close'), popup.getByText('Let me in').click()]);
		await loggedInAs('Ada Lovelace');
		expect(workspace.logins).toEqual([{ cas: { credentialToken: service.split('/').at(-1) } }]);
		expect(address()).toBe('/home');
	});

	it('adds to a query that the login address has', async () => {
		await visit('/blank');
		workspace.settings.set('CAS_login_url', `${origin}/sso/login?lang=de`);
		await page.goto(`${origin}/home`);
		const popup = await openPopup();
		expect(new URL(popup.url()).searchParams.get('lang')).toBe('de');
		expect(new URL(popup.url()).searchParams.get('service')).toContain(`${origin}/_cas/`);
	});

	it('stays at the form without a word when the popup is closed', async () => {
		await visit('/home');
		const popup = await openPopup();
		const [answer] = await Promise.all([page.waitForResponse('**/api/v1/ddp.login'), popup.close()]);
		expect(answer.status()).toBe(401);
		expect(await form().count()).toBe(1);
		expect(await page.getByRole('alert').count()).toBe(0);
	});
});

describe('accessibility', () => {
	it.each(
		(['light', 'dark'] as const).flatMap((colorScheme) => [
			{ colorScheme, path: '/home' },
			{ colorScheme, path: '/register' },
			{ colorScheme, path: '/home?resumeToken=token-ada' },
		]),
	)('axe finds nothing on $path ($colorScheme)', async ({ colorScheme, path }) => {
		await visit(path, '7.7.1', { colorScheme });
		await page.locator('main').waitFor();
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }))).toEqual([]);
	});

	it('everything but the eye is reached by the keyboard, in the order of the page', async () => {
		workspace.services = [casService];
		await visit('/home');
		await page.locator('button[title="Cas"]').waitFor();
		const reached: string[] = [];
		for (let step = 0; step < 8; step++) {
			await page.keyboard.press('Tab');
			reached.push(
				await page.evaluate(
					() => document.activeElement?.getAttribute('name') ?? document.activeElement?.textContent ?? '',
				),
			);
		}
		expect(reached).toEqual([
			'Skip to main content',
			'Rocket.Chat',
			'usernameOrEmail',
			'password',
			'Forgot your password?',
			'Login',
			'Create an account',
			'Sign in with Okta',
		]);
	});
});
