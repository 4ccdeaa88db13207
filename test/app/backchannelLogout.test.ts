import { until } from '../workspace/testing/until';
import { Browser } from './support/browser';
import type { Answer } from './support/browser';
import type { Session } from './support/page';
import { Scene } from './support/scene';

const event = 'http://schemas.openid.net/event/backchannel-logout';
const type = { typ: 'logout+jwt' };

let scene: Scene;
beforeAll(async () => {
	scene = await Scene.setUp({ workspace: { rateLimit: true }, settings: { Accounts_OAuth_Okta_logout: true } });
	await scene.settle();
});
afterAll(() => scene.stop());

let reports = 0;
function claims(changed: Record<string, unknown> = {}): object {
	reports += 1;
	const { issuer: iss, clientId: aud } = scene.provider;
	const iat = Math.floor(Date.now() / 1000);
	return {
		iss,
		aud,
		sub: 'robin-1',
		iat,
		exp: iat + 120,
		jti: `report-${reports}`,
		events: { [event]: {} },
		...changed,
	};
}

const send = (token: string, provider = 'okta'): Promise<Answer> =>
	new Browser().request(scene.url(`backchannel-logout/${provider}`), {
		method: 'POST',
		body: new URLSearchParams({ logout_token: token }),
	});
/** The answer, and then what the app does when it has answered. */
async function report(changed?: Record<string, unknown>, header: object = type): Promise<Answer> {
	const answer = await send(await scene.provider.sign(claims(changed), header));
	await scene.settle();
	return answer;
}

/** The tokens of sessions that somebody has, the app's own included. */
const tokensOf = (name: string): unknown[] =>
	[...scene.workspace.store.users.values()].find(({ username }) => username === name)?.services.resume?.loginTokens ??
	[];

const isAlive = async (session: Session): Promise<boolean> => (await scene.me(session)).status === 200;
const signIn = (): Promise<Session> => scene.expectSignedIn(scene.signIn(), { username: 'robin' });

/** Nobody's sessions and nobody's account have changed. */
async function expectRefused(answer: Answer, code: string, session: Session): Promise<void> {
	expect({ status: answer.status, body: JSON.parse(answer.body) as unknown }).toEqual({
		status: 400,
		body: { error: 'invalid_request', error_description: code },
	});
	expect(answer.headers.get('cache-control')).toBe('no-store');
	expect(await isAlive(session)).toBe(true);
}

/** Core's limit is about one test: what it puts off is done in a later run of the job. */
beforeEach(() => scene.workspace.rateLimiter.reset());

test('a sign-out at the provider ends every session of the person, and nobody else’s', async () => {
	const sessions = [await signIn(), await signIn()];
	scene.provider.set({ claims: { sub: 'other', preferred_username: 'other', email: 'other@example.com' } });
	const other = await scene.expectSignedIn(scene.signIn(), { username: 'other' });
	scene.provider.set({});
	const { status, headers } = await report();
	expect({ status, cache: headers.get('cache-control') }).toEqual({ status: 200, cache: 'no-store' });
	expect(await Promise.all([...sessions, other].map(isAlive))).toEqual([false, false, true]);
	// Not even the one by which it was done is left.
	expect(tokensOf('robin')).toEqual([]);
	await signIn();
});

test('forty people in a row are signed out, under core\u2019s limit, and no session of the app\u2019s own is left', async () => {
	const people = Array.from({ length: 40 }, (_, index) => `crowd-${index}`);
	for (const [index, name] of people.entries()) {
		scene.provider.set({ claims: { sub: name, preferred_username: name, email: `${name}@example.com` } });
		await scene.expectSignedIn(scene.signIn(new Browser({ address: `203.0.113.${index}` })), { username: name });
	}
	scene.provider.set({});
	scene.workspace.rateLimiter.reset();
	const answers: number[] = [];
	for (const sub of people) answers.push((await send(await scene.provider.sign(claims({ sub }), type))).status);
	expect(new Set(answers)).toEqual(new Set([200]));
	await scene.settle();
	expect(people.filter((name) => tokensOf(name).length > 0)).toEqual([]);
});

test('one token twelve times at once is answered twelve times, and followed', async () => {
	await signIn();
	const token = await scene.provider.sign(claims(), type);
	const answers = await Promise.all(Array.from({ length: 12 }, () => send(token)));
	expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200));
	await scene.settle();
	expect(tokensOf('robin')).toEqual([]);
});

test.each<[string, object]>([
	['typed as a JWT', { typ: 'JWT' }],
	['not typed', {}],
])('a logout token that is %s is one', async (_, header) => {
	const session = await signIn();
	expect((await report({}, header)).status).toBe(200);
	// On a busy machine core may be too slow for the first try.
	await until(async () => {
		await scene.settle();
		return !(await isAlive(session));
	});
});

test('personal access tokens stay', async () => {
	const session = await signIn();
	const answer = await new Browser().request(`${scene.workspace.url}/api/v1/users.generatePersonalAccessToken`, {
		method: 'POST',
		headers: {
			...{ 'x-user-id': session.userId, 'x-auth-token': session.token },
			'content-type': 'application/json',
		},
		body: JSON.stringify({ tokenName: 'mine' }),
	});
	const { token } = JSON.parse(answer.body) as { token: string };
	await report();
	expect(await isAlive(session)).toBe(false);
	expect(await isAlive({ userId: session.userId, token })).toBe(true);
});

test('one that comes again ends nothing that was begun since', async () => {
	const token = await scene.provider.sign(claims(), type);
	await signIn();
	expect((await send(token)).status).toBe(200);
	await scene.settle();
	const later = await signIn();
	expect((await send(token)).status).toBe(200);
	await scene.settle();
	expect(await isAlive(later)).toBe(true);
});

test('about somebody who was never here is answered, and changes nothing', async () => {
	const session = await signIn();
	const before = structuredClone(scene.accounts());
	expect((await report({ sub: 'nobody' })).status).toBe(200);
	expect(scene.accounts()).toEqual(before);
	expect(await isAlive(session)).toBe(true);
});

describe('is refused', () => {
	const past = Math.floor(Date.now() / 1000) - 3600;

	test.each<[string, Record<string, unknown>, string]>([
		['without its event', { events: {} }, 'id_token_invalid'],
		['with an event that is no object', { events: { [event]: true } }, 'id_token_invalid'],
		['with a nonce, as an ID token has one', { nonce: 'n' }, 'id_token_invalid'],
		['about a session alone', { sub: undefined, sid: 's' }, 'id_token_invalid'],
		['without an id of its own', { jti: undefined }, 'id_token_invalid'],
		['of another issuer', { iss: 'https://evil.example' }, 'id_token_issuer'],
		['for another client', { aud: 'another' }, 'id_token_audience'],
		['that has expired', { iat: past, exp: past + 120 }, 'id_token_expired'],
		['that is old, and never expires', { iat: past, exp: undefined }, 'id_token_expired'],
		['from the future', { iat: past + 7200, exp: past + 7300 }, 'id_token_expired'],
	])('one %s', async (_, changed, code) => {
		const session = await signIn();
		await expectRefused(await report(changed), code, session);
	});

	test.each<[string, (token: string) => string, string]>([
		['whose signature is another’s', (token) => `${token.slice(0, -4)}AAAA`, 'id_token_signature'],
		['without a signature', (token) => `${token.split('.').slice(0, 2).join('.')}.`, 'id_token_invalid'],
		['that is none', () => 'x', 'id_token_invalid'],
		['that is empty', () => '', 'id_token_invalid'],
	])('one %s', async (_, change, code) => {
		const session = await signIn();
		await expectRefused(await send(change(await scene.provider.sign(claims(), type))), code, session);
	});

	test('one of another type', async () => {
		const session = await signIn();
		await expectRefused(await report({}, { typ: 'at+jwt' }), 'id_token_invalid', session);
	});

	test('one for a provider that does not exist', async () => {
		const session = await signIn();
		await expectRefused(await send(await scene.provider.sign(claims(), type), 'nobody'), 'provider_disabled', session);
	});

	test('any, while the admin has not switched it on', async () => {
		await scene.configure({ Accounts_OAuth_Okta_logout: false });
		const session = await signIn();
		await expectRefused(await report(), 'provider_disabled', session);
		await scene.configure({ Accounts_OAuth_Okta_logout: true });
	});
});

test('by GET there is nothing', async () => {
	expect((await new Browser().request(scene.url('backchannel-logout/okta'))).status).toBe(405);
});

test('where the admin wants it, the account is switched off, or not connected any more', async () => {
	await scene.configure({ Accounts_OAuth_Okta_event_actions: 'sign-out=link' });
	scene.provider.set({ claims: { sub: 'mover', preferred_username: 'mover', email: 'mover@example.com' } });
	await scene.expectSignedIn(scene.signIn(), { username: 'mover' });
	await report({ sub: 'mover' });
	expect(tokensOf('mover')).toEqual([]);
	await scene.expectConfirm(() => scene.signIn());
	scene.provider.set({ claims: { sub: 'leaver', preferred_username: 'leaver', email: 'leaver@example.com' } });
	await scene.configure({ Accounts_OAuth_Okta_event_actions: 'sign-out=deactivate' });
	await scene.expectSignedIn(scene.signIn(), { username: 'leaver' });
	await report({ sub: 'leaver' });
	await scene.expectRefusal('account_disabled', () => scene.signIn());
});
