import fc from 'fast-check';

import { authorizationUrl } from '../../../src/oauth/authorizationRequest';
import type { AuthorizationRequest } from '../../../src/oauth/authorizationRequest';

const request: AuthorizationRequest = {
	endpoint: 'https://idp.example.com/authorize',
	clientId: 'client & co',
	redirectUri: 'https://chat.example.com/api/apps/public/id/callback/okta',
	scope: 'openid email',
	state: 'state-1',
	nonce: 'nonce-1',
	codeChallenge: 'challenge-1',
};

const queryOf = (url: string) => Object.fromEntries(new URL(url).searchParams);

test('asks for a code, with PKCE and nonce', () => {
	expect(queryOf(authorizationUrl(request))).toEqual({
		response_type: 'code',
		client_id: 'client & co',
		redirect_uri: request.redirectUri,
		scope: 'openid email',
		state: 'state-1',
		nonce: 'nonce-1',
		code_challenge: 'challenge-1',
		code_challenge_method: 'S256',
	});
});

test('what is not wanted is left out', () => {
	const url = authorizationUrl({ ...request, scope: '', nonce: undefined, codeChallenge: undefined });
	expect(Object.keys(queryOf(url))).toEqual(['response_type', 'client_id', 'redirect_uri', 'state']);
});

test('a space is written as %20, a plus as %2B', () => {
	const url = authorizationUrl({ ...request, extra: { login_hint: 'a+b@example.com' } });
	expect(url).toContain('scope=openid%20email');
	expect(url).toContain('login_hint=a%2Bb%40example.com');
	expect(url).not.toContain('+');
});

test.each([
	['https://a.example/authorize', 'https://a.example/authorize?response_type='],
	['https://a.example/authorize?tenant=a%20b', 'https://a.example/authorize?tenant=a%20b&response_type='],
	['https://a.example/index.php?/oauth/authorize', 'https://a.example/index.php?/oauth/authorize&response_type='],
	['https://a.example/authorize?', 'https://a.example/authorize?response_type='],
	['https://a.example/authorize?a=1&', 'https://a.example/authorize?a=1&response_type='],
])('the query of %s is kept', (endpoint, start) => {
	expect(authorizationUrl({ ...request, endpoint })).toMatch(new RegExp(`^${start.replace(/[?.]/g, '\\$&')}`));
});

test('response mode and further parameters are added', () => {
	const url = authorizationUrl({ ...request, responseMode: 'form_post', extra: { prompt: 'login', max_age: '0' } });
	expect(queryOf(url)).toMatchObject({ response_mode: 'form_post', prompt: 'login', max_age: '0' });
});

const own = [
	'client_id',
	'redirect_uri',
	'state',
	'nonce',
	'scope',
	'response_type',
	'response_mode',
	'code_challenge',
	'code_challenge_method',
	'request',
	'request_uri',
];

test.each([...own, ...own.map((name) => name.toUpperCase())])(
	'%s can be set neither by extras nor by the endpoint',
	(name) => {
		const refused = expect.objectContaining({ code: 'provider_incomplete' });
		expect(() => authorizationUrl({ ...request, extra: { [name]: 'x' } })).toThrow(refused);
		expect(() => authorizationUrl({ ...request, endpoint: `${request.endpoint}?a=b&${name}=x` })).toThrow(refused);
		expect(() => authorizationUrl({ ...request, endpoint: `${request.endpoint}?a?b&%${hex(name)}=x` })).toThrow(
			refused,
		);
	},
);

/** The first letter percent-encoded. */
const hex = (name: string) => `${name.charCodeAt(0).toString(16)}${name.slice(1)}`;

test('whatever the values are, a server reads back exactly them', () => {
	const text = fc.string({ unit: 'grapheme', minLength: 1 });
	fc.assert(
		fc.property(text, text, text, text, (clientId, state, scope, hint) => {
			const url = authorizationUrl({ ...request, clientId, state, scope, extra: { login_hint: hint } });
			expect(url).toMatch(/^[\x21-\x7e]+$/);
			expect(queryOf(url)).toMatchObject({ client_id: clientId, state, scope, login_hint: hint });
		}),
	);
});
