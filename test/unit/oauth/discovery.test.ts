import { acceptedAlgorithms } from '../../../src/oauth/algorithms';
import { LoginError } from '../../../src/errors';
import { discover } from '../../../src/oauth/discovery';
import { endpointProblem, isLoopback, isOnOwnMachine } from '../../../src/oauth/endpointRules';
import { configurationUrl, issuerProblem } from '../../../src/oauth/issuer';
import { parseMetadata } from '../../../src/oauth/metadata';
import type { Transport } from '../../../src/ports/transport';

const strict = { allowHttpLoopback: false };
const onLoopback = { allowHttpLoopback: true };

test.each([
	['https://idp.example.com', 'https://idp.example.com/.well-known/openid-configuration'],
	['https://idp.example.com/', 'https://idp.example.com/.well-known/openid-configuration'],
	['https://idp.example.com/realms/a', 'https://idp.example.com/realms/a/.well-known/openid-configuration'],
	['https://idp.example.com/realms/a/', 'https://idp.example.com/realms/a/.well-known/openid-configuration'],
])('the configuration of %s is at %s', (issuer, url) => {
	expect(configurationUrl(issuer)).toBe(url);
});

describe('endpoints', () => {
	test.each([
		['https://idp.example.com/token', strict],
		['https://idp.example.com:8443/index.php?/oauth/token', strict],
		['https://10.0.0.7/token', strict],
		['http://localhost:8080/token', onLoopback],
		['http://127.0.0.1/token', onLoopback],
		['http://127.8.9.10/token', onLoopback],
		['http://[::1]:80/token', onLoopback],
	])('%s is callable', (url, rules) => {
		expect(endpointProblem(url, rules)).toBeUndefined();
	});

	test.each([
		['http://idp.example.com/token', onLoopback, 'https'],
		['http://localhost/token', strict, 'https'],
		['http://localhost.example.com/token', onLoopback, 'https'],
		['http://127.0.0.1.example.com/token', onLoopback, 'https'],
		['http://example.com#@localhost/', onLoopback, 'https'],
		['ftp://localhost/token', onLoopback, 'https'],
		['javascript:alert(1)', onLoopback, 'https'],
		['//idp.example.com/token', onLoopback, 'absolute'],
		['/token', onLoopback, 'absolute'],
		['', onLoopback, 'absolute'],
		['https://user:password@idp.example.com/', strict, 'password'],
		['https://user@idp.example.com/', strict, 'password'],
		['https://idp.example.com/#part', strict, 'fragment'],
		['https://idp.example.com/#', strict, 'fragment'],
		['https://idp.example.com/a b', strict, 'white space'],
		['https://idp.example.com\\@evil.example/', strict, 'backslash'],
		['https://idp.example.com/\r\nHost: evil', strict, 'white space'],
		[' https://idp.example.com/', strict, 'white space'],
		[`https://idp.example.com/${'a'.repeat(2048)}`, strict, 'longer'],
	])('%j is not', (url, rules, reason) => {
		expect(endpointProblem(url, rules)).toContain(reason);
	});

	test.each([
		['localhost', true],
		['127.0.0.1', true],
		['[::1]', true],
		['notlocalhost', false],
		['128.0.0.1', false],
		['[::2]', false],
	])('%s is a loopback host -> %s', (hostname, expected) => {
		expect(isLoopback(hostname)).toBe(expected);
	});
});

test.each([
	['https://localhost/', true],
	['https://LOCALHOST./', true],
	['https://a.localhost/', true],
	['https://127.0.0.1/', true],
	['https://127.1/', true],
	['https://2130706433/', true],
	['https://0x7f.0.0.1/', true],
	['https://0/', true],
	['https://169.254.169.254/', true],
	['https://0251.0376.0251.0376/', true],
	['https://[::1]/', true],
	['https://[::]/', true],
	['https://[fe80::1]/', true],
	['https://[febf::1]/', true],
	['https://[::ffff:127.0.0.1]/', true],
	['https://[::ffff:169.254.169.254]/', true],
	['https://[::127.0.0.1]/', true],
	['https://localhost.example.com/', false],
	['https://notlocalhost/', false],
	['https://127.0.0.1.example.com/', false],
	['https://10.0.0.7/', false],
	['https://169.253.1.1/', false],
	['https://[fec0::1]/', false],
	['https://[2001:db8::1]/', false],
	['https://[::ffff:10.0.0.7]/', false],
	['not a url', false],
])('%s is on the machine that calls it -> %s', (url, expected) => {
	expect(isOnOwnMachine(url)).toBe(expected);
});

test.each(['https://idp.example.com/?tenant=1', 'https://idp.example.com/#a', 'http://idp.example.com', 'idp'])(
	'%s is no issuer, and nothing is called for it',
	async (issuer) => {
		const transport: Transport = { send: () => Promise.reject(new Error('called')) };
		expect(issuerProblem(issuer, strict)).toBeDefined();
		await expect(discover({ issuer, rules: strict }, transport)).rejects.toMatchObject({ code: 'discovery_invalid' });
	},
);

const stored = {
	issuer: 'https://idp.example.com',
	authorizationEndpoint: 'https://idp.example.com/authorize',
	tokenEndpoint: 'https://idp.example.com/token',
	userinfoEndpoint: 'https://idp.example.com/userinfo',
	jwksUri: 'https://idp.example.com/jwks',
	responseIssSupported: true,
	tokenAuthMethods: ['client_secret_post'],
	idTokenAlgs: ['ES256'],
};

describe('stored metadata', () => {
	test('what was left out comes back from a store as null, and is still left out', () => {
		const kept = { ...stored, userinfoEndpoint: null, jwksUri: null };
		expect(parseMetadata(kept, stored.issuer, strict)).toMatchObject({ issuer: stored.issuer, jwksUri: undefined });
	});

	test('comes back as it was stored', () => {
		const copy: unknown = JSON.parse(JSON.stringify(parseMetadata(stored, stored.issuer, strict)));
		expect(parseMetadata(copy, stored.issuer, strict)).toEqual(stored);
	});

	test('what a document leaves out has the defaults of the standard, and algorithms are those that the app accepts', () => {
		const { issuer, authorizationEndpoint, tokenEndpoint } = stored;
		expect(parseMetadata({ issuer, authorizationEndpoint, tokenEndpoint }, issuer, strict)).toEqual({
			issuer,
			authorizationEndpoint,
			tokenEndpoint,
			responseIssSupported: false,
			tokenAuthMethods: [],
			idTokenAlgs: acceptedAlgorithms(),
		});
	});

	test.each([
		['nothing', undefined, 'discovery_invalid'],
		['a text', 'text', 'discovery_invalid'],
		['no token endpoint', { ...stored, tokenEndpoint: undefined }, 'discovery_invalid'],
		['an endpoint over http', { ...stored, userinfoEndpoint: 'http://idp.example.com/' }, 'discovery_invalid'],
		['a key address that is a script', { ...stored, jwksUri: 'javascript:x' }, 'discovery_invalid'],
		['a promise that can not be read', { ...stored, responseIssSupported: 'perhaps' }, 'discovery_invalid'],
		['1000 algorithms', { ...stored, idTokenAlgs: Array(1000).fill('RS256') }, 'discovery_invalid'],
		['another issuer', { ...stored, issuer: 'https://evil.example' }, 'discovery_issuer_mismatch'],
		['a slash more', { ...stored, issuer: 'https://idp.example.com/' }, 'discovery_issuer_mismatch'],
	])('with %s is refused', (_, candidate, code) => {
		expect(() => parseMetadata(candidate, stored.issuer, strict)).toThrow(expect.objectContaining({ code }));
	});

	describe.each(['https://localhost:8443/x', 'https://127.0.0.1/x', 'https://169.254.169.254/x', 'https://[::1]/x'])(
		'an endpoint at %s',
		(endpoint) => {
			test.each(['authorizationEndpoint', 'tokenEndpoint', 'userinfoEndpoint', 'jwksUri'])('%s', (member) => {
				expect(() => parseMetadata({ ...stored, [member]: endpoint }, stored.issuer, onLoopback)).toThrow(
					new LoginError('discovery_invalid', `${member} leads to the server itself`),
				);
			});

			test('for the way out is left out', () => {
				const candidate = { ...stored, endSessionEndpoint: endpoint };
				expect(parseMetadata(candidate, stored.issuer, strict).endSessionEndpoint).toBeUndefined();
			});

			test('is an honest one of an issuer that is there, too', () => {
				const issuer = 'https://localhost:8443';
				const candidate = { ...stored, issuer, tokenEndpoint: endpoint };
				expect(parseMetadata(candidate, issuer, strict).tokenEndpoint).toBe(endpoint);
			});
		},
	);

	test('a refusal names the member and the reason', () => {
		expect(() => parseMetadata({ ...stored, jwksUri: 'http://a.example/' }, stored.issuer, strict)).toThrow(
			new LoginError('discovery_invalid', 'jwksUri is not an https address'),
		);
		expect(() => parseMetadata({ ...stored, issuer: 'https://x.example' }, stored.issuer, strict)).toThrow(
			new LoginError(
				'discovery_issuer_mismatch',
				'expected https://idp.example.com, the document says https://x.example',
			),
		);
	});
});
