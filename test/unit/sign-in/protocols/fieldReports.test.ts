import type { ErrorCode } from '../../../../src/errors';
import type { Identity } from '../../../../src/identity/identity';
import { fieldIssuer, inBase64, signInAtField } from '../../support/fieldProvider';
import type { FieldServer } from '../../support/fieldProvider';

/*
 * Servers as they are in the field: what each does differently from the standards, and what comes of it. Each sign-in runs
 * from the settings to the identity by the app's own code; only `IHttp` is a script.
 */

const now = Math.floor(Date.now() / 1000);
const identityPath = { '-identity_path': '/me' };
const nameless = { name: undefined, preferred_username: undefined, email: undefined, email_verified: undefined };
const ada = { subject: 'ada-1', username: 'ada' };
const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

const signsIn = (cases: Record<string, [server: FieldServer, who: Partial<Identity>]>): void =>
	void test.each(Object.entries(cases))('%s: signed in', async (_, [server, who]) => {
		const { identity, code, detail } = await signInAtField(server);
		expect([code, detail]).toEqual([undefined, undefined]);
		expect(identity).toMatchObject(who);
	});

const isRefused = (cases: Record<string, [FieldServer, ErrorCode, detail: RegExp, cure: RegExp]>): void =>
	void test.each(Object.entries(cases))('%s: refused, and the cure fits', async (_, [server, code, detail, cure]) => {
		const result = await signInAtField(server);
		expect(result).toMatchObject({ code });
		expect(result.detail).toMatch(detail);
		expect(result.cure).toMatch(cure);
		expect(result.cure).not.toMatch(/[{}]/);
	});

describe('the discovery document', () => {
	const document = (changed: object): FieldServer => ({ document: changed });
	signsIn({
		'has null for what it does not say': [
			document({
				...{ token_endpoint_auth_methods_supported: null, id_token_signing_alg_values_supported: null },
				...{ authorization_response_iss_parameter_supported: null, scopes_supported: null, end_session_endpoint: null },
			}),
			ada,
		],
		'names its one way of client authentication without a list': [
			document({ token_endpoint_auth_methods_supported: 'client_secret_post' }),
			ada,
		],
		'names its one algorithm without a list': [document({ id_token_signing_alg_values_supported: 'RS256' }), ada],
		'has an empty list of algorithms': [document({ id_token_signing_alg_values_supported: [] }), ada],
		'writes a flag as a text': [document({ authorization_response_iss_parameter_supported: 'false' }), ada],
		'has an empty text for an endpoint that it lacks': [
			document({ userinfo_endpoint: '', pushed_authorization_request_endpoint: '' }),
			ada,
		],
		'has a plain http address for requests that nobody pushes': [
			document({ pushed_authorization_request_endpoint: 'http://id.example.com/par' }),
			ada,
		],
		'is one of several, told apart by a query, and its address was pasted': [
			{ settings: { '-issuer': `${fieldIssuer}/.well-known/openid-configuration?appid=us` } },
			ada,
		],
	});
	isRefused({
		'promises an iss by a text, and the answer has none': [
			document({ authorization_response_iss_parameter_supported: 'true' }),
			'response_issuer_mismatch',
			/none came/,
			/another issuer/,
		],
		'has a plain http address for userinfo': [
			document({ userinfo_endpoint: 'http://id.example.com/me' }),
			'discovery_invalid',
			/userinfoEndpoint is not an https/,
			/insecureOrigins/,
		],
		'requires pushed requests and names no usable address': [
			document({ require_pushed_authorization_requests: true, pushed_authorization_request_endpoint: '' }),
			'provider_incomplete',
			/pushed_authorization_request_endpoint/,
			/the detail names it/,
		],
	});
});

describe('the keys', () => {
	signsIn({
		'are in base64 with its padding and a zero byte in front': [
			{ keys: (key) => [{ ...key, n: inBase64(key.n!, 1), e: inBase64(key.e!, 1) }] },
			ada,
		],
		'are padded with commas': [{ keys: (key) => [{ ...key, n: `${key.n},,` }] }, ada],
		'have null and empty members': [
			{ keys: (key) => [{ ...key, use: null, key_ops: [], x5c: null, x5t: '', alg: null }] },
			ada,
		],
		'have an algorithm of their own name': [{ keys: (key) => [{ ...key, alg: 'SHA256withRSA' }] }, ada],
		'are numbered': [{ keys: (key) => [{ ...key, kid: 1 }], header: { kid: 1 } }, ada],
		'have no kid, and the token names one': [{ keys: (key) => [{ ...key, kid: undefined }] }, ada],
		'are six, and the token names none': [
			{
				keys: (key) => [
					...Array.from({ length: 6 }, (_, at) => ({ ...key, kid: `k${at}`, n: `${key.n!.slice(0, -6)}AAAAAQ` })),
					key,
				],
				header: { kid: undefined },
			},
			ada,
		],
		'are two of one kid': [{ keys: (key) => [{ ...key, n: `${key.n!.slice(0, -6)}AAAAAQ` }, key] }, ada],
		'are among kinds that nobody knows': [
			{
				keys: (key) => [{ kty: 'AKP', kid: 'k' }, { kty: 'EC', crv: 'secp256k1', x: 'AA', y: 'AA' }, 'none', null, key],
			},
			ada,
		],
	});
	isRefused({
		'are too short': [
			{ keys: (key) => [{ ...key, n: key.n!.slice(0, 171) }] },
			'jwks_unavailable',
			/there are: RSA of 1024 bits$/,
			/RSA keys of 2048 bits or more/,
		],
		'are certificates alone, on another curve, or for encryption': [
			{
				keys: () => [
					{ kty: 'RSA', x5c: ['MIIB'] },
					{ kty: 'EC', crv: 'secp256k1' },
					{ kty: 'RSA', use: 'enc' },
				],
			},
			'jwks_unavailable',
			/RSA without its numbers, EC secp256k1, RSA for another use$/,
			/P-256, P-384/,
		],
		'are none': [{ keys: () => [] }, 'jwks_unavailable', /no list of 1 to 100 keys/, /Try that address/],
		'have another kid each': [
			{ header: { kid: 'unknown' } },
			'id_token_signature',
			/no key for RS256 "unknown"/,
			/unknown key/,
		],
	});
});

describe('the id_token', () => {
	const token = (claims: object, more: FieldServer = {}): FieldServer => ({ claims, ...more });
	signsIn({
		'has a type with its prefix': [{ header: { typ: 'application/jwt' } }, ada],
		'says no more than that it is signed': [{ header: { typ: 'JOSE' } }, ada],
		'has an empty type and an empty kid': [{ header: { typ: '', kid: '' } }, ada],
		'has times as texts': [token({ exp: String(now + 300), iat: String(now) }), ada],
		'tells when the session began as its time, and the definition knows': [
			token({ iat: now - 5 * 3600 }, { definition: { insecureWithoutTokenAge: true } }),
			ada,
		],
		'has null for what it does not say': [token({ nbf: null, azp: null, acr: null, auth_time: null }), ada],
		'has an empty azp': [token({ azp: '' }), ada],
		'names the client twice': [token({ aud: ['us', 'us'] }), ada],
		'has the client ID as a number': [token({ aud: [12345], azp: 12345 }, { settings: { '-id': '12345' } }), ada],
		'was given to another client that the definition trusts': [
			token({ azp: 'gateway' }, { definition: { audiences: ['gateway'] } }),
			ada,
		],
		'has the subject in a list of one': [token({ sub: ['ada-1'] }), ada],
		'has another issuer that the definition names, and people keep the one issuer': [
			token(
				{ iss: `${fieldIssuer}/` },
				{ definition: { tokenIssuers: [`${fieldIssuer}/`] }, params: { iss: `${fieldIssuer}/` } },
			),
			{ ...ada, issuer: fieldIssuer },
		],
		'has .NET flags': [token({ email_verified: 'True' }), { email: 'ada@example.com', emailVerified: true }],
		'has each claim in a list of one': [
			token({ email: ['a@example.com'], email_verified: [true], name: ['Ada'], preferred_username: ['ada'] }),
			{ ...ada, email: 'a@example.com', emailVerified: true },
		],
		'calls the username "username"': [
			token({ preferred_username: undefined, username: 'ada.l' }),
			{ username: 'ada.l' },
		],
		'has nothing but the name of AD FS': [
			token({ ...nameless, upn: 'ada@corp.example' }),
			{ username: 'ada@corp.example' },
		],
		'has first and last name': [token({ name: undefined, first_name: 'Ada', last_name: 'King' }), { name: 'Ada King' }],
		'has the name as an object': [token({ name: { givenName: 'Ada', familyName: 'King' } }), { name: 'Ada King' }],
	});
	isRefused({
		'is typed for another purpose': [
			{ header: { typ: 'at+jwt' } },
			'id_token_invalid',
			/"typ" that is not JWT/,
			/Report it/,
		],
		'has its time in milliseconds': [
			token({ iat: now * 1000 }),
			'id_token_invalid',
			/"iat" is not in seconds/,
			/Report it/,
		],
		'has no time': [token({ iat: undefined }), 'id_token_invalid', /iat is missing/, /Report it/],
		'is from a clock that is ahead': [token({ iat: now + 300 }), 'id_token_expired', /in the future/, /NTP/],
		'tells when the session began as its time': [
			token({ iat: now - 3600 }),
			'id_token_expired',
			/too long for this attempt/,
			/NTP.*insecureWithoutTokenAge/,
		],
		'has null for the nonce': [token({ nonce: null }), 'id_token_nonce', /nonce is missing/, /insecureWithoutNonce/],
		'was given to another client': [token({ azp: 'gateway' }), 'id_token_audience', /given to gateway/, /“audiences”/],
		'names another issuer': [token({ iss: `${fieldIssuer}/` }), 'id_token_issuer', /got .*realm\/$/, /“tokenIssuers”/],
		'has two subjects': [token({ sub: ['a', 'b'] }), 'id_token_invalid', /^sub is/, /Report it/],
	});
});

describe('the token response', () => {
	const answer = (body: unknown, more: object = {}): FieldServer => ({
		...{ plain: true, settings: identityPath },
		answers: { '/realm/token': { body, ...more } },
	});
	signsIn({
		'has an empty access token beside the id_token': [{ token: { access_token: '', token_type: '' } }, ada],
		'has odd types for what nobody needs': [
			{ token: { expires_in: '3600', scope: ['openid'], refresh_token: null } },
			ada,
		],
		'has white space behind Bearer': [{ token: { token_type: 'Bearer ' } }, ada],
		'calls a bearer token something else, as the definition says': [
			{ token: { token_type: 'jwt-bearer' }, definition: { tokenQuirks: { tokenType: 'jwt-bearer' } } },
			ada,
		],
		'says by "error" that there is none': [{ token: { error: { code: 'ok', message: '' } } }, ada],
		'is inside of two members': [
			{
				...answer({ data: { auth: { access_token: 'access', token_type: 'Bearer' } } }),
				definition: { tokenQuirks: { within: 'data.auth' } },
			},
			ada,
		],
		'is the one of a list': [
			{
				...answer({ data: [{ access_token: 'access', token_type: 'Bearer' }] }),
				definition: { tokenQuirks: { within: 'data' } },
			},
			ada,
		],
		'has an empty error': [{ token: { error: '', error_description: '' } }, ada],
	});
	isRefused({
		'has another token type': [{ token: { token_type: 'JWT' } }, 'token_response_invalid', /is "JWT"/, /tokenType”/],
		'has a token that proves who sends it': [
			{ token: { token_type: 'DPoP' } },
			'token_response_invalid',
			/is "DPoP"/,
			/no token response/,
		],
		'has an empty id_token': [{ token: { id_token: '' } }, 'id_token_missing', /^$/, /"openid"/],
		'is an error by numbers, with status 200 (WeChat)': [
			answer({ errcode: 40029, errmsg: 'invalid code' }),
			'token_request_failed',
			/^HTTP 200 40029 \(invalid code\)$/,
			/the detail has it/,
		],
		'is an error in words of its own, with status 200 (Feishu)': [
			answer({ code: 20003, msg: 'expired' }),
			'token_request_failed',
			/^HTTP 200 20003 \(expired\)$/,
			/the detail has it/,
		],
		'says that it was no success': [
			answer({ success: false, message: 'not for you' }),
			'token_request_failed',
			/\(not for you\)/,
			/the detail has it/,
		],
		'is an error as a form': [
			answer('error=invalid_grant&error_description=too+late', { status: 400, type: 'text/html' }),
			'code_refused',
			/^HTTP 400 invalid_grant \(too late\)$/,
			/callback URL/,
		],
		'is a list of words': [
			answer({ errors: ['client is unknown'] }, { status: 400 }),
			'token_request_failed',
			/^HTTP 400 \(client is unknown\)$/,
			/the detail has it/,
		],
		'has two tokens where one was meant': [
			{
				...answer({ data: [{ access_token: 'a' }, { access_token: 'b' }] }),
				definition: { tokenQuirks: { within: 'data' } },
			},
			'token_response_invalid',
			/^access_token is missing/,
			/“tokenQuirks”/,
		],
		'is a form that calls itself a page': [
			answer('access_token=abc&token_type=bearer', { type: 'text/html' }),
			'token_response_invalid',
			/, but a form$/,
			/formEncoded/,
		],
		'is empty': [answer('', { status: 204 }), 'token_response_invalid', /not a JSON object/, /Check the token URL/],
		'refuses PKCE as if it were the code': [
			answer({ error: 'invalid_grant', error_description: 'PKCE verification failed' }, { status: 400 }),
			'code_refused',
			/PKCE/,
			/withoutPkce/,
		],
		'misses the redirect URI': [
			answer({ error: 'invalid_request', error_description: 'redirect_uri does not match' }, { status: 400 }),
			'token_request_failed',
			/redirect_uri/,
			/letter by letter: https:\/\/chat/,
		],
	});
});

describe('the identity', () => {
	const userinfo = (answer: FieldServer['userinfo']): FieldServer => ({ claims: nameless, userinfo: answer });
	const plain = (body: unknown, settings: object = {}): FieldServer => ({
		...{ plain: true, settings: { ...identityPath, ...settings } },
		answers: { '/realm/me': { body } },
	});
	const about = { iss: fieldIssuer, aud: 'us', sub: 'ada-1', name: 'Ada' };
	signsIn({
		'is a JWT that calls itself JSON': [userinfo(async (sign) => ({ body: await sign(about) })), { name: 'Ada' }],
		'is a JWT as a text in JSON': [
			userinfo(async (sign) => ({ type: 'application/jwt', body: JSON.stringify(await sign(about)) })),
			{ name: 'Ada' },
		],
		'is a JWT that names neither issuer nor client': [
			userinfo(async (sign) => ({ type: 'application/jwt', body: await sign({ sub: 'ada-1', name: 'Ada' }) })),
			{ name: 'Ada' },
		],
		'is JSON that calls itself a JWT': [
			userinfo(async () => ({ type: 'application/jwt', body: { sub: 'ada-1', name: 'Ada' } })),
			{ name: 'Ada' },
		],
		'is all in a member': [userinfo(async () => ({ body: { data: { sub: 'ada-1', name: 'Ada' } } })), { name: 'Ada' }],
		'is in a member, with a flag beside it that vouches for nothing in there': [
			userinfo(async () => ({ body: { data: { sub: 'ada-1', email: 'a@example.com' }, email_verified: true } })),
			{ email: 'a@example.com', emailVerified: false },
		],
		'has null for all else': [userinfo({ name: null, email: null, picture: null }), { subject: 'ada-1' }],
		'is in the character set that its type names': [
			userinfo(async () => ({
				type: 'application/json; charset=ISO-8859-1',
				body: latin1('{"sub":"ada-1","name":"Jörg"}'),
			})),
			{ name: 'Jörg' },
		],
		'is in UTF-8 whatever its type names': [
			userinfo(async () => ({ type: 'application/json; charset=ISO-8859-1', body: '{"sub":"ada-1","name":"Jörg"}' })),
			{ name: 'Jörg' },
		],
		'begins with a byte order mark': [plain('\ufeff{"id":7,"username":"bom"}'), { subject: '7', username: 'bom' }],
		'says by "error" that there is none (TikTok)': [
			plain(
				{ data: { user: { open_id: 't-1', display_name: 'tik' } }, error: { code: 'ok', message: '', log_id: 'x' } },
				{ '-id_field': 'data.user.open_id', '-username_field': 'data.user.display_name' },
			),
			{ subject: 't-1', username: 'tik' },
		],
		'has its addresses in a list, and says which is the one (SCIM)': [
			plain({ id: 5, emails: [{ value: 'b@example.com' }, { value: 'a@example.com', primary: true, verified: true }] }),
			{ email: 'a@example.com', emailVerified: true },
		],
		"has Google's older name for the flag": [
			plain({ id: 5, email: 'a@example.com', verified_email: true }),
			{ email: 'a@example.com', emailVerified: true },
		],
		'has that flag beside a list of addresses, of which it says nothing': [
			plain({ id: 5, emails: ['a@example.com'], verified_email: true }),
			{ email: 'a@example.com', emailVerified: false },
		],
		'says by a number that there is no error': [
			plain({ errcode: 0, errmsg: 'ok', id: 5, username: 'w' }),
			{ subject: '5', username: 'w' },
		],
	});
	isRefused({
		'is a JWT for another client': [
			userinfo(async (sign) => ({ type: 'application/jwt', body: await sign({ ...about, aud: 'other' }) })),
			'userinfo_failed',
			/for another client/,
			/the detail says/,
		],
		'of another person is in a member': [
			userinfo(async () => ({ body: { data: { sub: 'eve', name: 'Eve' } } })),
			'userinfo_subject_mismatch',
			/has no "sub"/,
			/has no “sub”/,
		],
		'has another subject than the id_token': [
			userinfo({ sub: 'ADA-1', name: 'Ada' }),
			'userinfo_subject_mismatch',
			/another person/,
			/“userinfo: off”/,
		],
		'is a JWT of plain OAuth 2.0': [
			{ plain: true, settings: identityPath, userinfo: async (sign) => ({ body: await sign({ id: 1 }) }) },
			'userinfo_failed',
			/but a JWT$/,
			/“Issuer URL”/,
		],
		'is an error by numbers, with status 200': [
			plain({ errcode: 40001, errmsg: 'invalid credential' }),
			'userinfo_failed',
			/^HTTP 200 40001 \(invalid credential\)$/,
			/how the access token is sent/,
		],
		'says that it was no success': [
			plain({ success: false, code: 401, message: 'not allowed' }),
			'userinfo_failed',
			/^HTTP 200 401 \(not allowed\)$/,
			/how the access token is sent/,
		],
		'is in an access token that nobody can read': [
			{ definition: { accessTokenClaims: true } },
			'provider_incomplete',
			/accessTokenClaims, but the access token is no signed JWT$/,
			/the detail names it/,
		],
		'has neither an id nor an error, but a code of another kind': [
			plain({ code: 'DE', name: 'Ada' }),
			'subject_missing',
			/the id is missing/,
			/“ID field”/,
		],
	});
});

describe('the answer in the browser', () => {
	const failed = (error: string, description?: string): FieldServer => ({
		params: { code: undefined, error, ...(description ? { error_description: description } : {}) },
	});
	isRefused({
		'wants a page that it may not show': [
			failed('login_required'),
			'provider_error',
			/^login_required$/,
			/“More parameters” \(such as prompt=none\)/,
		],
		'wants acr_values': [
			failed('invalid_request', 'Missing acr_values'),
			'provider_error',
			/acr_values/,
			/“More parameters”/,
		],
		'failed by itself': [
			failed('temporarily_unavailable'),
			'provider_error',
			/^temporarily_unavailable$/,
			/Unless it says that the provider itself failed/,
		],
		'refuses the challenge': [
			failed('invalid_request', 'code_challenge_method not supported'),
			'provider_error',
			/code_challenge/,
			/withoutPkce/,
		],
		'does not know a scope, and calls it otherwise (Entra ID)': [
			failed('invalid_client', "AADSTS650053: The application asked for scope 'groups'"),
			'provider_error',
			/AADSTS650053/,
			/“Scope”/,
		],
		'refuses the callback URL': [
			failed('redirect_uri_mismatch'),
			'provider_error',
			/redirect_uri/,
			/letter by letter: https:\/\/chat/,
		],
		'says in capitals that the person declined': [
			failed('ACCESS_DENIED'),
			'access_denied',
			/ACCESS_DENIED/,
			/The person cancelled/,
		],
		'says in its own words that the person declined': [
			failed('user_denied'),
			'access_denied',
			/user_denied/,
			/The person cancelled/,
		],
		'says in a word nearly its own that they cancelled': [
			failed('authorization_canceled'),
			'access_denied',
			/canceled/,
			/The person cancelled/,
		],
		'has an error under other names (Facebook)': [
			{ params: { code: undefined, error_code: '1349126', error_message: 'App not accessible' } },
			'provider_error',
			/^1349126: App not accessible$/,
			/the detail has it/,
		],
		'has the code under another name': [
			{ params: { code: undefined, authCode: 'x' } },
			'response_invalid',
			/^no code; the answer has .*authCode$/,
			/neither a code nor an error/,
		],
		'names another issuer': [
			{ params: { iss: `${fieldIssuer}/` } },
			'response_issuer_mismatch',
			/got .*realm\/$/,
			/“tokenIssuers”/,
		],
	});
});

describe('what an admin copies from a page', () => {
	const asked = async (settings: Readonly<Record<string, unknown>>) => {
		const { code, location } = await signInAtField({ settings });
		expect(code).toBeUndefined();
		return location!.searchParams;
	};

	test.each(['us\u200b', '\ufeffus', ' us\n'])('the client ID %j is sent without what nobody sees', async (id) => {
		expect((await asked({ '-id': id })).get('client_id')).toBe('us');
	});

	test.each([
		['"openid profile"', 'openid profile'],
		['openid+profile', 'openid profile'],
		['openid%20profile', 'openid profile'],
		['openid,profile', 'openid profile'],
		['openid user+admin', 'openid user+admin'],
	])('the scope %s is sent as %s', async (scope, sent) => {
		expect((await asked({ '-scope': scope })).get('scope')).toBe(sent);
	});

	test('an issuer on plain http is told as such', async () => {
		const result = await signInAtField({ settings: { '-issuer': 'http://id.example.com/realm' } });
		expect(result).toMatchObject({ code: 'discovery_invalid', detail: 'the issuer is not an https address' });
		expect(result.cure).toMatch(/insecureOrigins/);
	});

	test.each(['https://[2001:db8::1]:8443/realm', 'https://xn--bcher-kva.example/realm'])(
		'the issuer %s is one like any other',
		async (issuer) => {
			const paths = { authorization_endpoint: 'authorize', token_endpoint: 'token', jwks_uri: 'keys' };
			const body = Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, `${issuer}/${path}?p=b2c`]));
			const answers = { '/realm/.well-known/openid-configuration': { body: { issuer, ...body } } };
			const result = await signInAtField({ settings: { '-issuer': issuer }, answers, claims: { iss: issuer } });
			expect(result.identity).toMatchObject({ ...ada, issuer });
			expect(result.location!.href).toContain('/authorize?p=b2c&response_type=code');
		},
	);
});

describe('what a definition has sent along', () => {
	const tokenForm = ({ sent }: { sent: ReadonlyArray<{ url: string; body: string }> }): URLSearchParams =>
		new URLSearchParams(sent.find(({ url }) => url === `${fieldIssuer}/token`)!.body);

	test('the token request has the scope, the state, and what came with the code', async () => {
		const result = await signInAtField({
			definition: {
				tokenRequest: {
					parameters: {
						scope: '{{scope}}',
						state: '{{state}}',
						device_id: '{{answer.device_id}}',
						other: '{{answer.other}}',
					},
				},
			},
			params: { device_id: 'device-1' },
		});
		expect(result.code).toBeUndefined();
		const form = tokenForm(result);
		expect([form.get('scope'), form.get('state'), form.get('device_id'), form.has('other')]).toEqual([
			...['openid profile email', 's'.repeat(56), 'device-1'],
			false,
		]);
	});

	test.each(['code', 'client_secret', 'Redirect_URI', 'client_assertion'])(
		'the token request can not be given another %s',
		async (name) => {
			const definition = { tokenRequest: { parameters: { [name]: 'mine' } } };
			expect(await signInAtField({ definition })).toMatchObject({ code: 'provider_incomplete', detail: 'definition' });
		},
	);

	test('the client ID goes along in the form, too, where the secret is in the header', async () => {
		const definition = { secretSentVia: 'header', tokenRequest: { parameters: { client_id: '{{client_id}}' } } };
		const form = tokenForm(await signInAtField({ definition }));
		expect([form.get('client_id'), form.has('client_secret')]).toEqual(['us', false]);
	});

	test('the identity is asked for by POST with the client ID in the form, or with nothing in it', async () => {
		const at = { plain: true, settings: identityPath } as const;
		const asked = async (definition: object) =>
			(await signInAtField({ ...at, definition })).sent.find(({ url }) => url === `${fieldIssuer}/me`);
		const parameters = { client_id: '{{client_id}}' };
		expect(await asked({ identityRequest: { method: 'POST', parameters } })).toMatchObject({
			method: 'post',
			body: 'client_id=us',
		});
		expect(await asked({ identityRequest: { method: 'POST' } })).toMatchObject({
			method: 'post',
			body: '',
			type: undefined,
		});
	});

	test('the authorization address ends as the server wants it (WeChat)', async () => {
		const definition = { authorizationFragment: 'wechat_redirect' };
		const { location } = await signInAtField({ plain: true, settings: identityPath, definition });
		expect([location!.hash, location!.searchParams.get('client_id')]).toEqual(['#wechat_redirect', 'us']);
	});
});
