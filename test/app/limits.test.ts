import { Browser } from './support/browser';
import type { AppPage } from './support/page';
import { parsePage } from './support/page';
import { Scene } from './support/scene';

let scene: Scene;
beforeAll(async () => {
	scene = await Scene.setUp({ workspace: { profile: '7.13', rateLimit: true } });
	await scene.expectSignedIn(scene.signIn());
	await scene.settle();
});
afterAll(() => scene.stop());
beforeEach(() => scene.workspace.rateLimiter.reset());

/** Has every answer of the provider be about somebody else. */
function crowd(name: string): void {
	let people = 0;
	scene.provider.set({
		claims: {
			get sub() {
				people += 1;
				return `${name}-${people}`;
			},
			get preferred_username() {
				return `${name}-${people}`;
			},
			get email() {
				return `${name}-${people}@example.com`;
			},
		},
	});
}

const usersNamed = (name: string): string[] =>
	[...scene.workspace.store.users.values()]
		.map(({ username }) => username)
		.filter((each) => each.startsWith(`${name}-`));

test('three hundred people from three hundred addresses get in', async () => {
	crowd('visitor');
	// A dozen at a time: this machine is the provider and the people as well.
	const pages: AppPage[] = [];
	const queue = Array.from({ length: 12 }, async () => {
		while (pages.length < 300) pages.push(await scene.signIn());
	});
	await Promise.all(queue);
	const codes = pages.map(({ code, status }) => ({ code, status }));
	expect(codes.filter(({ status }) => status !== 200)).toEqual([]);
	expect(new Set(pages.map(({ session }) => session?.userId)).size).toBe(pages.length);
	expect(usersNamed('visitor')).toHaveLength(pages.length);
});

test('people who come through a proxy of their own count under its address, not under what they claim', async () => {
	crowd('claimer');
	const pages: AppPage[] = [];
	for (let person = 0; person < 16; person++) {
		pages.push(await scene.signIn(new Browser({ address: `198.51.100.${person}, 203.0.113.7` })));
	}
	expect(pages.at(-1)?.waiting).toBeDefined();
});

test('twenty people from one address get in, the last after they have waited', async () => {
	crowd('colleague');
	const browsers = Array.from({ length: 20 }, () => new Browser({ address: '203.0.113.5' }));
	let pages = await Promise.all(browsers.map((browser) => scene.signIn(browser)));
	let waiting = pages.filter((page) => page.waiting);
	expect(waiting.length).toBeGreaterThanOrEqual(5);
	for (const { status, headers, body, ...page } of waiting) {
		const { seconds, url } = page.waiting!;
		expect({ status, retryAfter: headers.get('retry-after') }).toEqual({ status: 429, retryAfter: String(seconds) });
		expect(seconds).toBeGreaterThanOrEqual(1);
		expect(seconds).toBeLessThanOrEqual(65);
		expect(url.href).toMatch(new RegExp(`^${scene.url('wait')}\\?attempt=[\\w-]{12}$`));
		expect(body).not.toMatch(/colleague/);
	}
	const others = await scene.signIn(new Browser());
	await scene.expectSignedIn(others);

	const calls = await scene.callsOf(async () => {
		for (let round = 0; round < 5 && waiting.length > 0; round++) {
			scene.workspace.rateLimiter.reset();
			pages = await Promise.all(
				pages.map((page, index) => (page.waiting ? scene.walk(browsers[index]!, page.waiting.url) : page)),
			);
			waiting = pages.filter((page) => page.waiting);
		}
	});
	// Who waits has proven who they are.
	expect(calls).toEqual([]);
	const sessions = await Promise.all(pages.map((page) => scene.expectSignedIn(page)));
	expect(new Set(sessions.map(({ userId }) => userId)).size).toBe(20);
	for (const browser of browsers) expect(browser.jar.map(({ name }) => name)).toEqual([]);
});

test('a flood of starts from one address is slowed down there, and nowhere else', async () => {
	scene.provider.set({});
	const browser = new Browser({ address: '203.0.113.66' });
	const callback = await scene.approve(browser);
	const flood: AppPage[] = [];
	while (flood.length < 600) {
		const some = Array.from({ length: 50 }, () =>
			new Browser({ address: browser.address }).request(scene.url('login/okta')),
		);
		flood.push(...(await Promise.all(some)).map(parsePage));
	}
	const turnedAway = flood.filter(({ status }) => status === 429);
	expect(turnedAway.length).toBeGreaterThan(0);
	expect(flood.filter(({ status }) => status !== 303 && status !== 429)).toEqual([]);
	for (const { headers, waiting, url } of turnedAway) {
		expect(Number(headers.get('retry-after'))).toBe(waiting?.seconds);
		expect(waiting?.url.href).toBe(url.href);
		expect(headers.getSetCookie()).toEqual([]);
	}
	// Anyone who has begun finishes, and anyone who is elsewhere begins.
	await scene.expectSignedIn(scene.walk(browser, callback));
	await scene.expectSignedIn(scene.signIn());
});

describe('somebody who has to wait', () => {
	async function wait(): Promise<{ browser: Browser; page: AppPage; waitsAt: URL }> {
		crowd(`waiter${Date.now()}`);
		const address = `192.0.2.${Math.floor(Math.random() * 250)}`;
		for (let person = 0; person < 15; person++) await scene.signIn(new Browser({ address }));
		const browser = new Browser({ address });
		const page = await scene.signIn(browser);
		return { browser, page, waitsAt: page.waiting!.url };
	}

	test('and comes back too early waits on', async () => {
		const { browser, waitsAt } = await wait();
		const again = await scene.walk(browser, waitsAt);
		expect(again.status).toBe(429);
		scene.workspace.rateLimiter.reset();
		await scene.expectSignedIn(scene.walk(browser, again.waiting!.url));
	});

	test('gets in once: neither the page’s address nor its cookie is worth anything afterwards', async () => {
		const { browser, waitsAt } = await wait();
		const copy = browser.copy();
		scene.workspace.rateLimiter.reset();
		await scene.expectSignedIn(scene.walk(browser, waitsAt));
		await scene.expectRefusal('state_foreign', () => browser.request(waitsAt));
		await scene.expectRefusal('state_used', () => copy.request(waitsAt));
	});

	test('twice at once gets in once', async () => {
		const { browser, waitsAt } = await wait();
		const copy = browser.copy();
		scene.workspace.rateLimiter.reset();
		const pages = await Promise.all([scene.walk(browser, waitsAt), scene.walk(copy, waitsAt)]);
		expect(pages.filter(({ session }) => session)).toHaveLength(1);
	});

	test('is known by the cookie, not by the address', async () => {
		const { waitsAt } = await wait();
		await scene.expectRefusal('state_foreign', () => new Browser().request(waitsAt));
	});

	test.each(['', '?attempt=', '?attempt=x', '?attempt[a]=b', '?attempt=__proto__', `?attempt=${'x'.repeat(5_000)}`])(
		'by "wait%s" is nobody',
		async (query) => {
			await scene.expectRefusal('state_foreign', () => new Browser().request(`${scene.url('wait')}${query}`));
		},
	);

	test('and is deactivated meanwhile does not get in', async () => {
		const address = '192.0.2.251';
		scene.provider.set({});
		const { userId } = await scene.expectSignedIn(scene.signIn());
		crowd('filler');
		for (let person = 0; person < 15; person++) await scene.signIn(new Browser({ address }));
		scene.provider.set({});
		const browser = new Browser({ address });
		const { waiting } = await scene.signIn(browser);
		const setActive = (activeStatus: boolean): Promise<unknown> =>
			scene.admin.call('POST', '/api/v1/users.setActiveStatus', JSON.stringify({ userId, activeStatus }));
		await setActive(false);
		scene.workspace.rateLimiter.reset();
		await scene.expectRefusal('account_disabled', () => browser.request(waiting!.url));
		await setActive(true);
	});
});
