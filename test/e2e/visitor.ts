import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { Scene } from '../app/support/scene';

/** A person at a browser, who clicks and types. */
export class Visitor {
	/** Every address that any window of theirs asked for. */
	readonly requested: string[] = [];
	readonly errors: Error[] = [];

	private constructor(
		private readonly scene: Scene,
		readonly context: BrowserContext,
		readonly page: Page,
	) {
		context.on('request', (request) => this.requested.push(request.url()));
		page.on('pageerror', (error) => this.errors.push(error));
	}

	static async arrive(browser: Browser, scene: Scene, options: BrowserContextOptions = {}): Promise<Visitor> {
		const context = await browser.newContext(options);
		context.setDefaultTimeout(30_000);
		return new Visitor(scene, context, await context.newPage());
	}

	leave(): Promise<void> {
		return this.context.close();
	}

	async openLoginPage(): Promise<void> {
		await this.page.goto(`${this.scene.workspace.url}/login`);
	}

	/** Our button: a button where it opens a popup, else a link. */
	get button(): ReturnType<Page['getByRole']> {
		const name = 'Sign in with Okta';
		return this.page.getByRole('button', { name }).or(this.page.getByRole('link', { name }));
	}

	/** Follows a link by which a window closes: faster, perhaps, than the click is over. */
	async closeBy(window: Page, link: string): Promise<void> {
		const closed = window.waitForEvent('close');
		await window
			.getByRole('link', { name: link })
			.click()
			.catch(() => undefined);
		await closed;
	}

	/** Clicks the button. @returns the window in which it goes on */
	async begin(style: 'popup' | 'redirect'): Promise<Page> {
		if (style === 'redirect') {
			await this.button.click();
			return this.page;
		}
		const [popup] = await Promise.all([this.context.waitForEvent('page'), this.button.click()]);
		return popup;
	}

	/** Signs in on oidc-provider's own pages, and agrees. */
	async signInAtProvider(window: Page, login: string): Promise<void> {
		await window.locator('input[name=login]').fill(login);
		await window.locator('input[name=password]').fill('any');
		await window.getByRole('button', { name: 'Sign-in' }).click();
		await window.getByRole('button', { name: 'Continue' }).click();
	}

	/** Begins to listen for a deep link: the address by which the page will have another program opened. */
	async deepLink(): Promise<{ readonly asked: Promise<URL> }> {
		const session = await this.context.newCDPSession(this.page);
		await session.send('Page.enable');
		const asked = new Promise<URL>((resolve) =>
			session.on('Page.frameRequestedNavigation', ({ url }) => url.startsWith('rocketchat:') && resolve(new URL(url))),
		);
		return { asked };
	}

	/** What the workspace says about anyone who the browser is signed in as: asked with the token that its client keeps. */
	async me(): Promise<Record<string, unknown>> {
		await this.page.waitForURL('**/home');
		await this.page.getByRole('heading', { level: 2, name: /^Welcome / }).waitFor();
		const ask = (): Promise<Record<string, unknown>> =>
			this.page.evaluate(async () => {
				const token = localStorage.getItem('Meteor.loginToken') ?? '';
				const response = await fetch('/api/v1/me', {
					headers: { 'x-user-id': localStorage.getItem('Meteor.userId') ?? '', 'x-auth-token': token },
				});
				return { ...((await response.json()) as object), token };
			});
		// The client may see the session before the popup's last page has it go to /home: then the page is another.
		return ask().catch(ask);
	}

	/** Has the browser be signed in as that person, without the token ever having been in an address. */
	async expectSignedIn(who: Record<string, unknown>): Promise<string> {
		const { token, ...me } = await this.me();
		expect(me).toMatchObject(who);
		expect(this.page.url()).toBe(`${this.scene.workspace.url}/home`);
		expect(this.requested.filter((url) => url.includes(String(token)))).toEqual([]);
		expect(this.errors).toEqual([]);
		return String(me._id);
	}
}
