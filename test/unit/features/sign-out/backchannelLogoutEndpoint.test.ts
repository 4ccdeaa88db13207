import { CompactEncrypt, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';

import { backchannelLogout } from '../../../../src/features/sign-out/backchannelLogoutEndpoint';
import { instanceOf } from '../../../../src/providers/instance';
import { OwnKeys } from '../../../../src/providers/ownKeys';
import { callOf } from '../../support/call';
import { portsWith } from '../../support/ports';
import { MemorySettings } from '../../support/settings';
import { ScriptedTransport } from '../../support/transport';

/* OpenID Connect Back-Channel Logout §2.4: a logout token is encrypted where id_tokens are, or not. */

const issuer = 'https://id.example.com';
const now = Date.UTC(2030, 0, 1);
const claims = {
	...{ iss: issuer, aud: 'chat', sub: 'robin-1', iat: now / 1000, exp: now / 1000 + 60, jti: 'j' },
	events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
};
const need = { use: 'enc', alg: 'ECDH-ES' } as const;

async function setUp() {
	const { privateKey, publicKey } = await generateKeyPair('RS256');
	const jwk = { ...(await exportJWK(publicKey)), kid: 'k' };
	const endpoints = { authorization_endpoint: `${issuer}/a`, token_endpoint: `${issuer}/t`, jwks_uri: `${issuer}/k` };
	const transport = new ScriptedTransport((_, { pathname }) => ({
		body: pathname === '/k' ? { keys: [jwk] } : { issuer, ...endpoints },
	}));
	const forum = {
		...{ '': true, '-preset': 'openid', '-issuer': issuer, '-id': 'chat', '-secret': 's3cret', '-logout': true },
		'-definition': JSON.stringify({ version: 1, encryption: { of: ['id_token'], alg: 'ECDH-ES' } }),
	};
	const own = Object.entries(forum).map(([suffix, value]) => [`Accounts_OAuth_Custom-Forum${suffix}`, value]);
	const appSettings = new MemorySettings({ Accounts_OAuth_Custom: 'Forum', ...Object.fromEntries(own) });
	const ports = portsWith({ transport, appSettings, now: () => now });
	const keys = new OwnKeys(ports);
	const owner = await instanceOf('forum', ports.store);
	await keys.renew(owner, [need]);
	const [key] = await keys.published(owner, [need]);
	return {
		sign: () => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k', typ: 'logout+jwt' }).sign(privateKey),
		encrypt: async (content: string) =>
			new CompactEncrypt(new TextEncoder().encode(content))
				.setProtectedHeader({ alg: 'ECDH-ES', enc: 'A128CBC-HS256', kid: String(key!.kid) })
				.encrypt(await importJWK(key!)),
		report: async (token: string) => {
			const answer = await backchannelLogout('forum').post!(callOf({ content: { logout_token: token } }, ports));
			return answer.status;
		},
	};
}

test('a signed logout token counts, encrypted or not; one that is encrypted alone does not', async () => {
	const { sign, encrypt, report } = await setUp();
	expect(await report(await sign())).toBe(200);
	expect(await report(await encrypt(await sign()))).toBe(200);
	expect(await report(await encrypt(JSON.stringify(claims)))).toBe(400);
	expect(await report(await encrypt(await encrypt(await sign())))).toBe(400);
});
