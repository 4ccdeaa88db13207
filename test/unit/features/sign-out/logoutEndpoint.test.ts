import vm from 'node:vm';
import type { IApiRequest, IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { Visits } from '../../../../src/browser/visits';
import { logout, logoutScript } from '../../../../src/features/sign-out/logoutEndpoint';
import { rememberProvider } from '../../../../src/features/sign-out/signOut';
import { customProvider } from '../../../../src/providers/custom';
import { okta } from '../../../../src/providers/sections/okta';
import { readProvider } from '../../../../src/settings/provider';
import { CookieJar } from '../../support/browser';
import { callOf } from '../../support/call';
import { appPath } from '../../support/ports';
import type { Server } from '../../support/workspace';
import { issuer, readyWorkspace, siteUrl } from '../../support/workspace';
import type { Ports } from '../../../../src/ports/ports';

const idToken = `header.${'claims'.repeat(100)}.signature`;

function workspaceWith(document: object = { end_session_endpoint: `${issuer}/logout?from=us` }) {
	const server: Server = (_request, { pathname }) => {
		if (pathname !== '/.well-known/openid-configuration') return { status: 404 };
		const endpoints = { authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` };
		return { body: { issuer, ...endpoints, jwks_uri: `${issuer}/keys`, ...document } };
	};
	const world = readyWorkspace(server);
	return { ...world, enable: (on: boolean) => world.appSettings.change({ Accounts_OAuth_Okta_logout: on }) };
}
type World = ReturnType<typeof workspaceWith>;

const remember = async (ports: Ports, token: string | undefined): Promise<string[]> =>
	rememberProvider(await readProvider(okta, ports.appSettings), token, ports);

/** The `Cookie` header of a browser that signed in with Okta. */
async function signedIn({ ports }: World, token: string | undefined = idToken): Promise<string> {
	const [cookie = ''] = await remember(ports, token);
	return cookie.split(';')[0]!;
}

const visit = ({ ports }: World, request: Partial<IApiRequest> = {}): Promise<IApiResponse> =>
	logout.get!(callOf(request, ports));

/** The page in a browser with a cookie: its secret, in the page and as a cookie. */
async function pageIn(world: World, cookie = ''): Promise<{ form: string; cookies: string }> {
	const { content, headers } = await visit(world, { headers: { cookie } });
	const form = /"form":"([\w-]+)"/.exec(String(content))![1]!;
	const [set = ''] = headers!['set-cookie'] as unknown as string[];
	return { form, cookies: `${cookie}; ${set.split(';')[0]}` };
}

const post = ({ ports }: World, form: unknown, cookie: string, site = 'same-origin'): Promise<IApiResponse> =>
	logout.post!(callOf({ content: { form } as never, headers: { cookie, 'sec-fetch-site': site } }, ports));

/** What the page's script is answered when no session is left. */
async function goOn(world: World, cookie: string): Promise<{ next: URL; answer: IApiResponse; cookies: string }> {
	const { form, cookies } = await pageIn(world, cookie);
	const answer = await post(world, form, cookies);
	const { next } = JSON.parse(String(answer.content)) as { next: string };
	return { next: new URL(next, siteUrl), answer, cookies };
}

/** The last page, where a browser was sent to no provider. */
async function lastPage(world: World, cookie: string): Promise<unknown> {
	const { next, cookies } = await goOn(world, cookie);
	expect(next.origin + next.pathname).toBe(`${siteUrl}${appPath}/logout`);
	return (await visit(world, { query: { state: next.searchParams.get('state')! }, headers: { cookie: cookies } }))
		.content;
}

function world(on = true, document?: object): World {
	const made = workspaceWith(document);
	made.enable(on);
	return made;
}

describe('what is remembered of a sign-in', () => {
	test('comes along to the paths of the app alone, from no other site, and can be read by nobody', async () => {
		const [cookie = ''] = await remember(world().ports, idToken);
		expect(cookie).toMatch(
			new RegExp(`^__Secure-[\\w-]+=[\\w.-]+; Path=${appPath}; Max-Age=\\d+; Secure; HttpOnly; SameSite=Strict$`),
		);
		expect(cookie).not.toContain(idToken);
	});

	test('is nothing where the admin has not switched it on', async () => {
		expect(await remember(world(false).ports, idToken)).toEqual([]);
	});

	test.each([100, 1_000, 3_000, 20_000])('fits into a cookie, of an id_token of %d characters', async (length) => {
		const [cookie = ''] = await remember(world().ports, 'x'.repeat(length));
		expect(cookie.length).toBeLessThanOrEqual(4096);
	});
});

describe('the page', () => {
	test.each<[string, Record<string, string>]>([
		['opened from within the workspace, as by a link in a chat message', { 'sec-fetch-site': 'same-origin' }],
		['opened from elsewhere', { 'sec-fetch-site': 'cross-site' }],
		['opened by hand', {}],
	])('%s asks first', async (_, headers) => {
		const { status, content, headers: answered } = await visit(world(), { headers });
		expect(status).toBe(200);
		expect(content).toContain('"atOnce":false');
		expect(content).toContain(`"path":"","here":"${appPath}/logout"`);
		expect(answered!['content-security-policy']).toContain("connect-src 'self'");
	});

	test('names the paths of a workspace in a sub-folder', async () => {
		const made = world();
		made.serverSettings.change({ Site_Url: 'https://chat.example.com/team' });
		expect((await visit(made)).content).toContain(`"path":"/team","here":"/team${appPath}/logout"`);
	});

	test.each(['x', ['a'], { a: 1 }, 'x'.repeat(5_000), undefined])('is not ended by the state %p', async (state) => {
		const made = world();
		const { cookies } = await pageIn(made);
		const { content } = await visit(made, { query: { state } as never, headers: { cookie: cookies } });
		expect(content).toContain('"atOnce":false');
	});

	test('by GET, nothing changes', async () => {
		const made = world();
		const cookie = await signedIn(made);
		const { status, content, headers } = await visit(made, { query: { step: 'provider' }, headers: { cookie } });
		expect(status).toBe(200);
		expect(content).toContain('"atOnce":false');
		expect(String(headers!['set-cookie'])).not.toContain('login-provider');
	});

	test('says that a browser is signed out only to the browser in which that began', async () => {
		const made = world();
		const attacker = await goOn(made, await signedIn(made));
		const state = attacker.next.searchParams.get('state')!;
		const victim = await pageIn(made, await signedIn(made));
		for (const cookie of ['', victim.cookies]) {
			const { content } = await visit(made, { query: { state }, headers: { cookie } });
			expect(content).toContain('"atOnce":false');
			expect(content).not.toContain('You are signed out');
		}
	});

	test.each<[string, (page: { form: string; cookies: string }) => [unknown, string, string?]]>([
		['of no page', ({ cookies }) => ['', cookies]],
		['of another page', ({ cookies }) => ['another', cookies]],
		['that is no text', ({ form, cookies }) => [[form], cookies]],
		['of another browser', ({ form }) => [form, '']],
		['from another site', ({ form, cookies }) => [form, cookies, 'cross-site']],
		['from a sibling site', ({ form, cookies }) => [form, cookies, 'same-site']],
	])('a form %s is refused', async (_, change) => {
		const made = world();
		await expect(post(made, ...change(await pageIn(made, await signedIn(made))))).rejects.toMatchObject({
			code: 'request_foreign',
		});
	});
});

describe('at the provider', () => {
	test('its session is ended, and the way back is named', async () => {
		const made = world();
		const { next, answer } = await goOn(made, await signedIn(made));
		const { origin, pathname, searchParams } = next;
		expect(origin + pathname).toBe(`${issuer}/logout`);
		const { state, ...parameters } = Object.fromEntries(searchParams);
		expect(parameters).toEqual({
			...{ from: 'us', client_id: 'client', id_token_hint: idToken },
			post_logout_redirect_uri: `${siteUrl}${appPath}/logout`,
		});
		expect(state).toMatch(/^[\w.-]+$/);
		expect(answer.headers!['set-cookie']).toEqual([expect.stringMatching(/^__Secure-[\w-]+=; .*Max-Age=0/)]);
	});

	test('a token too long for a cookie is left out', async () => {
		const made = world();
		const { searchParams } = (await goOn(made, await signedIn(made, 'x'.repeat(20_000)))).next;
		expect([...searchParams.keys()]).toEqual(['from', 'client_id', 'post_logout_redirect_uri', 'state']);
	});

	test('who comes back is told by whom', async () => {
		const made = world();
		const { next, cookies } = await goOn(made, await signedIn(made));
		const query = { state: next.searchParams.get('state')! };
		const { content } = await visit(made, { query, headers: { cookie: cookies } });
		expect(content).toContain('Okta was asked to sign you out there as well.');
	});

	test.each<[string, (made: World) => void]>([
		['switched off since', (made) => made.enable(false)],
		['gone since', (made) => made.appSettings.change({ Accounts_OAuth_Okta: false })],
		['incomplete since', (made) => made.appSettings.change({ Accounts_OAuth_Okta_id: '' })],
	])('%s: the page says what may be left', async (_, change) => {
		const made = world();
		const cookie = await signedIn(made);
		change(made);
		expect(await lastPage(made, cookie)).toContain('you may still be signed in there');
	});

	test.each<[string, object]>([
		['names no such place', {}],
		['names one that must not be opened', { end_session_endpoint: 'javascript:alert(1)' }],
		['names one without HTTPS', { end_session_endpoint: 'http://example.okta.com/logout' }],
	])('that %s is left alone', async (_, document) => {
		const made = world(true, document);
		expect(await lastPage(made, await signedIn(made))).toContain('you may still be signed in there');
	});

	test.each(['', '__Secure-oauth-login-provider=x', '__Secure-oauth-login-provider=a.b.c.d.e'])(
		'a browser with the cookie "%s" is sent nowhere',
		async (cookie) => {
			expect(await lastPage(world(), cookie)).toContain('you may still be signed in there');
		},
	);
});

describe('in the dialect of a provider', () => {
	const prefix = 'Accounts_OAuth_Custom-Own';
	const back = `${siteUrl}${appPath}/logout`;

	/** A workspace with a custom provider, and a browser that has signed in with it. */
	async function ownProvider(settings: Record<string, unknown>) {
		const made = world(false, { end_session_endpoint: `${issuer}/logout` });
		const all = { '': true, '-issuer': issuer, '-id': 'client', '-secret': 'secret', '-logout': true, ...settings };
		made.appSettings.change({
			Accounts_OAuth_Custom: 'Own',
			...Object.fromEntries(Object.entries(all).map(([suffix, value]) => [prefix + suffix, value])),
		});
		const provider = await readProvider(customProvider('Own'), made.ports.appSettings);
		const [cookie = ''] = await rememberProvider(provider, idToken, made.ports);
		return { made, cookie: cookie.split(';')[0]! };
	}

	const oauthOnly = {
		...{ '-issuer': '', '-url': 'https://club.example.com' },
		'-definition': JSON.stringify({
			version: 1,
			logout: { path: '/bye', parameters: { app: 'chat {{client_id}}', next: '{{return_url}}', keep: '{{state}}' } },
		}),
	};

	test.each<[string, Record<string, unknown>, string, Record<string, string>]>([
		['cognito', { '-preset': 'cognito' }, `${issuer}/logout`, { client_id: 'client', logout_uri: back }],
		['auth0', { '-preset': 'auth0' }, `${issuer}/v2/logout`, { client_id: 'client', returnTo: back }],
		[
			'a definition, with OAuth 2.0 alone',
			oauthOnly,
			'https://club.example.com/bye',
			{ app: 'chat client', next: back, keep: expect.stringMatching(/^[\w.-]+$/) as string },
		],
	])('the browser is sent on: %s', async (_, settings, address, parameters) => {
		const { made, cookie } = await ownProvider(settings);
		const { next } = await goOn(made, cookie);
		expect(next.origin + next.pathname).toBe(address);
		expect(Object.fromEntries(next.searchParams)).toEqual(parameters);
	});

	/** Until the provider sends the browser back, without a state. */
	async function underWay() {
		const { made, cookie } = await ownProvider({ '-preset': 'cognito' });
		const { answer, cookies } = await goOn(made, cookie);
		const set = answer.headers!['set-cookie'] as unknown as string[];
		const trip = set.find((one) => one.startsWith('__Host-oauth-sign-out-trip='))!.split(';')[0]!;
		const comeBack = (site: string, cookie_ = `${cookies}; ${trip}`): Promise<IApiResponse> =>
			visit(made, { headers: { cookie: cookie_, 'sec-fetch-site': site } });
		return { made, comeBack, cookies, trip };
	}

	test.each(['cross-site', 'same-site'])('who comes back without a state is told, once: %s', async (site) => {
		const { comeBack } = await underWay();
		const { content, headers } = await comeBack(site);
		expect(content).toContain('Own was asked to sign you out there as well.');
		expect(headers!['set-cookie']).toEqual([expect.stringMatching(/^__Host-oauth-sign-out-trip=; .*Max-Age=0/)]);
	});

	test.each<[string, (way: Awaited<ReturnType<typeof underWay>>) => Promise<IApiResponse>]>([
		['opened from within the workspace', ({ comeBack }) => comeBack('same-origin')],
		['opened by hand', ({ comeBack }) => comeBack('none')],
		['in another browser', ({ comeBack }) => comeBack('cross-site', '')],
		['in a browser with another page', ({ comeBack, trip }) => comeBack('cross-site', trip)],
		[
			'too late',
			({ made, comeBack }) => {
				made.clock.time += 601_000;
				return comeBack('cross-site');
			},
		],
	])('nobody is told to be signed out where the page is %s', async (_, open) => {
		expect((await open(await underWay())).content).toContain('"atOnce":false');
	});

	test('who signs in again has not come back', async () => {
		const { made } = await underWay();
		const provider = await readProvider(customProvider('Own'), made.ports.appSettings);
		const cookies = await rememberProvider(provider, idToken, made.ports);
		expect(cookies).toContainEqual(expect.stringMatching(/^__Host-oauth-sign-out-trip=; .*Max-Age=0/));
	});

	test('an OAuth provider without a dialect is not signed out of', async () => {
		const { cookie } = await ownProvider({ ...oauthOnly, '-definition': '' });
		expect(cookie).toBe('');
	});
});

describe('the script for the moment after a sign-out', () => {
	const scriptFor = async (made: World, cookie: string): Promise<unknown> =>
		(await logoutScript.get!(callOf({ headers: { cookie } }, made.ports))).content;

	test('goes on where there is something to go on to, and the page does not ask again, in this browser alone', async () => {
		const made = world();
		const cookie = await signedIn(made);
		const replace = jest.fn<void, [string]>();
		vm.runInNewContext(String(await scriptFor(made, cookie)), { window: { location: { replace } } });
		const url = new URL(replace.mock.calls[0]![0], siteUrl);
		expect(url.pathname).toBe(`${appPath}/logout`);
		const query = { now: url.searchParams.get('now')! };
		const open = async (headers: Record<string, string>): Promise<unknown> =>
			(await visit(made, { query, headers })).content;
		expect(await open({ cookie })).toContain('"atOnce":true');
		for (const other of ['', await signedIn(made)]) expect(await open({ cookie: other })).toContain('"atOnce":false');
		made.clock.time += 61_000;
		expect(await open({ cookie })).toContain('"atOnce":false');
	});

	test('ends the visits of this browser, and of no other', async () => {
		const { ports } = world();
		const visits = new Visits(ports);
		const proven = { userId: 'alice', by: 'session', inSession: true } as const;
		const [mine, elsewhere] = [new CookieJar(), new CookieJar()];
		for (const jar of [mine, elsewhere]) jar.keep([await visits.begin('admin', proven, '')]);
		const before = mine.header;
		const { headers } = await logoutScript.get!(callOf({ headers: { cookie: before } }, ports));
		expect(String(headers?.['set-cookie'])).toMatch(/^__Host-oauth-admin=; .*Max-Age=0/);
		expect(await visits.open('admin', before)).toBeUndefined();
		expect(await visits.open('admin', elsewhere.header)).toBeDefined();
	});

	test('does nothing in any other browser', async () => {
		const made = world();
		expect(await scriptFor(made, '')).toBe('');
		const cookie = await signedIn(made);
		made.enable(false);
		expect(await scriptFor(made, cookie)).toBe('');
	});
});
