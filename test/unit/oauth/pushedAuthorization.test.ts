import type { AuthorizationRequest } from '../../../src/oauth/authorizationRequest';
import { pushAuthorization } from '../../../src/oauth/pushedAuthorization';
import type { Answer } from '../support/transport';
import { ScriptedTransport } from '../support/transport';

const request: AuthorizationRequest = {
	endpoint: 'https://id.example.com/authorize?tenant=1',
	clientId: 'chat',
	redirectUri: 'https://chat.example.com/callback',
	scope: 'openid email',
	state: 'a-state-that-nobody-knows',
	nonce: 'a-nonce-that-nobody-knows',
	codeChallenge: 'challenge',
	extra: { prompt: 'login', resource: ['one', 'two'] },
};
const credential = 'a:secret+of=the client';

async function push(answer: Answer, method: 'client_secret_basic' | 'client_secret_post' = 'client_secret_post') {
	const transport = new ScriptedTransport(() => answer);
	const client = { method, clientId: 'chat', credential };
	const address = await pushAuthorization({ endpoint: 'https://id.example.com/par', client, request }, transport);
	return { address, sent: transport.requests[0]! };
}

const good: Answer = { status: 201, body: { request_uri: 'urn:example:1+2', expires_in: 60 } };

test('the whole request goes to the provider, and the browser carries a reference', async () => {
	const { address, sent } = await push(good);
	expect(address).toBe('https://id.example.com/authorize?tenant=1&client_id=chat&request_uri=urn%3Aexample%3A1%2B2');
	expect([sent.method, sent.url]).toEqual(['POST', 'https://id.example.com/par']);
	expect(sent.headers).toEqual({ accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' });
	expect([...new URLSearchParams(sent.body)].sort()).toEqual(
		[
			...[
				['client_id', 'chat'],
				['client_secret', credential],
				['code_challenge', 'challenge'],
			],
			...[
				['code_challenge_method', 'S256'],
				['nonce', request.nonce],
				['prompt', 'login'],
			],
			...[
				['redirect_uri', request.redirectUri],
				['resource', 'one'],
				['resource', 'two'],
			],
			...[
				['response_type', 'code'],
				['scope', 'openid email'],
				['state', request.state],
			],
		].sort(),
	);
});

test('a client that proves itself in the header sends no secret in the form', async () => {
	const { sent } = await push(good, 'client_secret_basic');
	expect(sent.headers).toHaveProperty('authorization');
	expect(new URLSearchParams(sent.body).has('client_secret')).toBe(false);
});

test.each<[string, Answer, string, string]>([
	[
		'an unknown client',
		{ status: 401, body: { error: 'invalid_client' } },
		'client_refused',
		'HTTP 401 invalid_client',
	],
	['a client that may not', { status: 400, body: { error: 'unauthorized_client' } }, 'client_refused', 'HTTP 400'],
	['nothing but a status', { status: 401 }, 'client_refused', 'HTTP 401'],
	[
		'a redirect URI that nobody registered',
		{ status: 400, body: { error: 'invalid_request', error_description: 'redirect_uri did not match' } },
		...(['callback_not_approved', request.redirectUri] as const),
	],
	[
		'a scope that it does not know',
		{ status: 400, body: { error: 'invalid_scope' } },
		'provider_error',
		'invalid_scope',
	],
	['a page', { status: 200, body: '<html>' }, 'provider_error', 'not a JSON object'],
	['no reference', { status: 201, body: {} }, 'provider_error', 'request_uri is missing'],
	['a reference with a space', { status: 201, body: { request_uri: 'a b' } }, 'provider_error', 'request_uri is'],
	[
		'a reference of a megabyte',
		{ status: 201, body: { request_uri: 'a'.repeat(1e6) } },
		'provider_error',
		'request_uri',
	],
	['a redirect', { status: 307, headers: { location: 'https://evil.example' } }, 'provider_error', 'HTTP 307'],
])('where the provider answers with %s, the browser is sent nowhere', async (_, answer, code, detail) => {
	await expect(push(answer)).rejects.toMatchObject({ code, detail: expect.stringContaining(detail) as string });
});

test.each([credential, request.state, request.nonce!])(
	'what the provider repeats of the request is not told: %s',
	async (secret) => {
		const answer = { status: 400, body: { error: 'invalid_request', error_description: `wrong: ${secret}` } };
		const failure = await push(answer).catch((error: { detail: string }) => error);
		expect((failure as { detail: string }).detail).not.toContain(secret);
	},
);
