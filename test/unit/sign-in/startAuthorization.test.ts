import { noteReturn } from '../../../src/sign-in/departures';
import type { Attempt, Purpose } from '../../../src/sign-in/attempt';
import { startAuthorization } from '../../../src/sign-in/startAuthorization';
import type { AuthorizationRequest } from '../../../src/sign-in/startAuthorization';
import { readCookie } from '../../../src/browser/cookies';
import { resolveProvider } from '../../../src/settings/resolveProvider';
import { okta } from '../../../src/providers/sections/okta';
import { CookieJar } from '../support/browser';
import { codeOf } from '../support/loginError';
import { appPath } from '../support/ports';
import { issuer, readyWorkspace } from '../support/workspace';
import { attemptCookie } from '../../../src/browser/attemptCookie';

const start = (world = readyWorkspace(), cookies: unknown = undefined) =>
	startAuthorization({ definition: okta, purpose: { kind: 'signIn' }, cookies }, world.ports).then((started) => ({
		...started,
		world,
	}));
const nameOf = (setCookie: string): string => setCookie.slice(0, setCookie.indexOf('='));
const isRemoval = (setCookie: string): boolean => setCookie.includes('=; ') && setCookie.includes('Max-Age=0');

test('all of an attempt is in the cookie, and the provider is shown what it needs of it', async () => {
	const { location, setCookies, world } = await start();
	const { origin, pathname, searchParams } = new URL(location);
	expect(origin + pathname).toBe(`${issuer}/authorize`);
	expect(searchParams.get('redirect_uri')).toBe(`https://chat.example.com${appPath}/callback/okta`);

	expect(setCookies).toHaveLength(1);
	const [pair] = setCookies[0]!.split(';');
	const attempt = (await world.sealer.open<Attempt>('attempt', readCookie(pair, nameOf(pair!))!)) as Attempt;
	expect(pair).toContain(attemptCookie(attempt.id));
	expect(attempt.purpose).toEqual({ kind: 'signIn', style: 'redirect' });
	expect(attempt).toMatchObject({ provider: 'okta', state: searchParams.get('state') });
	expect(attempt.nonce).toBe(searchParams.get('nonce'));
	expect(attempt.verifier).toMatch(/^[\w.~-]{43,128}$/);
	expect(searchParams.get('code_challenge_method')).toBe('S256');
	expect(location).not.toContain(attempt.verifier);
});

test('once people have come back, nothing is stored for somebody who does not', async () => {
	const { world } = await start();
	const context = await resolveProvider(okta, world.ports);
	noteReturn(context, world.ports);
	await new Promise((resolve) => setTimeout(resolve, 5));
	const before = world.store.count();
	for (let index = 0; index < 20; index += 1) await start(world);
	expect(world.store.count()).toBe(before);
});

test('no two attempts share a state, nonce, verifier or cookie', async () => {
	const { world } = await start();
	const locations = await Promise.all(Array.from({ length: 20 }, () => start(world)));
	for (const name of ['state', 'nonce', 'code_challenge']) {
		expect(new Set(locations.map(({ location }) => new URL(location).searchParams.get(name))).size).toBe(20);
	}
	expect(new Set(locations.map(({ setCookies }) => nameOf(setCookies[0]!))).size).toBe(20);
});

const attempts = (count: number): string[] =>
	Array.from({ length: count }, (_, index) => attemptCookie(String(index).padStart(12, 'a')));

test.each([
	[0, 0],
	[5, 0],
	[6, 1],
	[9, 4],
])('of %i attempts that a browser has, the %i oldest give way', async (count, removed) => {
	const cookies = ['rc_token=x', ...attempts(count).map((name) => `${name}=y`), '__Host-other=z'].join('; ');
	const { setCookies } = await start(undefined, cookies);
	expect(setCookies.slice(1).map(nameOf)).toEqual(attempts(count).slice(0, removed));
	expect(setCookies.map(isRemoval)).toEqual([false, ...Array.from({ length: removed }, () => true)]);
});

test('as many attempts as are kept go into a header of 8 kB, whatever page their links ask for', async () => {
	const world = readyWorkspace();
	const jar = new CookieJar();
	for (let index = 0; index < 9; index += 1) {
		const purpose = { kind: 'signIn', target: `/${'p'.repeat(1023)}` } as const;
		jar.keep((await startAuthorization({ definition: okta, purpose, cookies: jar.header }, world.ports)).setCookies);
	}
	// More than that, and the reverse proxy in front of the workspace lets nothing of this browser through any more.
	expect(`Cookie: ${jar.header}`.length).toBeLessThan(8192);
});

test('cookie names that this app never gave are not written back', async () => {
	const hostile = Array.from({ length: 9 }, (_, index) => `${attemptCookie(`é"\t${index}`)}=x`).join('; ');
	const { setCookies } = await start(undefined, hostile);
	for (const each of setCookies) expect(each).toMatch(/^[\x20-\x7e]+$/);
});

describe('what a link asks for', () => {
	const asking = async ({
		target,
		...more
	}: { target?: unknown } & Pick<AuthorizationRequest, 'iss' | 'loginHint'>) => {
		const world = readyWorkspace();
		const request: AuthorizationRequest = {
			definition: okta,
			purpose: { kind: 'signIn', target },
			cookies: undefined,
			...more,
		};
		const { location, setCookies } = await startAuthorization(request, world.ports);
		const jar = new CookieJar();
		jar.keep(setCookies);
		const attempt = await world.sealer.open<Attempt>('attempt', readCookie(jar.header, jar.names[0]!)!);
		return { query: new URL(location).searchParams, attempt: attempt as Attempt };
	};

	test.each<[unknown, string | undefined]>([
		['/channel/general', '/channel/general'],
		['https://evil.example.com/', undefined],
		[['/channel/general'], undefined],
		[undefined, undefined],
	])('the page %p -> %p', async (target, expected) => {
		expect((await asking({ target })).attempt.purpose).toEqual({
			kind: 'signIn',
			style: 'redirect',
			returnPath: expected,
		});
	});

	test.each<[unknown, string | null]>([
		['alice@example.com', 'alice@example.com'],
		['a&prompt=none&login_hint=b', 'a&prompt=none&login_hint=b'],
		['', null],
		['a\r\nb', null],
		['a'.repeat(256), null],
		[['a'], null],
		[{ toString: () => 'a' }, null],
	])('whom the provider may suggest, %p: %p', async (loginHint, expected) => {
		const { query } = await asking({ loginHint });
		expect([query.get('login_hint'), query.get('prompt')]).toEqual([expected, null]);
	});

	test.each<[unknown]>([['https://evil.example.com'], [`${issuer}/`], [''], [[issuer]], [null]])(
		'a start for the issuer %p does not end at this one',
		async (iss) => expect(await codeOf(asking({ iss }))).toBe('start_issuer_mismatch'),
	);

	test('a start for its own issuer does', async () => {
		expect((await asking({ iss: issuer })).attempt.provider).toBe('okta');
	});
});

test.each<[string, Record<string, unknown>]>([
	['provider_disabled', { Accounts_OAuth_Okta: false }],
	['provider_incomplete', { Accounts_OAuth_Okta_secret: '' }],
	['provider_incomplete', { Accounts_OAuth_Okta_issuer: 'not an address' }],
])('%s, and nobody is asked anything', async (code, settings) => {
	const world = readyWorkspace();
	world.appSettings.change(settings);
	expect(await codeOf(start(world))).toBe(code);
	expect(world.transport.requests).toEqual([]);
});

test('a provider that does not exist', async () => {
	const { ports } = readyWorkspace();
	expect(
		await codeOf(startAuthorization({ definition: undefined, purpose: { kind: 'signIn' }, cookies: undefined }, ports)),
	).toBe('provider_unknown');
});

test.each<Purpose>([
	{ kind: 'signIn', style: 'redirect' },
	{ kind: 'link', userId: 'u1', visit: 'v1' },
	{ kind: 'signInAgain', userId: 'u1', visit: 'v1' },
	{ kind: 'trial' },
	{ kind: 'handToClient', service: 'https://chat.example.com/_cas/token' },
])('what the attempt is for is sealed with it: %j', async (purpose) => {
	const world = readyWorkspace();
	const { setCookies } = await startAuthorization({ definition: okta, purpose, cookies: undefined }, world.ports);
	const jar = new CookieJar();
	jar.keep(setCookies);
	const attempt = await world.sealer.open<Attempt>('attempt', readCookie(jar.header, jar.names[0]!)!);
	expect((attempt as Attempt).purpose).toEqual(purpose);
});
