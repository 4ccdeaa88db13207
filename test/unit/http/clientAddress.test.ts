import { addressBehind, clientAddress } from '../../../src/http/clientAddress';

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
])('the address of a client is %s', (_name, headers, expected) => expect(addressBehind(1, headers)).toBe(expected));

test.each<[number, Record<string, unknown>, string | undefined]>([
	[2, { 'x-forwarded-for': '10.9.9.9, 203.0.113.7, 198.51.100.1' }, '203.0.113.7'],
	[3, { 'x-forwarded-for': '10.9.9.9, 203.0.113.7, 198.51.100.1' }, '10.9.9.9'],
	[2, { 'x-forwarded-for': '203.0.113.7' }, undefined],
	[2, { 'x-forwarded-for': '203.0.113.7', 'x-real-ip': '198.51.100.1' }, '198.51.100.1'],
	// Nobody has overwritten what the client says.
	[0, { 'x-forwarded-for': '203.0.113.7', 'x-real-ip': '203.0.113.7' }, undefined],
])('behind %i proxies, of %j: %s', (proxies, headers, expected) => {
	expect(addressBehind(proxies, headers)).toBe(expected);
});

test.each([
	['', '203.0.113.7'],
	['1', '203.0.113.7'],
	['2', '198.51.100.1'],
	['0', undefined],
	['-1', '203.0.113.7'],
	['many', '203.0.113.7'],
])('an operator who says "%s": %s', async (told, expected) => {
	const environment = {
		prefix: 'RC_APPS_X_',
		get: async (name: string) => (name === 'HTTP_FORWARDED_COUNT' ? told : ''),
	};
	const headers = { 'x-forwarded-for': '198.51.100.1, 203.0.113.7' };
	expect(await clientAddress(headers, { environment })).toBe(expected);
});
