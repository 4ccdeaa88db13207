import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { connectBrowser } from '../../../e2e/browser';
import type { ClientKind } from '../publicSettings';
import { password, StubWorkspace } from './stubWorkspace';

/** Someone who opens the client in a browser: for all the tests of a file, in each of them for the first time. */
export class ClientVisitor {
	workspace!: StubWorkspace;
	page!: Page;
	origin = '';
	/** Of the next workspace. */
	client: ClientKind = 'meteor';
	/** What the page's scripts failed with; a test that expects any takes them away. */
	pageErrors: Error[] = [];
	private browser!: Browser;
	private context!: BrowserContext;

	constructor() {
		beforeAll(async () => {
			this.browser = await connectBrowser();
		});
		beforeEach(() => {
			this.workspace = new StubWorkspace();
			this.pageErrors = [];
		});
		afterEach(async () => {
			await this.context.close();
			await this.workspace.close();
			expect(this.pageErrors).toEqual([]);
		});
		afterAll(() => this.browser.close());
	}

	/** Starts the workspace and opens one of its pages in a fresh browser profile. */
	async open(path: string, profile = '7.7.1', options: BrowserContextOptions = {}): Promise<void> {
		this.origin = await this.workspace.listen(profile, this.client);
		this.context = await this.browser.newContext(options);
		this.page = await this.context.newPage();
		this.page.on('pageerror', (error) => this.pageErrors.push(error));
		this.page.setDefaultTimeout(30_000);
		await this.page.goto(this.origin + path);
	}

	/** Opens a page with a session in the browser's storage. */
	async openWithSession(path: string, userId: string, token: string): Promise<void> {
		await this.open('/blank');
		await this.storeSession(userId, token);
		await this.page.goto(this.origin + path);
	}

	async storeSession(userId: string, token: string, storage = 'localStorage'): Promise<void> {
		await this.page.evaluate(
			([name, id, value]) => {
				const target = name === 'localStorage' ? localStorage : sessionStorage;
				target.setItem('Meteor.userId', id);
				target.setItem('Meteor.loginToken', value);
				target.setItem('Meteor.loginTokenExpires', String(new Date(Date.now() + 86_400_000)));
			},
			[storage, userId, token] as const,
		);
	}

	storedToken(): Promise<string | null> {
		return this.page.evaluate(() => localStorage.getItem('Meteor.loginToken'));
	}

	form(): Locator {
		return this.page.locator('#react-root form[aria-describedby="welcomeTitle"]');
	}

	/** The form's children, by the names of their elements. */
	parts(): Promise<string[]> {
		return this.form().evaluate((node) => [...node.children].map((child) => child.localName));
	}

	/** The names of the form's fields. */
	fields(): Promise<(string | null)[]> {
		const inputs = this.form().locator('input');
		return inputs.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('name')));
	}

	casButton(): Locator {
		return this.page.locator('button[title="Cas"]');
	}

	loggedInAs(name: string): Promise<void> {
		return this.page.getByRole('heading', { name: `Welcome ${name}`, exact: true }).waitFor();
	}

	async cookies(): Promise<Record<string, string>> {
		return Object.fromEntries((await this.context.cookies()).map(({ name, value }) => [name, value] as const));
	}

	/** Where the page is, without the workspace's origin. */
	address(): string {
		return this.page.url().slice(this.origin.length);
	}

	async logInWithPassword(given = password): Promise<void> {
		await this.page.getByLabel('Email or username').fill('ada');
		await this.page.getByLabel('Password', { exact: false }).fill(given);
		await this.page.keyboard.press('Enter');
	}
}
