import { generateKeyPair, importJWK, SignJWT } from 'jose';
import type { CryptoKey } from 'jose';
import { Browser } from '../support/browser';
import type { Answer } from '../support/browser';
import type { Session } from '../support/page';
import type { AppleScene } from './appleScene';
import { appleOrigin, clientId, setUpApple } from './appleScene';

/*
 * Apple's server-to-server notifications: a JWT of Apple's about somebody, whose subject is the login here.
 */

let world: AppleScene;
beforeAll(async () => {
	world = await setUpApple();
	await world.scene.configure({ ...world.filled, Accounts_OAuth_Apple: true });
});
beforeEach(() => world.scene.configure({ Accounts_OAuth_Apple_event_actions: '' }));
afterAll(() => world.scene.stop());

const signIn = (login: string): Promise<Session> =>
	world.scene.base.expectSignedIn(world.scene.signIn('apple', login), { username: login });
const isAlive = async (session: Session): Promise<boolean> => (await world.scene.base.me(session)).status === 200;

const seconds = (): number => Math.floor(Date.now() / 1000);
let notes = 0;

interface Changes {
	readonly claims?: Record<string, unknown>;
	readonly event?: Record<string, unknown>;
	readonly key?: CryptoKey;
}

async function sign(type: string, login: string, { claims, event, key }: Changes = {}): Promise<string> {
	notes += 1;
	const events = JSON.stringify({ type, sub: login, event_time: Date.now(), ...event });
	const payload = { iss: appleOrigin, aud: clientId, iat: seconds(), jti: `note-${notes}`, events, ...claims };
	const signer = key ?? ((await importJWK(world.signingKey, 'RS256')) as CryptoKey);
	return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'apple-1' }).sign(signer);
}

/** As Apple sends it; and then what the app does when it has answered. */
async function notify(body: object): Promise<Answer> {
	const answer = await new Browser().request(world.scene.base.url('apple/notifications'), {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	await world.scene.base.settle();
	return answer;
}

test.each([
	['consent-revoked', '', false],
	['account-delete', '', false],
	['account-deleted', '', false],
	['consent-revoked', 'consent-revoked=nothing', true],
	['email-disabled', '', true],
	['email-enabled', '', true],
	['email-disabled', 'email-disabled=sessions', false],
	['something-new', '', true],
])('%s, with "%s": the session lives on: %p', async (type, actions, alive) => {
	await world.scene.configure({ Accounts_OAuth_Apple_event_actions: actions });
	const session = await signIn('ada');
	expect((await notify({ payload: await sign(type, 'ada') })).status).toBe(200);
	expect(await isAlive(session)).toBe(alive);
});

test('an account of which Apple says that it was deleted is switched off, where the admin wants it', async () => {
	await world.scene.configure({ Accounts_OAuth_Apple_event_actions: 'account-delete=deactivate' });
	const [joan, ada] = [await signIn('joan'), await signIn('ada')];
	await notify({ payload: await sign('account-delete', 'joan') });
	expect(await Promise.all([joan, ada].map(isAlive))).toEqual([false, true]);
	await world.scene.base.expectRefusal('account_disabled', () => world.scene.signIn('apple', 'joan'));
});

test('one that comes again ends nothing that was begun since', async () => {
	const payload = await sign('consent-revoked', 'ada');
	await signIn('ada');
	await notify({ payload });
	const later = await signIn('ada');
	expect((await notify({ payload })).status).toBe(200);
	expect(await isAlive(later)).toBe(true);
});

test.each<[string, () => Promise<object>, string]>([
	['without a payload', async () => ({}), 'id_token_missing'],
	['that is no JWT', async () => ({ payload: 'x' }), 'id_token_invalid'],
	[
		'of another’s key',
		async () => ({
			payload: await sign('consent-revoked', 'ada', { key: (await generateKeyPair('RS256')).privateKey }),
		}),
		'id_token_signature',
	],
	[
		'of another issuer',
		async () => ({ payload: await sign('consent-revoked', 'ada', { claims: { iss: 'https://evil.example' } }) }),
		'id_token_issuer',
	],
	[
		'for another app',
		async () => ({ payload: await sign('consent-revoked', 'ada', { claims: { aud: 'com.example.other' } }) }),
		'id_token_audience',
	],
	[
		'that is two days old',
		async () => ({ payload: await sign('consent-revoked', 'ada', { claims: { iat: seconds() - 2 * 86_400 } }) }),
		'id_token_expired',
	],
	[
		'without an id of its own',
		async () => ({ payload: await sign('consent-revoked', 'ada', { claims: { jti: undefined } }) }),
		'id_token_invalid',
	],
	[
		'without events',
		async () => ({ payload: await sign('consent-revoked', 'ada', { claims: { events: undefined } }) }),
		'id_token_invalid',
	],
	[
		'about nobody',
		async () => ({ payload: await sign('consent-revoked', 'ada', { event: { sub: { $ne: 1 } } }) }),
		'id_token_invalid',
	],
])('one %s is refused, and ends nothing', async (_, make, code) => {
	const session = await signIn('ada');
	const answer = await notify(await make());
	expect({ status: answer.status, body: JSON.parse(answer.body) as unknown }).toEqual({
		status: 400,
		body: { error: 'invalid_request', error_description: code },
	});
	expect(await isAlive(session)).toBe(true);
});

test('while Apple is switched off there is nothing', async () => {
	await world.scene.configure({ Accounts_OAuth_Apple: false });
	expect((await notify({ payload: await sign('consent-revoked', 'ada') })).status).toBe(400);
	await world.scene.configure({ Accounts_OAuth_Apple: true });
});
