import { createPublicKey, generateKeyPairSync } from 'node:crypto';

import { decodeProtectedHeader, jwtVerify } from 'jose';

import type { AppleKeyError } from '../../../src/oauth/appleClientSecret';
import { appleClientSecret, parseApplePrivateKey } from '../../../src/oauth/appleClientSecret';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const p8 = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const base64 = p8.replace(/-----.*-----/g, '').trim();

const now = Date.UTC(2030, 0, 1);
const ids = { teamId: 'TEAM123456', keyId: 'KEY1234567', clientId: 'com.example.chat' };

const readKey = async (text: string): Promise<CryptoKey> => {
	const key = await parseApplePrivateKey(text);
	if ('error' in key) {
		throw new Error(key.error);
	}
	return key;
};

describe('parseApplePrivateKey', () => {
	test.each<[string, string]>([
		['as in the file', p8],
		['without the last line break', p8.trimEnd()],
		['CRLF', p8.replace(/\n/g, '\r\n')],
		['CR', p8.replace(/\n/g, '\r')],
		['literal \\n', p8.replace(/\n/g, '\\n')],
		['literal \\r\\n', p8.replace(/\n/g, '\\r\\n')],
		['spaces for line breaks', p8.replace(/\n/g, ' ')],
		['no line breaks', p8.replace(/\n/g, '')],
		['blank lines and indentation', `\n\n  ${p8.replace(/\n/g, '\n\n  ')}\n`],
		['byte order mark', `\ufeff${p8}`],
		['quotes', `"${p8.replace(/\n/g, '\\n')}"`],
		['without BEGIN and END', base64],
		['without BEGIN and END, in one line', base64.replace(/\n/g, '')],
		['without END', p8.replace(/-----END.*/, '')],
		['without padding', base64.replace(/=+$/, '')],
	])('%s', async (_, text) => {
		const secret = await appleClientSecret({ ...ids, key: await readKey(text), now });
		await expect(jwtVerify(secret, publicKey, { currentDate: new Date(now) })).resolves.toBeDefined();
	});

	const otherPem = (type: 'pkcs1' | 'sec1' | 'pkcs8', key = privateKey): string =>
		key.export({ type, format: 'pem' }) as string;
	const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
	const curve = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey;
	const password = { cipher: 'aes-256-cbc', passphrase: 'x' } as const;

	test.each<[string, string, AppleKeyError]>([
		['nothing', '', 'apple_key_empty'],
		['blanks', ' \r\n\ufeff', 'apple_key_empty'],
		['PKCS#1', otherPem('pkcs1', rsa), 'apple_key_not_pkcs8'],
		['EC PRIVATE KEY', otherPem('sec1'), 'apple_key_not_pkcs8'],
		['EC PRIVATE KEY in one line', otherPem('sec1').replace(/\n/g, '\\n'), 'apple_key_not_pkcs8'],
		['encrypted', privateKey.export({ type: 'pkcs8', format: 'pem', ...password }) as string, 'apple_key_encrypted'],
		['encrypted PKCS#1', rsa.export({ type: 'pkcs1', format: 'pem', ...password }) as string, 'apple_key_not_pkcs8'],
		['public key', publicKey.export({ type: 'spki', format: 'pem' }) as string, 'apple_key_not_private'],
		['certificate', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----', 'apple_key_not_private'],
		['RSA in PKCS#8', otherPem('pkcs8', rsa), 'apple_key_not_p256'],
		['P-384', otherPem('pkcs8', curve('P-384')), 'apple_key_not_p256'],
		['P-521', otherPem('pkcs8', curve('P-521')), 'apple_key_not_p256'],
		['secp256k1', otherPem('pkcs8', curve('secp256k1')), 'apple_key_not_p256'],
		['Ed25519', otherPem('pkcs8', generateKeyPairSync('ed25519').privateKey), 'apple_key_not_p256'],
		[
			'public key without its lines',
			publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
			'apple_key_invalid',
		],
		['cut off', p8.slice(0, 150), 'apple_key_invalid'],
		['cut off without its lines', base64.slice(0, 120), 'apple_key_invalid'],
		['two keys', p8 + p8, 'apple_key_invalid'],
		['not base64', '-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----', 'apple_key_invalid'],
		['other text', 'AuthKey_KEY1234567.p8', 'apple_key_invalid'],
		['the key id', 'KEY1234567', 'apple_key_invalid'],
		['a megabyte', 'A'.repeat(1_000_000), 'apple_key_invalid'],
	])('%s: refused', async (_, text, error) => {
		expect(await parseApplePrivateKey(text)).toEqual({ error });
	});

	test('the key signs, and does not come out again', async () => {
		const key = await readKey(p8);
		expect([key.type, key.usages, key.extractable]).toEqual(['private', ['sign'], false]);
	});
});

describe('appleClientSecret', () => {
	test('is what Apple asks for', async () => {
		const secret = await appleClientSecret({ ...ids, key: await readKey(p8), now });
		const { payload, protectedHeader } = await jwtVerify(secret, createPublicKey(privateKey), {
			algorithms: ['ES256'],
			audience: 'https://appleid.apple.com',
			issuer: 'TEAM123456',
			subject: 'com.example.chat',
			currentDate: new Date(now),
		});
		expect(protectedHeader).toEqual({ alg: 'ES256', kid: 'KEY1234567' });
		expect(payload).toEqual({
			iss: 'TEAM123456',
			sub: 'com.example.chat',
			aud: 'https://appleid.apple.com',
			iat: now / 1000,
			exp: now / 1000 + 300,
		});
	});

	test('the signature is r and s, 64 bytes, not DER (RFC 7518 §3.4)', async () => {
		const secret = await appleClientSecret({ ...ids, key: await readKey(p8), now });
		expect(Buffer.from(secret.split('.')[2] ?? '', 'base64url')).toHaveLength(64);
	});

	test('is over ten minutes later, and is not anybody else’s', async () => {
		const secret = await appleClientSecret({ ...ids, key: await readKey(p8), now: now + 999 });
		const verify = (key = publicKey, at = now): Promise<unknown> =>
			jwtVerify(secret, key, { currentDate: new Date(at) });
		await expect(verify()).resolves.toBeDefined();
		await expect(verify(publicKey, now + 600_000)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
		const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
		await expect(verify(other)).rejects.toMatchObject({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' });
		expect(decodeProtectedHeader(secret).alg).toBe('ES256');
	});
});
