import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext } from 'playwright-core';
import { connectBrowser } from './browser';

/*
 * Test files share a browser: each of them must find it as the first one did.
 */

let server: Server;
let origin: string;
let first: Browser;

beforeAll(async () => {
	server = createServer((request, response) => {
		response.setHeader('content-type', request.url!.endsWith('.js') ? 'text/javascript' : 'text/html');
		response.end();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	origin = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
	const closed = new Promise((resolve) => server.close(resolve));
	server.closeAllConnections();
	await closed;
	await first.close();
});

/** What a page finds, and how many pages and profiles the browser has. */
async function stateOf(browser: Browser, context: BrowserContext): Promise<object> {
	const page = await context.newPage();
	await page.goto(origin);
	const inPage = await page.evaluate(async () => ({
		...{ cookie: document.cookie, name: window.name, local: { ...localStorage }, session: { ...sessionStorage } },
		databases: (await indexedDB.databases()).length,
		workers: (await navigator.serviceWorker.getRegistrations()).length,
	}));
	const targets = await (await browser.newBrowserCDPSession()).send('Target.getTargets');
	const pages = targets.targetInfos.filter(({ type }) => type === 'page').length;
	return { ...inPage, pages, contexts: browser.contexts().length };
}

test('whatever pages and windows left behind -> the next connection starts as the first one did', async () => {
	first = await connectBrowser();
	const context = await first.newContext();
	const before = await stateOf(first, context);
	expect(before).toEqual({
		...{ cookie: '', name: '', local: {}, session: {}, databases: 0, workers: 0 },
		...{ pages: 1, contexts: 1 },
	});
	const page = context.pages()[0]!;
	await page.evaluate(async () => {
		document.cookie = 'kept=yes; max-age=3600';
		localStorage.setItem('kept', 'yes');
		sessionStorage.setItem('kept', 'yes');
		window.name = 'kept';
		window.open('/', 'another');
		await navigator.serviceWorker.register('/worker.js');
		await new Promise((resolve) => (indexedDB.open('kept').onsuccess = resolve));
	});
	expect(await stateOf(first, context)).toMatchObject({
		...{ cookie: 'kept=yes', local: { kept: 'yes' }, databases: 1, workers: 1, pages: 3, contexts: 1 },
	});
	// Nothing is closed first: a test file that failed may have left it all open.
	await first.close();

	const second = await connectBrowser();
	expect(await stateOf(second, await second.newContext())).toEqual(before);
	await second.close();
});

test.each(['http://example.com/', 'http://93.184.216.34/', 'http://[2001:db8::1]/'])(
	'%s is out of reach',
	async (url) => {
		const browser = await connectBrowser();
		const page = await (await browser.newContext()).newPage();
		await expect(page.goto(url)).rejects.toThrow('ERR_NAME_NOT_RESOLVED');
		await browser.close();
	},
);
