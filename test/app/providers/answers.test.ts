import type { ErrorCode } from '../../../src/errors';
import { client, ProviderScene } from './support';
import type { ProviderPeer } from './support';

/*
 * Plain OAuth 2.0 servers that answer nonsense: a reason with a 4xx, and nobody's account is touched.
 */

const scene = ProviderScene.forTests({ settings: { Accounts_OAuth_Custom: 'Club' } });
let server: ProviderPeer;
beforeAll(async () => {
	server = await scene.meet(
		'oauth2Server.mjs',
		{
			client: { ...client, redirectUris: [scene.callback('club')] },
			paths: { authorize: '/oauth/authorize', token: '/oauth/token', identity: '/me' },
			people: { ada: { identity: { id: 'a', username: 'ada' } }, new: { identity: { id: 'n', username: 'new' } } },
		},
		['https://club.example.com'],
	);
	const settings = { '-url': 'https://club.example.com', '-id': client.id, '-secret': client.secret, '': true };
	await scene.configureCustom('Club', settings);
	await scene.base.expectSignedIn(scene.signIn('club', 'ada'), { username: 'ada' });
});

interface Answer {
	readonly status?: number;
	readonly headers?: Record<string, string>;
	readonly body?: string;
	readonly repeat?: number;
	readonly delay?: number;
}
const json = (body: unknown, status = 200): Answer => ({ status, body: JSON.stringify(body) });

const identities: Array<[string, Answer, ErrorCode]> = [
	['a page', { headers: { 'content-type': 'text/html' }, body: '<h1>Welcome back</h1>' }, 'userinfo_failed'],
	['nothing', { body: '' }, 'userinfo_failed'],
	['half a document', { body: '{"id":"a","username":"a' }, 'userinfo_failed'],
	['a list', json([{ id: 'a' }]), 'userinfo_failed'],
	['a text', json('a'), 'userinfo_failed'],
	['null', json(null), 'userinfo_failed'],
	['an error in 200', json({ error: 'invalid_token', id: 'a' }), 'userinfo_failed'],
	['an error in 401', json({ id: 'a' }, 401), 'userinfo_failed'],
	['an error in 500', json({ id: 'a', username: 'ada' }, 500), 'userinfo_failed'],
	['201', json({ id: 'a', username: 'ada' }, 201), 'userinfo_failed'],
	['a signed document', { headers: { 'content-type': 'application/jwt' }, body: 'e30.e30.e30' }, 'userinfo_failed'],
	['4 MB', { body: 'x'.repeat(1024), repeat: 4_000 }, 'provider_answer_too_long'],
	['100 000 brackets', { body: '[', repeat: 100_000 }, 'userinfo_failed'],
	['a document 100 000 deep', { body: `{"id":"a","x":${'['.repeat(50_000)}${']'.repeat(50_000)}}` }, 'userinfo_failed'],
	['no id', json({ username: 'ada', name: 'Ada' }), 'subject_missing'],
	['null as the id', json({ id: null, username: 'ada' }), 'subject_missing'],
	['an empty id', json({ id: '', username: 'ada' }), 'subject_missing'],
	['a blank id', json({ id: '  ', username: 'ada' }), 'subject_missing'],
	['0', json({ id: 0, username: 'ada' }), 'subject_missing'],
	['false', json({ id: false, username: 'ada' }), 'subject_missing'],
	['true', json({ id: true, username: 'ada' }), 'subject_missing'],
	['a list of ids', json({ id: ['a'], username: 'ada' }), 'subject_missing'],
	['an object for an id', json({ id: { id: 'a' }, username: 'ada' }), 'subject_missing'],
	['"undefined"', json({ id: 'undefined', username: 'ada' }), 'subject_missing'],
	['"[object Object]"', json({ id: '[object Object]', username: 'ada' }), 'subject_missing'],
	['"NULL"', json({ id: 'NULL', username: 'ada' }), 'subject_missing'],
	['an id of 300 characters', json({ id: 'a'.repeat(300), username: 'ada' }), 'subject_missing'],
	['an id with a NUL', json({ id: 'a\0', username: 'ada' }), 'subject_missing'],
	['a number beyond 2^53 with an exponent', { body: '{"id":9007199254740993e0,"username":"ada"}' }, 'subject_missing'],
	['a fraction', json({ id: 1.5, username: 'ada' }), 'subject_missing'],
	['infinity', { body: '{"id":1e999,"username":"ada"}' }, 'subject_missing'],
	['a prototype', { body: '{"__proto__":{"id":"a"},"username":"ada"}' }, 'subject_missing'],
];

/** An endpoint whose answer was too long is asked again when a setting was saved. */
async function askAgain(code: ErrorCode): Promise<void> {
	if (code !== 'provider_answer_too_long') return;
	await scene.base.settle();
	const calls = scene.calls.length;
	await server.behave({});
	await scene.base.expectRefusal(code, () => scene.signIn('club', 'new'));
	// An honest answer is not even asked for: at most the other endpoint was.
	expect(scene.calls.slice(calls).length).toBeLessThanOrEqual(1);
	await scene.configure({ 'Accounts_OAuth_Custom-Club-button_label_text': '' });
}

test.each(identities)('for an identity: %s', async (_, identity, code) => {
	await server.behave({ identity });
	const page = await scene.base.expectRefusal(code, () => scene.signIn('club', 'new'));
	expect(page.status).toBeGreaterThanOrEqual(400);
	expect(page.status).toBeLessThan(500);
	await askAgain(code);
});

test.each<[string, object]>([
	['nobody to call by a name', { id: 'unnamed', username: '', name: '???' }],
	['a name of everybody', { id: 'everybody', username: 'all' }],
])('for an identity: %s gives a username made of the id', async (_, identity) => {
	await server.behave({ identity: json(identity) });
	await scene.base.expectSignedIn(scene.signIn('club', 'new'), {
		username: expect.stringMatching(/^user-[a-z0-9]{10}$/) as string,
	});
});

test('for an identity: somebody else’s username', async () => {
	await server.behave({ identity: json({ id: 'not-a', username: 'ADA' }) });
	await scene.base.expectConfirm(() => scene.signIn('club', 'new'));
});

const tokens: Array<[string, Answer, ErrorCode]> = [
	['a page', { headers: { 'content-type': 'text/html' }, body: '<h1>Token</h1>' }, 'token_response_invalid'],
	['nothing', { body: '' }, 'token_response_invalid'],
	['a form', { body: 'access_token=a&token_type=bearer' }, 'token_response_invalid'],
	['no token', json({ token_type: 'bearer' }), 'token_response_invalid'],
	['another type of token', json({ access_token: 'a', token_type: 'mac' }), 'token_response_invalid'],
	['a token with a line break', json({ access_token: 'a\r\nx: y', token_type: 'bearer' }), 'token_response_invalid'],
	['an error in 200', json({ error: 'bad_verification_code' }), 'code_refused'],
	['invalid_grant in 400', json({ error: 'invalid_grant' }, 400), 'code_refused'],
	['invalid_client in 400', json({ error: 'invalid_client' }, 400), 'client_refused'],
	['invalid_client in 401', json({ error: 'invalid_client' }, 401), 'client_refused'],
	['invalid_code in 403', json({ error: 'invalid_code' }, 403), 'code_refused'],
	['unauthorized_client in 403', json({ error: 'unauthorized_client' }, 403), 'client_refused'],
	['401 without a word', { status: 401 }, 'client_refused'],
	['403 without a word', { status: 403 }, 'token_request_failed'],
	['500', { status: 500, body: 'oops' }, 'token_request_failed'],
	['an error of its own', json({ errorCode: '2S291/1', errorMessage: 'No' }, 400), 'token_request_failed'],
	['4 MB', { body: 'x'.repeat(1024), repeat: 4_000 }, 'provider_answer_too_long'],
];

test.each(tokens)('for a token: %s', async (_, token, code) => {
	await server.behave({ token });
	const page = await scene.base.expectRefusal(code, () => scene.signIn('club', 'new'));
	expect(page.status).toBeLessThan(500);
	const log = scene.base.workspace.appLogs(scene.base.appId).map((entry) => JSON.stringify(entry));
	expect(log.filter((entry) => entry.includes(client.secret))).toEqual([]);
	await askAgain(code);
});

test('a number that JSON holds exactly is its decimal text, however it is written', async () => {
	await server.behave({ identity: { body: '{"id":9007199254740991,"username":"edge"}' } });
	const { userId } = await scene.base.expectSignedIn(scene.signIn('club', 'new'), { username: 'edge' });
	await server.behave({ identity: { body: '{"id":"9007199254740991","username":"other"}' } });
	expect(await scene.base.expectSignedIn(scene.signIn('club', 'new'))).toMatchObject({ userId });
});

test('numbers beyond 2^53 are told apart by their last digit', async () => {
	const signIn = async (body: string): Promise<string> => {
		await server.behave({ identity: { body } });
		return (await scene.base.expectSignedIn(scene.signIn('club', 'new'))).userId;
	};
	const even = await signIn('{"id":9007199254740992,"username":"even"}');
	const odd = await signIn('{"id":9007199254740993,"username":"odd"}');
	expect(odd).not.toBe(even);
	expect(await signIn('{"id":9007199254740993,"username":"renamed"}')).toBe(odd);
	expect(await signIn('{"id":"9007199254740992","username":"renamed"}')).toBe(even);
});

test('a redirect of the identity endpoint takes the token to no other host', async () => {
	const thief = await scene.meet('oauth2Server.mjs', {
		client: { ...client, redirectUris: ['https://x.example.com'] },
		paths: { authorize: '/a', token: '/t', identity: '/me' },
		people: {},
	});
	await server.behave({ identity: { status: 302, headers: { location: `${thief.ready.url}/me` } } });
	await scene.base.expectRefusal('userinfo_failed', () => scene.signIn('club', 'new'));
});

test('a redirect of the token endpoint is not taken for an answer', async () => {
	await server.behave({ token: { status: 302, headers: { location: 'https://club.example.com/me' } } });
	const page = await scene.signIn('club', 'new');
	expect(page.session).toBeUndefined();
	expect(page.code).toBeDefined();
	expect(page.status).toBeLessThan(500);
});

test('a slow identity is given up, and the next sign-in works', async () => {
	await server.behave({ identity: { ...json({ id: 'a', username: 'ada' }), delay: 9_000 } });
	await scene.base.expectRefusal('provider_timeout', () => scene.signIn('club', 'new'));
	await server.behave({});
	await scene.base.expectSignedIn(scene.signIn('club', 'ada'), { username: 'ada' });
});

test('in the end there is nobody new but who was let in', () => {
	const names = [...scene.base.workspace.store.users.values()]
		.filter(({ type }) => type === 'user')
		.map(({ username }) => username);
	const ofIds = [expect.stringMatching(/^user-/), expect.stringMatching(/^user-/)] as unknown[];
	expect(names.sort()).toEqual(['ada', 'admin', 'edge', 'even', 'odd', ...ofIds]);
});
