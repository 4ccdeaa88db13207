import { SignJWT, base64url, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey } from 'jose';

import { createKeySet } from '../../../src/oauth/jwks';
import { unverifiedAnswer, verifySignedResponse } from '../../../src/oauth/signedResponse';

/* JARM, "JWT Secured Authorization Response Mode for OAuth 2.0", §2.4. */

const issuer = 'https://id.example.com';
const seconds = 1_900_000_000;
const state = 's'.repeat(56);
const honest = { iss: issuer, aud: 'chat', exp: seconds + 60, state, code: 'c0de' };

const keys = generateKeyPair('ES256');
const foreign = generateKeyPair('ES256');

async function verify(params: unknown, algorithms: readonly string[] = ['ES256']): Promise<unknown> {
	const jwk = { ...(await exportJWK((await keys).publicKey)), kid: 'k' };
	return verifySignedResponse(params, {
		...{ issuer, clientId: 'chat', state, now: new Date(seconds * 1000), algorithms },
		keys: { current: async () => createKeySet({ keys: [jwk] }), newerThan: async () => undefined },
	});
}

const signed = async (claims: object, header: object = {}, key?: CryptoKey | Uint8Array): Promise<string> =>
	new SignJWT({ ...claims })
		.setProtectedHeader({ alg: 'ES256', kid: 'k', ...header })
		.sign(key ?? (await keys).privateKey);

test('an answer of the provider for this attempt has its parameters inside, and nothing beside it counts', async () => {
	const response = await signed(honest);
	expect(await verify({ response, code: 'another', error: 'x' })).toEqual(honest);
	expect(await verify({ response: await signed({ ...honest, aud: ['chat'] }) })).toMatchObject({ code: 'c0de' });
});

const unsigned = `${base64url.encode('{"alg":"none"}')}.${base64url.encode(JSON.stringify(honest))}.`;

test.each<[string, () => Promise<unknown> | unknown, string, string?]>([
	['none', () => ({ code: 'c0de', state }), 'response_invalid', 'no signed "response"'],
	[
		'two',
		async () => ({ response: [await signed(honest), await signed(honest)] }),
		'response_invalid',
		'more than one',
	],
	['an object', () => ({ response: { iss: issuer } }), 'response_invalid'],
	['one without a signature', () => ({ response: unsigned }), 'response_invalid', 'not a signed JWT'],
	[
		'one signed with the client secret',
		async () => ({ response: await signed(honest, { alg: 'HS256' }, new Uint8Array(32)) }),
		'response_invalid',
		'signed with HS256',
	],
	[
		'one of another key',
		async () => ({ response: await signed(honest, {}, (await foreign).privateKey) }),
		'response_invalid',
		'the signature does not verify',
	],
	[
		'one of an unknown key',
		async () => ({ response: await signed(honest, { kid: 'x' }) }),
		'response_invalid',
		'no key',
	],
	[
		'one that somebody has changed',
		async () => ({
			response: (await signed(honest)).replace(
				/\.[^.]+\./,
				`.${base64url.encode(JSON.stringify({ ...honest, code: 'x' }))}.`,
			),
		}),
		'response_invalid',
		'the signature does not verify',
	],
	[
		'one that is another kind of token',
		async () => ({ response: await signed(honest, { typ: 'logout+jwt' }) }),
		'response_invalid',
	],
	[
		'one of another issuer',
		async () => ({ response: await signed({ ...honest, iss: 'https://evil.example' }) }),
		'response_issuer_mismatch',
	],
	[
		'one of nobody',
		async () => ({ response: await signed({ ...honest, iss: undefined }) }),
		'response_issuer_mismatch',
		'got none',
	],
	[
		'one for another client',
		async () => ({ response: await signed({ ...honest, aud: 'other' }) }),
		'response_invalid',
		'another client',
	],
	[
		'one for two clients',
		async () => ({ response: await signed({ ...honest, aud: ['chat', 'other'] }) }),
		'response_invalid',
		'another client',
	],
	[
		'one for nobody',
		async () => ({ response: await signed({ ...honest, aud: undefined }) }),
		'response_invalid',
		'another client',
	],
	[
		'one for an empty list',
		async () => ({ response: await signed({ ...honest, aud: [] }) }),
		'response_invalid',
		'another client',
	],
	[
		'one that is over',
		async () => ({ response: await signed({ ...honest, exp: seconds - 60 }) }),
		'response_invalid',
		'out of its time',
	],
	[
		'one that lasts for ever',
		async () => ({ response: await signed({ ...honest, exp: undefined }) }),
		'response_invalid',
		'out of its time',
	],
	[
		'one for later',
		async () => ({ response: await signed({ ...honest, nbf: seconds + 61 }) }),
		'response_invalid',
		'out of its time',
	],
	[
		'one for another attempt',
		async () => ({ response: await signed({ ...honest, state: 't'.repeat(56) }) }),
		'state_invalid',
	],
	['one for no attempt', async () => ({ response: await signed({ ...honest, state: undefined }) }), 'state_invalid'],
])('of signed answers, %s is refused', async (_, params, code, detail = '') => {
	await expect(verify(await params())).rejects.toMatchObject({
		...{ name: 'LoginError', code },
		detail: expect.stringContaining(detail) as string,
	});
});

test('an algorithm that the provider does not announce is refused', async () => {
	await expect(verify({ response: await signed(honest) }, ['RS256'])).rejects.toMatchObject({
		code: 'response_invalid',
	});
});

test('the attempt is found by what is inside, whoever wrote it', () => {
	expect(unverifiedAnswer({ response: unsigned.replace(/\.$/, '.AA'), state: 'x' })).toEqual(honest);
});

test.each<[string, unknown]>([
	['nothing', undefined],
	['a list', []],
	['a plain answer', { code: 'c', state }],
	['a list of them', { response: ['a.b.c'], state }],
	['no token', { response: 'a.b', state }],
	['no JSON', { response: 'AA.AA.AA', state }],
	['a list inside', { response: `AA.${base64url.encode('[]')}.AA`, state }],
	['too much', { response: `AA.${base64url.encode(`{"a":"${'x'.repeat(16_384)}"}`)}.AA`, state }],
])('with %s in the place of a signed answer, the parameters are as they came', (_, params) => {
	expect(unverifiedAnswer(params)).toBe(params);
});
