import type { AuditEntry } from '../../../src/attempts/audit';
import { Audit } from '../../../src/attempts/audit';
import { LoginError } from '../../../src/errors';
import { syncAccount } from '../../../src/sync/syncAccount';
import { Sealer } from '../../../src/browser/seal';
import { okta } from '../../../src/providers/sections/okta';
import { readProvider } from '../../../src/settings/provider';
import type { Identity } from '../../../src/identity/identity';
import { applicant, applicantWithoutProfile } from '../support/applicant';
import { CoreAccounts } from '../support/core';
import { appPath, casSettings, portsWith, workspaceSettings } from '../support/ports';
import { refused } from '../support/rest';
import { MemoryRooms } from '../support/rooms';
import { answerSelfCheck } from '../support/selfCheck';
import { MemorySettings } from '../support/settings';
import { MemoryStore } from '../support/store';
import type { Answer } from '../support/transport';
import { ScriptedTransport } from '../support/transport';
import type { Applicant } from '../../../src/accounts/applicant';

const serviceAccount = { Session_rest_user_id: 'service', Session_rest_token: 'service-token' };
const roles = [
	...['admin', 'user', 'auditor', 'guest'].map((id) => ({ _id: id, name: id, scope: 'Users' })),
	{ _id: '6501f', name: 'Team lead', scope: 'Users' },
];
const endpoints: Readonly<Record<string, Answer>> = {
	me: { body: { _id: 'service', username: 'signer', roles: ['admin'] } },
	'permissions.listAll': { body: { update: [] } },
	'users.createToken': refused('error-not-authorized', 'Not authorized'),
	login: { status: 401, body: { status: 'error', error: 'Unauthorized' } },
	'roles.list': { body: { roles } },
	'roles.getUsersInRole': { body: { users: [], total: 2 } },
	'roles.addUserToRole': { body: { role: {} } },
	'roles.removeUserFromRole': { body: { role: {} } },
	'users.update': { body: { user: {} } },
	'users.updateOwnBasicInfo': { body: { user: {} } },
};
const changing = /^(?:roles\.(?:add|remove)|users\.update)/;

interface World {
	/** Without the prefix. */
	readonly settings: Record<string, unknown>;
	readonly service?: boolean;
	readonly answers?: Record<string, Answer>;
}

/** Alice, who has just signed in, in a workspace whose service account can open no sessions, but do everything else. */
function workspace({ settings, service = true, answers }: World) {
	const told: Array<readonly [caller: string, endpoint: string, body: unknown]> = [];
	const transport = new ScriptedTransport(async (request, url) => {
		if (url.pathname === `${appPath}/self`) return answerSelfCheck(request, portsWith({ store }));
		const endpoint = url.pathname.replace('/api/v1/', '');
		const caller = request.headers?.['X-User-Id'] ?? '';
		if (changing.test(endpoint)) told.push([caller, endpoint, JSON.parse(request.body ?? '')]);
		return { ...endpoints, ...answers }[endpoint] ?? { status: 404 };
	});
	const prefixed = Object.entries(settings).map(([name, value]) => [`Accounts_OAuth_Okta_${name}`, value]);
	const appSettings = new MemorySettings({ ...Object.fromEntries(prefixed), ...(service ? serviceAccount : {}) });
	const [store, rooms, core] = [new MemoryStore(), new MemoryRooms(), new CoreAccounts()];
	const serverSettings = new MemorySettings({ ...workspaceSettings, ...casSettings });
	const ports = portsWith({ transport, store, rooms, directory: core, appSettings, serverSettings });
	const user = core.has('alice', { name: 'Alice', email: 'alice@good.com', roles: ['user'] });
	const session = { userId: user.id, token: 'own-token' };
	const signIn = async (identity: Partial<Identity> = {}, who: Applicant = applicant(identity)) => {
		told.length = 0;
		rooms.joins.length = 0;
		const provider = await readProvider(okta, appSettings);
		await syncAccount(who, session, provider, new Sealer(ports), ports);
		return told;
	};
	const notes = async (): Promise<string[]> =>
		(await new Audit(ports).all()).map(({ event, what }: AuditEntry) => `${event} ${what}`).sort();
	return { signIn, notes, user, rooms, store, transport, ports, appSettings };
}

describe('nothing is asked for', () => {
	test('nobody is asked, and nothing is written', async () => {
		const { signIn, transport, store } = workspace({ settings: { roles_map: '{"a":"auditor"}' } });
		await signIn({}, applicantWithoutProfile());
		expect([transport.requests, store.count()]).toEqual([[], 0]);
	});
});

describe('roles', () => {
	const settings = { sync_roles: true, roles_map: '{"staff":"auditor","leads":"Team lead","bosses":"admin"}' };
	const add = (roleId: string): unknown => ['service', 'roles.addUserToRole', { roleId, username: 'alice' }];
	const remove = (roleId: string): unknown => ['service', 'roles.removeUserFromRole', { roleId, username: 'alice' }];

	test.each<[string, string[], Identity['roles'], Record<string, unknown>, unknown[], string[]]>([
		['given', ['user'], ['staff'], {}, [add('auditor')], ['roles_changed +auditor']],
		['given by the id', ['user'], ['leads'], {}, [add('6501f')], ['roles_changed +6501f']],
		['taken', ['user', 'auditor', 'guest'], [], {}, [remove('auditor')], ['roles_changed -auditor']],
		['both', ['6501f'], ['staff'], {}, [add('auditor'), remove('6501f')], ['roles_changed +auditor -6501f']],
		['as they are', ['user', 'auditor'], ['staff', 'other'], {}, [], []],
		['not known', ['user', 'auditor'], 'absent', {}, [], ['not_in_step roles: absent']],
		['elsewhere', ['user', 'auditor'], 'elsewhere', {}, [], ['not_in_step roles: elsewhere']],
		['admin, without its switch', ['user'], ['bosses'], {}, [], []],
		['admin', ['user'], ['bosses'], { allow_admin_role: true }, [add('admin')], ['roles_changed +admin']],
		['no admin any more', ['admin'], [], { allow_admin_role: true }, [remove('admin')], ['roles_changed -admin']],
	])('%s', async (_name, before, claimed, more, expected, notes) => {
		const world = workspace({ settings: { ...settings, ...more } });
		world.user.roles = before;
		expect(await world.signIn({ roles: claimed })).toEqual(expected);
		expect(await world.notes()).toEqual(notes);
	});

	test('the last admin stays one, and the audit says so', async () => {
		const answers = { 'roles.getUsersInRole': { body: { users: [], total: 1 } } };
		const world = workspace({ settings: { ...settings, allow_admin_role: true }, answers });
		world.user.roles = ['admin', 'auditor'];
		expect(await world.signIn({ roles: [] })).toEqual([remove('auditor')]);
		expect((await world.notes()).sort()).toEqual(['last_admin_kept admin', 'roles_changed -auditor']);
	});

	test('nothing happens without a service account', async () => {
		const world = workspace({ settings, service: false });
		expect(await world.signIn({ roles: ['staff'] })).toEqual([]);
		expect(await world.notes()).toEqual([]);
	});

	test('one that core refuses keeps no other from being given, and the admin learns of it', async () => {
		const answers = {
			'roles.addUserToRole': refused('error-action-not-allowed', 'Accessing permissions is not allowed'),
		};
		const world = workspace({ settings, answers });
		world.user.roles = ['6501f'];
		expect(await world.signIn({ roles: ['staff'] })).toEqual([add('auditor'), remove('6501f')]);
		expect(await world.notes()).toEqual([
			expect.stringMatching(/^not_in_step role \+auditor: rest_/),
			'roles_changed -6501f',
		]);
	});

	test('roles that do not exist are named', async () => {
		const world = workspace({ settings: { sync_roles: true, roles_map: '{"staff":["auditr","auditor"]}' } });
		expect(await world.signIn({ roles: ['staff'] })).toEqual([add('auditor')]);
		expect(await world.notes()).toEqual(['not_in_step no such role: auditr', 'roles_changed +auditor']);
	});

	test('where the roles can not be read, nothing changes', async () => {
		const world = workspace({ settings, answers: { 'roles.list': { status: 500, body: 'oops' } } });
		world.user.roles = ['auditor'];
		expect(await world.signIn({ roles: [] })).toEqual([]);
		expect(await world.notes()).toEqual([expect.stringMatching(/^not_in_step roles: rest_failed/)]);
	});
});

describe('rooms', () => {
	const settings = { map_channels: true, groups_channel_map: '{"staff":["team","news"],"ops":"alerts"}' };

	test('into those that there are', async () => {
		const { signIn, rooms, notes } = workspace({ settings });
		rooms.has('team', 'bob');
		await signIn({ groups: ['staff'] });
		expect([rooms.of('team'), rooms.of('news')]).toEqual([['bob', 'alice'], undefined]);
		expect(await notes()).toEqual(['not_in_step room news: there is no such room', 'rooms_joined team']);
	});

	test('those that there are not are made where that is asked for', async () => {
		const { signIn, rooms, notes } = workspace({
			settings: { ...settings, create_rooms: true, channels_admin: 'bob' },
		});
		await signIn({ groups: ['staff'] });
		expect([rooms.of('team'), rooms.of('news'), rooms.of('alerts')]).toEqual([
			['bob', 'alice'],
			['bob', 'alice'],
			undefined,
		]);
		expect(await notes()).toEqual(['rooms_joined team, news']);
	});

	test('one that another sign-in has just made', async () => {
		const { signIn, rooms } = workspace({ settings: { ...settings, create_rooms: true } });
		const create = rooms.create.bind(rooms);
		rooms.create = async (name, owner, members) => {
			rooms.has(name, 'carol');
			return create(name, owner, members);
		};
		await signIn({ groups: ['ops'] });
		expect(rooms.of('alerts')).toEqual(['carol', 'alice']);
	});

	test('once: who has left is not put back, until the group was lost in between', async () => {
		const { signIn, rooms } = workspace({ settings });
		for (const room of ['team', 'news', 'alerts']) rooms.has(room);
		await signIn({ groups: ['staff'] });
		expect(rooms.joins).toEqual(['alice -> team', 'alice -> news']);
		await signIn({ groups: ['staff', 'ops'] });
		expect(rooms.joins).toEqual(['alice -> alerts']);
		await signIn({ groups: 'absent' });
		await signIn({ groups: ['staff', 'ops'] });
		expect(rooms.joins).toEqual([]);
		await signIn({ groups: ['ops'] });
		await signIn({ groups: ['staff'] });
		expect(rooms.joins).toEqual(['alice -> team', 'alice -> news']);
	});

	test('nobody is put out of one', async () => {
		const { signIn, rooms } = workspace({ settings });
		rooms.has('team', 'alice');
		await signIn({ groups: [] });
		expect(rooms.of('team')).toEqual(['alice']);
	});

	test('what failed is tried again', async () => {
		const { signIn, rooms } = workspace({ settings });
		await signIn({ groups: ['ops'] });
		rooms.has('alerts');
		await signIn({ groups: ['ops'] });
		expect(rooms.of('alerts')).toEqual(['alice']);
	});
});

describe('profile', () => {
	const settings = { sync_profile: true };
	const renamed = { name: 'Alice King', email: 'king@good.com' };
	const update = (data: object): unknown => ['service', 'users.update', { userId: 'u1', data }];
	const bothUpdated = [update({ name: renamed.name }), update({ email: renamed.email, verified: true })];

	test('what the provider said before is brought up to date', async () => {
		const { signIn, user, notes } = workspace({ settings });
		expect(await signIn()).toEqual([]);
		expect(await signIn(renamed)).toEqual(bothUpdated);
		Object.assign(user, renamed);
		expect(await signIn(renamed)).toEqual([]);
		expect(await notes()).toEqual(['profile_changed name, email']);
	});

	test('what was changed here stays, unless the provider always wins', async () => {
		const { signIn, user, appSettings } = workspace({ settings });
		await signIn();
		user.name = 'Countess';
		expect(await signIn(renamed)).toEqual([update({ email: renamed.email, verified: true })]);
		appSettings.change({ Accounts_OAuth_Okta_overwrite_profile: true });
		user.email = renamed.email;
		expect(await signIn(renamed)).toEqual([update({ name: renamed.name })]);
	});

	test('what core refused is tried again', async () => {
		const answers: Record<string, Answer> = {};
		const { signIn, notes } = workspace({ settings, answers });
		await signIn();
		answers['users.update'] = refused('error-field-unavailable', 'king@good.com is already in use');
		expect(await signIn(renamed)).toEqual(bothUpdated);
		expect(await notes()).toEqual([
			expect.stringMatching(/^not_in_step email: rest_failed/),
			expect.stringMatching(/^not_in_step name: rest_failed/),
		]);
		expect((await notes()).join()).not.toContain('@');
		delete answers['users.update'];
		expect(await signIn(renamed)).toEqual(bothUpdated);
	});

	test('an address that core’s limit puts off is changed at the next sign-in, and nobody is told of a failure', async () => {
		const answers: Record<string, Answer> = {};
		const { signIn, notes } = workspace({ settings, answers });
		await signIn();
		const error = 'Error, too many requests. You must wait 60 seconds before trying again. [error-too-many-requests]';
		answers['users.update'] = { status: 429, body: { success: false, error } };
		expect(await signIn(renamed)).toEqual(bothUpdated);
		// For a name there is no such limit: that is one of REST's.
		expect(await notes()).toEqual(['not_in_step name: too_many_logins']);
		delete answers['users.update'];
		expect(await signIn(renamed)).toEqual(bothUpdated);
		expect(await notes()).toEqual(['not_in_step name: too_many_logins', 'profile_changed name, email']);
	});

	test('without a service account the person’s own session changes the name, and nothing else', async () => {
		const { signIn } = workspace({ settings, service: false });
		await signIn();
		expect(await signIn(renamed)).toEqual([['u1', 'users.updateOwnBasicInfo', { data: { name: renamed.name } }]]);
	});

	test('an address that nobody vouches for is not written', async () => {
		const { signIn } = workspace({ settings: { sync_profile: true, overwrite_profile: true } });
		expect(await signIn({ email: 'king@good.com', emailVerified: false })).toEqual([]);
	});
});

describe('whatever happens', () => {
	const settings = {
		sync_profile: true,
		overwrite_profile: true,
		map_channels: true,
		groups_channel_map: '{"staff":"team"}',
	};

	test('a provider that can not be asked keeps nobody out', async () => {
		const { signIn, notes } = workspace({ settings });
		const failing = applicantWithoutProfile(new LoginError('userinfo_failed', 'HTTP 500'));
		expect(await signIn({}, failing)).toEqual([]);
		expect(await notes()).toEqual(['not_in_step sign-in: userinfo_failed HTTP 500']);
	});

	test('one thing that fails keeps no other from being done', async () => {
		const { signIn, rooms, notes } = workspace({ settings });
		rooms.join = () => Promise.reject(new Error('alice@good.com may not'));
		expect(await signIn({ name: 'King', groups: ['staff'] })).toHaveLength(1);
		expect(await notes()).toEqual(['not_in_step room team: … may not', 'profile_changed name']);
	});

	test('what was kept for one account means nothing for the next', async () => {
		const world = workspace({ settings });
		world.rooms.has('team');
		await world.signIn({ groups: ['staff'] });
		const other = (world.ports.directory as CoreAccounts).has('alice2', { name: 'Alice', email: 'alice@good.com' });
		const provider = await readProvider(okta, world.appSettings);
		const session = { userId: other.id, token: 't' };
		await syncAccount(applicant({ groups: ['staff'] }), session, provider, new Sealer(world.ports), world.ports);
		expect(world.rooms.of('team')).toEqual(['alice', 'alice2']);
	});
});
