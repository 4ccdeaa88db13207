import { CompactSign } from 'jose';
import { parseJwks } from '../../../src/oauth/jwks';
import { createKeySource } from '../../../src/oauth/keySource';
import { verifyLogoutToken } from '../../../src/oauth/logoutToken';
import { Keyring } from '../../hostile/keyring';
import { codeOf } from '../support/loginError';

const now = 1_700_000_000;
const event = 'http://schemas.openid.net/event/backchannel-logout';
const issuer = 'https://id.example.com';
const claims = { iss: issuer, aud: 'us', sub: 'robin', iat: now, exp: now + 120, jti: 'r1', events: { [event]: {} } };
const keyring = new Keyring();

async function verify(changed: object, typ = 'logout+jwt') {
	const { kid, privateKey } = await keyring.signingKey('ES256');
	const content = new TextEncoder().encode(JSON.stringify({ ...claims, ...changed }));
	const token = await new CompactSign(content).setProtectedHeader({ alg: 'ES256', kid, typ }).sign(privateKey);
	const jwks = parseJwks(JSON.parse(await keyring.document('ES256', undefined)));
	const keys = createKeySource({ fetch: async () => jwks, now: () => now * 1000 });
	return verifyLogoutToken(token, { issuer, clientId: 'us', algorithms: ['ES256'], keys, now: new Date(now * 1000) });
}

test.each<[object, number]>([
	[{}, 180],
	[{ aud: ['us'] }, 180],
	[{ aud: ['them', 'us'] }, 180],
	[{ sid: 's' }, 180],
	[{ exp: undefined }, 180],
	[{ exp: now + 10 }, 70],
	[{ exp: now - 59 }, 1],
	[{ iat: now - 179 }, 1],
	[{ iat: now + 60 }, 180],
	// However long the provider means it to be good: nobody remembers it for a year.
	[{ exp: now + 365 * 24 * 3600 }, 180],
])('%j is a report, for %i more seconds', async (changed, seconds) => {
	expect(await verify(changed)).toEqual({
		event: 'sign-out',
		issuer,
		subject: 'robin',
		id: 'r1',
		until: (now + seconds) * 1000,
	});
});

test.each<[object, string]>([
	[{ iss: 'https://id.example.com/' }, 'id_token_issuer'],
	[{ iss: 'https://evil.example' }, 'id_token_issuer'],
	[{ aud: 'them' }, 'id_token_audience'],
	[{ aud: [] }, 'id_token_audience'],
	[{ aud: ['us and them'] }, 'id_token_audience'],
	[{ exp: now - 60 }, 'id_token_expired'],
	[{ iat: now - 180 }, 'id_token_expired'],
	[{ iat: now - 180, exp: now + 365 * 24 * 3600 }, 'id_token_expired'],
	[{ iat: now - 180, exp: undefined }, 'id_token_expired'],
	[{ iat: now + 61 }, 'id_token_expired'],
	[{ iat: undefined }, 'id_token_invalid'],
	[{ iat: `${now}` }, 'id_token_invalid'],
	[{ nonce: 'n' }, 'id_token_invalid'],
	[{ nonce: null }, 'id_token_invalid'],
	[{ events: undefined }, 'id_token_invalid'],
	[{ events: {} }, 'id_token_invalid'],
	[{ events: { [event]: true } }, 'id_token_invalid'],
	[{ events: { [`${event}/`]: {} } }, 'id_token_invalid'],
	[{ sub: undefined, sid: 's' }, 'id_token_invalid'],
	[{ sub: '' }, 'id_token_invalid'],
	[{ sub: { $ne: '' } }, 'id_token_invalid'],
	[{ jti: undefined }, 'id_token_invalid'],
])('%j is none -> %s', async (changed, code) => {
	expect(await codeOf(verify(changed))).toBe(code);
});

test('a token of another type is none', async () => {
	expect(await codeOf(verify({}, 'at+jwt'))).toBe('id_token_invalid');
});
