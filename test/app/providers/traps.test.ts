import type { ErrorCode } from '../../../src/errors';
import { ProviderScene } from './support';
import type { ProviderPeer } from './support';

/*
 * What was found to differ between providers that call themselves standard.
 */

const scene = ProviderScene.forTests({ settings: { Accounts_OAuth_Custom: 'Strict, Raw, Mock, Slash' } });

describe('how a secret with special characters is sent', () => {
	const odd = { id: 'work space:1', secret: 's: +%&=/?#~' };
	const plain = { id: 'workspace-1.2_3~', secret: 'A-secret_of.the~usual!kind*(1)' };
	type Client = typeof odd;

	/** Two servers: one that decodes what RFC 6749 §2.3.1 has encoded, and one that compares the bytes. */
	const strict = async (client: Client, method: string): Promise<void> => {
		await scene.meet('oidcProvider.mjs', {
			origin: 'https://strict.example.com',
			clients: [
				{
					client_id: client.id,
					client_secret: client.secret,
					redirect_uris: [scene.callback('strict')],
					token_endpoint_auth_method: method,
				},
			],
		});
		await scene.configureCustom('Strict', { '-issuer': 'https://strict.example.com', '': true });
	};
	const raw = async (client: Client, secretVia: string): Promise<void> => {
		await scene.meet('oauth2Server.mjs', {
			origin: 'https://raw.example.com',
			client: { ...client, redirectUris: [scene.callback('raw')] },
			paths: { authorize: '/oauth/authorize', token: '/oauth/token', identity: '/me' },
			secretVia,
			people: { ada: { identity: { id: 1, username: 'raw.ada' } } },
		});
		await scene.configureCustom('Raw', {
			...{ '-url': 'https://raw.example.com', '-identity_token_sent_via': 'header' },
			'': true,
		});
	};

	test.each<[string, string, string, Client, (client: Client, way: string) => Promise<void>, ErrorCode | undefined]>([
		['decoding server, header', 'Strict', 'client_secret_basic', odd, strict, undefined],
		['decoding server, body', 'Strict', 'client_secret_post', odd, strict, undefined],
		['decoding server, header, the usual characters', 'Strict', 'client_secret_basic', plain, strict, undefined],
		['comparing server, body', 'Raw', 'payload', odd, raw, undefined],
		['comparing server, header, the usual characters', 'Raw', 'header', plain, raw, undefined],
		// The one that no way of encoding can serve together with the first: the admin chooses the body.
		['comparing server, header', 'Raw', 'header', odd, raw, 'client_refused'],
	])('%s', async (_, name, way, client, start, code) => {
		await start(client, way);
		await scene.configureCustom(name, {
			'-id': client.id,
			'-secret': client.secret,
			'-token_sent_via': /post|payload/.test(way) ? 'payload' : 'header',
		});
		const signIn = () => scene.signIn(name.toLowerCase(), 'ada');
		if (code) await scene.base.expectRefusal(code, signIn);
		else await scene.base.expectSignedIn(signIn());
	});
});

describe('an OpenID Connect provider with its own mind', () => {
	let mock: ProviderPeer<{ url: string; issuer: string }>;
	const claims = { preferred_username: 'johndoe', name: 'John Doe', email: 'john@example.com', email_verified: true };
	beforeAll(async () => {
		mock = await scene.meet('mockServer.mjs', { origin: 'https://mock.example.com' });
		await scene.configureCustom('Mock', {
			'-issuer': 'https://mock.example.com',
			'-id': 'rc',
			'-secret': 's',
			'': true,
		});
	});

	test.each<[string, object]>([
		['no `iss` in the response', {}],
		['an `iss` that it did not promise', { callback: { iss: 'https://mock.example.com' } }],
		[
			'more parameters',
			{ callback: { session_state: 'abc.def', scope: 'openid', authuser: '0', prompt: 'none', hd: 'x' } },
		],
		['tokens among them', { callback: { id_token: 'e30.e30.', access_token: 'stolen' } }],
		['an audience in a list', { claims: { ...claims, aud: ['rc'] } }],
		['an audience in a list, and azp', { claims: { ...claims, aud: ['rc'], azp: 'rc' } }],
		['auth_time 0 and a c_hash', { claims: { ...claims, auth_time: 0, c_hash: 'LDktKdoQak3Pk0cnXxCltA' } }],
		['claims that nobody knows', { claims: { ...claims, acr: null, foo: { bar: [] } } }],
	])('is taken as it is: %s', async (_, behaviour) => {
		await mock.behave({ claims, ...behaviour });
		await scene.base.expectSignedIn(scene.signIn('mock', 'johndoe'), { username: 'johndoe' });
	});

	test.each<[string, object, ErrorCode]>([
		['the `iss` of another', { callback: { iss: 'https://evil.example.com' } }, 'response_issuer_mismatch'],
		['an `iss` with a slash more', { callback: { iss: 'https://mock.example.com/' } }, 'response_issuer_mismatch'],
		['an error beside the code', { callback: { error: 'access_denied' } }, 'response_invalid'],
		['the audience of another', { claims: { aud: 'other' } }, 'id_token_audience'],
		['another in the audience', { claims: { aud: ['rc', 'other'] } }, 'id_token_audience'],
		['azp of another', { claims: { aud: ['rc'], azp: 'other' } }, 'id_token_audience'],
		['the issuer of another', { claims: { iss: 'https://evil.example.com' } }, 'id_token_issuer'],
		['an issuer with a slash more', { claims: { iss: 'https://mock.example.com/' } }, 'id_token_issuer'],
		['another nonce', { claims: { nonce: 'other' } }, 'id_token_nonce'],
		['an old token', { claims: { exp: 1 } }, 'id_token_expired'],
		['a token from tomorrow', { claims: { iat: Math.floor(Date.now() / 1000) + 86_400 } }, 'id_token_expired'],
		['a subject that is none', { claims: { sub: '' } }, 'id_token_invalid'],
		['a subject that is a fraction', { claims: { sub: 1.5 } }, 'id_token_invalid'],
		['400 invalid_grant', { token: { status: 400, body: { error: 'invalid_grant' } } }, 'code_refused'],
		['400 invalid_client', { token: { status: 400, body: { error: 'invalid_client' } } }, 'client_refused'],
		['401', { token: { status: 401, body: {} } }, 'client_refused'],
		['403 invalid_code', { token: { status: 403, body: { error: 'invalid_code' } } }, 'code_refused'],
		['403 unauthorized_client', { token: { status: 403, body: { error: 'unauthorized_client' } } }, 'client_refused'],
		['403 with an odd code', { token: { status: 403, body: { error: 'E_NOPE' } } }, 'token_request_failed'],
		['no id_token', { token: { status: 200, body: { access_token: 'a', token_type: 'Bearer' } } }, 'id_token_missing'],
	])('is refused: %s', async (_, behaviour, code) => {
		const { claims: changed, ...others } = behaviour as { claims?: object };
		await mock.behave({ claims: { ...claims, ...changed }, ...others });
		await scene.base.expectRefusal(code, () => scene.signIn('mock', 'johndoe'));
	});

	test('the userinfo of somebody else is refused, and only asked for somebody new', async () => {
		await mock.behave({ claims: { sub: 'new' }, userinfo: { sub: 'johndoe', preferred_username: 'johndoe' } });
		await scene.base.expectRefusal('userinfo_subject_mismatch', () => scene.signIn('mock', 'new'));
		await mock.behave({ userinfo: { sub: 'somebody' } });
		await scene.base.expectSignedIn(scene.signIn('mock', 'johndoe'), { username: 'johndoe' });
	});
});

describe('a slash at the end of the issuer', () => {
	test.each(['https://slash.example.com', 'https://slash.example.com/'])(
		'is the provider’s, written as %s',
		async (issuer) => {
			if (issuer.endsWith('com'))
				await scene.meet('mockServer.mjs', { origin: 'https://slash.example.com', issuer: '/' });
			await scene.configureCustom('Slash', {
				'-issuer': issuer,
				'-id': 'rc',
				'-secret': 's',
				'-username_field': 'sub',
				'': true,
			});
			await scene.base.settle();
			const page = await scene.signIn('slash', 'johndoe');
			// "johndoe" is somebody of another provider here.
			expect(page.code).toBe('confirm');
		},
	);

	test('and a document that is elsewhere is not found', async () => {
		await scene.configureCustom('Slash', { '-issuer': 'https://slash.example.com/elsewhere' });
		await scene.base.expectRefusal('discovery_failed', () => scene.signIn('slash', 'johndoe'));
	});
});
