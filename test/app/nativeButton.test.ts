import { Browser } from './support/browser';
import type { Answer } from './support/browser';
import { parsePage, unescapeHtml } from './support/page';
import type { AppPage, Session } from './support/page';
import { Scene } from './support/scene';

/*
 * Sign-ins that a phone or another window has begun by core's own CAS flow: the client makes a credential token, opens
 * `cas/login` with it, and logs in with the token once its window has come to `/_cas/<token>?ticket=…`.
 */

const setting = 'Session_native_cas_button_phishable';
const android =
	'Mozilla/5.0 (Linux; Android 12; SM-A315G) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/91.0.4472.114 Mobile Safari/537.36';
const phone = { 'user-agent': android, 'sec-fetch-site': 'none' };
const otherWindow = { 'sec-fetch-site': 'same-origin' };

let scene: Scene;
beforeAll(async () => {
	scene = await Scene.setUp({ settings: { [setting]: true } });
	await scene.expectSignedIn(scene.signIn(), { username: 'robin' });
	await scene.settle();
});
afterAll(() => scene.stop());

let tokens = 0;
/** As clients make them: 17 letters and digits. */
const newToken = (): string => `token${String((tokens += 1)).padStart(12, '0')}`;

const serviceOf = (token: string): string => `${scene.workspace.url}/_cas/${token}`;
const loginUrl = (service: string): string => scene.url(`cas/login?service=${encodeURIComponent(service)}`);
const linkIn = ({ body, url }: Answer): URL | undefined => {
	const href = /href="([^"]*\/login\/okta[^"]*)"/.exec(body)?.[1];
	return href === undefined ? undefined : new URL(unescapeHtml(href), url);
};
const requestIn = ({ body }: Answer): string | undefined => /name="request" value="([^"]*)"/.exec(body)?.[1];
const isValidated = (token: string): boolean => scene.workspace.store.credentialTokens.has(token);

/** What the client does in the end. */
async function redeem(token: string): Promise<{ status: number; session?: Session }> {
	const { status, body } = await new Browser().request(`${scene.workspace.url}/api/v1/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ cas: { credentialToken: token } }),
	});
	const { data } = JSON.parse(body) as { data?: { userId: string; authToken: string } };
	return { status, session: data && { userId: data.userId, token: data.authToken } };
}

const post = (browser: Browser, request: string, headers: Record<string, string> = otherWindow): Promise<Answer> =>
	browser.request(scene.url('cas/login'), { method: 'POST', headers, body: new URLSearchParams({ request }) });

/** As far as the list of providers: the link to the only one. */
async function agreed(token: string, browser: Browser, headers: Record<string, string> = phone): Promise<URL> {
	const question = await browser.request(loginUrl(serviceOf(token)), { headers });
	return linkIn(await post(browser, requestIn(question)!))!;
}

/** All of it, to the page on which the window stays. */
const finish = async (token: string, headers?: Record<string, string>): Promise<AppPage> => {
	const browser = new Browser();
	return scene.walk(browser, await agreed(token, browser, headers));
};

async function expectNothing(token: string): Promise<void> {
	expect(isValidated(token)).toBe(false);
	await expect(redeem(token)).resolves.toEqual({ status: 401, session: undefined });
}

const robin = () => [...scene.workspace.store.users.values()].find(({ username }) => username === 'robin')!;

describe('while it is on', () => {
	test.each([
		['a phone', phone],
		['another window', otherWindow],
	])('%s is signed in, and no session but that one is left behind', async (_, headers) => {
		const [token, before] = [newToken(), robin().services.resume!.loginTokens.length];
		const { url, body, status } = await finish(token, headers);
		expect([status, url.origin + url.pathname]).toEqual([200, serviceOf(token)]);
		expect(body).toContain('window.close()');
		expect(robin().services.resume!.loginTokens).toHaveLength(before);

		const { session } = await redeem(token);
		await expect(scene.me(session)).resolves.toMatchObject({ status: 200, username: 'robin' });
	});

	test.each([
		['refuse', 'account_privileged'],
		['second_factor', 'second_factor_missing'],
	])('nobody whom this sign-in would make an admin, where the settings say %s', async (policy, code) => {
		const roles = { sync_roles: true, allow_admin_role: true, roles_map: '{"/bosses":"admin"}' };
		const okta = Object.entries(roles).map(([name, value]) => [`Accounts_OAuth_Okta_${name}`, value]);
		await scene.configure({ ...Object.fromEntries(okta), Accounts_privileged_login: policy });
		scene.provider.set({ claims: { groups: ['/bosses'], amr: ['pwd'] } });
		const token = newToken();
		await scene.expectRefusal(code as 'account_privileged', () => finish(token));
		await expectNothing(token);
		await scene.configure({ Accounts_OAuth_Okta_sync_roles: false, Accounts_privileged_login: 'trust' });
		scene.provider.set({});
	});

	test('the page says who asks for what, and nothing happens before the answer', async () => {
		const [browser, token] = [new Browser(), newToken()];
		const page = parsePage(await browser.request(loginUrl(serviceOf(token)), { headers: phone }));
		expect([page.status, page.title]).toEqual([200, 'Did you start this sign-in?']);
		expect(page.body).toContain(String(scene.workspace.setting('Site_Name')));
		expect(page.body).not.toContain(token);
		expect(linkIn(page)).toBeUndefined();
		// The client's service is in no link either.
		expect((await agreed(token, browser)).href).not.toContain(token);
		await expectNothing(token);
	});

	const desktop = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0', 'sec-fetch-site': 'none' };
	test.each<[string, Record<string, string>, (token: string) => string]>([
		['a link in a mail', desktop, (token) => loginUrl(serviceOf(token))],
		['a link of another site', { 'sec-fetch-site': 'cross-site' }, (token) => loginUrl(serviceOf(token))],
		['a link of a sibling site', { 'sec-fetch-site': 'same-site' }, (token) => loginUrl(serviceOf(token))],
		['a browser that does not say where it comes from', {}, (token) => loginUrl(serviceOf(token))],
		['a phone that does not either', { 'user-agent': android }, (token) => loginUrl(serviceOf(token))],
		[
			'a phone that comes from another site',
			{ 'user-agent': android, 'sec-fetch-site': 'cross-site' },
			(token) => loginUrl(serviceOf(token)),
		],
		[
			'somebody who is signed in',
			{ ...otherWindow, cookie: 'rc_uid=u; rc_token=t' },
			(token) => loginUrl(serviceOf(token)),
		],
		['no service', phone, () => scene.url('cas/login')],
		['another server', phone, (token) => loginUrl(`https://evil.example/_cas/${token}`)],
		['another path', phone, (token) => loginUrl(`${scene.workspace.url}/home/_cas/${token}`)],
		['more than a token', phone, (token) => loginUrl(`${serviceOf(token)}/..`)],
		['two services', phone, (token) => `${loginUrl(serviceOf(token))}&service=${serviceOf(token)}`],
	])('%s: the list as ever, and nothing for the client', async (_, headers, address) => {
		const [browser, token] = [new Browser(), newToken()];
		const page = await browser.request(address(token), { headers });
		expect([page.status, requestIn(page)]).toEqual([200, undefined]);
		expect(linkIn(page)!.searchParams.has('native')).toBe(false);
		expect(browser.jar).toEqual([]);
		await scene.expectSignedIn(scene.walk(browser, linkIn(page)!), { username: 'robin' });
		await expectNothing(token);
	});

	test('a form that another site posts is no answer', async () => {
		const [browser, token] = [new Browser(), newToken()];
		const question = await browser.request(loginUrl(serviceOf(token)), { headers: phone });
		await scene.expectRefusal('request_foreign', () =>
			post(browser, requestIn(question)!, { 'sec-fetch-site': 'cross-site' }),
		);
	});

	test("neither is another browser's, nor one about another request", async () => {
		const [browser, token] = [new Browser(), newToken()];
		const request = requestIn(await browser.request(loginUrl(serviceOf(token)), { headers: phone }))!;
		await scene.expectRefusal('state_foreign', () => post(new Browser(), request));
		await scene.expectRefusal('state_foreign', () => post(browser, 'aaaaaaaaaaaa'));
		await scene.expectRefusal('state_foreign', () => post(browser, ''));
		await scene.expectRefusal('state_foreign', () =>
			browser.request(scene.url('cas/login'), { method: 'POST', headers: otherWindow }),
		);
	});

	test('a link without the answer begins nothing, nor does it in another browser', async () => {
		const [browser, token] = [new Browser(), newToken()];
		const request = requestIn(await browser.request(loginUrl(serviceOf(token)), { headers: phone }))!;
		const link = scene.url(`login/okta?style=redirect&native=${request}`);
		await scene.expectRefusal('state_foreign', () => browser.request(link));
		const answered = await agreed(newToken(), browser);
		await scene.expectRefusal('state_foreign', () => new Browser().request(answered));
		await scene.expectRefusal('state_foreign', () => browser.request(`${answered.href}&native=${request}`));
	});

	test('somebody who was not here before signs in in a browser first', async () => {
		const ada = {
			sub: 'sub-ada',
			preferred_username: 'ada',
			name: 'Ada',
			email: 'ada@good.example',
			email_verified: true,
		};
		scene.provider.set({ claims: ada });
		try {
			const token = newToken();
			await scene.expectRefusal('native_button_refused', () => finish(token));
			await expectNothing(token);
			await scene.expectSignedIn(scene.signIn(), { username: 'ada' });
			const later = newToken();
			await finish(later);
			await expect(scene.me((await redeem(later)).session)).resolves.toMatchObject({ username: 'ada' });
		} finally {
			scene.provider.set({});
		}
	});

	test.each<[string, 'native_button_refused' | 'account_disabled', () => void, () => void]>([
		[
			'an admin',
			'native_button_refused',
			() => void Object.assign(robin(), { roles: ['user', 'admin'] }),
			() => void Object.assign(robin(), { roles: ['user'] }),
		],
		[
			'somebody who is deactivated',
			'account_disabled',
			() => void Object.assign(robin(), { active: false }),
			() => void Object.assign(robin(), { active: true }),
		],
	])('%s does not get in', async (_, code, change, undo) => {
		change();
		try {
			const token = newToken();
			await scene.expectRefusal(code, () => finish(token));
			await expectNothing(token);
		} finally {
			undo();
		}
	});
});

test('where people read without a session, it is open to the mobile app only', async () => {
	scene.workspace.setSetting('Accounts_AllowAnonymousRead', true);
	await scene.configureServer({});
	try {
		const ask = async (headers: Record<string, string>) =>
			requestIn(await new Browser().request(loginUrl(serviceOf(newToken())), { headers }));
		await expect(ask(otherWindow)).resolves.toBeUndefined();
		await expect(ask(phone)).resolves.toMatch(/^[\w-]{12}$/);
	} finally {
		scene.workspace.setSetting('Accounts_AllowAnonymousRead', false);
		await scene.configureServer({});
	}
});

/** The app opens the phone's own browser from 4.74 on, and takes no notice of how it ends. */
const told = 'Did the Rocket.Chat app open this page?';
const newerPhone = { 'user-agent': android.replace('91.0.4472.114', '140.0.0.0'), 'sec-fetch-site': 'none' };

test.each([
	['a phone', newerPhone, true],
	['a phone that does not say where it comes from', { 'user-agent': newerPhone['user-agent'] }, true],
	['the login page on a phone', { ...newerPhone, ...otherWindow, cookie: 'rc_token=t' }, false],
	['a computer', { 'sec-fetch-site': 'none' }, false],
])('%s: whether the way from the mobile app into the workspace is told', async (_, headers, isTold) => {
	const { body } = await new Browser().request(loginUrl(serviceOf(newToken())), { headers });
	expect([body.includes(told), body.includes(`open ${scene.workspace.url} in`)]).toEqual([isTold, isTold]);
});

test('the list that is nobody’s CAS login says nothing of it', async () => {
	const { body } = await new Browser().request(scene.url('signin'), { headers: newerPhone });
	expect(body).not.toContain(told);
});

describe('when it is switched off', () => {
	afterEach(() => scene.configure({ [setting]: true }));

	test('it is the list for everybody', async () => {
		await scene.configure({ [setting]: false });
		for (const headers of [phone, otherWindow]) {
			const page = await new Browser().request(loginUrl(serviceOf(newToken())), { headers });
			expect([page.status, requestIn(page), linkIn(page)!.search]).toEqual([200, undefined, '?style=redirect']);
		}
	});

	test('what is on its way then ends, at each step', async () => {
		const [browser, token] = [new Browser(), newToken()];
		const question = await browser.request(loginUrl(serviceOf(token)), { headers: phone });
		const link = await agreed(token, browser);
		const callback = await scene.approve(browser, link.href);
		await scene.configure({ [setting]: false });
		await scene.expectRefusal('attempt_stale', () => post(browser, requestIn(question)!));
		await scene.expectRefusal('attempt_stale', () => browser.request(link));
		await scene.expectRefusal('attempt_stale', () => browser.request(callback));
		await expectNothing(token);
	});
});
