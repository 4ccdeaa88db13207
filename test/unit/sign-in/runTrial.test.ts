import { readOnly } from '../../../src/sign-in/readOnly';
import type { Outcome } from '../../../src/sign-in/outcome';
import { customProvider } from '../../../src/providers/custom';
import { CookieJar, goThrough } from '../support/browser';
import { codeOf } from '../support/loginError';
import { portsWith } from '../support/ports';
import type { World } from '../support/workspace';
import { readyWorkspace } from '../support/workspace';

const forum = customProvider('Forum');
const prefix = 'Accounts_OAuth_Custom-Forum';
const alice = { id: 1, username: 'alice', name: 'Alice', email: 'alice@good.com', email_verified: true };

/** A provider that is set up, and not switched on yet. */
function world(answer: { status?: number; body: object } = { body: alice }): World {
	const ready = readyWorkspace((_request, { pathname }) =>
		pathname === '/oauth/token' ? { body: { access_token: 'access', token_type: 'bearer' } } : answer,
	);
	ready.appSettings.change({
		...{ Accounts_OAuth_Custom: 'forum', [prefix]: false, [`${prefix}-url`]: 'https://forum.example.com' },
		...{ [`${prefix}-id`]: 'client', [`${prefix}-secret`]: 'secret' },
	});
	return ready;
}

const tried = async (ready: World, params?: Record<string, unknown>): Promise<Extract<Outcome, { kind: 'tried' }>> => {
	const outcome = await goThrough(ready, forum, params, new CookieJar(), { purpose: { kind: 'trial' } });
	if (outcome.kind !== 'tried') throw new Error(outcome.kind);
	return outcome;
};

/** But for that the attempt is used up, and which instance of the provider it was. */
const written = ({ store }: World): number => store.count() - store.count('used') - store.count('instance');

test('of a provider that is not switched on it tells what it said, who that is, and what would become of them', async () => {
	const ready = world();
	const { report } = await tried(ready);
	expect(report).toMatchObject({
		documents: [{ from: 'identity', claims: alice }],
		identity: { subject: '1', username: 'alice', email: 'alice@good.com', emailVerified: true },
		decision: { kind: 'create', username: 'alice' },
	});
	expect([ready.core.users, ready.core.sessions]).toEqual([[], []]);
});

test('it leaves nothing behind that a real one could find', async () => {
	const ready = world();
	await tried(ready);
	const keys = written(ready);
	await tried(ready);
	expect(written(ready)).toBe(keys);
	ready.appSettings.change({ [prefix]: true });
	expect(await goThrough(ready, forum)).toMatchObject({ kind: 'signedIn' });
});

test.each<[string, (ready: World) => void, object]>([
	['somebody who has an account', ({ core }) => core.has('alice'), { kind: 'confirm', reason: 'username_taken' }],
	[
		'a workspace that is closed',
		({ serverSettings }) => serverSettings.change({ Accounts_Registration_AuthenticationServices_Enabled: false }),
		{ kind: 'confirm', reason: 'registration_closed' },
	],
	[
		'a group that is asked for',
		({ appSettings }) => appSettings.change({ [`${prefix}-required_group`]: 'staff' }),
		{ kind: 'refuse', code: 'group_required' },
	],
	[
		'an approval',
		({ appSettings }) => appSettings.change({ [`${prefix}-approval`]: true }),
		{ kind: 'awaitApproval', username: 'alice' },
	],
])('%s changes what is said', async (_name, arrange, expected) => {
	const ready = world();
	arrange(ready);
	expect((await tried(ready)).report.decision).toMatchObject(expected);
});

test('somebody who is linked would be signed in, and is described all the same', async () => {
	const ready = world();
	ready.appSettings.change({ [prefix]: true });
	await goThrough(ready, forum);
	const sessions = ready.core.sessions.length;
	const { report } = await tried(ready);
	expect(report).toMatchObject({ decision: { kind: 'signIn' }, identity: { name: 'Alice' } });
	expect(ready.core.sessions).toHaveLength(sessions);
});

test.each<[string, { status?: number; body: object }, Record<string, unknown> | undefined, string]>([
	['what the provider refuses', { body: alice }, { error: 'access_denied' }, 'access_denied'],
	['an identity without an id', { body: { ...alice, id: null } }, undefined, 'subject_missing'],
	['an identity endpoint that fails', { status: 500, body: {} }, undefined, 'userinfo_failed'],
])('%s is the report', async (_name, answer, params, code) => {
	const { report } = await tried(world(answer), params);
	expect(report).toMatchObject({ failure: { code } });
	expect(report.decision).toBeUndefined();
});

test('a real sign-in with a provider that is off is refused as before', async () => {
	expect(await codeOf(goThrough(world(), forum))).toBe('provider_disabled');
});

test('whoever only looks can write nothing', async () => {
	const ports = portsWith();
	const { store, serverSettings } = readOnly(ports);
	await expect(store.add('key', {})).rejects.toThrow();
	await expect(store.remove('key')).rejects.toThrow();
	await expect(serverSettings.set('Site_Name', 'x')).rejects.toThrow();
	expect(await serverSettings.get('Site_Name')).toBe('Example');
	expect(await store.all('key')).toEqual([]);
});
