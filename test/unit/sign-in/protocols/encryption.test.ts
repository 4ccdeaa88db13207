import { base64url, CompactEncrypt, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';

import { neededKeys, OwnKeys } from '../../../../src/providers/ownKeys';
import { okta } from '../../../../src/providers/sections/okta';
import { resolveProvider } from '../../../../src/settings/resolveProvider';
import { protocols } from '../../../../src/sign-in/protocols';
import type { JsonObject } from '../../../../src/values/json';
import { portsWith } from '../../support/ports';
import { MemorySettings } from '../../support/settings';
import { ScriptedTransport } from '../../support/transport';

/* Tokens and userinfo that a provider encrypts for the app (OpenID Connect Core §10.2, §5.3.2). */

const issuer = 'https://id.example.com';
const now = Date.UTC(2030, 0, 1);
const secrets = { state: 's'.repeat(43), nonce: 'n'.repeat(43), verifier: 'v'.repeat(43) };
const secret = 'a-secret-of-more-than-32-characters';
const seconds = now / 1000;
const idClaims = { iss: issuer, aud: 'chat', sub: 'robin-1', iat: seconds, exp: seconds + 60, nonce: secrets.nonce };
const signing = generateKeyPair('ES256');

type Key = Parameters<SignJWT['sign']>[0];

const sign = async (claims: object, key?: Key, alg = 'ES256'): Promise<string> =>
	new SignJWT({ ...claims }).setProtectedHeader({ alg, kid: 'k' }).sign(key ?? (await signing).privateKey);

/** Unsigned, as far as a token can be that has three parts. */
const none = (claims: object, signature = ''): string =>
	`${base64url.encode('{"alg":"none"}')}.${base64url.encode(JSON.stringify(claims))}.${signature}`;

interface Answers {
	readonly idToken: string;
	readonly userinfo?: string;
	readonly type?: string;
}

/** A provider that encrypts both, and somebody who signs in there. */
async function setUp() {
	const answers: { current: Answers } = { current: { idToken: '' } };
	const jwk = { ...(await exportJWK((await signing).publicKey)), kid: 'k' };
	const transport = new ScriptedTransport((_, { pathname }) => {
		const { idToken, userinfo = '', type = 'application/jwt' } = answers.current;
		switch (pathname) {
			case '/token':
				return { body: { access_token: 'a', token_type: 'Bearer', id_token: idToken } };
			case '/jwks':
				return { body: { keys: [jwk] } };
			case '/userinfo':
				return { body: userinfo, headers: { 'content-type': type } };
			default:
				return {
					body: {
						...{ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` },
						...{ jwks_uri: `${issuer}/jwks`, userinfo_endpoint: `${issuer}/userinfo` },
						id_token_signing_alg_values_supported: ['ES256'],
					},
				};
		}
	});
	const appSettings = new MemorySettings({
		...{ Accounts_OAuth_Okta: true, Accounts_OAuth_Okta_issuer: issuer },
		...{ Accounts_OAuth_Okta_id: 'chat', Accounts_OAuth_Okta_secret: secret },
	});
	const ports = portsWith({ transport, appSettings, now: () => now });
	const encryption = { of: ['id_token', 'userinfo'], alg: 'ECDH-ES', enc: 'A256GCM' } as const;
	const traits = { ...okta.traits, userinfo: 'required', encryption } as const;
	const context = await resolveProvider({ ...okta, traits }, ports);
	const keys = new OwnKeys(ports);
	for (const owner of [context.instance, 'another']) await keys.renew(owner, neededKeys(traits));
	const encrypt = async (content: string, owner = context.instance): Promise<string> => {
		const [key] = (await keys.published(owner, neededKeys(traits))) as [JsonObject];
		return new CompactEncrypt(new TextEncoder().encode(content))
			.setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: String(key.kid) })
			.encrypt(await importJWK(key));
	};
	return {
		encrypt,
		signIn: async (given: Answers) => {
			answers.current = given;
			const params = { code: 'c0de', state: secrets.state };
			const { key, idToken, profile } = await protocols.openid.authenticate(params, secrets, context, ports);
			return { subject: key.subject, idToken, name: (await profile.get()).name };
		},
	};
}

const provider = setUp();
const encrypt = async (content: string, owner?: string): Promise<string> => (await provider).encrypt(content, owner);
const signIn = async (given: Answers) => (await provider).signIn(given);
const info = { sub: 'robin-1', name: 'Robin' };

test('signed and encrypted, it is who it says; what the provider is told at the sign-out is what was inside', async () => {
	const idToken = await sign(idClaims);
	const userinfo = await encrypt(await sign({ ...info, iss: issuer, aud: 'chat' }));
	expect(await signIn({ idToken: await encrypt(idToken), userinfo })).toEqual({
		...{ subject: 'robin-1', name: 'Robin', idToken },
	});
});

test('userinfo may be encrypted without being signed', async () => {
	const idToken = await encrypt(await sign(idClaims));
	expect(await signIn({ idToken, userinfo: await encrypt(JSON.stringify(info)) })).toMatchObject({ name: 'Robin' });
});

test.each<[string, () => Promise<string>, string]>([
	['signed alone', () => sign(idClaims), 'id_token_invalid'],
	['encrypted claims that nobody signed', () => encrypt(JSON.stringify(idClaims)), 'id_token_invalid'],
	['none inside', () => encrypt(none(idClaims)), 'id_token_invalid'],
	['none inside, with something in the place of a signature', () => encrypt(none(idClaims, 'AA')), 'id_token_invalid'],
	['encrypted twice', async () => encrypt(await encrypt(await sign(idClaims))), 'id_token_invalid'],
	[
		'signed with the client secret inside',
		async () => encrypt(await sign(idClaims, new TextEncoder().encode(secret), 'HS256')),
		'id_token_invalid',
	],
	[
		'signed by somebody else inside',
		async () => encrypt(await sign(idClaims, (await generateKeyPair('ES256')).privateKey)),
		'id_token_signature',
	],
	['for another client inside', async () => encrypt(await sign({ ...idClaims, aud: 'x' })), 'id_token_audience'],
	['of another attempt inside', async () => encrypt(await sign({ ...idClaims, nonce: 'x' })), 'id_token_nonce'],
	['for the key of another provider', async () => encrypt(await sign(idClaims), 'another'), 'id_token_invalid'],
])('an id_token, %s, is refused', async (_, idToken, code) => {
	const userinfo = await encrypt(JSON.stringify(info));
	await expect(signIn({ idToken: await idToken(), userinfo })).rejects.toMatchObject({ code });
});

test.each<[string, () => Promise<Omit<Answers, 'idToken'>>, string]>([
	['unencrypted', async () => ({ userinfo: JSON.stringify(info), type: 'application/json' }), 'userinfo_failed'],
	['signed alone', async () => ({ userinfo: await sign({ ...info, iss: issuer, aud: 'chat' }) }), 'userinfo_failed'],
	['none inside', async () => ({ userinfo: await encrypt(none(info, 'AA')) }), 'userinfo_failed'],
	[
		'for another client inside',
		async () => ({ userinfo: await encrypt(await sign({ ...info, aud: 'x' })) }),
		'userinfo_failed',
	],
	['no object inside', async () => ({ userinfo: await encrypt('{"sub":') }), 'userinfo_failed'],
	[
		'encrypted twice',
		async () => ({ userinfo: await encrypt(await encrypt(JSON.stringify(info))) }),
		'userinfo_failed',
	],
	[
		'for another provider',
		async () => ({ userinfo: await encrypt(JSON.stringify(info), 'another') }),
		'userinfo_failed',
	],
	[
		'about somebody else',
		async () => ({ userinfo: await encrypt(JSON.stringify({ ...info, sub: 'eve' })) }),
		'userinfo_subject_mismatch',
	],
])('userinfo, %s, is refused', async (_, answer, code) => {
	const idToken = await encrypt(await sign(idClaims));
	await expect(signIn({ idToken, ...(await answer()) })).rejects.toMatchObject({ code });
});
