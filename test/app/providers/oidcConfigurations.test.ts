import { exportJWK, generateKeyPair } from 'jose';
import type { ErrorCode } from '../../../src/errors';
import { Browser } from '../support/browser';
import { oddClient as client, ProviderScene, verified } from './support';

/* oidc-provider, a certified OpenID provider, as it is rarely set up. */

interface Case {
	/** Of the registered client. */
	readonly client?: object;
	/** Signing key and algorithm; absent: the peer's own RSA key. */
	readonly algorithm?: string;
	readonly configuration?: object;
	readonly definition?: object;
	readonly settings?: Record<string, unknown>;
	/** Whether the client is registered with the address of the app's public keys. */
	readonly publicKeys?: true;
	/** What the address of the authorization request has. */
	readonly asks?: string;
	/** Where the userinfo endpoint must not be called. */
	readonly withoutUserinfo?: true;
	/** Where nobody is let in. */
	readonly code?: ErrorCode;
}

const signed = (algorithm: string): Case => ({ algorithm, client: { id_token_signed_response_alg: algorithm } });

const encryption = {
	...{ devInteractions: { enabled: true }, jwtUserinfo: { enabled: true } },
	encryption: { enabled: true },
};
const jarm = { devInteractions: { enabled: true }, jwtResponseModes: { enabled: true } };

const secret = { '-secret': client.secret.padEnd(64, '-') };

const cases: Record<string, Case> = {
	'id_tokens signed with PS256': signed('PS256'),
	'id_tokens signed with ES256': signed('ES256'),
	'id_tokens signed with ES384': signed('ES384'),
	'id_tokens signed with EdDSA': signed('EdDSA'),
	'id_tokens signed with the client secret, as the definition says': {
		client: { id_token_signed_response_alg: 'HS256', client_secret: secret['-secret'] },
		settings: secret,
		definition: { insecureSharedSecretSignature: true },
	},
	'id_tokens signed with the client secret, where nobody said so': {
		client: { id_token_signed_response_alg: 'HS256', client_secret: secret['-secret'] },
		settings: secret,
		code: 'id_token_invalid',
	},
	'userinfo as a signed JWT': {
		client: { userinfo_signed_response_alg: 'RS256' },
		configuration: { features: { devInteractions: { enabled: true }, jwtUserinfo: { enabled: true } } },
	},
	'subjects that differ for each client': {
		client: { subject_type: 'pairwise' },
		configuration: { subjectTypes: ['public', 'pairwise'] },
	},
	'a public client': {
		client: { token_endpoint_auth_method: 'none', client_secret: undefined },
		settings: { '-secret': '' },
		definition: { clientAuthentication: 'none' },
	},
	'the answer as a form post': { definition: { responseMode: 'form_post' }, asks: 'response_mode=form_post' },
	'no userinfo endpoint, and all in the id_token': {
		configuration: {
			conformIdTokenClaims: false,
			features: { devInteractions: { enabled: true }, userinfo: { enabled: false } },
		},
	},
	'userinfo that is not to be asked': {
		configuration: { conformIdTokenClaims: false },
		// Else it would be asked for the claim that the id_token lacks.
		definition: { userinfo: 'off', claims: { customFields: { department: 'department' } } },
		withoutUserinfo: true,
	},
	'an id_token that is encrypted by a key that is agreed on': {
		client: { id_token_encrypted_response_alg: 'ECDH-ES' },
		configuration: { features: encryption },
		definition: { encryption: { of: ['id_token'], alg: 'ECDH-ES' } },
		publicKeys: true,
	},
	'id_token and userinfo, both signed and encrypted with RSA': {
		client: {
			...{ id_token_encrypted_response_alg: 'RSA-OAEP-256', id_token_encrypted_response_enc: 'A256GCM' },
			...{ userinfo_encrypted_response_alg: 'RSA-OAEP-256', userinfo_encrypted_response_enc: 'A256GCM' },
			userinfo_signed_response_alg: 'ES256',
		},
		algorithm: 'ES256',
		configuration: { features: encryption },
		definition: { encryption: { of: ['id_token', 'userinfo'], alg: 'RSA-OAEP-256', enc: 'A256GCM' } },
		publicKeys: true,
	},
	'userinfo that is encrypted and not signed': {
		client: {
			userinfo_encrypted_response_alg: 'RSA-OAEP',
			userinfo_encrypted_response_enc: 'A256CBC-HS512',
		},
		configuration: { features: encryption },
		definition: {
			userinfo: 'required',
			encryption: { of: ['userinfo'], alg: 'RSA-OAEP', enc: 'A256CBC-HS512' },
		},
		publicKeys: true,
	},
	'an id_token that is not encrypted, and is to be': {
		definition: { encryption: { of: ['id_token'], alg: 'ECDH-ES' } },
		code: 'id_token_invalid',
	},
	'userinfo that is not encrypted, and is to be': {
		definition: { userinfo: 'required', encryption: { of: ['userinfo'], alg: 'ECDH-ES' } },
		code: 'userinfo_failed',
	},
	'a signed answer': {
		configuration: { features: jarm },
		definition: { responseMode: 'jwt' },
		asks: 'response_mode=jwt',
	},
	'a signed answer as a form post': {
		client: { authorization_signed_response_alg: 'ES384' },
		algorithm: 'ES384',
		configuration: { features: jarm },
		definition: { responseMode: 'form_post.jwt' },
		asks: 'response_mode=form_post.jwt',
	},
	'an encrypted id_token, where nobody said so': {
		client: {
			id_token_encrypted_response_alg: 'dir',
			id_token_encrypted_response_enc: 'A128CBC-HS256',
			client_secret: secret['-secret'],
		},
		settings: secret,
		configuration: { features: { devInteractions: { enabled: true }, encryption: { enabled: true } } },
		code: 'id_token_invalid',
	},
};

async function keyOf(algorithm: string): Promise<object> {
	const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
	return { ...(await exportJWK(privateKey)), alg: algorithm, use: 'sig', kid: algorithm };
}

const rows = Object.entries(cases).map(([title, one], index) => [title, one, index] as const);
const scene = ProviderScene.forTests({
	settings: { Accounts_OAuth_Custom: rows.map((_, index) => `C${index}`).join() },
});

test.each(rows)('%s', async (_, row, index) => {
	const { client: metadata, algorithm, configuration, definition, settings, asks, withoutUserinfo, code } = row;
	const { publicKeys } = row;
	const id = `c${index}`;
	const origin = `https://${id}.example.com`;
	const algorithms = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA', 'HS256'];
	const peer = await scene.meet('oidcProvider.mjs', {
		origin,
		people: {
			somebody: { preferred_username: `per.${id}`, name: 'Per', email: `${id}@example.com`, email_verified: true },
		},
		clients: [
			{
				...{ client_id: client.id, client_secret: client.secret, redirect_uris: [scene.callback(id)] },
				...(algorithm ? { id_token_signed_response_alg: algorithm } : {}),
				...(publicKeys ? { jwks_uri: scene.base.url(`jwks/${id}`) } : {}),
				...metadata,
			},
		],
		configuration: {
			enabledJWA: {
				...{ idTokenSigningAlgValues: algorithms, userinfoSigningAlgValues: algorithms },
				authorizationSigningAlgValues: algorithms,
			},
			...(algorithm ? { jwks: { keys: [await keyOf(algorithm)] } } : {}),
			...configuration,
		},
	});
	await scene.configureCustom(`C${index}`, {
		...{ '-preset': 'openid', '-issuer': origin, '-id': client.id, '-secret': client.secret },
		...(definition ? { '-definition': JSON.stringify({ version: 1, ...definition }) } : {}),
		...settings,
		'': true,
	});
	if (asks) {
		const { headers } = await new Browser().request(scene.base.url(`login/${id}`));
		expect(headers.get('location')).toContain(asks);
	}
	if (code) await scene.base.expectRefusal(code, () => scene.signIn(id, 'somebody'));
	else {
		const who = { username: `per.${id}`, name: 'Per', ...verified(`${id}@example.com`) };
		const { first, second } = await scene.expectTwice(id, 'somebody', who);
		if (withoutUserinfo) expect([...first, ...second]).toEqual(Array(2).fill(`POST ${origin}/token`));
	}
	await peer.stop();
});
