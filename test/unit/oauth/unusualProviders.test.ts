import { SignJWT } from 'jose';
import { checkIdTokenClaims } from '../../../src/oauth/idTokenClaims';
import { sharedSecretAlgorithms, sharedSecretKeys } from '../../../src/oauth/sharedSecretKeys';
import { verifySignedToken } from '../../../src/oauth/signedToken';
import { parseTokenResponse } from '../../../src/oauth/tokenResponse';
import { parseJsonObject } from '../../../src/values/json';

const now = new Date(1_700_000_000_000);
const seconds = now.getTime() / 1000;
const usual = { issuer: 'https://id.example.com/{tenantid}', tenants: ['a', 'b'], clientId: 'us', nonce: 'n', now };
const claims = { iss: 'https://id.example.com/a', sub: 's', aud: 'us', exp: seconds + 60, iat: seconds, nonce: 'n' };

test.each([
	['https://id.example.com/b', true],
	['https://id.example.com/c', false],
	['https://id.example.com/{tenantid}', false],
	['https://id.example.com/', false],
])('the issuer %s of a tenant counts: %p', (iss, counts) => {
	const check = () => checkIdTokenClaims({ ...claims, iss }, usual).iss;
	if (counts) expect(check()).toBe(iss);
	else expect(check).toThrow(expect.objectContaining({ code: 'id_token_issuer' }));
});

test.each<[object, object, string | undefined]>([
	[{ aud: ['us', 'api'] }, { audiences: ['api'] }, undefined],
	[{ aud: ['us', 'other'] }, { audiences: ['api'] }, 'id_token_audience'],
	[{ aud: ['api'] }, { audiences: ['api'] }, 'id_token_audience'],
	[{ nonce: undefined }, {}, 'id_token_nonce'],
	[{ nonce: undefined }, { nonceMayBeMissing: true }, undefined],
	[{ nonce: 'x' }, { nonceMayBeMissing: true }, 'id_token_nonce'],
])('%j with %j gives %p', (changed, expected, code) => {
	const check = () => checkIdTokenClaims({ ...claims, ...changed }, { ...usual, ...expected });
	if (code) expect(check).toThrow(expect.objectContaining({ code }));
	else expect(check().sub).toBe('s');
});

test.each([
	['7', '7'],
	['12345678901234567890', '12345678901234567890'],
	['1e21', undefined],
	['1.5', undefined],
	['0', undefined],
	['true', undefined],
])('the subject %s is read as %p', (written, sub) => {
	const token = parseJsonObject(JSON.stringify({ ...claims, sub: 0 }).replace('"sub":0', `"sub":${written}`))!;
	const check = () => checkIdTokenClaims(token, usual).sub;
	if (sub) expect(check()).toBe(sub);
	else expect(check).toThrow(expect.objectContaining({ code: 'id_token_invalid' }));
});

describe('a token signed with the client secret', () => {
	const secret = 'x'.repeat(32);
	const rules = { algorithms: [], accepted: sharedSecretAlgorithms, keys: sharedSecretKeys(secret) };
	const signed = (key: string, alg: string) =>
		new SignJWT({ sub: 's' }).setProtectedHeader({ alg }).sign(new TextEncoder().encode(key));

	test.each(sharedSecretAlgorithms)('%s is verified', async (alg) => {
		await expect(
			verifySignedToken(await signed('x'.repeat(64), alg), { ...rules, keys: sharedSecretKeys('x'.repeat(64)) }),
		).resolves.toMatchObject({ sub: 's' });
	});

	test('by another key is refused', async () => {
		const forged = await signed('y'.repeat(32), 'HS256');
		await expect(verifySignedToken(forged, rules)).rejects.toMatchObject({ code: 'id_token_signature' });
	});

	test('is refused where the definition does not say so, even if the provider announces it', async () => {
		const token = await signed(secret, 'HS256');
		const asked = verifySignedToken(token, { algorithms: ['HS256', 'RS256'], keys: rules.keys });
		await expect(asked).rejects.toMatchObject({ code: 'id_token_invalid' });
	});

	test('needs a secret of 32 bytes', () => {
		expect(() => sharedSecretKeys('x'.repeat(31))).toThrow(expect.objectContaining({ code: 'provider_incomplete' }));
	});
});

test('a token response with an id_token alone is enough', () => {
	const response = { status: 200, headers: {}, body: JSON.stringify({ id_token: 'a.b.c' }) };
	expect(parseTokenResponse(response, [])).toEqual({ accessToken: undefined, idToken: 'a.b.c', rest: {} });
});
