import type * as Playwright from 'playwright-core';
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { browser, load } from '../kept';

/**
 * Connects to the browser of this process. It is a fresh one: what pages leave behind belongs to a context, and the
 * contexts end with the connection.
 */
export async function connectBrowser(): Promise<Browser> {
	return load<typeof Playwright>('playwright-core').chromium.connect(await browser());
}

/** A fresh profile whose pages reach this machine only. */
export async function newContext(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
	const context = await browser.newContext(options);
	await context.route(
		({ hostname }) => !isLoopback(hostname),
		(route) => route.abort('addressunreachable'),
	);
	return context;
}

function isLoopback(hostname: string): boolean {
	return /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
