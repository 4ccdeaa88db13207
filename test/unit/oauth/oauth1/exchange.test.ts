import { createHmac } from 'node:crypto';

import { LoginError } from '../../../../src/errors';
import { requestAccessToken } from '../../../../src/oauth/oauth1/accessToken';
import { parseAuthorizationResponse } from '../../../../src/oauth/oauth1/authorizationResponse';
import { authorizationUrl } from '../../../../src/oauth/oauth1/authorizationUrl';
import type { OAuth1Client } from '../../../../src/oauth/oauth1/sendSigned';
import { signedGet } from '../../../../src/oauth/oauth1/signedGet';
import { requestTemporaryCredentials } from '../../../../src/oauth/oauth1/temporaryCredentials';
import type { HttpRequest, HttpResponse } from '../../../../src/ports/transport';

const credentials = { identifier: 'key', secret: 'secret/+&=%' };
const temporary = { identifier: 'request-token', secret: 'request-secret' };
const access = { identifier: 'access-token', secret: 'access-secret', userId: '38895958' };
const callback = 'https://chat.example.com/api/apps/public/id/callback/twitter?state=a%20b';
const endpoint = {
	temporary: 'https://api.twitter.com/oauth/request_token',
	token: 'https://api.twitter.com/oauth/access_token',
	profile: 'https://api.twitter.com/1.1/account/verify_credentials.json?include_email=true&skip_status=1',
};

type Answer = Partial<HttpResponse>;

function clientOf(answer: Answer, requests: HttpRequest[] = []): OAuth1Client {
	return {
		credentials,
		transport: {
			send: async (request) => {
				requests.push(request);
				return { status: 200, headers: {}, body: '', ...answer };
			},
		},
		now: () => 1_700_000_000_999,
	};
}

/** The protocol parameters of a request whose signature was found to be right, recomputed from what was sent alone. */
function verified({ method, url, headers = {}, body }: HttpRequest, tokenSecret: string): Record<string, string> {
	expect(body).toBeUndefined();
	const header = headers.authorization ?? '';
	expect(header).toMatch(/^OAuth (?:oauth_\w+="[A-Za-z0-9._~%-]*"(?:, |$))+$/);
	const pairs = [...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value] as const);
	const sent = Object.fromEntries(pairs.map(([name, value]) => [name, decodeURIComponent(value)]));
	const [address = '', query = ''] = url.split('?');
	const signed = [
		...pairs.filter(([name]) => name !== 'oauth_signature').map((pair) => pair.join('=')),
		...query.split('&').filter(Boolean),
	];
	const base = [method, address, signed.sort().join('&')].map(encodeURIComponent).join('&');
	const key = `${encodeURIComponent(credentials.secret)}&${encodeURIComponent(tokenSecret)}`;
	expect(sent.oauth_signature).toBe(createHmac('sha1', key).update(base).digest('base64'));
	expect(sent).toMatchObject({
		oauth_consumer_key: 'key',
		oauth_signature_method: 'HMAC-SHA1',
		oauth_timestamp: '1700000000',
		oauth_version: '1.0',
	});
	return sent;
}

async function refusal(action: () => unknown): Promise<string> {
	try {
		await action();
	} catch (error) {
		if (error instanceof LoginError) {
			return error.message;
		}
		throw error;
	}
	throw new Error('nothing was thrown');
}

const granted = 'oauth_token=request-token&oauth_token_secret=request-secret&oauth_callback_confirmed=true';

describe('temporary credentials', () => {
	test('are asked for with the callback, signed without a token', async () => {
		const requests: HttpRequest[] = [];
		const client = clientOf({ body: granted }, requests);
		expect(await requestTemporaryCredentials(client, endpoint.temporary, callback)).toEqual(temporary);
		expect(requests).toMatchObject([{ method: 'POST', url: endpoint.temporary }]);
		const sent = verified(requests[0] as HttpRequest, '');
		expect(sent.oauth_callback).toBe(callback);
		expect(sent).not.toHaveProperty('oauth_token');
	});

	test('every request has a nonce of its own', async () => {
		const requests: HttpRequest[] = [];
		const client = clientOf({ body: granted }, requests);
		await requestTemporaryCredentials(client, endpoint.temporary, callback);
		await requestTemporaryCredentials(client, endpoint.temporary, callback);
		const [first, second] = requests.map((request) => verified(request, '').oauth_nonce);
		expect(first).toMatch(/^[\w-]{22}$/);
		expect(second).not.toBe(first);
	});

	test.each<[string, string]>([
		['not confirmed', 'oauth_token=a&oauth_token_secret=b'],
		['confirmed: false', 'oauth_token=a&oauth_token_secret=b&oauth_callback_confirmed=false'],
		['confirmed: TRUE', 'oauth_token=a&oauth_token_secret=b&oauth_callback_confirmed=TRUE'],
		[
			'confirmed twice',
			'oauth_token=a&oauth_token_secret=b&oauth_callback_confirmed=true&oauth_callback_confirmed=true',
		],
		['no token', 'oauth_token_secret=b&oauth_callback_confirmed=true'],
		['empty token', 'oauth_token=&oauth_token_secret=b&oauth_callback_confirmed=true'],
		['two tokens', 'oauth_token=a&oauth_token=c&oauth_token_secret=b&oauth_callback_confirmed=true'],
		['no secret', 'oauth_token=a&oauth_callback_confirmed=true'],
		['line break in the token', 'oauth_token=a%0Ab&oauth_token_secret=b&oauth_callback_confirmed=true'],
		['endless token', `oauth_token=${'a'.repeat(1025)}&oauth_token_secret=b&oauth_callback_confirmed=true`],
		['endless answer', `${granted}&x=${'a'.repeat(8192)}`],
		['empty', ''],
		['JSON', '{"oauth_token":"a","oauth_token_secret":"b","oauth_callback_confirmed":true}'],
		['HTML', '<html>oauth_callback_confirmed=true</html>'],
	])('are refused when the answer is bad: %s', async (_, body) => {
		const message = await refusal(() => requestTemporaryCredentials(clientOf({ body }), endpoint.temporary, callback));
		expect(message).toMatch(/^token_response_invalid: /);
	});
});

describe('the way to the provider and back', () => {
	test.each([
		[endpoint.temporary, {}, 'https://api.twitter.com/oauth/request_token?oauth_token=a%2B%26b'],
		[
			'https://x.example/auth?a=1',
			{ force_login: 'true' },
			'https://x.example/auth?a=1&force_login=true&oauth_token=a%2B%26b',
		],
		['https://x.example/auth', { oauth_token: 'evil' }, 'https://x.example/auth?oauth_token=a%2B%26b'],
		['https://x.example/auth?oauth_token=evil', {}, 'https://x.example/auth?oauth_token=a%2B%26b'],
	])('%s with %j', (url, extra, expected) => {
		expect(authorizationUrl(url, { identifier: 'a+&b', secret: 's' }, extra)).toBe(expected);
	});

	test('the verifier of this attempt', () => {
		const query = { oauth_token: 'request-token', oauth_verifier: 'v-1', state: 'x' };
		expect(parseAuthorizationResponse(query, temporary)).toEqual({ verifier: 'v-1' });
	});

	test.each<[string, unknown, RegExp]>([
		['denied', { denied: 'request-token' }, /^access_denied$/],
		['denied and a verifier', { denied: 'x', oauth_token: 'request-token', oauth_verifier: 'v' }, /^access_denied$/],
		['no token', { oauth_verifier: 'v' }, /^response_invalid: no oauth_token/],
		['token of another attempt', { oauth_token: 'other', oauth_verifier: 'v' }, /^response_invalid: oauth_token is of/],
		['no verifier', { oauth_token: 'request-token' }, /^response_invalid: no usable oauth_verifier/],
		[
			'empty verifier',
			{ oauth_token: 'request-token', oauth_verifier: '' },
			/^response_invalid: no usable oauth_verifier/,
		],
		['endless verifier', { oauth_token: 'request-token', oauth_verifier: 'v'.repeat(1025) }, /^response_invalid/],
		['verifier with line break', { oauth_token: 'request-token', oauth_verifier: 'a\r\nb' }, /^response_invalid/],
		[
			'two verifiers',
			{ oauth_token: 'request-token', oauth_verifier: ['a', 'b'] },
			/^response_invalid: "oauth_verifier"/,
		],
		['a query operator', { oauth_token: { $ne: 1 }, oauth_verifier: 'v' }, /^response_invalid: "oauth_token"/],
		['inherited', Object.create({ oauth_token: 'request-token', oauth_verifier: 'v' }), /^response_invalid/],
		['nothing', undefined, /^response_invalid/],
		['a text', 'oauth_token=request-token', /^response_invalid/],
	])('%s', async (_, query, expected) => {
		expect(await refusal(() => parseAuthorizationResponse(query, temporary))).toMatch(expected);
	});
});

describe('access token', () => {
	test('is asked for with the verifier, signed with the temporary secret', async () => {
		const requests: HttpRequest[] = [];
		const body = 'oauth_token=access-token&oauth_token_secret=access-secret&user_id=38895958&screen_name=ada\n';
		const client = clientOf({ body }, requests);
		expect(await requestAccessToken(client, endpoint.token, temporary, 'v/1')).toEqual(access);
		expect(requests).toMatchObject([{ method: 'POST', url: endpoint.token }]);
		expect(verified(requests[0] as HttpRequest, 'request-secret')).toMatchObject({
			oauth_token: 'request-token',
			oauth_verifier: 'v/1',
		});
	});

	test('has no user where the provider names none, or two', async () => {
		for (const users of ['', '&user_id=1&user_id=2']) {
			const client = clientOf({ body: `oauth_token=a&oauth_token_secret=b${users}` });
			expect((await requestAccessToken(client, endpoint.token, temporary, 'v')).userId).toBeUndefined();
		}
	});
});

describe('profile', () => {
	test('is read with its query signed', async () => {
		const requests: HttpRequest[] = [];
		const client = clientOf({ body: '{"id":38895958,"id_str":"38895958","screen_name":"ada"}' }, requests);
		expect(await signedGet(client, endpoint.profile, access)).toMatchObject({ screen_name: 'ada' });
		expect(requests).toMatchObject([{ method: 'GET', url: endpoint.profile }]);
		expect(verified(requests[0] as HttpRequest, 'access-secret')).toMatchObject({ oauth_token: 'access-token' });
	});

	test.each([
		['somebody else', '{"id_str":"1"}', /^userinfo_subject_mismatch/],
		['nobody', '{"id":38895958}', /^userinfo_subject_mismatch/],
		['a number', '{"id_str":38895958}', /^userinfo_subject_mismatch/],
		['a list', '[{"id_str":"38895958"}]', /^userinfo_failed/],
		['no JSON', '<html>', /^userinfo_failed/],
		['empty', '', /^userinfo_failed/],
	])('%s is refused', async (_, body, expected) => {
		expect(await refusal(() => signedGet(clientOf({ body }), endpoint.profile, access))).toMatch(expected);
	});

	test('is anybody’s where the token names nobody', async () => {
		const claims = await signedGet(clientOf({ body: '{"id_str":"1"}' }), endpoint.profile, temporary);
		expect(claims.id_str).toBe('1');
	});
});

describe('what an error answer means', () => {
	const calls = {
		temporary: (client: OAuth1Client) => requestTemporaryCredentials(client, endpoint.temporary, callback),
		token: (client: OAuth1Client) => requestAccessToken(client, endpoint.token, temporary, 'v'),
		profile: (client: OAuth1Client) => signedGet(client, endpoint.profile, access),
	};
	const errors = (code: number): string => `{"errors":[{"code":${code},"message":"their words"}]}`;
	const callbackXml = '<?xml version="1.0"?><errors><error code="415">Callback URL not approved</error></errors>';

	test.each<[keyof typeof calls, number, string, RegExp]>([
		['temporary', 401, '', /^client_refused: HTTP 401$/],
		['temporary', 401, errors(32), /^client_refused: the API key.*\(HTTP 401, code 32\)$/],
		['temporary', 400, errors(215), /^client_refused: /],
		['temporary', 401, errors(135), /^clock_wrong: .*clock/],
		['temporary', 403, errors(415), /^callback_not_approved: the callback URL/],
		['temporary', 403, callbackXml, /^callback_not_approved: the callback URL.*\(HTTP 403, code 415\)$/],
		['temporary', 403, errors(453), /^provider_access_tier: .*access tier.*OAuth 2.0.*\(HTTP 403, code 453\)$/],
		['temporary', 503, 'over capacity', /^provider_error: HTTP 503$/],
		['temporary', 302, '', /^provider_error: HTTP 302$/],
		['temporary', 201, granted, /^provider_error: HTTP 201$/],
		['token', 401, '', /^code_refused: HTTP 401$/],
		['token', 401, errors(89), /^code_refused: /],
		['token', 429, errors(88), /^token_request_failed: HTTP 429, code 88$/],
		['profile', 401, '', /^userinfo_failed: HTTP 401$/],
		['profile', 403, errors(453), /^provider_access_tier: .*access tier/],
		['profile', 403, errors(326), /^provider_error: .*locked/],
		['profile', 500, errors(131), /^userinfo_failed: HTTP 500, code 131$/],
		['profile', 403, '{"errors":[{"code":1e9}]}', /^userinfo_failed: HTTP 403/],
		['profile', 403, `${' '.repeat(5000)}${errors(453)}`, /^userinfo_failed: HTTP 403$/],
	])('%s, %d %s', async (call, status, body, expected) => {
		const message = await refusal(() => calls[call](clientOf({ status, body })));
		expect(message).toMatch(expected);
		expect(message).not.toContain('words');
	});

	test.each(Object.entries(calls))('%s: what the transport says goes on as it is', async (_, call) => {
		const error = new LoginError('provider_timeout');
		const client = { ...clientOf({}), transport: { send: () => Promise.reject(error) } };
		await expect(call(client)).rejects.toBe(error);
	});
});
