import type { Finished } from '../../../src/sign-in/signIn';
import { askAdmin, confirm, openConfirmation } from '../../../src/sign-in/resume';
import { confirmationCookie } from '../../../src/sign-in/suspended';
import { customProvider } from '../../../src/providers/custom';
import { askSetting } from '../../../src/settings/people';
import { browser, CookieJar, goThrough } from '../support/browser';
import { codeOf } from '../support/loginError';
import { readyWorkspace } from '../support/workspace';
import type { Choice } from '../../../src/accounts/applicant';

const forum = customProvider('Forum');
const prefix = 'Accounts_OAuth_Custom-Forum';
const bob = { id: 1, username: 'bob', name: 'Bob', email: 'bob@good.com', email_verified: true };

/** Somebody whose username another account has, and who is asked about it. */
async function asked(taken: readonly string[] = ['bob']) {
	const world = readyWorkspace((_request, { pathname }) => ({
		body: pathname === '/oauth/token' ? { access_token: 'access', token_type: 'bearer' } : bob,
	}));
	world.appSettings.change({
		...{ Accounts_OAuth_Custom: 'forum', [prefix]: true, [`${prefix}-url`]: 'https://forum.example.com' },
		...{ [`${prefix}-id`]: 'client', [`${prefix}-secret`]: 'secret' },
	});
	const [account] = taken.map((username) => world.core.has(username));
	const jar = new CookieJar();
	const before = world.store.count();
	const finished = await goThrough(world, forum, undefined, jar, { style: 'redirect' });
	if (finished.kind !== 'confirm') throw new Error(finished.kind);
	const choose = async (choice: Choice): Promise<Finished> => {
		const outcome = await confirm(finished.id, choice, browser(jar), world.ports);
		jar.keep(outcome.setCookies);
		return outcome;
	};
	return { world, jar, account: account!, finished, choose, before };
}

test('who is asked keeps what was proven in a cookie, and nothing else has changed', async () => {
	const { world, jar, finished } = await asked();
	expect(finished).toMatchObject({ reason: 'username_taken', provider: { id: 'forum' } });
	expect(jar.names).toEqual([confirmationCookie(finished.id)]);
	expect(jar.header).not.toMatch(/username_taken|forum/i);
	expect([world.core.users.length, world.core.sessions.length, world.store.count('link')]).toEqual([1, 0, 0]);
	expect(await openConfirmation(finished.id, jar.header, world.ports)).toMatchObject({ reason: 'username_taken' });
});

test('with the account proven they get into it, now and the next time', async () => {
	const { world, jar, account, choose } = await asked();
	expect(await choose({ provenUserId: account.id })).toMatchObject({
		...{ kind: 'signedIn', style: 'redirect', session: { userId: account.id } },
	});
	expect(jar.names).toEqual([]);
	expect(await goThrough(world, forum)).toMatchObject({ kind: 'signedIn', session: { userId: account.id } });
	expect(world.core.users).toHaveLength(1);
});

test.each<[string[], string]>([
	[['bob'], 'bob.2'],
	[['bob', 'bob.2', 'BOB.3'], 'bob.4'],
])('where %p are not theirs, they get an account of another name: %s', async (taken, username) => {
	const { world, account, choose } = await asked(taken);
	const outcome = await choose({ anotherName: true });
	expect(outcome).toMatchObject({ kind: 'signedIn' });
	const created = world.core.users.at(-1)!;
	expect(created).toMatchObject({ username, name: 'Bob', email: 'bob@good.com' });
	expect(created.id).not.toBe(account.id);
});

test('at the limit, what they have chosen waits with them', async () => {
	const { world, jar, account, choose } = await asked();
	world.core.limited = true;
	const waiting = await choose({ provenUserId: account.id });
	expect(waiting).toMatchObject({ kind: 'wait' });
	expect(jar.names).toHaveLength(1);
});

test('a ticket is good for one choice, also for somebody who has kept a copy', async () => {
	const { world, jar, account, finished, choose } = await asked();
	const copy = browser(jar);
	await choose({ anotherName: true });
	expect(await codeOf(confirm(finished.id, { provenUserId: account.id }, copy, world.ports))).toBe('state_used');
	expect(world.core.sessions).toHaveLength(1);
});

test.each<[string, (world: Awaited<ReturnType<typeof asked>>['world']) => void, string]>([
	[
		'connecting was switched off',
		({ appSettings }) => appSettings.change({ [`${prefix}-allow_link`]: 'no' }),
		'linking_off',
	],
	['the provider was switched off', ({ appSettings }) => appSettings.change({ [prefix]: false }), 'provider_disabled'],
	['the account was switched off', ({ core }) => (core.users[0]!.active = false), 'account_disabled'],
	['it is late', ({ clock }) => (clock.time += 901_000), 'state_expired'],
])('nobody is linked when meanwhile %s', async (_name, change, code) => {
	const { world, account, choose } = await asked();
	change(world);
	expect(await codeOf(choose({ provenUserId: account.id }))).toBe(code);
	expect([world.core.sessions, world.store.count('link')]).toEqual([[], 0]);
});

test.each<[string, (header: string, id: string) => [unknown, unknown]]>([
	['without a cookie', (_header, id) => [undefined, id]],
	['with another attempt', (header) => [header, 'mnopqrstuvwx']],
	['with the cookie of one who waits', (header, id) => [header.replace('-confirm-', '-wait-'), id]],
])('nobody is linked %s', async (_name, arrange) => {
	const { world, jar, account, finished } = await asked();
	const [cookies, id] = arrange(jar.header, finished.id);
	const outcome = confirm(id, { provenUserId: account.id }, { cookies, clientAddress: undefined }, world.ports);
	expect(await codeOf(outcome)).toBe('state_foreign');
});

describe('whoever can’t prove the account', () => {
	const ask = ({ world, jar, finished }: Awaited<ReturnType<typeof asked>>) =>
		askAdmin(finished.id, jar.header, world.ports);

	test('may ask an admin, where people may: nobody is linked by that', async () => {
		const one = await asked();
		one.world.appSettings.change({ [askSetting]: true });
		await expect(ask(one)).resolves.toMatchObject({
			...{ kind: 'awaitApproval', request: { wish: 'connect', username: 'bob', email: 'b…@g….com' } },
			setCookies: [expect.stringContaining('Max-Age=0')],
		});
		expect([one.world.core.sessions, one.world.store.count('link')]).toEqual([[], 0]);
	});

	test.each<[string, (one: Awaited<ReturnType<typeof asked>>) => unknown, string]>([
		['people may not ask', ({ world }) => world.appSettings.change({ [askSetting]: false }), 'linking_off'],
		['nobody may connect', ({ world }) => world.appSettings.change({ [`${prefix}-allow_link`]: 'no' }), 'linking_off'],
		['the provider is off', ({ world }) => world.appSettings.change({ [prefix]: false }), 'provider_disabled'],
		['it is late', ({ world }) => (world.clock.time += 901_000), 'state_expired'],
	])('asks nobody where %s', async (_name, change, code) => {
		const one = await asked();
		one.world.appSettings.change({ [askSetting]: true });
		change(one);
		expect(await codeOf(ask(one))).toBe(code);
		expect(one.world.store.count('request')).toBe(0);
	});
});
