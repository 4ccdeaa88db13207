import { startAuthorization } from '../../../src/sign-in/startAuthorization';
import { handleCallback } from '../../../src/sign-in/handleCallback';
import type { ProviderDefinition } from '../../../src/providers/definition/definition';
import { okta } from '../../../src/providers/sections/okta';
import { codeOf } from '../support/loginError';
import { issuer, readyWorkspace } from '../support/workspace';
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

test.each<[string, (state: string) => unknown, string]>([
	['none', () => undefined, 'state_missing'],
	['empty', () => '', 'state_missing'],
	['a list', (state) => [state, state], 'state_invalid'],
	['an object', (state) => ({ $eq: state }), 'state_invalid'],
	['cut short', (state) => state.slice(0, -1), 'state_invalid'],
	['longer', (state) => `${state}a`, 'state_invalid'],
	[
		'with its last character changed',
		(state) => state.slice(0, -1) + (state.endsWith('A') ? 'E' : 'A'),
		'state_invalid',
	],
	['with another id', (state) => `aaaaaaaaaaaa${state.slice(12)}`, 'state_foreign'],
	['ten thousand characters', () => 'a'.repeat(10_000), 'state_invalid'],
	['not ASCII', (state) => `${state}\u00e9`, 'state_invalid'],
])('a state that is %s', async (_name, change, code) => {
	expect(await come(world, said(change(one.state)), one.cookie)).toBe(code);
	// It has used nothing up.
	expect(await come(world, said(one.state), one.cookie)).toBe('access_denied');
});

test.each<[string, () => unknown, string]>([
	['none: another browser, or a link that somebody sent', () => undefined, 'state_foreign'],
	['a list', () => [one.cookie], 'state_foreign'],
	['there twice, as a sibling domain makes it', () => `${one.cookie}; ${attemptCookie(one.id)}=x`, 'state_foreign'],
	['empty', () => `${attemptCookie(one.id)}=`, 'state_foreign'],
	['cut short', () => one.cookie.slice(0, -2), 'state_foreign'],
])('a cookie that is %s', async (_name, cookies, code) => {
	expect(await come(world, said(one.state), cookies())).toBe(code);
	expect(asked(world)).toBe(0);
});

test("one attempt's cookie under another's name", async () => {
	const other = await underWay(world);
	const swapped = `${attemptCookie(other.id)}=${one.sealed}`;
	expect(await come(world, said(other.state), swapped)).toBe('state_invalid');
});

test('a sealed value of the app that is no attempt', async () => {
	const attempt = await world.sealer.open('attempt', one.sealed);
	const sealed = await world.sealer.seal('waiting', attempt as object, 600);
	expect(await come(world, said(one.state), `${attemptCookie(one.id)}=${sealed}`)).toBe('state_foreign');
});

test('an attempt that was begun with another provider', async () => {
	const other = { ...okta, id: 'other' };
	expect(await come(world, said(one.state), one.cookie, other)).toBe('state_foreign');
});

test.each([
	[599_000, 'access_denied'],
	[600_000, 'state_expired'],
])('an attempt %i ms later', async (passed, code) => {
	world.clock.time += passed;
	expect(await come(world, said(one.state), one.cookie)).toBe(code);
});

test.each<[string, (w: World) => void, string]>([
	['another client', (w) => w.appSettings.change({ Accounts_OAuth_Okta_id: 'other' }), 'attempt_stale'],
	['another address', (w) => w.serverSettings.change({ Site_Url: 'https://new.example.com' }), 'attempt_stale'],
	['a provider made anew', (w) => void w.store.remove('instance:okta'), 'attempt_stale'],
	['a provider switched off', (w) => w.appSettings.change({ Accounts_OAuth_Okta: false }), 'provider_disabled'],
])('an attempt that comes back to %s', async (_name, change, code) => {
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

test.each<[string, object, string]>([
	['a code and an error', { code: 'c', error: 'access_denied' }, 'response_invalid'],
	["another server's answer", { code: 'c', iss: 'https://evil.example.com' }, 'response_issuer_mismatch'],
	['tokens instead of a code', { access_token: 'x', id_token: 'y' }, 'response_invalid'],
	['two codes', { code: ['a', 'b'], iss: issuer }, 'response_invalid'],
])('%s: the provider is asked nothing', async (_name, params, code) => {
	expect(await come(world, { state: one.state, ...params }, one.cookie)).toBe(code);
	expect(asked(world)).toBe(0);
});
