import fc from 'fast-check';

import { LoginError } from '../../../src/errors';
import { parseTokenResponse } from '../../../src/oauth/tokenResponse';
import type { TokenQuirks } from '../../../src/oauth/tokenResponse';
import { tokenRequest } from '../../../src/oauth/tokenRequest';
import { testedProvider } from '../../hostile/testedProvider';
import { redirectUri, signIn } from './signIn';

const json = (document: unknown, status = 200) => ({
	status,
	headers: { 'content-type': 'application/json' },
	body: typeof document === 'string' ? document : JSON.stringify(document),
});

const good = { access_token: 'token', token_type: 'Bearer' };
const parse = (document: unknown, quirks?: TokenQuirks) => parseTokenResponse(json(document), [], quirks);

describe('request', () => {
	const exchange = {
		endpoint: 'https://idp.example.com/token?tenant=1',
		client: { method: 'client_secret_post', clientId: 'id', credential: 'a&b=c+d' },
		code: '4/0A b',
		redirectUri,
		codeVerifier: 'verifier',
	} as const;

	test('is a form, and nothing of it is in the URL', () => {
		const { method, url, headers, body } = tokenRequest(exchange);
		expect({ method, url }).toEqual({ method: 'POST', url: exchange.endpoint });
		expect(headers).toEqual({ accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' });
		expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
			grant_type: 'authorization_code',
			code: '4/0A b',
			redirect_uri: redirectUri,
			code_verifier: 'verifier',
			client_id: 'id',
			client_secret: 'a&b=c+d',
		});
	});

	test('has no verifier where no challenge was sent', () => {
		const { body } = tokenRequest({ ...exchange, codeVerifier: undefined });
		expect(new URLSearchParams(body).has('code_verifier')).toBe(false);
	});
});

describe('response', () => {
	// It is only advice, and the app has no use for it.
	test.each([
		[3600],
		['3600'],
		[3599.9],
		[1],
		[0],
		[-1],
		[''],
		['soon'],
		['-5'],
		['1e3'],
		[null],
		[undefined],
		[true],
		[[3600]],
		[1e12],
	])('expires_in %j does no harm', (expires_in) => {
		expect(parse({ ...good, expires_in })).toMatchObject({ accessToken: 'token', idToken: undefined });
	});

	test('expires_in 1e309 and scope 7 do no harm', () => {
		expect(parse('{"access_token":"t","token_type":"bearer","expires_in":1e309,"scope":7}')).toMatchObject({
			accessToken: 't',
		});
	});

	test('a refresh token is not kept', () => {
		expect(JSON.stringify(parse({ ...good, refresh_token: 'long-lived' }))).not.toContain('long-lived');
	});

	test('id_token null is none', () => {
		expect(parse({ ...good, id_token: null }).idToken).toBeUndefined();
	});

	test.each([
		[{ token_type: 'Bearer' }, 'access_token is missing; the answer has token_type'],
		[{ openid: 's3cret', unionid: 'u' }, 'access_token is missing; the answer has openid, unionid'],
		[{}, 'access_token is missing; the answer has no members'],
		[{ ...good, access_token: '' }, 'access_token is missing; the answer has access_token, token_type'],
		[{ ...good, access_token: 7 }, 'access_token is not a text'],
		[{ ...good, access_token: 'a b' }, 'access_token has characters that a token must not have'],
		[{ ...good, access_token: 'a\nb' }, 'access_token has characters that a token must not have'],
		[{ ...good, access_token: 'x'.repeat(65_537) }, 'access_token is too long'],
		[{ ...good, token_type: 'DPoP' }, 'token_type is "DPoP", not "Bearer"'],
		[{ ...good, token_type: ['bearer'] }, 'token_type is not a text'],
		[{ access_token: 'token' }, 'token_type is missing'],
		['<html>', 'not a JSON object (application/json)'],
		['', 'not a JSON object (application/json)'],
	])('%j -> %s', (document, detail) => {
		expect(() => parse(document)).toThrow(new LoginError('token_response_invalid', detail));
	});

	test.each([
		[400, { error: 'invalid_client' }, 'client_refused'],
		[401, { error: 'invalid_client' }, 'client_refused'],
		[401, '<html>', 'client_refused'],
		[401, { error: 'invalid_grant' }, 'code_refused'],
		[403, { error: 'unauthorized_client' }, 'client_refused'],
		[400, { error: 'invalid_grant' }, 'code_refused'],
		[403, { error: 'invalid_code' }, 'code_refused'],
		[200, { error: 'bad_verification_code' }, 'code_refused'],
		[200, { error: 'incorrect_client_credentials' }, 'client_refused'],
		[200, { ...good, error: 'invalid_grant' }, 'code_refused'],
		[200, { error: { code: 'invalid_grant' } }, 'code_refused'],
		[400, { error: 'unsupported_grant_type' }, 'token_request_failed'],
		[429, 'slow down', 'token_request_failed'],
		[503, '<html>', 'token_request_failed'],
		[302, '', 'token_response_invalid'],
		[304, good, 'token_response_invalid'],
	])('HTTP %i %j is %s', (status, document, code) => {
		expect(() => parseTokenResponse(json(document, status), [])).toThrow(expect.objectContaining({ code }));
	});

	test.each([
		[{ error: 'x', error_description: 'too\u202e late' }, 'HTTP 400 x (too late)'],
		[{ errors: [{ code: 453, message: 'access level' }] }, 'HTTP 400 453 (access level)'],
		[{ error: { code: 190, message: 'expired' } }, 'HTTP 400 190 (expired)'],
		[{ errorCode: '2S291/1', errorMessage: 'NO' }, 'HTTP 400 2S291/1 (NO)'],
		[{ title: 'Forbidden', detail: 'not enrolled' }, 'HTTP 400 Forbidden (not enrolled)'],
		[{ error: 'x', error_description: 'it was s3cret and s3cret' }, 'HTTP 400 x ([withheld: it repeats a secret])'],
		['<html>s3cret</html>', 'HTTP 400'],
		[{ errors: 'text' }, 'HTTP 400'],
	])('%j -> %s', (document, detail) => {
		expect(() => parseTokenResponse(json(document, 400), ['s3cret', ''])).toThrow(expect.objectContaining({ detail }));
	});

	test('only a LoginError comes out, whatever comes in', () => {
		fc.assert(
			fc.property(fc.integer({ min: 100, max: 599 }), fc.oneof(fc.json(), fc.string()), (status, body) => {
				try {
					parseTokenResponse({ status, headers: {}, body }, [], { formEncoded: true });
				} catch (error) {
					expect(error).toBeInstanceOf(LoginError);
				}
			}),
		);
	});
});

describe('quirks', () => {
	const form = (body: string) => ({ status: 200, headers: {}, body });

	test('a form is read where it is expected, and only there', () => {
		const response = form('access_token=a%2Bb&token_type=bearer&expires_in=60');
		expect(parseTokenResponse(response, [], { formEncoded: true })).toEqual({
			accessToken: 'a+b',
			rest: { token_type: 'bearer', expires_in: '60' },
		});
		expect(() => parseTokenResponse(response, [])).toThrow(expect.objectContaining({ code: 'token_response_invalid' }));
	});

	test('an error in a form is an error', () => {
		expect(() => parseTokenResponse(form('error=bad_verification_code'), [], { formEncoded: true })).toThrow(
			expect.objectContaining({ code: 'code_refused' }),
		);
	});

	test('a missing token_type is forgiven where it is expected, another one is not', () => {
		expect(parse({ access_token: 'a' }, { tokenTypeOmitted: true })).toEqual({ accessToken: 'a', rest: {} });
		expect(() => parse({ access_token: 'a', token_type: 'mac' }, { tokenTypeOmitted: true })).toThrow(
			expect.objectContaining({ code: 'token_response_invalid' }),
		);
	});
});

describe('over loopback', () => {
	const provider = testedProvider();

	const sentToken = () => provider.requests.find(({ path }) => path === '/token')!;

	test.each(['client_secret_basic', 'client_secret_post'] as const)('%s is understood', async (method) => {
		await signIn(provider, { method });
		const { headers, body, query } = sentToken();
		expect(headers.authorization !== undefined).toBe(method === 'client_secret_basic');
		expect(body.client_secret).toBe(method === 'client_secret_post' ? provider.clientSecret : undefined);
		expect(query).toEqual({});
	});

	test.each(['', 'another'])('a client with the secret "%s" is refused', async (clientSecret) => {
		await expect(signIn({ ...provider, clientSecret })).rejects.toMatchObject({ code: 'client_refused' });
	});

	test('what an error repeats of the request stays out of its detail', async () => {
		provider.set({ token: 'errorRepeatsSecrets' });
		const error: unknown = await signIn(provider, { method: 'client_secret_post' }).catch((caught: unknown) => caught);
		const { body } = sentToken();
		const { message } = error as LoginError;
		expect(message).toContain('invalid_request');
		for (const secret of [body.code, body.client_secret, body.code_verifier]) {
			expect(message).not.toContain(secret);
		}
	});

	test('a form-encoded answer signs in where the quirk says so', async () => {
		provider.set({ token: 'formEncoded' });
		// It carries no ID token, so the way ends there and not before.
		await expect(signIn(provider, { quirks: { formEncoded: true } })).rejects.toMatchObject({ stage: 'id_token' });
	});
});
