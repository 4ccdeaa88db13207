import type { Outcome } from '../../../src/sign-in/outcome';
import { resumeRateLimited } from '../../../src/sign-in/resume';
import { rateLimitedCookie, suspensionLifetime } from '../../../src/sign-in/suspended';
import { customProvider } from '../../../src/providers/custom';
import { browser, CookieJar, goThrough } from '../support/browser';
import { codeOf } from '../support/loginError';
import type { World } from '../support/workspace';
import { readyWorkspace, siteUrl } from '../support/workspace';

const forum = customProvider('Forum');
const alice = { id: 1, username: 'alice', name: 'Alice', email: 'alice@good.com', email_verified: true };
const page = `${siteUrl}/channel/general`;
const asking = (target: string) => ({ purpose: { kind: 'signIn', style: 'redirect', target } as const });

/** Somebody whom their provider has vouched for, and who was told to wait. */
async function waiting(identity: object = alice, target: string = page, settings: object = {}) {
	const world = readyWorkspace((_request, { pathname }) => ({
		body: pathname === '/oauth/token' ? { access_token: 'access', token_type: 'bearer' } : identity,
	}));
	const prefix = 'Accounts_OAuth_Custom-Forum';
	world.appSettings.change({
		...{ Accounts_OAuth_Custom: 'forum', [prefix]: true, [`${prefix}-url`]: 'https://forum.example.com' },
		...{ [`${prefix}-id`]: 'client', [`${prefix}-secret`]: 'secret', [`${prefix}-allow_link`]: 'no' },
	});
	world.appSettings.change(
		Object.fromEntries(Object.entries(settings).map(([id, value]) => [`${prefix}-${id}`, value])),
	);
	world.core.limited = true;
	const jar = new CookieJar();
	const outcome = await goThrough(world, forum, undefined, jar, asking(target));
	if (outcome.kind !== 'rateLimited') throw new Error('not told to wait');
	world.core.limited = false;
	return { world, jar, outcome, id: outcome.id };
}

const again = async ({ ports }: World, jar: CookieJar, id: unknown): Promise<Outcome> => {
	const outcome = await resumeRateLimited(id, browser(jar), ports);
	jar.keep(outcome.setCookies);
	return outcome;
};
const asked = ({ transport }: World): number =>
	transport.requests.filter(({ url }) => url.startsWith('https://forum.example.com')).length;

test('who has to wait is told for how long, and keeps what was proven, and nothing of the attempt', async () => {
	const { outcome, jar, id } = await waiting();
	expect(outcome).toMatchObject({ kind: 'rateLimited', seconds: 10 });
	expect(jar.names).toEqual([rateLimitedCookie(id)]);
	expect(jar.header).not.toMatch(/alice|forum/i);
});

test('they get in later, as they would have at once, and the provider is not asked again', async () => {
	const { world, jar, id } = await waiting();
	const before = asked(world);
	expect(await again(world, jar, id)).toMatchObject({
		...{ kind: 'signedIn', style: 'redirect', returnPath: '/channel/general' },
		session: world.core.sessions[0],
	});
	expect(world.core.users).toMatchObject([{ username: 'alice', name: 'Alice', email: 'alice@good.com' }]);
	expect([asked(world), jar.names]).toEqual([before, []]);
});

test('their groups are kept as far as they matter, also of somebody who was here before', async () => {
	const rooms = { map_channels: true, groups_channel_map: '{"staff":"team"}', create_rooms: true };
	const { world, jar, id } = await waiting({ ...alice, groups: ['staff', 'chess'] }, page, rooms);
	expect(await again(world, jar, id)).toMatchObject({ kind: 'signedIn' });
	const { rooms: inWorkspace } = world.ports;
	expect(await inWorkspace.join('team', 'bob')).toBe(true);

	world.core.limited = true;
	const later = new CookieJar();
	world.appSettings.change({ 'Accounts_OAuth_Custom-Forum-groups_channel_map': '{"chess":"board"}' });
	const outcome = await goThrough(world, forum, undefined, later, asking(page));
	world.core.limited = false;
	expect(await inWorkspace.join('board', 'bob')).toBe(false);
	await again(world, later, outcome.kind === 'rateLimited' && outcome.id);
	expect(await inWorkspace.join('board', 'bob')).toBe(true);
});

test('the cookie of one turn is used up by it, also by somebody who has kept a copy', async () => {
	const { world, jar, id } = await waiting();
	const copy = browser(jar);
	await again(world, jar, id);
	expect(await codeOf(resumeRateLimited(id, copy, world.ports))).toBe('state_used');
	expect(world.core.sessions).toHaveLength(1);
});

test('one cookie, used many times at once, is worth one session', async () => {
	const { world, jar, id } = await waiting();
	await Promise.allSettled([1, 2, 3].map(() => resumeRateLimited(id, browser(jar), world.ports)));
	expect(world.core.sessions).toHaveLength(1);
});

test('at the limit they wait on, turn after turn, and no longer than at first', async () => {
	const { world, jar, id } = await waiting();
	world.core.limited = true;
	for (let turn = 1; turn <= 3; turn += 1) {
		const { header } = jar;
		world.clock.time += 100_000;
		expect(await again(world, jar, id)).toMatchObject({ kind: 'rateLimited', id });
		expect(jar.header).not.toBe(header);
		expect(await codeOf(resumeRateLimited(id, { cookies: header, clientAddress: undefined }, world.ports))).toBe(
			'state_used',
		);
	}
	world.clock.time += suspensionLifetime * 1000 - 300_000;
	expect(await codeOf(again(world, jar, id))).toBe('state_expired');
});

test.each<[string, Record<string, unknown>, string]>([
	['was switched off', { 'Accounts_OAuth_Custom-Forum': false }, 'provider_disabled'],
	['was removed', { Accounts_OAuth_Custom: '' }, 'provider_unknown'],
	['is another server now', { 'Accounts_OAuth_Custom-Forum-url': 'https://other.example.com' }, 'attempt_stale'],
	['has another client', { 'Accounts_OAuth_Custom-Forum-id': 'other' }, 'attempt_stale'],
])('nobody gets in by waiting when, meanwhile, their provider %s', async (_name, settings, code) => {
	const { world, jar, id } = await waiting();
	world.appSettings.change(settings);
	expect(await codeOf(again(world, jar, id))).toBe(code);
	expect(world.core.sessions).toEqual([]);
});

test('nor when registration was closed meanwhile', async () => {
	const { world, jar, id } = await waiting();
	world.serverSettings.change({ Accounts_Registration_AuthenticationServices_Enabled: false });
	expect(await codeOf(again(world, jar, id))).toBe('registration_closed');
	expect(world.core.users).toEqual([]);
});

test.each<[string, (header: string, world: World, id: string) => Promise<[unknown, unknown]>]>([
	['without a cookie', async (_header, _world, id) => [undefined, id]],
	["with another attempt's name", async (header) => [header, 'mnopqrstuvwx']],
	['with a list for a name', async (header, _world, id) => [header, [id]]],
	['without a name', async (header) => [header, null]],
	['with the cookie there twice', async (header, _world, id) => [`${header}; ${header}`, id]],
	['with a cookie cut short', async (header, _world, id) => [header.slice(0, -1), id]],
	[
		'with a sealed value that is for something else',
		async (_header, { sealer }, id) => [`${rateLimitedCookie(id)}=${await sealer.seal('attempt', { id }, 600)}`, id],
	],
])('nobody gets in %s', async (_name, arrange) => {
	const { world, jar, id } = await waiting();
	const [cookies, attempt] = await arrange(jar.header, world, id);
	expect(await codeOf(resumeRateLimited(attempt, { cookies, clientAddress: undefined }, world.ports))).toBe(
		'state_foreign',
	);
	expect(world.core.sessions).toEqual([]);
});

test.each([
	['in ASCII', 'x'],
	['in another script', '名'],
])('what can be known about somebody fits into a cookie, %s', async (_name, letter) => {
	const identity = {
		...{ id: letter.repeat(255), username: letter.repeat(255), name: letter.repeat(120) },
		...{ email: `${'e'.repeat(64)}@${'d.'.repeat(90)}com`, email_verified: true },
		picture: `https://a.example.com/${'a'.repeat(2000)}`,
	};
	const { jar, id } = await waiting(identity, `/${'p'.repeat(1000)}`);
	// RFC 6265 §6.1: browsers keep 4096 bytes of name, value and attributes.
	expect(`${jar.header}; Path=/; Max-Age=900; Secure; HttpOnly; SameSite=Lax`.length).toBeLessThan(4096);
	expect(jar.names).toEqual([rateLimitedCookie(id)]);
});
