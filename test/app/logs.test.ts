import { join } from 'node:path';
import { root } from '../../scripts/package';
import { Browser } from './support/browser';
import { engines } from './support/engines';
import { LogReader } from './support/logReader';
import { nameless } from './support/misbehaviour';
import type { AppPage } from './support/page';
import { Scene } from './support/scene';

/*
 * The engine stores each call of an app, and on 7.x any user of the workspace can read that: after everything that a
 * sign-in can come to, nothing in there may be worth anything to anybody. It is also where the packaged app is tried on
 * the engines that servers in use have.
 */

/**
 * What may be in the server's log: what is in a URL of the app, or of the server's call to itself, and the sealed random
 * text by which the app knows itself, which opens nothing.
 */
const usedUp = [
	...['state', 'code', 'a ticket', 'a credential token', 'a service', 'an attempt', 'the state of a sign-out'],
	'a question to itself',
];

const installed = (alias: string): string => join(root, 'node_modules', alias);

describe.each(engines)('engine %s', (version, engineDir) => {
	let scene: Scene;
	let reader: LogReader;
	const secrets = new Map<string, string>();
	const pages: AppPage[] = [];

	/** Remembers a value that must not be found, and what it is. */
	function keep(what: string, value: unknown): void {
		if (typeof value === 'string' && value.length >= 8) secrets.set(value, what);
	}

	beforeAll(async () => {
		scene = await Scene.setUp({ workspace: { engineDir, rateLimit: true } });
		scene.workspace.probe.observe((call, _appId, parameters) => {
			if (call !== 'Http.call') return;
			const { url, request } = parameters[0] as { url: string; request?: { content?: string } };
			const { searchParams, pathname } = new URL(url);
			keep('a ticket', searchParams.get('ticket'));
			keep('a credential token', /^\/_cas\/([^/]+)/.exec(pathname)?.[1]);
			const isSelfCheck = request?.content?.startsWith('{"question":');
			keep(isSelfCheck ? 'a question to itself' : 'a form', request?.content);
		});
		reader = await LogReader.create(scene);
	});
	afterAll(() => scene.stop());

	async function run(browser: Browser, action: () => Promise<AppPage>): Promise<AppPage> {
		const page = await action();
		pages.push(page);
		browser.received.forEach((cookie) => keep('a cookie', cookie));
		keep('a session', page.session?.token);
		return page;
	}

	test('is the one that is tried', () => {
		expect(scene.workspace.host.manager.getOneById(scene.appId)).toBeDefined();
		const { version: found } = jest.requireActual<{ version: string }>(
			join(engineDir ?? installed('@rocket.chat/apps-engine'), 'package.json'),
		);
		expect(found).toMatch(new RegExp(`^${version.replace('.', '\\.')}\\.`));
	});

	test('signs somebody in, twice into the same account', async () => {
		const browser = new Browser();
		const first = await scene.expectSignedIn(
			run(browser, () => scene.signIn(browser)),
			{
				username: 'robin',
				emails: [{ address: 'robin@example.com', verified: true }],
			},
		);
		const second = await scene.expectSignedIn(run(browser, () => scene.signIn(browser)));
		expect(second.userId).toBe(first.userId);
	});

	test('has nothing in its log that anybody could use', async () => {
		const refusals = [
			{ response: 'accessDenied' },
			{ response: 'errorMarkup' },
			{ response: 'codeOfAnother' },
			{ token: 'errorRepeatsSecrets' },
			{ token: 'status500' },
			{ token: 'html' },
			{ idToken: 'nonceWrong' },
			{ idToken: 'signatureAltered' },
			{ userinfo: 'errorRepeatsToken', claims: { ...nameless, sub: 'nameless' } },
			{ claims: { sub: 'taken', preferred_username: 'reader', email: 'somebody.unusual@example.com' } },
			{ claims: { sub: 'owner', preferred_username: 'fresh', email: 'reader@workspace.example' } },
		] as const;
		const browser = new Browser();
		for (const behaviour of refusals) {
			scene.provider.set(behaviour);
			const page = await run(browser, () => scene.signIn(browser));
			expect({ behaviour, code: page.code, session: page.session }).toEqual({
				behaviour,
				code: expect.any(String),
				session: undefined,
			});
		}
		scene.provider.set({});

		const callback = await scene.approve(browser);
		const stranger = new Browser();
		await run(stranger, () => scene.walk(stranger, callback));
		for (const method of ['HEAD', 'OPTIONS', 'POST', 'PUT']) await browser.request(callback, { method });
		await run(browser, () => scene.walk(browser, callback));
		await run(browser, () => scene.walk(browser, callback));
		for (const path of [
			'signin',
			'login.js',
			'logout',
			'logout?step=provider&state=secret-sign-out',
			'logout.js',
			'cas/login?service=https://x.example/secret-service',
			'wait?attempt=secret-attempt',
		]) {
			await browser.request(scene.url(path), {
				headers: { cookie: `${browser.cookieHeader(callback)}; rc_token=secret-of-a-visitor` },
			});
		}
		keep('a visitor’s own session', 'secret-of-a-visitor');
		keep('a service', 'secret-service');
		keep('the state of a sign-out', 'secret-sign-out');
		keep('an attempt', 'secret-attempt');

		const crowded = '203.0.113.9';
		for (let person = 0; person < 16; person++) {
			const one = new Browser({ address: crowded });
			const page = await run(one, () => scene.signIn(one));
			if (page.waiting) {
				scene.workspace.rateLimiter.reset();
				await run(one, () => scene.walk(one, page.waiting!.url));
			}
		}

		await scene.configure({ Accounts_OAuth_Okta_secret: 'a-new-secret-that-is-wrong' });
		keep('a client secret', 'a-new-secret-that-is-wrong');
		const refused = await run(browser, () => scene.signIn(browser));
		expect(refused.code).toBe('client_refused');
		keep('a client secret', scene.provider.clientSecret);
		await scene.configure({ Accounts_OAuth_Okta_secret: scene.provider.clientSecret });
		await scene.settle();

		for (const { query, headers, body } of scene.provider.requests) {
			for (const name of ['state', 'nonce', 'code_challenge', 'code', 'code_verifier', 'client_secret'] as const) {
				keep(name, query[name]);
				keep(name, body[name]);
			}
			keep('a credential', String(headers.authorization ?? '').replace(/^\w+ /, ''));
		}
		keep('an address', 'robin@example.com');
		keep('an address', 'somebody.unusual@example.com');
		keep('an address', 'reader@workspace.example');

		const text = await reader.log();
		const kinds = new Set(secrets.values());
		expect([...kinds]).toEqual(
			expect.arrayContaining(['a ticket', 'a cookie', 'a session', 'state', 'nonce', 'code', 'code_verifier']),
		);
		const foundIn = (log: string): [value: string, what: string][] =>
			[...secrets].filter(([value]) => log.includes(value) || log.includes(encodeURIComponent(value)));
		const list = (found: [string, string][]): string[] => found.map(([value, what]) => `${what}: ${value}`);
		expect(list(foundIn(text))).toEqual([]);

		/*
		 * In the server's own log are the URLs of requests, and where an app's entries are printed at once, the requests
		 * themselves. What is left in there was used up by then (spentUrls.test.ts).
		 */
		const { serverLog } = scene.workspace;
		expect(serverLog.text('request')).toMatch(/\/callback\/okta\?code=\[Redacted\]&state=./);
		const printed = foundIn(serverLog.text()).filter(([, what]) => !usedUp.includes(what));
		expect(list(printed)).toEqual([]);
	});

	test('has in its log what the admin needs: the reference on the page, and the reason', async () => {
		const text = await reader.log();
		const told = pages.filter(({ reference }) => reference);
		expect(told.length).toBeGreaterThan(10);
		const untold = told.filter(({ reference, code }) => !text.includes(reference!) || !text.includes(code!));
		expect(untold.map(({ code }) => code)).toEqual([]);
	});
});
