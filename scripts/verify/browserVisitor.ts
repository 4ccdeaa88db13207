import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { root } from '../package';
import { fail } from './report';
import type { Secrets } from './secrets';
import type { Session } from './server';
import { keepParameters } from './visitor';

/** Milliseconds for whatever a page is waited for. */
const patience = 60_000;

/** @param file of a Chromium; default: the one of the tests, from the package registry */
export async function launchBrowser(file: string | undefined): Promise<Browser> {
	const { chromium } = await import('playwright-core');
	// It is closed by this program, after what is under way.
	const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
	if (file) return chromium.launch({ executablePath: file, ...signals });
	const { stdout } = await promisify(execFile)(process.execPath, [path.join(root, 'test', 'e2e', 'chromium.mjs')]);
	const { executablePath, environment } = JSON.parse(stdout) as {
		executablePath: string;
		environment: Record<string, string>;
	};
	return chromium.launch({
		executablePath,
		// It comes without the helper that its sandbox takes.
		args: ['--no-sandbox', '--disable-gpu'],
		env: { ...process.env, ...environment },
		...signals,
	});
}

export interface BrowserOptions {
	/** Of the workspace. */
	readonly url: string;
	readonly issuer: string;
	/** What stands on the button. */
	readonly label: string;
	readonly anyCertificate: boolean;
}

/** A person at a real browser, in the workspace's own web client. */
export class BrowserVisitor {
	private constructor(
		private readonly options: BrowserOptions,
		private readonly context: BrowserContext,
		readonly page: Page,
		private readonly secrets: Secrets,
	) {
		context.on('request', (request) => keepParameters(new URL(request.url()), secrets));
	}

	static async arrive(browser: Browser, options: BrowserOptions, secrets: Secrets): Promise<BrowserVisitor> {
		const context = await browser.newContext({ ignoreHTTPSErrors: options.anyCertificate });
		context.setDefaultTimeout(patience);
		return new BrowserVisitor(options, context, await context.newPage(), secrets);
	}

	/** Keeps what the browser was given, and ends. */
	async leave(): Promise<void> {
		for (const { value, domain } of await this.context.cookies()) {
			if (domain === new URL(this.options.url).hostname) this.secrets.keep('a cookie', value);
		}
		await this.context.close();
	}

	async openLoginPage(): Promise<void> {
		await this.page.goto(`${this.options.url}/login`);
		await this.button.waitFor().catch(() => fail(`The login page has no button “${this.options.label}”`));
	}

	/** @returns the window in which the sign-in goes on */
	async clickForPopup(): Promise<Page> {
		const opened = this.context.waitForEvent('page');
		await this.button.click();
		return opened.catch(() => fail(`The button opened no window, but led to ${this.place}`));
	}

	/** Clicks a button in redirect style, which has to reach the provider: the client's own router takes clicks on links. */
	async clickForRedirect(): Promise<void> {
		await this.button.click();
		await this.page
			.waitForURL((url) => url.href.startsWith(this.options.issuer))
			.catch(async () => fail(`The click led to ${this.place}, “${await this.page.title()}”`));
	}

	/** Fills in the provider's forms until it sends the window back. @returns milliseconds since 1970 when it did */
	async signInAtProvider(window: Page, login: string): Promise<number> {
		await window.locator('input[name=login]').fill(login);
		await window.locator('input[name=password]').fill('any');
		await window.getByRole('button', { name: 'Sign-in' }).click();
		await window.getByRole('button', { name: 'Continue' }).click();
		return Date.now();
	}

	async cancelAtProvider(window: Page): Promise<void> {
		await window.getByRole('link', { name: 'Cancel' }).click();
	}

	/** Waits until the web client has the session, and shows no login form. */
	async waitForSession(): Promise<Session> {
		for (const end = Date.now() + patience; Date.now() < end; await setTimeout(200)) {
			// A page that is being left answers with an error.
			const session = await this.page.evaluate<Session | null>(sessionInPage).catch(() => null);
			if (!session?.userId || !session.token) continue;
			this.secrets.keep('a login token', session.token);
			return session;
		}
		fail(`There is no session; the browser is at ${this.place}`);
	}

	/** Path of the page, for a person: without what is in its query. */
	get place(): string {
		const { origin, pathname } = new URL(this.page.url());
		return origin + pathname;
	}

	private get button(): ReturnType<Page['getByRole']> {
		const { label: name } = this.options;
		return this.page.getByRole('button', { name }).or(this.page.getByRole('link', { name })).first();
	}
}

/** The session that Rocket.Chat's client keeps, once its login form is gone. Runs in the page. */
const sessionInPage = `(() => {
	if (document.querySelector('form[aria-describedby="welcomeTitle"]')) return null;
	const keeper = [localStorage, sessionStorage].find((storage) => storage.getItem('Meteor.loginToken'));
	return keeper
		? { userId: keeper.getItem('Meteor.userId'), token: keeper.getItem('Meteor.loginToken') }
		: null;
})()`;
