import { customProvider } from '../../../../src/providers/custom';
import { CookieJar, goThrough } from '../../support/browser';
import { codeOf } from '../../support/loginError';
import type { Answer } from '../../support/transport';
import type { World } from '../../support/workspace';
import { readyWorkspace } from '../../support/workspace';

const prefix = 'Accounts_OAuth_Custom-Forum';
const forum = customProvider('Forum');
const url = 'https://forum.example.com';
const token: Answer = { body: { access_token: 'access+/=', token_type: 'bearer' } };

interface Setup {
	readonly settings?: Readonly<Record<string, unknown>>;
	/** By path. */
	readonly answers?: Readonly<Record<string, Answer>>;
}

/** A workspace with a custom provider of plain OAuth 2.0, whose person has the id 7 unless said otherwise. */
function workspace({ settings = {}, answers = {} }: Setup): World {
	const all: Record<string, Answer> = {
		'/oauth/token': token,
		'/me': { body: { id: 7, username: 'alice' } },
		...answers,
	};
	const world = readyWorkspace((_request, { pathname }) => all[pathname] ?? { status: 404 });
	const named = Object.entries(settings).map(([name, value]) => [prefix + name, value]);
	world.appSettings.change({
		...{ Accounts_OAuth_Custom: 'forum', [prefix]: true, [`${prefix}-url`]: url },
		...{ [`${prefix}-id`]: 'client', [`${prefix}-secret`]: 'secret', ...Object.fromEntries(named) },
	});
	return world;
}

const asked = ({ transport }: World) =>
	transport.requests.filter(({ url: to }) => new URL(to).host !== '127.0.0.1:3000' && !to.startsWith('https://chat.'));

test('the code for a token, the token for the identity, and the account of that id', async () => {
	const world = workspace({});
	expect(await goThrough(world, forum)).toMatchObject({ kind: 'signedIn' });
	const [exchange, identity, ...more] = asked(world);
	expect(more).toEqual([]);
	expect([exchange!.method, exchange!.url]).toEqual(['POST', `${url}/oauth/token`]);
	const form = new URLSearchParams(exchange!.body);
	expect(Object.fromEntries(form)).toMatchObject({
		grant_type: 'authorization_code',
		code: 'code',
		client_id: 'client',
	});
	expect(form.get('code_verifier')).toMatch(/^[\w-]{43}$/);
	expect([identity!.method, identity!.url]).toEqual(['GET', `${url}/me`]);
	expect(identity!.headers).toMatchObject({ authorization: 'Bearer access+/=' });

	const again = await goThrough(world, forum, { code: 'other' });
	expect(again).toMatchObject({ session: { userId: world.core.users[0]!.id } });
	expect(world.core.users).toHaveLength(1);
});

test.each<[string, unknown, string | null]>([
	['header', 'header', null],
	['payload', 'payload', 'access+/='],
	['default', 'default', null],
])('the access token goes along as "%s"', async (_name, value, inQuery) => {
	const world = workspace({ settings: { '-identity_token_sent_via': value, '-access_token_param': 'oauth_token' } });
	await goThrough(world, forum);
	const { url: to, headers } = asked(world)[1]!;
	expect(new URL(to).searchParams.get('oauth_token')).toBe(inQuery);
	expect(headers!.authorization).toBe(inQuery === null ? 'Bearer access+/=' : undefined);
});

test.each<[string, boolean, boolean]>([
	['header', true, false],
	['payload', false, true],
])('the secret goes along in the %s, and nowhere else', async (via, inHeader, inForm) => {
	const world = workspace({ settings: { '-token_sent_via': via } });
	await goThrough(world, forum);
	const { headers, body } = asked(world)[0]!;
	expect([headers!.authorization !== undefined, body!.includes('secret')]).toEqual([inHeader, inForm]);
});

test.each<[string, Record<string, Answer>, string]>([
	['no token', { '/oauth/token': { body: { token_type: 'bearer' } } }, 'token_response_invalid'],
	[
		'a code that it does not know',
		{ '/oauth/token': { status: 400, body: { error: 'invalid_grant' } } },
		'code_refused',
	],
	['an identity without an id', { '/me': { body: { username: 'alice' } } }, 'subject_missing'],
	['a guest', { '/me': { body: { id: 0, username: 'guest' } } }, 'subject_missing'],
	['a list for an id', { '/me': { body: { id: [7], username: 'alice' } } }, 'subject_missing'],
	['an error', { '/me': { status: 401, body: { error: 'invalid_token' } } }, 'userinfo_failed'],
	['an error that calls itself a success', { '/me': { body: { error: 'invalid_token', id: 7 } } }, 'userinfo_failed'],
	['a page', { '/me': { body: '<html>Welcome</html>' } }, 'userinfo_failed'],
	['a list', { '/me': { body: [{ id: 7 }] } }, 'userinfo_failed'],
])('nobody gets in with %s', async (_name, answers, code) => {
	const world = workspace({ answers });
	expect(await codeOf(goThrough(world, forum))).toBe(code);
	expect(world.core.sessions).toEqual([]);
});

test('an id_token that comes along proves nothing', async () => {
	const body = { access_token: 'a', token_type: 'bearer', id_token: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiI5OSJ9.' };
	const world = workspace({ answers: { '/oauth/token': { body } } });
	await goThrough(world, forum);
	expect(world.store.dump()).toContain('\\"subject\\":\\"7\\"');
});

describe('an address that is a document of its own', () => {
	const answers = (emails: Answer): Record<string, Answer> => ({
		'/login/oauth/access_token': token,
		'/user': { body: { id: 7, login: 'octo', name: 'Octo', email: 'public@good.com' } },
		'/user/emails': emails,
	});
	const settings = { '-preset': 'github', '-url': '' };
	const primary = { email: 'octo@good.com', primary: true };

	test.each<[string, Answer, string | undefined]>([
		['is taken where it is verified', { body: [{ ...primary, verified: true }] }, 'octo@good.com'],
		['is not told where it is not', { body: [{ ...primary, verified: false }] }, undefined],
		['is not told where nothing says so', { body: [primary] }, undefined],
		['is not told where none is primary', { body: [{ email: 'octo@good.com', verified: true }] }, undefined],
		['is not told by an error', { status: 403, body: [{ ...primary, verified: true }] }, undefined],
		['is not told by a page', { body: '<html>' }, undefined],
		['is not told where there is no such document', { status: 404 }, undefined],
	])('%s', async (_name, emails, email) => {
		const world = workspace({ settings, answers: answers(emails) });
		await goThrough(world, forum);
		expect(world.core.users).toMatchObject([{ username: 'octo', email }]);
	});

	test('is asked for once, with the token in the header, and not at all for somebody who was here before', async () => {
		const world = workspace({ settings, answers: answers({ body: [{ ...primary, verified: true }] }) });
		const emails = () => asked(world).filter(({ url: to }) => to === 'https://api.github.com/user/emails');
		const jar = new CookieJar();
		await goThrough(world, forum, undefined, jar);
		expect(emails().map(({ headers }) => headers!.authorization)).toEqual(['Bearer access+/=']);
		await goThrough(world, forum, undefined, jar);
		expect(emails()).toHaveLength(1);
	});
});
