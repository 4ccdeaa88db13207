import type * as Playwright from 'playwright-core';
import type { Browser } from 'playwright-core';
import { browser, load } from '../kept';

/**
 * Connects to the browser of this process, which reaches this machine only. It is a fresh one: what pages leave behind
 * belongs to a context, and the contexts end with the connection.
 */
export async function connectBrowser(): Promise<Browser> {
	return load<typeof Playwright>('playwright-core').chromium.connect(await browser());
}
