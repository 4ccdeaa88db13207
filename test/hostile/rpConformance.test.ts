import type { ErrorCode } from '../../src/errors';
import { verifyLogoutToken } from '../../src/oauth/logoutToken';
import type { SignedIn, SignInOptions } from '../unit/oauth/signIn';
import { keySource, signIn } from '../unit/oauth/signIn';
import { codeOf } from '../unit/support/loginError';
import type { Behaviour } from './faults';
import { defaultClaims } from './provider';
import { testedProvider } from './testedProvider';

/*
 * The OpenID Foundation's conformance tests for relying parties, by their names
 * (https://openid.net/certification/connect_rp_testing/), for what the app speaks: the authorization code flow with a
 * registered client. Each is run on the protocol's code, over HTTP, against the hostile provider.
 *
 * In the packaged app are: rp-response_mode-form_post (test/app/providers/apple.test.ts), rp-3rd_party-init-login
 * (test/app/callback.test.ts), rp-init-logout and its kin (test/app/backchannelLogout.test.ts, test/e2e/signOut.test.ts).
 *
 * Not of this client: implicit and hybrid flow (rp-id_token-bad-at_hash, -missing-at_hash, -bad-c_hash, -missing-c_hash),
 * dynamic registration, WebFinger, request objects (rp-request_uri-*), encryption (rp-id_token-sig+enc, rp-userinfo-enc),
 * claims from elsewhere (rp-claims-aggregated, -distributed), client_secret_jwt, private_key_jwt, front-channel logout and
 * session management.
 */

const provider = testedProvider();

const requestsTo = (path: string) => provider.requests.filter((request) => request.path === path);

/** @returns the code of the refusal */
const refusal = async (behaviour: Behaviour): Promise<unknown> => {
	provider.set(behaviour);
	return codeOf(signIn(provider));
};

describe('is refused:', () => {
	test.each<[name: string, Behaviour, ErrorCode]>([
		['rp-id_token-issuer-mismatch', { idToken: 'issWrong' }, 'id_token_issuer'],
		['rp-id_token-sub', { idToken: 'subMissing' }, 'id_token_invalid'],
		['rp-id_token-aud', { idToken: 'audWrong' }, 'id_token_audience'],
		['rp-id_token-iat', { idToken: 'iatMissing' }, 'id_token_invalid'],
		['rp-id_token-bad-sig-rs256', { idToken: 'signatureAltered' }, 'id_token_signature'],
		['rp-id_token-bad-sig-es256', { idToken: 'es256Altered', alg: 'ES256' }, 'id_token_signature'],
		// The test allows a refusal of the unsigned token; of HMAC the algorithm is refused, no matter who made it.
		['rp-id_token-sig-none', { idToken: 'algNone' }, 'id_token_invalid'],
		['rp-id_token-sig-hs256', { idToken: 'hs256ClientSecret' }, 'id_token_invalid'],
		['rp-id_token-bad-sig-hs256', { idToken: 'hs256PublicKey' }, 'id_token_invalid'],
		['rp-id_token-sig+enc', { idToken: 'fiveParts' }, 'id_token_invalid'],
		['rp-nonce-invalid', { idToken: 'nonceWrong' }, 'id_token_nonce'],
		['rp-userinfo-bad-sub-claim', { userinfo: 'otherSubject' }, 'userinfo_subject_mismatch'],
		// Nobody asked for a signed answer: one that comes all the same is not read without its signature.
		['rp-userinfo-sig', { userinfo: 'jwt' }, 'userinfo_failed'],
		['rp-discovery-issuer-not-matching-config', { discovery: 'issuerWrong' }, 'discovery_issuer_mismatch'],
	])('%s', async (_name, behaviour, code) => expect(await refusal(behaviour)).toBe(code));
});

describe('signs in:', () => {
	interface Case {
		readonly behaviour?: Behaviour;
		readonly options?: SignInOptions;
		/** What holds beyond that. */
		readonly holds?: (signedIn: SignedIn) => void;
	}

	test.each<[name: string, Case]>([
		[
			'rp-response_type-code',
			{ holds: () => expect(requestsTo('/authorize')[0]!.query).toMatchObject({ response_type: 'code' }) },
		],
		[
			'rp-scope-userinfo-claims',
			{
				holds: ({ userinfo }) => {
					expect(requestsTo('/authorize')[0]!.query).toMatchObject({ scope: 'openid profile email' });
					expect(userinfo).toMatchObject(defaultClaims);
				},
			},
		],
		// The code flow may leave it out: it is sent, and has to come back.
		[
			'rp-nonce-unless-code-flow',
			{ holds: ({ idToken }) => expect(requestsTo('/authorize')[0]!.query.nonce).toBe(idToken.nonce) },
		],
		['rp-id_token-sig-rs256', { behaviour: { alg: 'RS256' } }],
		['rp-id_token-sig-es256', { behaviour: { alg: 'ES256' } }],
		['rp-id_token-kid-absent-single-jwks', { behaviour: { idToken: 'kidAbsent', jwks: 'withoutKids' } }],
		['rp-id_token-kid-absent-multiple-jwks', { behaviour: { idToken: 'kidAbsent', jwks: 'severalWithoutKids' } }],
		[
			'rp-token_endpoint-client_secret_basic',
			{
				options: { method: 'client_secret_basic' },
				holds: () => {
					const [{ headers, body }] = requestsTo('/token') as [ReturnType<typeof requestsTo>[number]];
					expect(headers.authorization).toMatch(/^Basic /);
					expect(body).not.toHaveProperty('client_secret');
				},
			},
		],
		[
			'rp-token_endpoint-client_secret_post',
			{
				options: { method: 'client_secret_post' },
				holds: () => {
					const [{ headers, body }] = requestsTo('/token') as [ReturnType<typeof requestsTo>[number]];
					expect(headers).not.toHaveProperty('authorization');
					expect(body).toMatchObject({ client_id: provider.clientId, client_secret: provider.clientSecret });
				},
			},
		],
		[
			'rp-userinfo-bearer-header',
			{
				holds: ({ tokens }) => {
					const [{ headers, query }] = requestsTo('/userinfo') as [ReturnType<typeof requestsTo>[number]];
					expect(headers.authorization).toBe(`Bearer ${tokens.accessToken}`);
					expect(query).toEqual({});
				},
			},
		],
		[
			'rp-discovery-openid-configuration',
			{
				holds: () =>
					expect(provider.requests.map(({ path }) => path)).toEqual([
						...['/.well-known/openid-configuration', '/authorize', '/token', '/jwks', '/userinfo'],
					]),
			},
		],
		['rp-discovery-jwks_uri-keys', { holds: () => expect(requestsTo('/jwks')).toHaveLength(1) }],
		['rp-key-rotation-op-sign-key-native', { behaviour: { rotateBeforeSigning: true } }],
	])('%s', async (_name, { behaviour = {}, options, holds }) => {
		provider.set(behaviour);
		const signedIn = await signIn(provider, options);
		expect(signedIn.idToken).toMatchObject({ iss: provider.issuer, sub: defaultClaims.sub });
		holds?.(signedIn);
	});

	test('rp-key-rotation-op-sign-key', async () => {
		const keys = keySource(provider);
		await signIn(provider, { keys });
		for (let rotation = 1; rotation <= 2; rotation += 1) {
			provider.rotateKeys();
			const { idToken } = await signIn(provider, { keys });
			expect([idToken.sub, requestsTo('/jwks').length]).toEqual([defaultClaims.sub, rotation + 1]);
		}
	});
});

describe('a reported sign-out', () => {
	const event = 'http://schemas.openid.net/event/backchannel-logout';
	const now = Math.floor(Date.now() / 1000);

	const report = async (changed: object = {}, header: object = { typ: 'logout+jwt' }): Promise<string> => {
		const { issuer, clientId } = provider;
		const about = { sub: defaultClaims.sub, jti: 'one', iat: now, exp: now + 120, events: { [event]: {} } };
		return provider.sign({ iss: issuer, aud: clientId, ...about, ...changed }, header);
	};

	const verify = (token: string) =>
		verifyLogoutToken(token, {
			...{ issuer: provider.issuer, clientId: provider.clientId, algorithms: ['RS256'] },
			...{ keys: keySource(provider), now: new Date(now * 1000) },
		});

	const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

	test('rp-backchannel-rpinitlogout', async () => {
		expect(await verify(await report())).toMatchObject({ subject: defaultClaims.sub, id: 'one' });
	});

	test.each<[name: string, changed: object, ErrorCode]>([
		['rp-backchannel-rpinitlogout-lt-wrong-issuer', { iss: 'https://attacker.example' }, 'id_token_issuer'],
		['rp-backchannel-rpinitlogout-lt-wrong-aud', { aud: 'another-client' }, 'id_token_audience'],
		['rp-backchannel-rpinitlogout-lt-no-event', { events: undefined }, 'id_token_invalid'],
		['rp-backchannel-rpinitlogout-lt-wrong-event', { events: { [`${event}s`]: {} } }, 'id_token_invalid'],
		['rp-backchannel-rpinitlogout-lt-with-nonce', { nonce: 'n' }, 'id_token_invalid'],
	])('%s', async (_name, changed, code) => {
		expect(await codeOf(verify(await report(changed)))).toBe(code);
	});

	test.each(['none', 'HS256'])('rp-backchannel-rpinitlogout-lt-alg-none, -lt-wrong-alg: %s', async (alg) => {
		const [, content, signature] = (await report()).split('.');
		const token = `${encode({ alg, typ: 'logout+jwt' })}.${content}.${alg === 'none' ? '' : signature}`;
		expect(await codeOf(verify(token))).toBe('id_token_invalid');
	});
});
