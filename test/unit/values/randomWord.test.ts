import { createHash } from 'node:crypto';

import { withoutRandomWords } from '../../../src/values/randomWord';

const bytes = (seed: number, length: number): Buffer =>
	createHash('shake256', { outputLength: length }).update(String(seed)).digest();

test.each([
	['an ordinary sentence', 'The authorization code is invalid, expired or revoked.'],
	['codes of errors', 'invalid_client unsupported_response_type incorrect_client_credentials redirect_uri_mismatch'],
	[
		'names of Java',
		'org.springframework.security.oauth2.OAuth2AuthenticationException InvalidRequestParameterException HttpRequestMethodNotSupportedException',
	],
	[
		'what Entra ID says',
		"AADSTS50011: The redirect URI 'https://chat.example.com/api/apps/public/1f6a9c9e-7f4f-4e5b-9b65-1e0b2f0f6f3a/callback' does not match. Trace ID: 0f8fad5b-d9cb-469f-a165-70867728950e Timestamp: 2026-11-29T10:12:13Z",
	],
	['a long word', 'Authentifizierungsanforderung Datenschutzgrundverordnung'],
	['a path', 'GET /oauth2/v2.0/token/endpoint is not allowed, use /realms/master/protocol/openid-connect/token'],
	['a grant type', 'urn:ietf:params:oauth:grant-type:device_code is not supported'],
	['other scripts', '授权码无效或已过期，请重新登录后再试一次。'],
])('%s stays', (_, text) => {
	expect(withoutRandomWords(text)).toBe(text);
});

test.each([
	['hexadecimal', (seed: number) => bytes(seed, 16).toString('hex')],
	['hexadecimal in capitals', (seed: number) => bytes(seed, 16).toString('hex').toUpperCase()],
	['base64', (seed: number) => bytes(seed, 24).toString('base64')],
	['base64url', (seed: number) => bytes(seed, 32).toString('base64url')],
	['base64url in small letters', (seed: number) => bytes(seed, 32).toString('base64url').toLowerCase()],
	[
		'a signed document',
		(seed: number) =>
			`eyJhbGciOiJSUzI1NiJ9.${bytes(seed, 60).toString('base64url')}.${bytes(seed + 1, 64).toString('base64url')}`,
	],
	['a token inside a URL', (seed: number) => `https://idp.example/${bytes(seed, 32).toString('base64url')}`],
	['a number', (seed: number) => `${BigInt(`0x${bytes(seed, 16).toString('hex')}`) | (1n << 120n)}`],
])('%s goes', (_, make) => {
	const left = Array.from({ length: 300 }, (_one, seed) => make(seed)).filter((random) => {
		const text = withoutRandomWords(`the token ${random} is not known`);
		return text.includes(random.slice(-12));
	});
	// A guess: one in fifty may look like a word.
	expect(left.length).toBeLessThanOrEqual(6);
});
