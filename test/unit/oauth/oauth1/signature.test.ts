import { createHmac } from 'node:crypto';

import fc from 'fast-check';

import { authorizationHeader } from '../../../../src/oauth/oauth1/authorizationHeader';
import type { Parameters } from '../../../../src/oauth/oauth1/signature';
import {
	baseStringUri,
	normaliseParameters,
	percentEncode,
	sign,
	signatureBaseString,
} from '../../../../src/oauth/oauth1/signature';

const parameters = (members: Record<string, string>): Parameters => Object.entries(members);

interface Vector {
	readonly of: string;
	readonly method: string;
	readonly url: string;
	readonly parameters: Parameters;
	readonly clientSecret: string;
	readonly tokenSecret: string;
	readonly signature: string;
}

const tweet = {
	status: 'Hello Ladies + Gentlemen, a signed OAuth request!',
	oauth_consumer_key: 'xvz1evFS4wEEPTGEFPHBog',
	oauth_nonce: 'kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg',
	oauth_signature_method: 'HMAC-SHA1',
	oauth_timestamp: '1318622958',
	oauth_token: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
	oauth_version: '1.0',
};

/** The credentials of the printer in the specifications' example, and the photo that it asks for with them. */
const printer = { oauth_consumer_key: 'dpf43f3p2l4k3l03', oauth_signature_method: 'HMAC-SHA1' };
const printerSecret = 'kd94hf93k423kf44';
const photo = {
	method: 'GET',
	url: 'http://photos.example.net/photos?file=vacation.jpg&size=original',
	clientSecret: printerSecret,
	tokenSecret: 'pfkkdhi9sl3r4s00',
};

const vectors: readonly Vector[] = [
	{
		of: 'RFC 5849 §1.2, temporary credentials',
		method: 'POST',
		url: 'https://photos.example.net/initiate',
		parameters: parameters({
			...printer,
			oauth_timestamp: '137131200',
			oauth_nonce: 'wIjqoS',
			oauth_callback: 'http://printer.example.com/ready',
		}),
		clientSecret: printerSecret,
		tokenSecret: '',
		signature: '74KNZJeDHnMBp0EMJ9ZHt/XKycU=',
	},
	{
		of: 'RFC 5849 §1.2, token credentials',
		method: 'POST',
		url: 'https://photos.example.net/token',
		parameters: parameters({
			...printer,
			oauth_token: 'hh5s93j4hdidpola',
			oauth_timestamp: '137131201',
			oauth_nonce: 'walatlh',
			oauth_verifier: 'hfdp7dh39dks9884',
		}),
		clientSecret: printerSecret,
		tokenSecret: 'hdhd0244k9j7ao03',
		signature: 'gKgrFCywp7rO0OXSjdot/IHF7IU=',
	},
	{
		of: 'RFC 5849 §1.2, the photo',
		...photo,
		parameters: parameters({
			...printer,
			oauth_token: 'nnch734d00sl2jdk',
			oauth_timestamp: '137131202',
			oauth_nonce: 'chapoH',
		}),
		signature: 'MdpQcU8iPSUjWoN/UDMsK2sui9I=',
	},
	{
		of: 'OAuth Core 1.0, appendix A',
		...photo,
		parameters: parameters({
			...printer,
			oauth_token: 'nnch734d00sl2jdk',
			oauth_timestamp: '1191242096',
			oauth_nonce: 'kllo9940pd9333jh',
			oauth_version: '1.0',
		}),
		signature: 'tR3+Ty81lMeYAr/Fid0kMTYa/WM=',
	},
	...(
		[
			['1', 'tnnArxj06cWHq44gCs1OSKk/jLY='],
			['1.1', 'hCtSmYh+iHYCEqBWrE7C7hYmtUk='],
		] as const
	).map(([version, signature]) => ({
		of: `X, "Creating a signature", /${version}/`,
		method: 'POST',
		url: `https://api.twitter.com/${version}/statuses/update.json?include_entities=true`,
		parameters: parameters(tweet),
		clientSecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
		tokenSecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
		signature,
	})),
	{
		of: 'X, "Sign in", request_token',
		method: 'POST',
		url: 'https://api.twitter.com/oauth/request_token',
		parameters: parameters({
			oauth_callback: 'http://localhost/sign-in-with-twitter/',
			oauth_consumer_key: 'cChZNFj6T5R0TigYB9yd1w',
			oauth_nonce: 'ea9ec8429b68d6b77cd5600adbbb0456',
			oauth_signature_method: 'HMAC-SHA1',
			oauth_timestamp: '1318467427',
			oauth_version: '1.0',
		}),
		clientSecret: 'L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg',
		tokenSecret: '',
		signature: 'F1Li3tvehgcraF8DMJ7OyxO4w9Y=',
	},
];

test.each(vectors)('signature: $of', async ({ signature, clientSecret, tokenSecret, ...request }) => {
	expect(await sign(request, clientSecret, tokenSecret)).toBe(signature);
});

test('base string: RFC 5849 §3.4.1.1', () => {
	const request = {
		method: 'POST',
		url: 'http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b',
		parameters: [
			['oauth_consumer_key', '9djdj82h48djs9d2'],
			['oauth_token', 'kkk9d7dh3k39sjv7'],
			['oauth_signature_method', 'HMAC-SHA1'],
			['oauth_timestamp', '137131201'],
			['oauth_nonce', '7d8f3e4a'],
			['c2', ''],
			['a3', '2 q'],
		] as const,
	};
	expect(signatureBaseString(request)).toBe(
		'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2' +
			'%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26' +
			'oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
	);
});

test.each([
	['http://EXAMPLE.COM:80/r%20v/X?id=123', 'http://example.com/r%20v/X'],
	['https://www.example.net:8080/?q=1', 'https://www.example.net:8080/'],
	['HTTPS://Example.com:443/Path', 'https://example.com/Path'],
	['https://example.com', 'https://example.com/'],
	['http://example.com:443/a', 'http://example.com:443/a'],
])('base string URI: %s -> %s', (url, expected) => {
	expect(baseStringUri(url)).toBe(expected);
});

test.each([
	['', ''],
	['AZaz09-._~', 'AZaz09-._~'],
	["!*'()", '%21%2A%27%28%29'],
	['a b+c', 'a%20b%2Bc'],
	['%', '%25'],
	['&=/?:@#$,;[]"<>\\^`{|}', '%26%3D%2F%3F%3A%40%23%24%2C%3B%5B%5D%22%3C%3E%5C%5E%60%7B%7C%7D'],
	['☃', '%E2%98%83'],
	['ü', '%C3%BC'],
	['😀', '%F0%9F%98%80'],
	['\n\0\x7f', '%0A%00%7F'],
])('percent encoding: %j -> %s', (text, expected) => {
	expect(percentEncode(text)).toBe(expected);
});

test.each<[string, Parameters, string]>([
	[
		'by name',
		[
			['b', '1'],
			['a', '2'],
		],
		'a=2&b=1',
	],
	[
		'same name by value',
		[
			['a', '2'],
			['a', '10'],
			['a', '1'],
		],
		'a=1&a=10&a=2',
	],
	[
		'the same twice',
		[
			['a', '1'],
			['a', '1'],
		],
		'a=1&a=1',
	],
	[
		'upper case first',
		[
			['a', ''],
			['B', ''],
		],
		'B=&a=',
	],
	[
		'a name before its longer one',
		[
			['aa', '1'],
			['a', '2'],
		],
		'a=2&aa=1',
	],
	[
		'encoded before sorted',
		[
			['ä', '1'],
			['z', '1'],
			['~', '1'],
		],
		'%C3%A4=1&z=1&~=1',
	],
	[
		'encoded before compared with =',
		[
			['a', '1'],
			['a-', '1'],
		],
		'a=1&a-=1',
	],
	[
		'RFC 5849 §3.4.1.3.2',
		[
			['a3', '2 q'],
			['c@', ''],
			['a3', 'a'],
		],
		'a3=2%20q&a3=a&c%40=',
	],
])('normalised parameters: %s', (_, pairs, expected) => {
	expect(normaliseParameters(pairs)).toBe(expected);
});

test('the query of the URL takes part, decoded as a form is', () => {
	const base = (url: string, rest: Parameters): string => signatureBaseString({ method: 'GET', url, parameters: rest });
	expect(base('https://example.com/a?x=1+2%2B3&x=&y=%C3%BC', [])).toBe(
		base('https://example.com/a', [
			['y', 'ü'],
			['x', ''],
			['x', '1 2+3'],
		]),
	);
});

test('the order in which parameters are given makes no difference', () => {
	const pairs = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })));
	fc.assert(
		fc.property(pairs, (given) => {
			expect(normaliseParameters([...given].reverse())).toBe(normaliseParameters(given));
			const decoded = [...new URLSearchParams(normaliseParameters(given))];
			expect(decoded.map(String).sort()).toEqual(given.map(String).sort());
		}),
	);
});

test('HMAC-SHA1 is that of Node, for secrets with any characters', async () => {
	const secret = fc.string({ unit: 'grapheme' });
	await fc.assert(
		fc.asyncProperty(secret, secret, async (clientSecret, tokenSecret) => {
			const request = { method: 'GET', url: 'https://example.com/', parameters: [] };
			const key = `${percentEncode(clientSecret)}&${percentEncode(tokenSecret)}`;
			const expected = createHmac('sha1', key).update('GET&https%3A%2F%2Fexample.com%2F&').digest('base64');
			expect(await sign(request, clientSecret, tokenSecret)).toBe(expected);
		}),
	);
});

test('the header of X, "Sign in", request_token', async () => {
	const header = await authorizationHeader({
		method: 'POST',
		url: 'https://api.twitter.com/oauth/request_token',
		client: { identifier: 'cChZNFj6T5R0TigYB9yd1w', secret: 'L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg' },
		extra: { oauth_callback: 'http://localhost/sign-in-with-twitter/' },
		nonce: 'ea9ec8429b68d6b77cd5600adbbb0456',
		timestamp: 1318467427,
	});
	const [scheme, ...fields] = header.split(/ |, /);
	expect(scheme).toBe('OAuth');
	expect(fields.sort()).toEqual([
		'oauth_callback="http%3A%2F%2Flocalhost%2Fsign-in-with-twitter%2F"',
		'oauth_consumer_key="cChZNFj6T5R0TigYB9yd1w"',
		'oauth_nonce="ea9ec8429b68d6b77cd5600adbbb0456"',
		'oauth_signature="F1Li3tvehgcraF8DMJ7OyxO4w9Y%3D"',
		'oauth_signature_method="HMAC-SHA1"',
		'oauth_timestamp="1318467427"',
		'oauth_version="1.0"',
	]);
});
