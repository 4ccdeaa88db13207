import { clientAddress, header, redirect } from '../../../src/http/respond';

test.each<[string, Record<string, unknown>, string | undefined]>([
	['the one that the reverse proxy wrote', { 'x-forwarded-for': '203.0.113.7' }, '203.0.113.7'],
	[
		'the last of several: the others are what the client says',
		{ 'x-forwarded-for': '10.0.0.1, 203.0.113.7' },
		'203.0.113.7',
	],
	['without blanks', { 'x-forwarded-for': '10.0.0.1,203.0.113.7' }, '203.0.113.7'],
	['IPv6', { 'x-forwarded-for': '2001:db8::1' }, '2001:db8::1'],
	['IPv4 in IPv6', { 'x-forwarded-for': '::ffff:203.0.113.7' }, '::ffff:203.0.113.7'],
	['of the other header', { 'x-real-ip': ' 203.0.113.7 ' }, '203.0.113.7'],
	['of the first header where both are', { 'x-forwarded-for': '203.0.113.7', 'x-real-ip': '10.0.0.1' }, '203.0.113.7'],
	[
		'of the other one where the first ends with nothing',
		{ 'x-forwarded-for': '10.0.0.1,', 'x-real-ip': '203.0.113.7' },
		'203.0.113.7',
	],
	['nothing', {}, undefined],
	['empty', { 'x-forwarded-for': '' }, undefined],
	['a name', { 'x-forwarded-for': 'localhost' }, undefined],
	['an address with a port', { 'x-forwarded-for': '203.0.113.7:443, unknown' }, undefined],
	['in brackets', { 'x-forwarded-for': '[2001:db8::1]' }, undefined],
	['a header in the header', { 'x-forwarded-for': '203.0.113.7\r\nX-Auth-Token: x' }, undefined],
	['ten thousand digits', { 'x-forwarded-for': '1'.repeat(10_000) }, undefined],
	['a list', { 'x-forwarded-for': ['203.0.113.7'] }, undefined],
	['an object', { 'x-forwarded-for': { $ne: 1 }, 'x-real-ip': 7 }, undefined],
])('the address of a client is %s', (_name, headers, expected) => expect(clientAddress(headers)).toBe(expected));

test.each<[Record<string, unknown> | undefined, string | undefined]>([
	[{ cookie: 'a=1' }, 'a=1'],
	[{ cookie: '' }, ''],
	[{ cookie: ['a=1'] }, undefined],
	[{}, undefined],
	[undefined, undefined],
])('the header of %p -> %p', (headers, expected) => expect(header(headers, 'cookie')).toBe(expected));

test('a redirect is kept nowhere, tells nobody where it came from, and makes a GET of a POST', () => {
	expect(redirect('https://id.example.com/authorize', ['a=1', 'b=2'])).toEqual({
		...{ status: 303, content: '' },
		headers: {
			location: 'https://id.example.com/authorize',
			'cache-control': 'no-store',
			'referrer-policy': 'no-referrer',
			'set-cookie': ['a=1', 'b=2'],
		},
	});
	expect(redirect('/')).not.toHaveProperty('headers.set-cookie');
});
