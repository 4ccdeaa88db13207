import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { Browser } from '../support/browser';
import { client, ProviderScene, verified } from './support';

/*
 * How the client proves itself to a provider that takes one way only: oidc-provider, with the public key that an admin
 * registers there.
 */

interface Case {
	readonly method: string;
	/** What the admin pastes as the client secret. */
	readonly secret: string;
	readonly definition?: object;
	/** Of the client at the provider. */
	readonly registered?: object;
	readonly configuration?: object;
	/** The algorithm of a key that the app makes: the provider is given the address of its public keys, and no secret. */
	readonly own?: string;
	/** Whether the provider takes no authorization request that was not pushed. */
	readonly pushed?: true;
}

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }) as string;
const jwk = (key: KeyObject, more: object = {}): object => ({ ...key.export({ format: 'jwk' }), ...more });

function keyCase(
	{ privateKey, publicKey }: ReturnType<typeof generateKeyPairSync>,
	alg: string,
	form: 'pem' | 'jwk',
): Case {
	const kid = `key-${alg}`;
	return {
		method: 'private_key_jwt',
		secret: form === 'pem' ? pem(privateKey) : JSON.stringify(jwk(privateKey, { kid })),
		...(form === 'pem' ? { definition: { version: 1, clientKeyId: kid } } : {}),
		registered: {
			token_endpoint_auth_signing_alg: alg,
			jwks: { keys: [jwk(publicKey, { kid, alg, use: 'sig' })] },
		},
		configuration: { enabledJWA: { clientAuthSigningAlgValues: [alg] } },
	};
}

const ownKeyCase = (alg: string): Case => ({
	...{ method: 'private_key_jwt', secret: '', own: alg },
	registered: { token_endpoint_auth_signing_alg: alg },
});

const rsa = () => generateKeyPairSync('rsa', { modulusLength: 2048 }) as ReturnType<typeof generateKeyPairSync>;
const curve = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const longSecret = `${client.secret}-and-enough-for-HS256`;

const cases: Record<string, Case> = {
	rsapem: keyCase(rsa(), 'RS256', 'pem'),
	psspem: keyCase(rsa(), 'PS256', 'pem'),
	p256jwk: keyCase(curve('P-256'), 'ES256', 'jwk'),
	p384pem: keyCase(curve('P-384'), 'ES384', 'pem'),
	ed25519jwk: keyCase(generateKeyPairSync('ed25519'), 'EdDSA', 'jwk'),
	tokenendpoint: {
		...keyCase(curve('P-256'), 'ES256', 'jwk'),
		definition: { version: 1, clientAssertionAudience: 'https://tokenendpoint.example.com/token' },
	},
	sharedsecret: { method: 'client_secret_jwt', secret: longSecret },
	pushedbykey: {
		...keyCase(curve('P-256'), 'ES256', 'jwk'),
		pushed: true,
	},
	pushedbysecret: {
		...{ method: 'client_secret_basic', secret: client.secret, pushed: true },
		// The document offers it, and requires it of this client alone.
		definition: { version: 1, pushedAuthorization: true },
	},
	ownkey: { ...ownKeyCase('ES256') },
	ownrsakeypushed: { ...ownKeyCase('RS256'), pushed: true },
	public: { method: 'none', secret: '', definition: { version: 1, clientAuthentication: 'none' } },
};

const nameOf = (id: string): string => id[0]!.toUpperCase() + id.slice(1);
const scene = ProviderScene.forTests({
	settings: { Accounts_OAuth_Custom: [...Object.keys(cases), 'demanding'].map(nameOf).join(', ') },
});

test('a document that takes a key alone is told before anybody meets it, and a key is all that it takes', async () => {
	const { registered, secret: key } = keyCase(curve('P-256'), 'ES256', 'jwk');
	const origin = 'https://demanding.example.com';
	const peer = await scene.meet('oidcProvider.mjs', {
		origin,
		people: { somebody: { preferred_username: 'demanding', email: 'd@example.com', email_verified: true } },
		configuration: { clientAuthMethods: ['private_key_jwt'], conformIdTokenClaims: false },
		clients: [
			{
				client_id: client.id,
				redirect_uris: [scene.callback('demanding')],
				token_endpoint_auth_method: 'private_key_jwt',
				...registered,
			},
		],
	});
	const name = 'Accounts_OAuth_Custom-Demanding';
	await scene.configureCustom('Demanding', {
		...{ '-preset': 'openid', '-issuer': origin, '-id': client.id, '-secret': client.secret, '': true },
	});
	await scene.until(async () => (await scene.hint(name)).includes('the document offers only private_key_jwt'));
	expect(await scene.hint(name)).toContain('paste a private key into “Client secret”');
	await scene.base.expectRefusal('provider_incomplete', () => scene.signIn('demanding', 'somebody'));

	await scene.configureCustom('Demanding', { '-secret': key });
	await scene.expectTwice('demanding', 'somebody', { username: 'demanding' });
	await peer.stop();
});

test.each(Object.entries(cases))(
	'%s',
	async (id, { method, secret, definition, registered, configuration, pushed, own }) => {
		const origin = `https://${id}.example.com`;
		const person = { preferred_username: id, name: `Person ${id}`, email: `${id}@example.com`, email_verified: true };
		const requirePushedAuthorizationRequests = pushed === true && definition === undefined;
		const features = {
			devInteractions: { enabled: true },
			pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests },
		};
		const peer = await scene.meet('oidcProvider.mjs', {
			origin,
			people: { somebody: person },
			configuration: { clientAuthMethods: [method], conformIdTokenClaims: false, features, ...configuration },
			clients: [
				{
					client_id: client.id,
					...(method.startsWith('client_secret') ? { client_secret: secret } : {}),
					redirect_uris: [scene.callback(id)],
					token_endpoint_auth_method: method,
					require_pushed_authorization_requests: pushed === true,
					...(own ? { jwks_uri: scene.base.url(`jwks/${id}`) } : {}),
					...registered,
				},
			],
		});
		await scene.configureCustom(nameOf(id), {
			...{ '-preset': 'openid', '-issuer': origin, '-id': client.id, '-secret': secret },
			...((definition ?? own)
				? { '-definition': JSON.stringify(definition ?? { version: 1, ownSigningKey: own }) }
				: {}),
			'': true,
		});
		const { second } = await scene.expectTwice(id, 'somebody', { username: id, ...verified(`${id}@example.com`) });
		expect(second).toEqual([...(pushed ? [`POST ${origin}/request`] : []), `POST ${origin}/token`]);
		await peer.stop();
		if (own === undefined) return;
		const address = scene.base.url(`jwks/${id}`);
		const { status, headers, body } = await new Browser().request(address);
		expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('application/json')]);
		const { keys } = JSON.parse(body) as { keys: object[] };
		const numbers = own === 'ES256' ? ['crv', 'x', 'y'] : ['e', 'n'];
		expect(keys.map((key) => Object.keys(key).sort())).toEqual([['alg', 'kid', 'kty', 'use', ...numbers].sort()]);
		expect(await scene.hint(`Accounts_OAuth_Custom-${nameOf(id)}`)).toContain(address);
	},
);

test.each(['public', 'sharedsecret', 'okta', 'nobody'])('%s has no keys to publish', async (id) => {
	expect((await new Browser().request(scene.base.url(`jwks/${id}`))).status).toBe(404);
});
