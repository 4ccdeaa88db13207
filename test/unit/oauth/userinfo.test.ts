import fc from 'fast-check';

import { LoginError } from '../../../src/errors';
import { parseUserinfo, userinfoRequest } from '../../../src/oauth/userinfo';

const endpoint = 'https://idp.example.com/me';
const answer = (body: unknown, status = 200, contentType = 'application/json') => ({
	status,
	headers: { 'content-type': contentType },
	body: typeof body === 'string' ? body : JSON.stringify(body),
});
const expected = { accessToken: 't0ken', expectedSubject: 'robin' };
const plain = { accessToken: 't0ken', expectedSubject: null };

test('the token is in the header, never in the URL', () => {
	expect(userinfoRequest({ endpoint, ...expected })).toEqual({
		method: 'GET',
		url: endpoint,
		headers: { accept: 'application/json', authorization: 'Bearer t0ken' },
	});
});

test.each([
	[endpoint, `${endpoint}?oauth_token=a%2Bb`],
	[`${endpoint}?fields=all`, `${endpoint}?fields=all&oauth_token=a%2Bb`],
])('but for a provider that takes it only there: %s', (url, withToken) => {
	const request = userinfoRequest({ ...plain, endpoint: url, accessToken: 'a+b', tokenParameter: 'oauth_token' });
	expect(request).toEqual({ method: 'GET', url: withToken, headers: { accept: 'application/json' } });
});

test.each([
	[{ sub: 'robin', name: 'Robin' }, expected],
	[{ id: 7 }, plain],
	[{ sub: 'robin', error: null }, expected],
])('%j is taken', (claims, request) => {
	expect(parseUserinfo(answer(claims), request)).toEqual(claims);
});

test.each([
	[answer({ sub: 'Robin' }), expected, 'userinfo_subject_mismatch'],
	[answer({ sub: ['robin'] }), expected, 'userinfo_subject_mismatch'],
	[answer({ id: 'robin' }), expected, 'userinfo_subject_mismatch'],
	[answer({}), expected, 'userinfo_subject_mismatch'],
	[answer({ sub: 'robin', error: 'x' }), expected, 'userinfo_failed'],
	[answer({ error: { message: 'x' } }), plain, 'userinfo_failed'],
	[answer({ sub: 'robin' }, 201), expected, 'userinfo_failed'],
	[answer({ sub: 'robin' }, 302), expected, 'userinfo_failed'],
	[answer({ sub: 'robin' }, 500), expected, 'userinfo_failed'],
	[answer([{ sub: 'robin' }]), expected, 'userinfo_failed'],
	[answer('"robin"'), plain, 'userinfo_failed'],
	[answer('null'), plain, 'userinfo_failed'],
	[answer('eyJhbGciOiJub25lIn0.eyJzdWIiOiJyb2JpbiJ9.', 200, 'application/jwt'), expected, 'userinfo_failed'],
	[answer('<p>hello</p>', 200, 'text/html'), plain, 'userinfo_failed'],
])('%j for %j is %s', (response, request, code) => {
	expect(() => parseUserinfo(response, request)).toThrow(expect.objectContaining({ code }));
});

test.each([
	[answer({ errors: [{ code: 88, message: 'rate' }] }, 429), 'HTTP 429 88 (rate)'],
	[
		answer({ error: 'invalid_token', error_description: 'no such: t0ken' }, 401),
		'HTTP 401 invalid_token ([withheld: it repeats a secret])',
	],
	[answer('x.y.z', 200, 'application/jwt'), 'not a JSON object (application/jwt), but a JWT'],
])('%j -> %s', (response, detail) => {
	expect(() => parseUserinfo(response, plain)).toThrow(new LoginError('userinfo_failed', detail));
});

test.each([
	[answer({ errors: [{ code: 453, message: 'subset' }] }, 403)],
	[answer({ reason: 'client-not-enrolled', title: 'Client Forbidden' }, 403)],
])("%j is told as the provider's access tier", (response) => {
	expect(() => parseUserinfo(response, plain)).toThrow(new LoginError('provider_access_tier', 'HTTP 403'));
});

test('only a LoginError comes out, whatever comes in', () => {
	fc.assert(
		fc.property(fc.oneof(fc.json(), fc.string()), fc.constantFrom(expected, plain), (body, request) => {
			try {
				parseUserinfo(answer(body), request);
			} catch (error) {
				expect(error).toBeInstanceOf(LoginError);
			}
		}),
	);
});
