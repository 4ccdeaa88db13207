import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { decodeProtectedHeader, jwtVerify } from 'jose';

import { clientAssertion } from '../../../src/oauth/clientAssertion';
import type { ClientKey, ClientKeyError } from '../../../src/oauth/clientKey';
import { isKeyText, readClientKey } from '../../../src/oauth/clientKey';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const ed25519 = generateKeyPairSync('ed25519');
type Pair = typeof rsa;

const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }) as string;
const jwkOf = (key: KeyObject, more: object = {}): string =>
	JSON.stringify({ ...key.export({ format: 'jwk' }), ...more });

const now = Date.UTC(2030, 0, 1);

async function readKey(...args: Parameters<typeof readClientKey>): Promise<ClientKey> {
	const key = await readClientKey(...args);
	if ('error' in key) throw new Error(key.error);
	return key;
}

const signed = (key: ClientKey): Promise<string> =>
	clientAssertion({ clientId: 'chat', audience: 'https://id.example.com', ...key, now });

describe.each<[string, Pair, string]>([
	['RSA', rsa, 'RS256'],
	['P-256', p256, 'ES256'],
	['P-384', p384, 'ES384'],
	['Ed25519', ed25519, 'EdDSA'],
])('a key of the kind %s', (_, { privateKey, publicKey }, alg) => {
	test.each<[string, string]>([
		['a PEM', pemOf(privateKey)],
		['a PEM in one line', pemOf(privateKey).replace(/\n/g, '')],
		['a JWK', jwkOf(privateKey)],
		['a JWK with a use and operations', jwkOf(privateKey, { use: 'sig', key_ops: ['verify'], ext: true })],
		['the one key of a set', `{"keys":[${jwkOf(privateKey)}]}`],
	])('signs an assertion: %s', async (_form, text) => {
		expect(isKeyText(text)).toBe(true);
		const assertion = await signed(await readKey(text));
		const { payload, protectedHeader } = await jwtVerify(assertion, publicKey, { currentDate: new Date(now) });
		expect(protectedHeader).toEqual({ alg });
		// RFC 7523 §3, OpenID Connect Core §9
		expect(payload).toEqual({
			...{ iss: 'chat', sub: 'chat', aud: 'https://id.example.com' },
			...{ iat: now / 1000, exp: now / 1000 + 60, jti: expect.stringMatching(/^[\w-]{22}$/) },
		});
	});
});

test('no two assertions have the same id', async () => {
	const key = await readKey(pemOf(p256.privateKey));
	const [one, other] = await Promise.all([signed(key), signed(key)]);
	expect(one.split('.')[1]).not.toBe(other.split('.')[1]);
});

test('the key does not come out again', async () => {
	const { key } = await readKey(jwkOf(rsa.privateKey));
	expect([key.type, key.usages, key.extractable]).toEqual(['private', ['sign'], false]);
});

test.each<[string, string, string | undefined, object]>([
	['of a JWK', jwkOf(p256.privateKey, { kid: 'its-own' }), 'defined', { kid: 'its-own' }],
	['of the definition', pemOf(p256.privateKey), 'defined', { kid: 'defined' }],
	['of nobody', pemOf(p256.privateKey), undefined, {}],
	['of a certificate', jwkOf(p256.privateKey, { 'x5t#S256': 'abc' }), undefined, { 'x5t#S256': 'abc' }],
])('the header has the name %s', async (_, text, kid, expected) => {
	const assertion = await signed(await readKey(text, undefined, kid));
	expect(decodeProtectedHeader(assertion)).toEqual({ alg: 'ES256', ...expected });
});

test.each<[string, string, readonly string[], string]>([
	['the usual one of several', pemOf(rsa.privateKey), ['PS256', 'RS256'], 'RS256'],
	['the only one', pemOf(rsa.privateKey), ['ES256', 'PS256'], 'PS256'],
	['the one of the JWK', jwkOf(rsa.privateKey, { alg: 'PS512' }), ['RS256', 'PS512'], 'PS512'],
	['a newer name', pemOf(ed25519.privateKey), ['Ed25519'], 'Ed25519'],
])('of the algorithms that the provider takes, %s signs', async (_, text, announced, alg) => {
	expect((await readKey(text, announced)).header.alg).toBe(alg);
});

const pem = (label: string): string => `-----BEGIN ${label}-----\nMIIB\n-----END ${label}-----`;

test.each<[string, string, ClientKeyError]>([
	['a public key', pem('PUBLIC KEY'), 'not_private'],
	['a public JWK', jwkOf(rsa.publicKey), 'not_private'],
	['a shared JWK', JSON.stringify({ kty: 'oct', k: 'AAAA' }), 'not_private'],
	['PKCS#1', rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }) as string, 'not_pkcs8'],
	['an encrypted key', pem('ENCRYPTED PRIVATE KEY'), 'encrypted'],
	['P-521', pemOf(generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey), 'unsupported'],
	['P-521 as a JWK', jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey), 'unsupported'],
	['secp256k1', pemOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey), 'unsupported'],
	['Ed448', pemOf(generateKeyPairSync('ed448').privateKey), 'unsupported'],
	['RSA for PSS alone', pemOf(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey), 'unsupported'],
	['a cut PEM', pemOf(rsa.privateKey).slice(0, 400), 'invalid'],
	['a JWK with half a key', jwkOf(rsa.privateKey, { p: undefined, dq: 'AA' }), 'invalid'],
	['a JWK for another use', jwkOf(rsa.privateKey, { alg: 'RSA-OAEP' }), 'algorithm'],
])('%s can not sign', async (_, text, error) => {
	expect(isKeyText(text)).toBe(true);
	expect(await readClientKey(text)).toEqual({ error });
});

test('a key whose algorithms the provider does not take can not sign', async () => {
	expect(await readClientKey(pemOf(rsa.privateKey), ['ES256'])).toEqual({ error: 'algorithm' });
});

test('a short RSA key does not sign', async () => {
	const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
	await expect(signed(await readKey(pemOf(short)))).rejects.toThrow('2048');
});

test.each(['S3cret: with+odd%chars&=', '{"a secret":"in braces"}', '[]', '{', 'MIIEvQIBADANBg', '----', ''])(
	'%j is a secret, and no key',
	(text) => expect(isKeyText(text)).toBe(false),
);
