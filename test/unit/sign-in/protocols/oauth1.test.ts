import type { Attempt } from '../../../../src/sign-in/attempt';
import { startAuthorization } from '../../../../src/sign-in/startAuthorization';
import { readCookie } from '../../../../src/browser/cookies';
import { handleCallback } from '../../../../src/sign-in/handleCallback';
import { twitter } from '../../../../src/providers/sections/twitter';
import { browser, CookieJar } from '../../support/browser';
import { codeOf } from '../../support/loginError';
import { appPath } from '../../support/ports';
import type { Answer } from '../../support/transport';
import type { World } from '../../support/workspace';
import { readyWorkspace, siteUrl } from '../../support/workspace';
import { attemptCookie } from '../../../../src/browser/attemptCookie';

const x = 'https://api.x.com';
const form = (fields: Record<string, string>): Answer => ({ body: String(new URLSearchParams(fields)) });
const honest: Readonly<Record<string, Answer>> = {
	'/oauth/request_token': form({
		...{ oauth_token: 'temporary', oauth_token_secret: 'temporary-secret' },
		oauth_callback_confirmed: 'true',
	}),
	'/oauth/access_token': form({ oauth_token: 'access', oauth_token_secret: 'access-secret', user_id: '7' }),
	'/1.1/account/verify_credentials.json': {
		body: { id: 7, id_str: '7', screen_name: 'alice', name: 'Alice', email: 'alice@good.com' },
	},
};

/** An attempt that was begun with "Log in with X" over OAuth 1.0a. */
async function underWay(answers: Readonly<Record<string, Answer>> = {}) {
	const world = readyWorkspace((_request, { pathname }) => ({ ...honest, ...answers })[pathname] ?? { status: 404 });
	const prefix = 'Accounts_OAuth_Twitter';
	world.appSettings.change({
		...{ [prefix]: true, [`${prefix}_id`]: 'key', [`${prefix}_secret`]: 'secret', [`${prefix}_oauth_version`]: '1.0a' },
	});
	const jar = new CookieJar();
	const { location, setCookies } = await startAuthorization(
		{ definition: twitter, purpose: { kind: 'signIn' }, cookies: undefined },
		world.ports,
	);
	jar.keep(setCookies);
	const { oauth_callback: callback = '' } = signed(world)[0]!;
	return { world, jar, location, callback, state: new URL(callback).searchParams.get('state')! };
}

/** The parameters of each signed request, with the address that it went to. */
const signed = ({ transport }: World): Array<Record<string, string>> =>
	transport.requests
		.filter(({ url }) => url.startsWith(x))
		.map(({ method, url, headers }) => ({
			to: `${method} ${url.slice(x.length)}`,
			...Object.fromEntries(
				[...headers!.authorization!.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [
					name!,
					decodeURIComponent(value!),
				]),
			),
		}));

const comeBack = ({ world, jar, state }: Awaited<ReturnType<typeof underWay>>, params: object) =>
	handleCallback(twitter, { state, ...params }, browser(jar), world.ports);
const approved = { oauth_token: 'temporary', oauth_verifier: 'verifier' };

test('temporary credentials, consent, token credentials, identity: in this order, each signed with the last', async () => {
	const attempt = await underWay();
	expect(attempt.location).toBe(`${x}/oauth/authenticate?oauth_token=temporary`);
	expect(attempt.callback).toBe(`${siteUrl}${appPath}/callback/twitter?state=${attempt.state}`);
	expect(await comeBack(attempt, approved)).toMatchObject({ kind: 'signedIn' });
	expect(signed(attempt.world)).toMatchObject([
		{ to: 'POST /oauth/request_token' },
		{ to: 'POST /oauth/access_token', oauth_token: 'temporary', oauth_verifier: 'verifier' },
		{ to: 'GET /1.1/account/verify_credentials.json?include_email=true', oauth_token: 'access' },
	]);
	expect(signed(attempt.world)[0]).not.toHaveProperty('oauth_token');
	expect(attempt.world.core.users).toMatchObject([{ username: 'alice', name: 'Alice', email: 'alice@good.com' }]);
});

test("the temporary secret is in the browser's sealed cookie and nowhere else", async () => {
	const { world, jar, location, state } = await underWay();
	const sealed = readCookie(jar.header, attemptCookie(state.split('.')[0]!))!;
	const { temporary } = (await world.sealer.open<Attempt>('attempt', sealed)) as Attempt;
	expect(temporary).toEqual({ identifier: 'temporary', secret: 'temporary-secret' });
	expect([jar.header, location, world.store.dump()].join()).not.toContain('temporary-secret');
});

test.each<[string, object, string]>([
	['who changed their mind', { denied: 'temporary' }, 'access_denied'],
	["with another request's token", { ...approved, oauth_token: 'other' }, 'response_invalid'],
	['without a token', { oauth_verifier: 'verifier' }, 'response_invalid'],
	['without a verifier', { oauth_token: 'temporary' }, 'response_invalid'],
	['with two verifiers', { ...approved, oauth_verifier: ['a', 'b'] }, 'response_invalid'],
	['with a code of OAuth 2.0', { code: 'code' }, 'response_invalid'],
])('somebody who comes back %s: the provider is asked nothing more', async (_name, params, code) => {
	const attempt = await underWay();
	expect(await codeOf(comeBack(attempt, params))).toBe(code);
	expect(signed(attempt.world)).toHaveLength(1);
});

test('an attempt of one version does not end in the other', async () => {
	const attempt = await underWay();
	attempt.world.appSettings.change({ Accounts_OAuth_Twitter_oauth_version: '2.0' });
	expect(await codeOf(comeBack(attempt, { ...approved, code: 'code' }))).toBe('attempt_stale');
	expect(signed(attempt.world)).toHaveLength(1);
});

test.each<[string, Record<string, Answer>, string]>([
	[
		'a server of OAuth 1.0',
		{ '/oauth/request_token': form({ oauth_token: 'a', oauth_token_secret: 'b' }) },
		'token_response_invalid',
	],
	['a wrong key', { '/oauth/request_token': { status: 401, body: { errors: [{ code: 32 }] } } }, 'client_refused'],
	[
		'an unregistered callback',
		{ '/oauth/request_token': { status: 403, body: { errors: [{ code: 415 }] } } },
		'callback_not_approved',
	],
])('%s: nobody is sent anywhere', async (_name, answers, code) => expect(await codeOf(underWay(answers))).toBe(code));

test.each<[string, Record<string, Answer>, string]>([
	[
		'an access tier without it',
		{ '/1.1/account/verify_credentials.json': { status: 403, body: { errors: [{ code: 453 }] } } },
		'provider_access_tier',
	],
	[
		'somebody else than the token is of',
		{ '/1.1/account/verify_credentials.json': { body: { id_str: '8' } } },
		'userinfo_subject_mismatch',
	],
	[
		'an id that JSON can not hold',
		{ '/1.1/account/verify_credentials.json': { body: { id: 7 } } },
		'userinfo_subject_mismatch',
	],
])('nobody gets in with %s', async (_name, answers, code) => {
	const attempt = await underWay(answers);
	expect(await codeOf(comeBack(attempt, approved))).toBe(code);
	expect(attempt.world.core.sessions).toEqual([]);
});

test('who has signed in with one version keeps the account in the other', async () => {
	const attempt = await underWay({
		'/2/oauth2/token': { body: { access_token: 'access', token_type: 'bearer' } },
		'/2/users/me': { body: { data: { id: '7', username: 'alice', name: 'Alice' } } },
	});
	const { world, jar } = attempt;
	await comeBack(attempt, approved);
	world.appSettings.change({ Accounts_OAuth_Twitter_oauth_version: '2.0' });
	const { location, setCookies } = await startAuthorization(
		{ definition: twitter, purpose: { kind: 'signIn' }, cookies: undefined },
		world.ports,
	);
	jar.keep(setCookies);
	const params = { state: new URL(location).searchParams.get('state'), code: 'code' };
	const finished = await handleCallback(twitter, params, browser(jar), world.ports);
	expect(finished).toMatchObject({ kind: 'signedIn', session: { userId: world.core.users[0]!.id } });
});
