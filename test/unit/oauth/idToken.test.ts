import fc from 'fast-check';
import { CompactSign } from 'jose';

import { LoginError } from '../../../src/errors';
import { acceptedAlgorithms } from '../../../src/oauth/algorithms';
import { verifyIdToken } from '../../../src/oauth/idToken';
import type { IdTokenRules } from '../../../src/oauth/idToken';
import { checkIdTokenClaims } from '../../../src/oauth/idTokenClaims';
import { parseJwks } from '../../../src/oauth/jwks';
import { createKeySource } from '../../../src/oauth/keySource';
import type { KeySource } from '../../../src/oauth/keySource';
import { Keyring } from '../../hostile/keyring';
import { testedProvider } from '../../hostile/testedProvider';
import { keySource, signIn } from './signIn';

const now = 1_700_000_000;
const rules = {
	issuer: 'https://idp.example.com',
	clientId: 'us',
	nonce: 'nonce-1',
	now: new Date(now * 1000 + 999),
};
const claims = { iss: rules.issuer, aud: 'us', sub: 'robin', nonce: 'nonce-1', iat: now, exp: now + 300 };

describe('times, to the second', () => {
	test.each([
		[{ exp: now - 59 }],
		[{ exp: now + 10 * 366 * 24 * 3600 }],
		[{ iat: now + 60 }],
		[{ iat: now - 660 }],
		[{ nbf: now + 60 }],
		[{ iat: now - 0.5 }],
		[{ exp: String(now + 300), iat: `${now}.5` }],
		[{ nbf: null }],
	])('%j is accepted', (change) => {
		expect(checkIdTokenClaims({ ...claims, ...change }, rules)).toMatchObject({ sub: 'robin' });
	});

	test.each([
		[{ exp: now - 60 }, 'id_token_expired', 'expired 60 s ago'],
		[{ exp: now + 10 * 366 * 24 * 3600 + 1 }, 'id_token_invalid', '"exp" is not in seconds'],
		[{ exp: (now + 300) * 1000 }, 'id_token_invalid', '"exp" is not in seconds'],
		[{ iat: now + 61 }, 'id_token_expired', 'issued 61 s in the future'],
		[{ iat: now - 661 }, 'id_token_expired', 'issued 661 s ago'],
		[{ nbf: now + 61 }, 'id_token_expired', 'valid only in 61 s'],
		[{ iat: NaN }, 'id_token_invalid', 'iat'],
		[{ exp: null }, 'id_token_invalid', 'exp is missing'],
		[{ exp: 'soon' }, 'id_token_invalid', 'exp is not a number'],
		[{ iat: (now + 1) * 1000 }, 'id_token_invalid', '"iat" is not in seconds'],
		[{ nbf: 'now' }, 'id_token_invalid', 'nbf is not a number'],
		[{ iat: undefined }, 'id_token_invalid', 'iat is missing'],
	])('%j -> %s: %s', (change, code, detail) => {
		const refused = expect.objectContaining({ code, detail: expect.stringContaining(detail) });
		expect(() => checkIdTokenClaims({ ...claims, ...change }, rules)).toThrow(refused);
	});
});

describe('audience', () => {
	test.each([
		[{ aud: ['us'] }, false],
		[{ aud: ['us', 'us'] }, false],
		[{ azp: null }, false],
		[{ azp: 'us' }, false],
		[{ aud: ['us', 'project'], azp: 'us' }, true],
		[{ aud: ['project', 'us'], azp: 'us' }, true],
	])('%j is for us, others beside: %j', (change, otherAudiences) => {
		expect(checkIdTokenClaims({ ...claims, ...change }, { ...rules, otherAudiences })).toBeDefined();
	});

	test.each([
		[{ aud: 'US' }, false, 'expected us, got US'],
		[{ aud: 'us ' }, false, 'expected us, got us'],
		[{ aud: [] }, false, 'got none'],
		[{ aud: 'project' }, true, 'expected us, got project'],
		[{ aud: ['us', 'project'], azp: 'us' }, false, 'also for project'],
		[{ aud: ['us', 'project'] }, true, '"azp" is missing'],
		[{ aud: ['us', 'project'], azp: 'project' }, true, 'given to project'],
		[{ azp: 'project' }, true, 'given to project'],
		[{ azp: 7 }, false, 'given to 7'],
		[{ azp: 7.5 }, false, 'azp is not a text'],
		[{ aud: ['us', 7] }, false, 'also for 7'],
		[{ aud: ['us', {}] }, false, 'aud'],
		[{ aud: { us: true } }, false, 'aud is not a text or a list of texts'],
	])('%j is not, others beside: %j -> %s', (change, otherAudiences, detail) => {
		expect(() => checkIdTokenClaims({ ...claims, ...change }, { ...rules, otherAudiences })).toThrow(
			expect.objectContaining({ code: 'id_token_audience', detail: expect.stringContaining(detail) }),
		);
	});
});

test('issuer and nonce are compared character by character; the nonce is never told', () => {
	for (const iss of [
		`${rules.issuer}/`,
		'https://idp.example.com\u200b',
		'https://idp.ехample.com',
		'HTTPS://idp.example.com',
	]) {
		expect(() => checkIdTokenClaims({ ...claims, iss }, rules)).toThrow(
			expect.objectContaining({
				code: 'id_token_issuer',
				detail: expect.stringContaining('expected https://idp.example.com'),
			}),
		);
	}
	for (const nonce of ['', 'nonce-1 ', 'nonce-2']) {
		expect(() => checkIdTokenClaims({ ...claims, nonce }, rules)).toThrow(
			expect.objectContaining({ code: 'id_token_nonce', detail: expect.not.stringContaining('nonce-') }),
		);
	}
});

test('a token without a nonce is refused, unless the provider is known to return none', () => {
	const withoutNonce = { ...claims, nonce: undefined };
	const refused = expect.objectContaining({ code: 'id_token_nonce' });
	expect(() => checkIdTokenClaims(withoutNonce, rules)).toThrow(refused);
	const lenient = { ...rules, nonceMayBeMissing: true };
	expect(checkIdTokenClaims(withoutNonce, lenient)).toMatchObject({ sub: 'robin' });
	expect(() => checkIdTokenClaims({ ...claims, nonce: 'nonce-2' }, lenient)).toThrow(refused);
});

test('claims of other names are kept', () => {
	expect(checkIdTokenClaims({ ...claims, groups: ['a'], 'https://x/role': 1 }, rules)).toMatchObject({ groups: ['a'] });
});

test.each([
	[
		['RS256', 'ES256'],
		['RS256', 'ES256'],
	],
	[['none', 'HS256', 'HS512', 'rs256', 'RSA1_5', 'None'], []],
	[
		['EdDSA', 'none', 'PS512'],
		['EdDSA', 'PS512'],
	],
])('of %j, %j are accepted', (announced, accepted) => {
	expect(acceptedAlgorithms(announced)).toEqual(accepted);
});

describe('signature', () => {
	const keyring = new Keyring();
	let keys: KeySource;
	const sign = async (content: string | Uint8Array, header = {}) => {
		const { kid, privateKey } = await keyring.signingKey('ES256');
		const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
		return new CompactSign(bytes).setProtectedHeader({ alg: 'ES256', kid, ...header }).sign(privateKey);
	};
	const all: Omit<IdTokenRules, 'keys'> = { ...rules, algorithms: ['ES256'] };

	beforeAll(async () => {
		const jwks = parseJwks(JSON.parse(await keyring.document('ES256', undefined)));
		keys = createKeySource({ fetch: () => Promise.resolve(jwks), now: () => 0 });
	});

	test.each([{}, { typ: 'JWT' }, { typ: 'jwt' }])('header %j is accepted', async (header) => {
		await expect(verifyIdToken(await sign(JSON.stringify(claims), header), { ...all, keys })).resolves.toEqual(claims);
	});

	test.each([[['RS256']], [[]], [['none', 'HS256']]])('an algorithm outside of %j is refused', async (algorithms) => {
		const token = await sign(JSON.stringify(claims));
		await expect(verifyIdToken(token, { ...all, algorithms, keys })).rejects.toMatchObject({
			code: 'id_token_invalid',
		});
	});

	test('another type of token is accepted only by who asks for it', async () => {
		const token = await sign(JSON.stringify(claims), { typ: 'logout+jwt' });
		await expect(verifyIdToken(token, { ...all, keys })).rejects.toMatchObject({ code: 'id_token_invalid' });
		await expect(verifyIdToken(token, { ...all, keys, types: ['logout+jwt'] })).resolves.toEqual(claims);
	});

	test('any single changed character breaks it', async () => {
		const token = await sign(JSON.stringify(claims));
		await fc.assert(
			fc.asyncProperty(fc.nat(token.length - 2), async (at) => {
				// The very last character has spare bits, so it is left alone.
				const other = token[at] === 'x' ? 'y' : 'x';
				const changed = `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
				await expect(verifyIdToken(changed, { ...all, keys })).rejects.toBeInstanceOf(LoginError);
			}),
			{ numRuns: 200 },
		);
	});

	test('only a LoginError comes out, whatever was signed or sent', async () => {
		const part = fc.oneof(
			fc.base64String(),
			fc.string(),
			fc.json().map((text) => Buffer.from(text).toString('base64url')),
		);
		await fc.assert(
			fc.asyncProperty(fc.array(part, { maxLength: 5 }), fc.anything(), async (parts, content) => {
				const signed = await sign(JSON.stringify(content) ?? '');
				for (const token of [parts.join('.'), signed]) {
					await expect(verifyIdToken(token, { ...all, keys })).rejects.toBeInstanceOf(LoginError);
				}
			}),
		);
	});
});

describe('rotation', () => {
	const provider = testedProvider();

	test('keys changed between two sign-ins, or just before signing', async () => {
		const jwksFetches = () => provider.requests.filter(({ path }) => path === '/jwks').length;
		const keys = keySource(provider);
		await signIn(provider, { keys });
		await signIn(provider, { keys });
		expect(jwksFetches()).toBe(1);
		for (const fetches of [2, 3]) {
			provider.rotateKeys();
			await signIn(provider, { keys });
			expect(jwksFetches()).toBe(fetches);
		}

		provider.set({ rotateBeforeSigning: true });
		await signIn(provider, { keys: keySource(provider) });
	});

	test.each(['withoutKids', 'severalWithoutKids'] as const)(
		'keys changed where they have no names: %s',
		async (jwks) => {
			provider.set({ jwks, idToken: 'kidAbsent' });
			const keys = keySource(provider);
			await signIn(provider, { keys });
			provider.rotateKeys();
			await expect(signIn(provider, { keys })).resolves.toBeDefined();
		},
	);

	test('fifty tokens with unknown keys make three fetches more at most, and are all refused', async () => {
		const keys = keySource(provider);
		await signIn(provider, { keys });
		provider.set({ idToken: 'kidUnknown' });
		provider.requests.length = 0;
		const results = await Promise.allSettled(Array.from({ length: 50 }, () => signIn(provider, { keys })));
		for (const result of results) {
			expect(result).toMatchObject({ status: 'rejected', reason: { code: 'id_token_signature' } });
		}
		const fetches = provider.requests.filter(({ path }) => path === '/jwks').length;
		expect([1, 2, 3]).toContain(fetches);
	});
});
