import { beginAdminVisit, openAdminVisit } from '../../../src/features/admin/adminVisit';
import { confirm as confirmCommand } from '../../../src/features/proof/confirmCommand';
import { beginVisit } from '../../../src/features/proof/beginVisit';
import { Visits } from '../../../src/browser/visits';
import { admin, fromAdmins } from '../../../src/features/admin/adminEndpoint';
import { confirm } from '../../../src/features/login/confirmEndpoint';
import { connections } from '../../../src/features/connections/connectionsEndpoint';
import type { Handler } from '../../../src/http/endpoint';
import { confirmationCookie } from '../../../src/sign-in/suspended';
import { Links } from '../../../src/accounts/links';
import { textsFor } from '../../../src/texts/texts';
import { poseChallenge } from '../../../src/features/proof/challenge';
import { CookieJar } from '../support/browser';
import { callOf } from '../support/call';
import { codeOf } from '../support/loginError';
import { readyWorkspace } from '../support/workspace';

const acted = { status: 200 };
const adminForm: Handler = fromAdmins(async () => acted);

/** Ada, an admin, has proven who she is, for both kinds of page; an identity is connected to her account. */
async function visited() {
	const { ports, core, store, sealer, clock } = readyWorkspace();
	const { id } = core.has('ada', { roles: ['admin'] });
	const ada = (await core.byId(id))!;
	const jar = new CookieJar();
	const redeemed = { account: ada, by: 'password', setCookies: [] } as const;
	jar.keep([await beginVisit('connections', redeemed, '', ports), await beginAdminVisit(redeemed, '', ports)]);
	const links = new Links(store);
	const origin = { provider: 'p', issuer: 'https://id.example', subject: 's', linkedAt: 1 };
	await links.link({ ...origin, identity: 'i', userId: id, generation: 0 });
	const [visit, adminVisit] = [
		await new Visits(ports).open('connections', jar.header),
		await openAdminVisit(jar.header, ports),
	];
	const post = (form: Handler, content: object, headers: object = {}) =>
		form(callOf({ content, headers: { cookie: jar.header, ...headers } as Record<string, string> }, ports));
	/** For a page of the admin's, proven by Ada. */
	const prove = async (next?: unknown) => {
		const { nonce, setCookies } = await poseChallenge('admin', jar.header, ports);
		jar.keep(setCookies);
		const texts = textsFor(undefined, undefined);
		await confirmCommand.run({ args: [nonce], caller: ada, typed: false, texts, ports });
		return post(admin.post!, { nonce, next });
	};
	const isLinked = async () => (await links.find('i')).link !== undefined;
	const tokens = { own: visit!.token, admin: adminVisit!.token };
	return { ports, core, clock, sealer, jar, post, prove, isLinked, tokens, userId: id };
}

test('what the pages themselves post is done', async () => {
	const { post, isLinked, tokens } = await visited();
	expect(await post(connections.post!, { action: 'remove', link: 'i', token: tokens.own })).toMatchObject({
		status: 303,
	});
	expect(await isLinked()).toBe(false);
	expect(await post(adminForm, { token: tokens.admin })).toBe(acted);
});

type World = Awaited<ReturnType<typeof visited>>;

describe.each<[string, (world: World, token: unknown, headers?: object) => Promise<unknown>, 'own' | 'admin']>([
	[
		'connected accounts',
		({ post }, token, headers) => post(connections.post!, { action: 'remove', link: 'i', token }, headers),
		'own',
	],
	['admins', ({ post }, token, headers) => post(adminForm, { token }, headers), 'admin'],
])('the form of %s', (_name, send, kind) => {
	test.each(['cross-site', 'same-site', 'none'])('does nothing for a page elsewhere (%s)', async (site) => {
		const world = await visited();
		const outcome = send(world, world.tokens[kind], { 'sec-fetch-site': site });
		expect(await codeOf(outcome)).toBe('request_foreign');
		expect(await world.isLinked()).toBe(true);
	});

	test.each([undefined, '', 'x', {}, ['x']])('does nothing with %j for the secret of the page', async (token) => {
		const world = await visited();
		expect(await codeOf(send(world, token))).toBe('proof_expired');
		expect(await world.isLinked()).toBe(true);
	});

	test('does nothing with the secret of the other page', async () => {
		const world = await visited();
		expect(await codeOf(send(world, world.tokens[kind === 'own' ? 'admin' : 'own']))).toBe('proof_expired');
	});

	test('does nothing in a browser in which nobody has proven anything', async () => {
		const world = await visited();
		expect(await codeOf(send(world, world.tokens[kind], { cookie: '' }))).toBe('proof_expired');
		expect(await codeOf(send(world, undefined, { cookie: '' }))).toBe('proof_expired');
	});
});

test.each<[string, (world: World) => unknown]>([
	['is no admin any more', ({ core }) => (core.users[0]!.roles = ['user'])],
	['is switched off', ({ core }) => (core.users[0]!.active = false)],
	['is a bot since', ({ core }) => (core.users[0]!.kind = 'machine')],
	['is gone', ({ core, userId }) => core.delete(userId)],
])('whoever %s does nothing as an admin, and does not become one again', async (_name, change) => {
	const world = await visited();
	const account = (await world.core.byId(world.userId))!;
	change(world);
	expect(await codeOf(world.post(adminForm, { token: world.tokens.admin }))).toBe('admin_required');
	// The visit is over: it does not come back with the role.
	expect(await codeOf(world.post(adminForm, { token: world.tokens.admin }))).toBe('proof_expired');
	const now = (await world.core.byId(world.userId)) ?? { ...account, roles: [] };
	expect(await codeOf(beginAdminVisit({ account: now, by: 'session', setCookies: [] }, '', world.ports))).toBe(
		'admin_required',
	);
});

test.each([
	[1799, true],
	[1801, false],
])('%i seconds after the proof an admin is known -> %p', async (seconds, isKnown) => {
	const { clock, ports, jar } = await visited();
	clock.time += seconds * 1000;
	expect((await openAdminVisit(jar.header, ports)) !== undefined).toBe(isKnown);
});

test.each<[unknown, string]>([
	['admin', 'admin'],
	['try/okta', 'try/okta'],
	['//evil.example', 'admin'],
	['https://evil.example', 'admin'],
	['../../../evil', 'admin'],
	['try/../../../../evil', 'admin'],
	['try/okta\r\nset-cookie: a=b', 'admin'],
	['admin\n', 'admin'],
	[['try/okta'], 'admin'],
	[undefined, 'admin'],
])('who has proven to be an admin and asked for %j goes on to %s', async (next, page) => {
	const { prove, ports } = await visited();
	expect((await prove(next)).headers).toMatchObject({ location: `${ports.appPath}/${page}` });
});

describe('the page that asks for an account', () => {
	async function asked(identity: object) {
		const world = await visited();
		const cookie = `${confirmationCookie('abc')}=${await world.sealer.seal('confirm', { id: 'abc', provider: 'okta', identity, reason: 'email_taken' }, 60)}`;
		return { ...world, cookie };
	}

	test('takes no answer from a page elsewhere', async () => {
		const { post, cookie } = await asked({});
		const content = { attempt: 'abc', choice: 'another_name' };
		expect(await codeOf(post(confirm.post!, content, { cookie, 'sec-fetch-site': 'cross-site' }))).toBe(
			'request_foreign',
		);
	});

	test('says who the provider takes them for, and not the whole address', async () => {
		const { ports, cookie } = await asked({
			username: 'mallory',
			email: 'mallory@evil.example',
			emailVerified: true,
			subject: 'x',
		});
		const { content } = await confirm.get!(callOf({ query: { attempt: 'abc' }, headers: { cookie } }, ports));
		expect(content).toContain('<bdi>mallory</bdi>');
		expect(content).toContain('<bdi>m…@e….example</bdi>');
		expect(content).not.toContain('mallory@');
	});
});
