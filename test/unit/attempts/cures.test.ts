import { base64url, CompactEncrypt, SignJWT } from 'jose';
import { explain } from '../../../src/attempts/explain';
import { LoginError } from '../../../src/errors';
import { decryptToken } from '../../../src/oauth/encryptedToken';
import { checkIdTokenClaims } from '../../../src/oauth/idTokenClaims';
import { discover } from '../../../src/oauth/discovery';
import { sharedSecretKeys } from '../../../src/oauth/sharedSecretKeys';
import { verifySignedToken } from '../../../src/oauth/signedToken';
import { parseTokenResponse } from '../../../src/oauth/tokenResponse';
import { parseUserinfo } from '../../../src/oauth/userinfo';
import { toIdentity } from '../../../src/identity/claimMap';
import { textsFor } from '../../../src/texts/texts';

const texts = textsFor('en', undefined);
const issuer = 'https://id.example.com';
const now = new Date(1_700_000_000_000);
const seconds = now.getTime() / 1000;
const expected = { issuer, clientId: 'us', nonce: 'n', now };
const claims = { iss: issuer, sub: 's', aud: 'us', exp: seconds + 60, iat: seconds, nonce: 'n' };
const secret = new TextEncoder().encode('x'.repeat(32));
const answer = (body: unknown, type = 'application/json', status = 200) => ({
	...{ status, headers: { 'content-type': type } },
	body: typeof body === 'string' ? body : JSON.stringify(body),
});
const signatureRules = { algorithms: ['RS256'], keys: sharedSecretKeys('x'.repeat(32)) };
const document = {
	issuer: 'https://id.example.com/tenant',
	authorization_endpoint: `${issuer}/a`,
	token_endpoint: `${issuer}/t`,
	jwks_uri: `${issuer}/k`,
};
const identity = (profile: object) =>
	toIdentity([profile as never], { map: { subject: 'id' }, emailTrust: 'claim', provider: 'p', issuer });

/** What a provider does, what the admin reads of it, and what nobody must read, because it leads nowhere. */
test.each<[string, () => unknown, RegExp, RegExp]>([
	['no nonce', () => checkIdTokenClaims({ ...claims, nonce: undefined }, expected), /insecureWithoutNonce/, /attack/],
	[
		'a repeated answer',
		() => checkIdTokenClaims({ ...claims, nonce: 'm' }, expected),
		/attack/,
		/insecureWithoutNonce/,
	],
	[
		'an audience beside the client',
		() => checkIdTokenClaims({ ...claims, aud: ['us', 'api'] }, expected),
		/“audiences”/,
		/Copy the client ID/,
	],
	[
		'two audiences without azp',
		() => checkIdTokenClaims({ ...claims, aud: ['us', 'api'] }, { ...expected, otherAudiences: true }),
		/“audiences”/,
		/Copy the client ID/,
	],
	[
		'the token of another client',
		() => checkIdTokenClaims({ ...claims, aud: 'api' }, expected),
		/Copy the client ID/,
		/“audiences”/,
	],
	[
		'no token_type',
		() => parseTokenResponse(answer({ access_token: 't' }), []),
		/tokenTypeOmitted/,
		/Check the token URL/,
	],
	[
		'a token of another name',
		() => parseTokenResponse(answer({ data: { accessToken: 't' } }), []),
		/“tokenQuirks”/,
		/Check the token URL/,
	],
	[
		'tokens in a form',
		() => parseTokenResponse(answer('access_token=t&token_type=bearer', 'application/x-www-form-urlencoded'), []),
		/formEncoded/,
		/Check the token URL/,
	],
	['a page of HTML', () => parseTokenResponse(answer('<html>', 'text/html'), []), /Check the token URL/, /tokenQuirks/],
	[
		'a token endpoint that wants GET',
		() => parseTokenResponse(answer('', 'text/plain', 405), []),
		/“tokenRequest”/,
		/Correct the scope/,
	],
	[
		'a token endpoint that is down',
		() => parseTokenResponse(answer('oops', 'text/plain', 500), []),
		/“Token Path”/,
		/Correct the scope/,
	],
	[
		'a scope that the token endpoint refuses',
		() => parseTokenResponse(answer({ error: 'invalid_scope' }, 'application/json', 400), []),
		/“Scope”/,
		/tokenRequest/,
	],
	[
		'an encrypted ID token',
		async () => {
			const encrypt = new CompactEncrypt(new Uint8Array([1])).setProtectedHeader({ alg: 'dir', enc: 'A128CBC-HS256' });
			await verifySignedToken(await encrypt.encrypt(secret), signatureRules);
		},
		/Disable that.*“encryption”/i,
		/Report it/,
	],
	[
		'an ID token that is encrypted for another key',
		async () => {
			const encrypted = `${base64url.encode('{"alg":"ECDH-ES","enc":"A128CBC-HS256","kid":"old"}')}..AA.AA.AA`;
			await decryptToken(encrypted, { alg: 'ECDH-ES', keys: async () => [], code: 'id_token_invalid' });
		},
		/public keys at the address.*“encryption”/,
		/Report it/,
	],
	[
		'an ID token signed with the secret',
		async () =>
			verifySignedToken(await new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).sign(secret), signatureRules),
		/RS256.*insecureSharedSecretSignature/,
		/Report it/,
	],
	[
		'userinfo in a JWT',
		() => parseUserinfo(answer('a.b.c', 'application/jwt'), { accessToken: 't', expectedSubject: null }),
		/“Issuer URL”/,
		/Check its path/,
	],
	[
		'userinfo without sub',
		() => parseUserinfo(answer({ response: { nickname: 'n' } }), { accessToken: 't', expectedSubject: 's' }),
		/has no “sub”/,
		/another one at its identity endpoint/,
	],
	[
		'userinfo about somebody else',
		() => parseUserinfo(answer({ sub: 'other' }), { accessToken: 't', expectedSubject: 's' }),
		/another one at its identity endpoint/,
		/has no “sub”/,
	],
	[
		'a document that is not below its issuer',
		() => discover({ issuer, rules: { allowHttpLoopback: false } }, { send: async () => answer(document) }),
		/issuer of the document.*discoveryUrl/,
		/exactly as the detail/,
	],
	['no identifier', () => identity({ uuid: 'u' }), /“ID field”/, /have it send/],
])('%s: the cure is the right one', async (_, fail, cure, wrong) => {
	const error: unknown = await Promise.resolve()
		.then(fail)
		.catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(LoginError);
	const { code, detail } = error as LoginError;
	const text = explain({ code, ...(detail === undefined ? {} : { detail }) }, undefined, texts).paragraphs.join(' ');
	expect(text).toMatch(cure);
	expect(text).not.toMatch(wrong);
	expect(text).not.toMatch(/[{}]/);
});
