import fc from 'fast-check';

import { authenticateClient, basic } from '../../../src/oauth/clientAuthentication';

const decoded = (header: string) => Buffer.from(header.replace(/^Basic /, ''), 'base64').toString('latin1');

test.each([
	// RFC 6749 §2.3.1
	['s6BhdRkqt3', '7Fjfp0ZBr1KtDRbnfVdmIw', 'Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3'],
	['client', 'secret', 'Basic Y2xpZW50OnNlY3JldA=='],
])('%s:%s', (id, secret, header) => {
	expect(basic(id, secret)).toBe(header);
});

test.each([
	// RFC 6749 appendix B, but for the space
	[' %&+£€', '%20%25%26%2B%C2%A3%E2%82%AC'],
	['a:b', 'a%3Ab'],
	['ü', '%C3%BC'],
	['a/b=c?d', 'a%2Fb%3Dc%3Fd'],
	// Servers that compare raw bytes know these as they are.
	['a-b_c.d~e', 'a-b_c.d~e'],
])('%j is encoded as %s, in id and secret', (text, encoded) => {
	expect(decoded(basic(text, 'secret'))).toBe(`${encoded}:secret`);
	expect(decoded(basic('id', text))).toBe(`id:${encoded}`);
});

test.each<[string, (part: string) => string | null]>([
	['decodes the form', (part) => new URLSearchParams(`value=${part}`).get('value')],
	['decodes percent signs only', decodeURIComponent],
])('a server that %s reads back id and secret', (_, read) => {
	const text = fc.string({ unit: 'grapheme', minLength: 1 });
	fc.assert(
		fc.property(text, text, (id, secret) => {
			const [first = '', second = '', ...rest] = decoded(basic(id, secret)).split(':');
			expect([read(first), read(second), rest]).toEqual([id, secret, []]);
		}),
	);
});

test.each([
	['client_secret_basic', ['authorization'], []],
	['client_secret_post', [], ['client_id', 'client_secret']],
	['client_secret_jwt', [], ['client_id', 'client_assertion_type', 'client_assertion']],
	['private_key_jwt', [], ['client_id', 'client_assertion_type', 'client_assertion']],
	['none', [], ['client_id']],
] as const)('%s proves the client one way only', (method, headers, parameters) => {
	const parts = authenticateClient({ method, clientId: 'id', credential: 'secret' });
	expect(Object.keys(parts.headers)).toEqual(headers);
	expect(Object.keys(parts.parameters)).toEqual(parameters);
});
