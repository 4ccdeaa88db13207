import type { ErrorCode } from '../../src/errors';
import { Browser } from './support/browser';
import type { Answer } from './support/browser';
import { parsePage } from './support/page';
import { Scene } from './support/scene';

let scene: Scene;
beforeAll(async () => {
	scene = await Scene.setUp();
	await scene.expectSignedIn(scene.signIn());
});
afterAll(() => scene.stop());
beforeEach(() => scene.provider.set({}));

const attemptCookie = /^__Host-oauth-login-/;

/** A callback with other parameters than the provider's. */
function change(callback: URL, parameters: Record<string, string | undefined>): URL {
	const changed = new URL(callback);
	for (const [name, value] of Object.entries(parameters)) {
		if (value === undefined) changed.searchParams.delete(name);
		else changed.searchParams.set(name, value);
	}
	return changed;
}

type Attack = (browser: Browser, callback: URL) => Promise<Answer>;

/** Opens the callback in another browser, or with other cookies, or another address. */
const attacks: [string, ErrorCode, Attack][] = [
	['no state', 'state_missing', (browser, url) => browser.request(change(url, { state: undefined }))],
	['an empty state', 'state_missing', (browser, url) => browser.request(change(url, { state: '' }))],
	['nothing at all', 'state_missing', (browser) => browser.request(scene.url('callback/okta'))],
	['a made-up state', 'state_invalid', (browser, url) => browser.request(change(url, { state: 'made-up' }))],
	['a state of 10 kB', 'state_invalid', (browser, url) => browser.request(change(url, { state: 's'.repeat(10_000) }))],
	[
		'a state with a line break',
		'state_invalid',
		(browser, url) => browser.request(change(url, { state: 'a\r\nSet-Cookie: a=b' })),
	],
	['a state that is a list', 'state_invalid', (browser, url) => browser.request(`${url.href}&state=again`)],
	[
		'a state that is an object',
		'state_invalid',
		(browser, url) => browser.request(`${change(url, { state: undefined }).href}&state[$ne]=1`),
	],
	[
		'a state in __proto__',
		'state_missing',
		(browser, url) =>
			browser.request(`${change(url, { state: undefined }).href}&__proto__[state]=${url.searchParams.get('state')}`),
	],
	[
		'a state that nobody here made, in the form of ours',
		'state_foreign',
		(browser, url) => browser.request(change(url, { state: `${'a'.repeat(12)}.${'b'.repeat(43)}` })),
	],
	[
		'a state that was changed behind the name of the attempt',
		'state_invalid',
		(browser, url) =>
			browser.request(
				change(url, { state: url.searchParams.get('state')!.replace(/.$/, (end) => (end === 'A' ? 'B' : 'A')) }),
			),
	],
	['another browser', 'state_foreign', (_, url) => new Browser().request(url)],
	[
		'another browser that has begun a sign-in of its own',
		'state_foreign',
		async (_, url) => {
			const other = new Browser();
			await scene.approve(other);
			return other.request(url);
		},
	],
	[
		'the state of one tab with the cookie of another',
		'state_invalid',
		async (browser, url) => {
			const other = await scene.approve(browser);
			const [first, second] = [url, other].map((each) => each.searchParams.get('state')!.slice(0, 12));
			const value = (id = ''): string => browser.jar.find(({ name }) => name.endsWith(id))!.value;
			const foreign = value(second);
			browser.changeCookies(new RegExp(first!), () => foreign);
			return browser.request(change(url, { state: `${first}.${other.searchParams.get('state')!.slice(13)}` }));
		},
	],
	[
		'a cookie of which one character was changed',
		'state_foreign',
		(browser, url) => {
			browser.changeCookies(attemptCookie, (value) => value.replace(/.(?=.{40}$)/, (one) => (one === 'A' ? 'B' : 'A')));
			return browser.request(url);
		},
	],
	[
		'a cookie of nonsense',
		'state_foreign',
		(browser, url) => {
			browser.changeCookies(attemptCookie, () => 'e30.e30.e30.e30.e30');
			return browser.request(url);
		},
	],
	[
		'the cookie twice',
		'state_foreign',
		(browser, url) => {
			const cookie = browser.cookieHeader(url);
			return browser.request(url, { headers: { cookie: `${cookie}; ${cookie}` } });
		},
	],
	[
		'the cookie without the __Host- prefix',
		'state_foreign',
		(browser, url) => browser.request(url, { headers: { cookie: browser.cookieHeader(url).replace(/__Host-/g, '') } }),
	],
	[
		'the same callback for the second time',
		'state_used',
		async (browser, url) => {
			await browser.request(url);
			return browser.request(url);
		},
	],
	[
		'the same callback for the second time, with the cookie as it was',
		'state_used',
		async (browser, url) => {
			const copy = browser.copy();
			await browser.request(url);
			return copy.request(url);
		},
	],
	[
		'settings that were changed meanwhile',
		'attempt_stale',
		async (browser, url) => {
			await scene.configure({ Accounts_OAuth_Okta_id: 'another-client' });
			const answer = await browser.request(url);
			await scene.configure({ Accounts_OAuth_Okta_id: scene.provider.clientId });
			return answer;
		},
	],
	[
		'a provider that was switched off meanwhile',
		'provider_disabled',
		async (browser, url) => {
			await scene.configure({ Accounts_OAuth_Okta: false });
			const answer = await browser.request(url);
			await scene.configure({ Accounts_OAuth_Okta: true });
			return answer;
		},
	],
	[
		'an access_token in the place of the code',
		'response_invalid',
		(browser, url) => browser.request(change(url, { code: undefined, access_token: 'x' })),
	],
	[
		'an error and a code',
		'response_invalid',
		(browser, url) => browser.request(change(url, { error: 'server_error' })),
	],
	['a code twice', 'response_invalid', (browser, url) => browser.request(`${url.href}&code=other`)],
	[
		'a code that is an object',
		'response_invalid',
		(browser, url) => browser.request(`${change(url, { code: undefined }).href}&code[$gt]=`),
	],
	['a code of 10 kB', 'response_invalid', (browser, url) => browser.request(change(url, { code: 'c'.repeat(10_000) }))],
	[
		'a code with a line break',
		'response_invalid',
		(browser, url) => browser.request(change(url, { code: 'c\r\nX: y' })),
	],
	['a code of nobody', 'code_refused', (browser, url) => browser.request(change(url, { code: 'of-nobody' }))],
	['no code', 'response_invalid', (browser, url) => browser.request(change(url, { code: undefined }))],
	[
		'a wrong issuer',
		'response_issuer_mismatch',
		(browser, url) => browser.request(change(url, { iss: 'https://evil.example' })),
	],
	[
		'no issuer, where one is promised',
		'response_issuer_mismatch',
		(browser, url) => browser.request(change(url, { iss: undefined })),
	],
	[
		'an issuer twice',
		'response_invalid',
		(browser, url) => browser.request(`${url.href}&iss=${url.searchParams.get('iss')}`),
	],
	[
		'an issuer that is an object',
		'response_invalid',
		(browser, url) => browser.request(`${change(url, { iss: undefined }).href}&iss[a]=b`),
	],
];

/** The answers after which the code is worth nothing any more; no other may have used it. */
const asksProvider: ErrorCode[] = ['state_used', 'code_refused'];

const isSecondTime = ([name]: (typeof attacks)[number]): boolean => /second time/.test(name);

test.each(attacks.filter(isSecondTime))('%s -> %s', async (_name, code, attack) => {
	const browser = new Browser();
	const callback = await scene.approve(browser);
	// The first time was the person's own.
	const page = parsePage(await attack(browser, callback));
	expect({ code: page.code, session: page.session }).toEqual({ code, session: undefined });
	await scene.expectSignedIn(scene.signIn(), { username: 'robin' });
});

test.each(attacks.filter((attack) => !isSecondTime(attack)))('%s -> %s', async (_name, code, attack) => {
	const browser = new Browser();
	const callback = await scene.approve(browser);
	const calls = await scene.callsOf(() => scene.expectRefusal(code, () => attack(browser, callback)));
	expect(calls).toEqual(asksProvider.includes(code) ? ['/token'] : []);
	await scene.expectSignedIn(scene.signIn(), { username: 'robin' });
});

test('two callbacks at once: one of them signs in', async () => {
	for (let round = 0; round < 5; round++) {
		const browser = new Browser();
		const callback = await scene.approve(browser);
		const copy = browser.copy();
		let answers: Answer[] = [];
		const calls = await scene.callsOf(async () => {
			answers = await Promise.all([browser.request(callback), copy.request(callback)]);
		});
		const pages = answers.map(parsePage);
		expect(pages.map(({ code }) => code).sort()).toEqual(['state_used', undefined]);
		expect(pages.filter(({ session }) => session)).toHaveLength(1);
		expect(calls).toEqual(['/token']);
	}
});

describe.each(['HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH'])('%s', (method) => {
	test('is refused by the callback, which still works afterwards', async () => {
		const browser = new Browser();
		const callback = await scene.approve(browser);
		const names = (): string[] => browser.jar.map(({ name }) => name);
		const before = names();
		const { status } = await browser.request(callback, { method });
		expect(status).toBe(405);
		expect(names()).toEqual(before);
		await scene.expectSignedIn(scene.walk(browser, callback), { username: 'robin' });
	});

	// A provider's own start page may lead to login/… by POST (OpenID Connect Core §4); the sign-out page has a form.
	const others = method === 'POST' ? [] : ['login/okta', 'logout'];
	test.each([...others, 'signin', 'wait', 'cas/proxyValidate', 'login.js', 'logout.js'])(
		'is refused by %s',
		async (path) => {
			const { status, headers } = await new Browser().request(scene.url(path), { method });
			expect({ status, cookies: headers.getSetCookie() }).toEqual({ status: 405, cookies: [] });
		},
	);
});

describe('an error of the provider', () => {
	const begun = async (): Promise<{ browser: Browser; callback: URL }> => {
		const browser = new Browser();
		return { browser, callback: change(await scene.approve(browser), { code: undefined }) };
	};

	test.each(['access_denied', 'user_cancelled_authorize'])("%s is the person's own no", async (error) => {
		const { browser, callback } = await begun();
		const calls = await scene.callsOf(async () => {
			const page = await scene.expectRefusal('access_denied', () => browser.request(change(callback, { error })));
			expect(page.retryUrl?.href).toBe(scene.url('login/okta'));
			await scene.expectSignedIn(scene.walk(browser, page.retryUrl!), { username: 'robin' });
		});
		expect(calls).toEqual(['/token']);
	});

	const nastyText = `<script>alert(1)</script><img src=x onerror=alert(2)>"'\u202e\u0000\r\nSet-Cookie: a=b`;
	test.each([
		['a known error', 'server_error', 'temporarily <b>down</b>'],
		['markup', nastyText, nastyText],
		['four thousand letters', 'long '.repeat(800), 'long '.repeat(800)],
	])('%s does not get onto the page', async (_, error, error_description) => {
		const { browser, callback } = await begun();
		const { body, headers } = await scene.expectRefusal('provider_error', () =>
			browser.request(change(callback, { error, error_description, error_uri: 'javascript:alert(3)' })),
		);
		expect(body).not.toMatch(/alert\(|onerror|<b>|\u202e|long long|javascript:/);
		expect(headers.getSetCookie().map((cookie) => cookie.split('=')[0])).toEqual([
			expect.stringMatching(attemptCookie),
		]);
		expect(body.length).toBeLessThan(20_000);
	});

	test('without a state it says nothing about anybody', () =>
		scene.expectRefusal('state_missing', () =>
			new Browser().request(`${scene.url('callback/okta')}?error=access_denied`),
		));
});

describe('beginning', () => {
	test.each([
		['a style that is a list', 'style=popup&style=redirect'],
		['a style that is an object', 'style[$ne]=1'],
		['a style with a line break', 'style=popup%0d%0aSet-Cookie:%20a=b'],
		['a style of 10 kB', `style=${'p'.repeat(10_000)}`],
		['a style that nobody knows', 'style=__proto__'],
		['keys of the prototype', '__proto__[style]=popup&constructor[prototype][style]=popup&hasOwnProperty=1'],
		['parameters of the request to the provider', 'redirect_uri=https://evil.example&client_id=evil&nonce=1&state=1'],
		['a Host of somebody else', ''],
	])('%s changes nothing about where it leads', async (name, query) => {
		const headers: Record<string, string> = /Host/.test(name)
			? { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' }
			: {};
		const answer = await new Browser().request(`${scene.url('login/okta')}?${query}`, { headers });
		expect(answer.status).toBe(303);
		const location = new URL(answer.headers.get('location')!);
		expect(location.origin + location.pathname).toBe(`${scene.provider.issuer}/authorize`);
		const { state, nonce, code_challenge, ...others } = Object.fromEntries(location.searchParams);
		expect(others).toEqual({
			response_type: 'code',
			client_id: scene.provider.clientId,
			redirect_uri: scene.url('callback/okta'),
			scope: 'openid profile email',
			code_challenge_method: 'S256',
		});
		expect(state).toMatch(/^[\w-]{12}\.[\w-]{43}$/);
		expect([nonce, code_challenge]).toEqual([
			expect.stringMatching(/^[\w-]{43}$/),
			expect.stringMatching(/^[\w-]{43}$/),
		]);
		expect(answer.headers.getSetCookie()).toHaveLength(1);
	});

	test('leaves nothing behind on the server', async () => {
		const records = scene.workspace.store.persistence.length;
		for (let start = 0; start < 20; start++) await scene.approve(new Browser());
		expect(scene.workspace.store.persistence).toHaveLength(records);
	});

	test('twenty times in one browser keeps as many cookies as a header holds, and the last ones work', async () => {
		const browser = new Browser();
		const callbacks: URL[] = [];
		for (let start = 0; start < 20; start++) callbacks.push(await scene.approve(browser));
		expect(browser.jar.filter(({ name }) => attemptCookie.test(name)).length).toBeLessThanOrEqual(6);
		expect(browser.cookieHeader(callbacks[0]!).length).toBeLessThan(8_000);
		await scene.expectSignedIn(scene.walk(browser, callbacks[19]!), { username: 'robin' });
		await scene.expectSignedIn(scene.walk(browser, callbacks[17]!), { username: 'robin' });
		await scene.expectRefusal('state_foreign', () => browser.request(callbacks[0]!));
	});
});

test('two tabs of one browser both get in', async () => {
	const browser = new Browser();
	const [first, second] = [await scene.approve(browser), await scene.approve(browser)];
	await scene.expectSignedIn(scene.walk(browser, second), { username: 'robin' });
	await scene.expectSignedIn(scene.walk(browser, first), { username: 'robin' });
});
