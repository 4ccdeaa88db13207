import { base64url, EncryptJWT } from 'jose';
import { Sealer } from '../../../../src/browser/seal';
import { ProcessMemory } from '../../../../src/host/memory';
import { onwardUrl, toWorkspace } from '../../../../src/features/proxy/toWorkspace';
import { codeOf } from '../../support/loginError';
import { callback, proxy, sealedState, setUp, state } from './support';

test.each<[string, Record<string, unknown>]>([
	['a code', { code: 'a+b/c=', iss: 'https://id.example.com', session_state: 'x.y' }],
	['an error', { error: 'access_denied', error_description: 'No, thanks: 100 % & more', error_uri: 'https://a/?b' }],
	['markup', { error: '<script>"\'', code: '\r\nset-cookie: a=b' }],
	['everything that Apple sends', { code: 'c', id_token: 'a.b.c', user: '{"name":{"firstName":"Ada"}}' }],
	['a parameter that is there twice', { code: 'c', scope: ['openid', 'email'] }],
	['names of the language', { code: 'c', constructor: 'a', toString: 'b', hasOwnProperty: 'c' }],
	['nothing at all', {}],
])('%s goes on as it came', async (_, answer) => {
	const { sealer } = setUp();
	const sealed = await sealedState(sealer);
	const onward = await toWorkspace({ ...answer, state: sealed }, proxy, sealer);
	expect(onward.callback).toBe(callback);
	const expected = Object.entries(answer).flatMap(([name, value]) => [value].flat().map((each) => [name, each]));
	expect(onward.parameters).toEqual([...expected, ['state', state]]);
	const address = onwardUrl(onward);
	expect(address).toMatch(/^[\x21-\x7e]+$/);
	expect(address.startsWith(`${callback}?`)).toBe(true);
	expect([...new URL(address).searchParams]).toEqual(onward.parameters);
});

test('what no answer has, an object, is left out', async () => {
	const { sealer } = setUp();
	const params = { code: { a: 'b' }, x: [{ a: 'b' }, 'y'], state: await sealedState(sealer) };
	const { parameters } = await toWorkspace(params, proxy, sealer);
	expect(parameters).toEqual([
		['x', 'y'],
		['state', state],
	]);
});

test.each<[string, (sealed: string) => Record<string, unknown>]>([
	['no state', () => ({ code: 'c' })],
	['an empty state', () => ({ state: '' })],
	['two states', (sealed) => ({ state: [sealed, sealed] })],
	['a list of one', (sealed) => ({ state: [sealed] })],
	['a state that was cut off', (sealed) => ({ state: sealed.slice(0, -1) })],
	['a state of which one character is another', (sealed) => ({ state: tampered(sealed) })],
	['a state of the workspace', () => ({ state })],
	['a state far too long', (sealed) => ({ state: sealed + 'x'.repeat(5000) })],
	["core's state with a code", () => ({ state: `${callback}!${state}`, code: 'c' })],
	["core's state with an error", () => ({ state: `${callback}!${state}`, error: 'access_denied' })],
	["core's state with both", () => ({ state: `${callback}!${state}`, code: 'c', oauth_token: 't' })],
	["core's state with a token", () => ({ state: `${callback}!${state}`, Access_Token: 'c', oauth_token: 't' })],
	["core's state alone", () => ({ state: `${callback}!${state}` })],
	['too many parameters', (state) => ({ state, ...Object.fromEntries([...Array(51)].map((_, i) => [`p${i}`, ''])) })],
	['a parameter too long', (state) => ({ state, code: 'c'.repeat(16_385) })],
	['a name too long', (state) => ({ state, ['n'.repeat(257)]: '' })],
])('%s: proxy_answer_invalid', async (_, params) => {
	const { sealer } = setUp();
	const sealed = await sealedState(sealer);
	expect(await codeOf(toWorkspace(params(sealed), proxy, sealer))).toBe('proxy_answer_invalid');
});

test.each<[string, unknown]>([
	['nothing', undefined],
	['a text', 'state=x'],
	['a list', ['state']],
])('a form that is %s: proxy_answer_invalid', async (_, params) => {
	expect(await codeOf(toWorkspace(params, proxy, setUp().sealer))).toBe('proxy_answer_invalid');
});

test('what this app has sealed for something else is no state', async () => {
	const { sealer } = setUp();
	for (const purpose of ['attempt', 'ticket', 'waiting', 'self-check'] as const) {
		const foreign = await sealer.seal(purpose, { callback: 'https://evil.example/_oauth/x', state }, 600);
		expect(await codeOf(toWorkspace({ code: 'c', state: foreign }, proxy, sealer))).toBe('proxy_answer_invalid');
	}
});

test('nor is what somebody else has sealed, though it names this key', async () => {
	const { sealer } = setUp();
	const { kid } = JSON.parse(Buffer.from((await sealedState(sealer)).split('.')[0]!, 'base64url').toString()) as {
		kid: string;
	};
	const forged = await new EncryptJWT({ value: { callback: 'https://evil.example/_oauth/x', state } })
		.setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid })
		.setAudience('proxy')
		.setExpirationTime('10 minutes')
		.encrypt(base64url.decode('A'.repeat(43)));
	expect(await codeOf(toWorkspace({ code: 'c', state: forged }, proxy, sealer))).toBe('proxy_answer_invalid');
});

test('a state of another proxy is worth nothing here', async () => {
	const sealed = await sealedState(setUp().sealer);
	expect(await codeOf(toWorkspace({ code: 'c', state: sealed }, proxy, setUp().sealer))).toBe('proxy_answer_invalid');
});

test('any instance of the server can finish what another began', async () => {
	const { ports, sealer } = setUp();
	const sealed = await sealedState(sealer);
	const other = new Sealer({ ...ports, memory: new ProcessMemory() });
	await expect(toWorkspace({ state: sealed }, proxy, other)).resolves.toMatchObject({ callback });
});

test('ten minutes, and not a second more', async () => {
	const { clock, sealer } = setUp();
	const sealed = await sealedState(sealer);
	clock.time += 599_000;
	await expect(toWorkspace({ state: sealed }, proxy, sealer)).resolves.toMatchObject({ callback });
	clock.time += 1_000;
	expect(await codeOf(toWorkspace({ state: sealed }, proxy, sealer))).toBe('proxy_expired');
});

test('a workspace that was taken off the list meanwhile gets nothing', async () => {
	const { sealer } = setUp();
	const sealed = await sealedState(sealer);
	const without = { ...proxy, workspaces: proxy.workspaces.slice(1) };
	expect(await codeOf(toWorkspace({ state: sealed }, without, sealer))).toBe('proxy_workspace_not_allowed');
});

/** Somewhere in the middle of the ciphertext. */
function tampered(sealed: string): string {
	const parts = sealed.split('.');
	const text = parts[3]!;
	parts[3] = text.slice(0, 20) + (text[20] === 'A' ? 'B' : 'A') + text.slice(21);
	return parts.join('.');
}
