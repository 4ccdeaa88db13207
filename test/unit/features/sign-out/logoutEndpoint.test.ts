import vm from 'node:vm';
import type { IApiRequest, IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { logout, logoutScript } from '../../../../src/features/sign-out/logoutEndpoint';
import { rememberProvider } from '../../../../src/features/sign-out/signOut';
import { okta } from '../../../../src/providers/sections/okta';
import { readProvider } from '../../../../src/settings/provider';
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
const goOn = (world: World, cookie: string): Promise<IApiResponse> =>
	visit(world, { query: { step: 'provider' }, headers: { cookie } });
const location = ({ headers }: IApiResponse): URL => new URL(String(headers!.location));

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
	test.each<[string | undefined, boolean]>([
		['same-origin', true],
		['same-site', false],
		['cross-site', false],
		['none', false],
		[undefined, false],
	])('coming from %s: at once %p', async (site, atOnce) => {
		const headers: Record<string, string> = site === undefined ? {} : { 'sec-fetch-site': site };
		const { status, content, headers: answered } = await visit(world(), { headers });
		expect(status).toBe(200);
		expect(content).toContain(`"atOnce":${atOnce}`);
		expect(content).toContain(`"next":"${appPath}/logout?step=provider"`);
		expect(answered!['content-security-policy']).toContain("connect-src 'self'");
		expect(answered!['set-cookie']).toBeUndefined();
	});

	test('a state that nobody here has made is no return', async () => {
		for (const state of ['x', ['a'], { a: 1 }, `${'x'.repeat(5_000)}`]) {
			expect((await visit(world(), { query: { state } as never })).content).toContain('"atOnce":false');
		}
	});
});

describe('at the provider', () => {
	test('its session is ended, and the way back is named', async () => {
		const made = world();
		const answer = await goOn(made, await signedIn(made));
		expect(answer.status).toBe(303);
		const { origin, pathname, searchParams } = location(answer);
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
		const { searchParams } = location(await goOn(made, await signedIn(made, 'x'.repeat(20_000))));
		expect([...searchParams.keys()]).toEqual(['from', 'client_id', 'post_logout_redirect_uri', 'state']);
	});

	test('who comes back is told by whom', async () => {
		const made = world();
		const { searchParams } = location(await goOn(made, await signedIn(made)));
		const { content } = await visit(made, { query: { state: searchParams.get('state')! } });
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
		const { status, content } = await goOn(made, cookie);
		expect(status).toBe(200);
		expect(content).toContain('you may still be signed in there');
	});

	test.each<[string, object]>([
		['names no such place', {}],
		['names one that must not be opened', { end_session_endpoint: 'javascript:alert(1)' }],
		['names one without HTTPS', { end_session_endpoint: 'http://example.okta.com/logout' }],
	])('that %s is left alone', async (_, document) => {
		const made = world(true, document);
		expect((await goOn(made, await signedIn(made))).content).toContain('you may still be signed in there');
	});

	test.each(['', '__Secure-oauth-login-provider=x', '__Secure-oauth-login-provider=a.b.c.d.e'])(
		'a browser with the cookie "%s" is sent nowhere',
		async (cookie) => {
			expect((await goOn(world(), cookie)).status).toBe(200);
		},
	);
});

describe('the script for the moment after a sign-out', () => {
	const scriptFor = async (made: World, cookie: string): Promise<unknown> =>
		(await logoutScript.get!(callOf({ headers: { cookie } }, made.ports))).content;

	test('goes on where there is something to go on to', async () => {
		const made = world();
		const replace = jest.fn();
		vm.runInNewContext(String(await scriptFor(made, await signedIn(made))), { window: { location: { replace } } });
		expect(replace.mock.calls).toEqual([[`${appPath}/logout`]]);
	});

	test('does nothing in any other browser', async () => {
		const made = world();
		expect(await scriptFor(made, '')).toBe('');
		const cookie = await signedIn(made);
		made.enable(false);
		expect(await scriptFor(made, cookie)).toBe('');
	});
});
