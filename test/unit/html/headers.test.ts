import { newNonce, pageHeaders, scriptHeaders } from '../../../src/html/headers';

function policy(headers: Record<string, string>): Record<string, string> {
	const directives = (headers['content-security-policy'] ?? '').split('; ');
	return Object.fromEntries(directives.map((directive) => directive.split(/ (.*)/, 2) as [string, string]));
}

const everyPage = {
	'default-src': "'none'",
	'img-src': "'self' data:",
	'form-action': "'self'",
	'base-uri': "'none'",
	'frame-ancestors': "'none'",
};

test.each([
	['no style, no script', {}, everyPage],
	['style', { nonce: 'abc' }, { ...everyPage, 'style-src': "'nonce-abc'" }],
	[
		'style and script',
		{ nonce: 'abc', script: true },
		{ ...everyPage, 'style-src': "'nonce-abc'", 'script-src': "'nonce-abc'" },
	],
	['a script without a nonce does not run', { script: true }, everyPage],
])('policy: %s', (_, options, expected) => {
	expect(policy(pageHeaders(options))).toEqual(expected);
});

test('the other headers', () => {
	expect({ ...pageHeaders(), 'content-security-policy': '' }).toEqual({
		'content-type': 'text/html; charset=utf-8',
		'content-security-policy': '',
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff',
		'x-frame-options': 'DENY',
		'referrer-policy': 'no-referrer',
		'cross-origin-resource-policy': 'same-origin',
	});
});

test('no header holds the opener back from a popup', () => {
	expect(Object.keys(pageHeaders({ nonce: 'abc', script: true }))).not.toContain('cross-origin-opener-policy');
});

test('the login page script is not taken for anything else and asked for anew', () => {
	expect(scriptHeaders()).toMatchObject({
		'content-type': 'text/javascript; charset=utf-8',
		'cache-control': 'no-cache',
		vary: 'accept-language',
		'x-content-type-options': 'nosniff',
	});
});

test('a nonce has 128 bits, fits a header and never comes back', () => {
	const nonces = Array.from({ length: 100 }, newNonce);
	expect(nonces.filter((nonce) => !/^[\w-]{22}$/.test(nonce))).toEqual([]);
	expect(new Set(nonces).size).toBe(nonces.length);
});
