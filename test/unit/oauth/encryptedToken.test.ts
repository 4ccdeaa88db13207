import { CompactEncrypt, CompactSign, FlattenedEncrypt, base64url, importJWK } from 'jose';
import type { CompactJWEHeaderParameters } from 'jose';

import { decryptToken } from '../../../src/oauth/encryptedToken';
import type { Encryption } from '../../../src/oauth/encryptedToken';
import type { KeyAlgorithm } from '../../../src/oauth/keyPair';
import { keyEncryptions, makeKeyPair, signingAlgorithms } from '../../../src/oauth/keyPair';
import type { JsonObject } from '../../../src/values/json';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const content = 'eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl';

interface Made {
	readonly alg?: KeyAlgorithm;
	readonly enc?: string;
	readonly header?: Record<string, unknown>;
	readonly content?: string;
}

/** Two keys of the app's, and what a provider does with the public one of the first. */
async function setUp(rules: Encryption = { alg: 'ECDH-ES' }) {
	const [pair, other] = [await makeKeyPair(rules.alg), await makeKeyPair(rules.alg)];
	const own: Record<string, JsonObject> = { 'key-1': pair.privateKey, 'key-2': other.privateKey };
	const encrypt = async ({ alg = rules.alg, enc = rules.enc ?? 'A128CBC-HS256', header, ...more }: Made = {}) =>
		new CompactEncrypt(text(more.content ?? content))
			.setProtectedHeader({ alg, enc, kid: 'key-1', ...header } as CompactJWEHeaderParameters)
			.encrypt(await importJWK(pair.publicKey, alg));
	const decrypt = (token: string, keys = own): Promise<string> =>
		decryptToken(token, {
			...rules,
			keys: async (kid) => (kid === undefined ? Object.values(keys) : keys[kid] ? [keys[kid]] : []),
			code: 'id_token_invalid',
		});
	return { encrypt, decrypt, pair, other };
}

const refused = (detail: string): object => ({
	name: 'LoginError',
	code: 'id_token_invalid',
	detail: expect.stringContaining(`encryption: ${detail}`) as string,
});

test.each(keyEncryptions.flatMap((alg) => [{ alg }, { alg, enc: 'A256GCM' as const }]))(
	'%j opens with the app’s key, by its name or without one',
	async (rules) => {
		const { encrypt, decrypt, other } = await setUp(rules);
		expect(await decrypt(await encrypt())).toBe(content);
		expect(await decrypt(await encrypt({ header: { kid: undefined } }))).toBe(content);
		// The key of another provider.
		await expect(decrypt(await encrypt(), { 'key-1': other.privateKey })).rejects.toMatchObject(
			refused('the token does not open'),
		);
	},
);

test.each(signingAlgorithms)('a key for %s has nothing private in its public part', async (alg) => {
	const { publicKey, privateKey } = await makeKeyPair(alg);
	expect(Object.keys(publicKey).sort()).toEqual(alg === 'ES256' ? ['crv', 'kty', 'x', 'y'] : ['e', 'kty', 'n']);
	const token = await new CompactSign(text('x')).setProtectedHeader({ alg }).sign(await importJWK(privateKey, alg));
	expect(token.split('.')).toHaveLength(3);
});

const part = (value: object): string => base64url.encode(JSON.stringify(value));
const made = setUp();
const encrypt = async (how?: Made): Promise<string> => (await made).encrypt(how);
const decrypt = async (token: string): Promise<string> => (await made).decrypt(token);

/** The token with another part. */
async function changed(index: number, change: (part: string) => string): Promise<string> {
	const parts = (await encrypt()).split('.');
	parts[index] = change(parts[index]!);
	return parts.join('.');
}

const flipped = (value: string): string => {
	const bytes = base64url.decode(value);
	bytes[0]! ^= 1;
	return base64url.encode(bytes);
};

describe('what a hostile provider can send is refused', () => {
	test.each<[string, () => Promise<string>, string]>([
		['a signed token that nobody encrypted', async () => content, 'the token is not encrypted'],
		['a token without content', () => changed(3, () => ''), 'the token is not encrypted'],
		['a token of six parts', async () => `${await encrypt()}.AA`, 'the token is not encrypted'],
		['a huge token', async () => encrypt({ content: 'x'.repeat(110_000) }), 'the token is not encrypted, or a huge'],
		['a header that is no JSON', () => changed(0, () => base64url.encode('{')), 'the header is not a JSON object'],
		['a header that is a list', () => changed(0, () => part([])), 'the header is not a JSON object'],
		['another content encryption', () => encrypt({ enc: 'A256GCM' }), 'the token has ECDH-ES, A256GCM, not'],
		['another key agreement', () => encrypt({ alg: 'ECDH-ES+A128KW' }), 'the token has ECDH-ES+A128KW, A128CBC'],
		...['dir', 'A128KW', 'PBES2-HS256+A128KW', 'RSA1_5', 'none'].map((alg): [string, () => Promise<string>, string] => [
			`the algorithm ${alg}`,
			() => changed(0, () => part({ alg, enc: 'A128CBC-HS256', p2c: 1e9, p2s: 'AAAA' })),
			`the token has ${alg}, A128CBC-HS256, not ECDH-ES`,
		]),
		[
			'an algorithm that is a list',
			() => changed(0, () => part({ alg: ['ECDH-ES'], enc: 'x' })),
			'the token has ECDH-ES, x, not ECDH-ES',
		],
		[
			'a header that is critical',
			() => changed(0, (value) => part({ ...parsed(value), crit: ['x'], x: 1 })),
			'the header has "zip" or "crit"',
		],
		['a name that is no text', () => encrypt({ header: { kid: 7 } }), '"kid" is not a text'],
		['the name of a key that there is not', () => encrypt({ header: { kid: 'key-9' } }), 'the app has no key "key-9"'],
		['the name of another key', () => encrypt({ header: { kid: 'key-2' } }), 'the token does not open'],
		['a changed header', () => changed(0, (value) => part({ ...parsed(value), typ: 'x' })), 'the token does not open'],
		['a changed vector', () => changed(2, flipped), 'the token does not open'],
		['a changed content', () => changed(3, flipped), 'the token does not open'],
		['a changed tag', () => changed(4, flipped), 'the token does not open'],
		['a short tag', () => changed(4, (tag) => tag.slice(0, 4)), 'the token does not open'],
		['a point that is not on the curve', offCurve, 'the token does not open'],
		['a content that is no UTF-8', notUtf8, 'the token does not open'],
	])('%s', async (_, token, detail) => {
		await expect(decrypt(await token())).rejects.toMatchObject(refused(detail));
	});

	test('a compressed content, before anybody unpacks it', async () => {
		const { pair, decrypt: open } = await setUp();
		const {
			protected: header,
			iv,
			ciphertext,
			tag,
		} = await new FlattenedEncrypt(new Uint8Array(5_000_000))
			.setProtectedHeader({ alg: 'ECDH-ES', enc: 'A128CBC-HS256', kid: 'key-1', zip: 'DEF' })
			.encrypt(await importJWK(pair.publicKey, 'ECDH-ES'));
		const bomb = [header, '', iv, ciphertext, tag].join('.');
		expect(bomb.length).toBeLessThan(140_000);
		await expect(open(bomb)).rejects.toMatchObject(refused('the header has "zip" or "crit"'));
	});
});

const parsed = (value: string): object => JSON.parse(new TextDecoder().decode(base64url.decode(value))) as object;

async function offCurve(): Promise<string> {
	return changed(0, (value) => {
		const epk = {
			kty: 'EC',
			crv: 'P-256',
			x: base64url.encode(new Uint8Array(32)),
			y: base64url.encode(new Uint8Array(32)),
		};
		return part({ ...parsed(value), epk });
	});
}

async function notUtf8(): Promise<string> {
	const { pair } = await made;
	return new CompactEncrypt(new Uint8Array([0xff]))
		.setProtectedHeader({ alg: 'ECDH-ES', enc: 'A128CBC-HS256', kid: 'key-1' })
		.encrypt(await importJWK(pair.publicKey, 'ECDH-ES'));
}
