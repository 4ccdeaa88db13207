import { Browser } from './support/browser';
import { parsePage } from './support/page';
import { Scene } from './support/scene';
import { signOut } from './support/signOut';

/*
 * From 9.0 on, core writes the URLs of requests into its own log, those of apps among them (read; a code is left out).
 * Anyone who reads one there comes too late: it was used. And before it is used, it is worth nothing without the browser's cookie.
 *
 * Every URL of the app that holds a secret, and where each is tried:
 *
 * | URL | secret | tried |
 * |---|---|---|
 * | `callback/<provider>?code=…&state=…` | code, state | here, callback.test.ts |
 * | `callback/<provider>?oauth_token=…&oauth_verifier=…&state=…` | the same of OAuth 1.0a | providers/x.test.ts |
 * | `wait?attempt=…`, `confirm?attempt=…` | the attempt's id | here, limits.test.ts, confirm.test.ts |
 * | `cas/proxyValidate?ticket=…&service=…`, core's `_cas/<token>?ticket=…` | ticket, credential token | here |
 * | `logout?state=…` | a sealed trip, which tells a provider's name | here |
 * | `oauth_redirect?code=…&state=…` | code, sealed state | proxy/server.test.ts |
 */

let scene: Scene;
/** The URLs that the app has called on its own workspace, newest last. */
const calls: URL[] = [];

beforeAll(async () => {
	scene = await Scene.setUp({ workspace: { profile: '9.0', rateLimit: false } });
	scene.workspace.probe.observe((call, _appId, parameters) => {
		if (call === 'Http.call') calls.push(new URL((parameters[0] as { url: string }).url));
	});
});
afterAll(() => scene.stop());

const logIn = async (credentialToken: string): Promise<number> => {
	const { status } = await new Browser().request(`${scene.workspace.url}/api/v1/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ cas: { credentialToken } }),
	});
	return status;
};

test('what core has logged of a sign-in opens nothing a second later', async () => {
	const { lines } = scene.workspace.serverLog;
	const first = lines.length;
	const session = await scene.expectSignedIn(scene.signIn());
	const urls = lines.slice(first).map(({ line }) => String(line.url ?? ''));
	const spent = urls.filter((url) => /\/callback\/|\/cas\/|\/_cas\//.test(url));
	expect(spent.map((url) => /\/(callback|cas|_cas)\//.exec(url)?.[1]).sort()).toEqual(['_cas', 'callback', 'cas']);
	const before = structuredClone(scene.accounts());
	for (const url of spent) {
		const { body } = await new Browser().request(new URL(url, scene.workspace.url));
		expect(body).not.toContain(session.token);
		expect(body).not.toContain('robin');
	}
	expect(scene.accounts()).toEqual(before);
});

describe('the callback', () => {
	test('is refused a second time, with the cookie as it was', async () => {
		const browser = new Browser();
		const callback = await scene.approve(browser);
		const copy = browser.copy();
		await scene.expectSignedIn(scene.walk(browser, callback));
		await scene.expectRefusal('state_used', () => copy.request(callback));
	});

	test('is worth nothing without the cookie, and is still the person’s own afterwards', async () => {
		const browser = new Browser();
		const callback = await scene.approve(browser);
		await scene.expectRefusal('state_foreign', () => new Browser().request(callback));
		await scene.expectSignedIn(scene.walk(browser, callback));
	});
});

describe('the ticket', () => {
	async function spent(): Promise<URL> {
		calls.length = 0;
		await scene.expectSignedIn(scene.signIn());
		return calls.find(({ pathname }) => pathname.startsWith('/_cas/'))!;
	}

	test('makes no session a second time', async () => {
		const cas = await spent();
		const token = cas.pathname.split('/')[2]!;
		expect(await logIn(token)).toBe(401);
		await new Browser().request(`${scene.workspace.url}${cas.pathname}${cas.search}`);
		expect(await logIn(token)).toBe(401);
	});

	test('tells nobody who somebody is', async () => {
		const cas = await spent();
		const ticket = cas.searchParams.get('ticket')!;
		for (const path of [cas.pathname, '/_cas/another-token']) {
			const query = new URLSearchParams({ ticket, service: `${scene.workspace.url}${path}` });
			const { body } = await new Browser().request(scene.url(`cas/proxyValidate?${query}`));
			expect(body).toContain('authenticationFailure');
			expect(body).not.toContain('robin');
		}
	});
});

test('the page that asks for an account is worth nothing without the cookie', async () => {
	const account = { username: 'owner', name: 'Owner', email: 'owner@workspace.example', password: 'pass-word' };
	await scene.admin.call('POST', '/api/v1/users.create', JSON.stringify(account));
	scene.provider.set({ claims: { sub: 'owner-1', preferred_username: 'owner', email: undefined } });
	const page = await scene.expectConfirm(() => scene.signIn());
	scene.provider.set({});
	expect(page.url.searchParams.get('attempt')).toMatch(/^.{12,}$/);
	await scene.expectRefusal('state_foreign', () => new Browser().request(page.url));
});

test('the way back from a sign-out is worth nothing in another browser, and signs nobody in or out', async () => {
	await scene.configure({ Accounts_OAuth_Okta_logout: true });
	const browser = new Browser();
	const session = await scene.expectSignedIn(scene.signIn(browser));
	const { next } = JSON.parse((await signOut(scene, browser)).body) as { next: string };
	const state = new URL(next, scene.workspace.url).searchParams.get('state')!;
	expect(state).toMatch(/^[\w.-]{40,}$/);
	const stranger = new Browser();
	const page = parsePage(await stranger.request(scene.url(`logout?state=${encodeURIComponent(state)}`)));
	expect({ status: page.status, session: page.session }).toEqual({ status: 200, session: undefined });
	expect(page.body).not.toContain('robin');
	expect(page.body).toContain('"form":');
	await expect(scene.me(session)).resolves.toMatchObject({ status: 200, username: 'robin' });
	await scene.configure({ Accounts_OAuth_Okta_logout: false });
});
