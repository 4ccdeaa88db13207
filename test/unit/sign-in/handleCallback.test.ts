import { forgetSettings } from '../../../src/host/settingCache';
import { startAuthorization } from '../../../src/sign-in/startAuthorization';
import { handleCallback } from '../../../src/sign-in/handleCallback';
import type { ProviderDefinition } from '../../../src/providers/definition/definition';
import { okta } from '../../../src/providers/sections/okta';
import type { Purpose } from '../../../src/sign-in/attempt';
import { customProvider } from '../../../src/providers/custom';
import { Links } from '../../../src/accounts/links';
import { AttemptLog } from '../../../src/attempts/attemptLog';
import { Visits } from '../../../src/browser/visits';
import { linkForVisitor } from '../../../src/sign-in/linkForVisitor';
import type { Outcome } from '../../../src/sign-in/outcome';
import { CookieJar, goThrough } from '../support/browser';
import { codeOf } from '../support/loginError';
import { issuer, readyWorkspace, siteUrl } from '../support/workspace';
import { attemptCookie } from '../../../src/browser/attemptCookie';

type World = ReturnType<typeof readyWorkspace>;

/** An attempt under way: what the browser keeps, and what comes back from the provider. */
async function underWay(world: World) {
	const { location, setCookies } = await startAuthorization(
		{ definition: okta, purpose: { kind: 'signIn' }, cookies: undefined },
		world.ports,
	);
	const cookie = setCookies[0]!.split(';')[0]!;
	const state = new URL(location).searchParams.get('state')!;
	return { state, cookie, sealed: cookie.slice(cookie.indexOf('=') + 1), id: state.split('.')[0]! };
}

const come = (world: World, params: unknown, cookies: unknown, definition: ProviderDefinition | undefined = okta) =>
	codeOf(handleCallback(definition, params, { cookies, clientAddress: undefined }, world.ports));
/** Past every check of the attempt: the next thing that is looked at is what the provider says. */
const said = (state: unknown): object => ({ state, error: 'access_denied' });
const asked = ({ transport }: World): number => transport.calls.filter((call) => call.startsWith('POST /token')).length;

let world: World;
let one: Awaited<ReturnType<typeof underWay>>;
beforeEach(async () => {
	world = readyWorkspace();
	one = await underWay(world);
});

test('a person who comes back is no longer among those who did not, also where the settings have changed meanwhile', async () => {
	const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
	const departed = async (): Promise<number> => {
		await settled();
		return (await new AttemptLog(world.ports).all()).filter((entry) => entry.departed).length;
	};
	await underWay(world);
	expect(await departed()).toBe(2);
	world.appSettings.change({ Accounts_OAuth_Okta_id: 'other' });
	expect(await come(world, said(one.state), one.cookie)).toBe('attempt_stale');
	expect(await departed()).toBe(1);
});

test.each<[string, string, (state: string) => unknown]>([
	['none', 'state_missing', () => undefined],
	['empty', 'state_missing', () => ''],
	['a list', 'state_invalid', (state) => [state, state]],
	['an object', 'state_invalid', (state) => ({ $eq: state })],
	['cut short', 'state_invalid', (state) => state.slice(0, -1)],
	['longer', 'state_invalid', (state) => `${state}a`],
	[
		'with its last character changed',
		'state_invalid',
		(state) => state.slice(0, -1) + (state.endsWith('A') ? 'E' : 'A'),
	],
	['with another id', 'state_foreign', (state) => `aaaaaaaaaaaa${state.slice(12)}`],
	['ten thousand characters', 'state_invalid', () => 'a'.repeat(10_000)],
	['not ASCII', 'state_invalid', (state) => `${state}\u00e9`],
])('a state that is %s is refused with %s, and uses nothing up', async (_name, code, change) => {
	expect(await come(world, said(change(one.state)), one.cookie)).toBe(code);
	expect(await come(world, said(one.state), one.cookie)).toBe('access_denied');
});

describe('a signed answer (JARM)', () => {
	const signing: ProviderDefinition = { ...okta, traits: { ...okta.traits, responseMode: 'query.jwt' } };
	/** As anybody can write one: the provider's keys are what is asked for next. */
	const response = (state: unknown): string =>
		[{ alg: 'RS256' }, said(state), {}]
			.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
			.join('.');

	test.each<[string, string, (state: string, other: string) => object, boolean?]>([
		['for this browser', 'jwks_unavailable', (state) => ({ response: response(state) })],
		['for another browser', 'state_foreign', (state) => ({ response: response(state) }), true],
		['with another state inside', 'state_foreign', (state, other) => ({ response: response(other), state })],
		[
			'with another state beside it',
			'jwks_unavailable',
			(state, other) => ({ response: response(state), state: other }),
		],
		['without a state', 'state_missing', (state) => ({ response: response(undefined), state })],
		['replaced by plain parameters', 'response_invalid', (state) => ({ code: 'c0de', state })],
	])('%s ends with %s, and no code goes to the provider', async (_, code, params, isElsewhere = false) => {
		const other = await underWay(world);
		const cookie = isElsewhere ? undefined : one.cookie;
		expect(await come(world, params(one.state, other.state), cookie, signing)).toBe(code);
		expect(asked(world)).toBe(0);
	});

	test('is no answer where the provider does not sign any', async () => {
		expect(await come(world, { response: response(one.state) }, one.cookie)).toBe('response_invalid');
	});
});

test.each<[string, () => unknown]>([
	['none (another browser, or a link that somebody sent)', () => undefined],
	['a list', () => [one.cookie]],
	['there twice, as a sibling domain makes it', () => `${one.cookie}; ${attemptCookie(one.id)}=x`],
	['empty', () => `${attemptCookie(one.id)}=`],
	['cut short', () => one.cookie.slice(0, -2)],
])('a cookie that is %s is refused with state_foreign', async (_name, cookies) => {
	expect(await come(world, said(one.state), cookies())).toBe('state_foreign');
	expect(asked(world)).toBe(0);
});

test("one attempt's cookie under another's name is refused", async () => {
	const other = await underWay(world);
	const swapped = `${attemptCookie(other.id)}=${one.sealed}`;
	expect(await come(world, said(other.state), swapped)).toBe('state_invalid');
});

test('a sealed value of the app that is no attempt is refused', async () => {
	const attempt = await world.sealer.open('attempt', one.sealed);
	const sealed = await world.sealer.seal('waiting', attempt as object, 600);
	expect(await come(world, said(one.state), `${attemptCookie(one.id)}=${sealed}`)).toBe('state_foreign');
});

test('an attempt that was started with another provider is refused', async () => {
	const other = { ...okta, id: 'other' };
	expect(await come(world, said(one.state), one.cookie, other)).toBe('state_foreign');
});

test.each([
	[599_000, 'access_denied'],
	[600_000, 'state_expired'],
])('an attempt that comes back after %i ms ends with %s', async (passed, code) => {
	world.clock.time += passed;
	expect(await come(world, said(one.state), one.cookie)).toBe(code);
});

test.each<[string, string, (w: World) => void]>([
	['another client', 'attempt_stale', (w) => w.appSettings.change({ Accounts_OAuth_Okta_id: 'other' })],
	['another address', 'attempt_stale', (w) => w.serverSettings.change({ Site_Url: 'https://new.example.com' })],
	[
		'a provider made anew',
		'attempt_stale',
		(w) => {
			void w.store.remove('instance:okta');
			// It can come back by a change of the settings only.
			forgetSettings(w.ports.memory);
		},
	],
	['a provider switched off', 'provider_disabled', (w) => w.appSettings.change({ Accounts_OAuth_Okta: false })],
])('an attempt that comes back to %s is refused with %s', async (_name, code, change) => {
	change(world);
	expect(await come(world, { state: one.state, code: 'code' }, one.cookie)).toBe(code);
	expect(asked(world)).toBe(0);
});

test('an attempt is used up by its first answer, whatever that says', async () => {
	expect(await come(world, said(one.state), one.cookie)).toBe('access_denied');
	expect(await come(world, { state: one.state, code: 'code' }, one.cookie)).toBe('state_used');
	expect(asked(world)).toBe(0);
});

test('of the same answer twice at once, one is looked at', async () => {
	const codes = await Promise.all([1, 2].map(() => come(world, said(one.state), one.cookie)));
	expect(codes.sort()).toEqual(['access_denied', 'state_used']);
});

test('two tabs do not disturb each other', async () => {
	const other = await underWay(world);
	const cookies = `${one.cookie}; ${other.cookie}`;
	expect(await come(world, said(other.state), cookies)).toBe('access_denied');
	expect(await come(world, said(one.state), cookies)).toBe('access_denied');
});

test.each<[string, string, object]>([
	['a code and an error', 'response_invalid', { code: 'c', error: 'access_denied' }],
	["another server's answer", 'response_issuer_mismatch', { code: 'c', iss: 'https://evil.example.com' }],
	['tokens instead of a code', 'response_invalid', { access_token: 'x', id_token: 'y' }],
	['two codes', 'response_invalid', { code: ['a', 'b'], iss: issuer }],
])('an answer with %s is refused with %s, and the provider is asked nothing', async (_name, code, params) => {
	expect(await come(world, { state: one.state, ...params }, one.cookie)).toBe(code);
	expect(asked(world)).toBe(0);
});

describe('the purpose of the attempt says how it ends', () => {
	const prefix = 'Accounts_OAuth_Custom-Forum';
	const forum = customProvider('Forum');
	const service = `${siteUrl}/_cas/aB3dE6gH9jK2mN5pQ`;

	/** A workspace where Alice has signed in with the forum, or not yet. */
	async function workspace({ isKnown }: { readonly isKnown: boolean }) {
		const ready = readyWorkspace((_request, { pathname }) => ({
			body: pathname === '/oauth/token' ? { access_token: 'a', token_type: 'bearer' } : { id: 1, username: 'alice' },
		}));
		ready.appSettings.change({
			Accounts_OAuth_Custom: 'forum',
			[prefix]: true,
			[`${prefix}-url`]: 'https://forum.example.com',
			[`${prefix}-id`]: 'client',
			[`${prefix}-secret`]: 'secret',
			Session_native_cas_button_phishable: true,
		});
		if (isKnown) await goThrough(ready, forum);
		return ready;
	}
	const end = (ready: World, purpose: Purpose) => goThrough(ready, forum, undefined, undefined, { purpose });

	test('signIn: the browser gets a session', async () => {
		const ready = await workspace({ isKnown: false });
		const outcome = await end(ready, { kind: 'signIn', style: 'redirect' });
		expect(outcome).toMatchObject({ kind: 'signedIn', session: ready.core.sessions[0], style: 'redirect' });
	});

	/** Somebody visits the page of connected accounts, and begins an attempt there. */
	async function visiting(ready: World, username: string) {
		const { id: userId } = ready.core.has(username);
		const jar = new CookieJar();
		const visits = new Visits(ready.ports);
		jar.keep([await visits.begin('connections', { userId, by: 'password', inSession: false }, jar.header)]);
		const visit = (await visits.open('connections', jar.header))!;
		const link = (begun = visit) =>
			goThrough(ready, forum, undefined, jar, { purpose: { kind: 'link', userId, visit: begun.id } });
		const connect = (id: string) => linkForVisitor(id, visit, jar.header, ready.ports);
		return { userId, jar, visits, visit, link, connect };
	}

	test('link: nothing is linked until the visitor has seen which identity it is', async () => {
		const ready = await workspace({ isKnown: false });
		const { userId, link, connect } = await visiting(ready, 'alicia');
		const outcome = await link();
		expect(outcome).toMatchObject({ kind: 'confirmLink' });
		expect(await new Links(ready.store).of(userId)).toEqual([]);
		const { id } = outcome as Extract<Outcome, { kind: 'confirmLink' }>;
		expect(await connect(id)).toBe('made');
		expect(await codeOf(connect(id))).toBe('state_used');
		expect(await new Links(ready.store).of(userId)).toHaveLength(1);
		expect(ready.core.sessions).toEqual([]);
		expect(await link()).toMatchObject({ kind: 'linked', link: 'there' });
	});

	test('link: an identity of another account is refused', async () => {
		const ready = await workspace({ isKnown: true });
		const { link } = await visiting(ready, 'mallory');
		await expect(link()).rejects.toMatchObject({ code: 'identity_linked' });
	});

	test.each<[string, (mallory: Awaited<ReturnType<typeof visiting>>, ready: World) => Promise<unknown> | void]>([
		['was ended', ({ visits, userId }) => visits.endAllOf(userId)],
		['is over', (_visiting, ready) => void (ready.clock.time += 900_000)],
		['was of somebody who signed out of Rocket.Chat', ({ jar }) => jar.keep(['rc_token=', 'rc_uid='])],
		['was begun before another person signed in to Rocket.Chat', ({ jar }) => jar.keep(['rc_uid=bob', 'rc_token=b'])],
	])('link: where the visit %s, nothing is linked, before the provider and after it', async (_name, happens) => {
		const ready = await workspace({ isKnown: false });
		const alicia = await visiting(ready, 'alicia');
		alicia.jar.keep(['rc_uid=alicia', 'rc_token=t']);
		alicia.jar.keep([await alicia.visits.begin('connections', { ...alicia.visit, by: 'password' }, alicia.jar.header)]);
		const visit = (await alicia.visits.open('connections', alicia.jar.header))!;
		const { id } = (await alicia.link(visit)) as Extract<Outcome, { kind: 'confirmLink' }>;
		await happens(alicia, ready);
		expect(await codeOf(alicia.link(visit))).toBe('visit_ended');
		expect(await alicia.visits.open('connections', alicia.jar.header)).toBeUndefined();
		// With the page of another visit, the identity is not linked either.
		expect(['visit_ended', 'state_expired']).toContain(await codeOf(alicia.connect(id)));
		expect(await new Links(ready.store).all()).toEqual([]);
	});

	test('link: in the visit of another person nothing is linked', async () => {
		const ready = await workspace({ isKnown: false });
		const alicia = await visiting(ready, 'alicia');
		const { id } = (await alicia.link()) as Extract<Outcome, { kind: 'confirmLink' }>;
		const bob = await visiting(ready, 'bob');
		alicia.jar.keep(bob.jar.header.split('; '));
		expect(await codeOf(alicia.link())).toBe('visit_ended');
		expect(await codeOf(linkForVisitor(id, bob.visit, alicia.jar.header, ready.ports))).toBe('visit_ended');
		expect(await new Links(ready.store).all()).toEqual([]);
	});

	test('link: in another visit of the same person nothing is linked', async () => {
		const ready = await workspace({ isKnown: false });
		const alicia = await visiting(ready, 'alicia');
		const { id } = (await alicia.link()) as Extract<Outcome, { kind: 'confirmLink' }>;
		alicia.jar.keep([await alicia.visits.begin('connections', alicia.visit, alicia.jar.header)]);
		const later = (await alicia.visits.open('connections', alicia.jar.header))!;
		expect(await codeOf(alicia.link())).toBe('visit_ended');
		expect(await codeOf(linkForVisitor(id, later, alicia.jar.header, ready.ports))).toBe('visit_ended');
		expect(await new Links(ready.store).all()).toEqual([]);
		expect(await alicia.link(later)).toMatchObject({ kind: 'confirmLink' });
	});

	test('handToClient: the client gets a ticket, and this browser no session', async () => {
		const ready = await workspace({ isKnown: true });
		const outcome = await end(ready, { kind: 'handToClient', service });
		expect(outcome).toMatchObject({ kind: 'handedToClient', userId: ready.core.users[0]!.id });
		expect(outcome).toHaveProperty(
			'location',
			expect.stringMatching(/^https:\/\/chat\.example\.com\/_cas\/\w+\?ticket=/),
		);
		expect(outcome).not.toHaveProperty('session');
	});

	test('trial: nobody is signed in, and no account is created', async () => {
		const ready = await workspace({ isKnown: false });
		expect(await end(ready, { kind: 'trial' })).toMatchObject({
			kind: 'tried',
			report: { decision: { kind: 'create' } },
		});
		expect([ready.core.users, ready.core.sessions]).toEqual([[], []]);
	});

	test('a failure says whose sign-in it was', async () => {
		const ready = await workspace({ isKnown: true });
		const { id } = ready.core.users[0]!;
		ready.core.users[0]!.active = false;
		await expect(end(ready, { kind: 'signIn', style: 'redirect' })).rejects.toMatchObject({
			code: 'account_disabled',
			about: { userId: id },
		});
	});
});
