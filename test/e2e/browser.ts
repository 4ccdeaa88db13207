import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { chromium } from 'playwright-core';

/** Not the packaged browser's own arguments: those switch web security off, and would hide what is tested. */
const launchArguments = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-domain-reliability',
	'--disable-sync',
	'--no-first-run',
	'--no-pings',
	// Also stops what a route of the context never sees: the browser's own calls, and where a redirect leads.
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.*, EXCLUDE [::1]',
];

/** A headless Chromium from the package registry; nothing has to be installed on the machine. */
export async function launchBrowser(): Promise<Browser> {
	const { stdout } = await promisify(execFile)(process.execPath, [path.join(__dirname, 'chromium.mjs')]);
	const { executablePath, environment } = JSON.parse(stdout) as {
		executablePath: string;
		environment: Record<string, string>;
	};
	return chromium.launch({ executablePath, args: launchArguments, env: { ...process.env, ...environment } });
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
