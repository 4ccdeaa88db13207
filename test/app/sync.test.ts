import type { RoomDocument, UserDocument } from '../workspace/store';
import { Scene } from './support/scene';
import { allPermissions, grant, noteUnder, sceneWithServiceAccount } from './support/serviceAccount';

const okta = (settings: Record<string, unknown>): Record<string, unknown> =>
	Object.fromEntries(Object.entries(settings).map(([name, value]) => [`Accounts_OAuth_Okta_${name}`, value]));

/** Everything that keeps an account in step, switched off. */
const nothing = {
	...{ sync_roles: false, roles_map: '', allow_admin_role: false, merge_roles: false, roles_to_sync: '' },
	...{ map_channels: false, groups_channel_map: '', create_rooms: false, channels_admin: 'rocket.cat' },
	...{ sync_profile: false, overwrite_profile: false, required_group: '', groups_claim: '' },
};

let scene: Scene;
beforeAll(async () => {
	scene = await sceneWithServiceAccount({});
	grant(scene.workspace, [...allPermissions, 'edit-other-user-info', 'assign-admin-role']);
});
afterAll(() => scene.stop());

const configure = (settings: Record<string, unknown>): Promise<void> =>
	scene.configure(okta({ ...nothing, ...settings }));

/** Has somebody sign in of whom the provider says this. @returns their account afterwards */
async function signIn(name: string, claims: object = {}, where: Scene = scene): Promise<UserDocument> {
	const person = { sub: name, preferred_username: name, name, email: `${name}@example.com`, email_verified: true };
	where.provider.set({ claims: { ...person, ...claims } });
	const { userId } = await where.expectSignedIn(where.signIn());
	return where.workspace.store.users.get(userId)!;
}

const roomOf = (name: string): RoomDocument | undefined =>
	[...scene.workspace.store.rooms.values()].find((room) => room.name === name);

const membersOf = (name: string): string[] =>
	scene.workspace.store.subscriptions.filter(({ rid }) => rid === roomOf(name)?._id).map(({ u }) => u.username);

describe('roles', () => {
	const map = {
		sync_roles: true,
		roles_map: '{"/staff":"guest","/leads":["leader-of-all","guest"],"/bosses":"admin"}',
	};
	beforeAll(() => {
		const role = { name: 'leader-of-all', scope: 'Users' as const, description: '', protected: false };
		scene.workspace.store.roles.set('6501f', { _id: '6501f', ...role });
	});

	test('come and go with the groups, and no others do', async () => {
		await configure(map);
		const user = await signIn('rita', { groups: ['/leads', '/other'] });
		expect(user.roles.sort()).toEqual(['6501f', 'guest', 'user']);
		user.roles.push('livechat-agent');
		await signIn('rita', { groups: ['/staff'] });
		expect(user.roles.sort()).toEqual(['guest', 'livechat-agent', 'user']);
		await signIn('rita', { groups: [] });
		expect(user.roles.sort()).toEqual(['livechat-agent', 'user']);
	});

	test.each<[string, object]>([
		['does not say', {}],
		['says that there are too many to say (Entra ID)', { _claim_names: { groups: 'src1' } }],
		['says nothing that can be read', { groups: { of: 'nobody' } }],
	])('stay where the provider %s', async (name, claims) => {
		await configure(map);
		const user = await signIn(`sam-${name.length}`, { groups: ['/staff'] });
		await signIn(`sam-${name.length}`, claims);
		expect(user.roles.sort()).toEqual(['guest', 'user']);
	});

	test.each<[string, unknown]>([
		['a text', '/staff'],
		['objects', [{ id: 1, displayName: '/staff' }]],
		['objects by their names', { '/staff': { org: 1 } }],
	])('from %s', async (name, groups) => {
		await configure(map);
		expect((await signIn(`tim-${name.length}`, { groups })).roles).toContain('guest');
	});

	test.each(['/staff ', '\ufeff/staff', '["/staff"]', 'x,/staff'])(
		'are not those of another group, for who may name one: %j',
		async (group) => {
			await configure({ ...map, required_group: 'all' });
			const user = await signIn(`nina-${group.length}`, {
				groups: ['all', group],
			});
			expect(user.roles).toEqual(['user']);
			await configure({ required_group: '/staff' });
			await scene.expectRefusal('group_required', () => scene.signIn());
		},
	);

	test('from a nested claim', async () => {
		await configure({ ...map, groups_claim: 'realm_access.roles' });
		expect((await signIn('uma', { realm_access: { roles: ['/staff'] } })).roles).toContain('guest');
	});

	test('admin is the provider’s to give only behind its switch, and stays with the last one', async () => {
		await configure(map);
		const user = await signIn('vera', { groups: ['/bosses'] });
		expect(user.roles).not.toContain('admin');
		await configure({ ...map, allow_admin_role: true });
		await signIn('vera', { groups: ['/bosses'] });
		expect(user.roles).toContain('admin');

		const others = [...scene.workspace.store.users.values()].filter(
			(one) => one !== user && one.roles.includes('admin'),
		);
		for (const one of others) one.roles = one.roles.filter((role) => role !== 'admin');
		await signIn('vera', { groups: [] });
		expect(user.roles).toContain('admin');
		for (const one of others) one.roles.push('admin');
		await signIn('vera', { groups: [] });
		expect(user.roles).not.toContain('admin');
	});

	test('of the same name, as core’s "Merge Roles from SSO" does', async () => {
		await configure({ merge_roles: true, roles_to_sync: 'guest', groups_claim: 'roles' });
		const user = await signIn('walt', { roles: ['guest', 'admin', 'livechat-agent'] });
		expect(user.roles.sort()).toEqual(['guest', 'user']);
		await signIn('walt', { roles: [] });
		expect(user.roles).toEqual(['user']);
	});

	test('stay as they are after a sign-in that is refused', async () => {
		await configure(map);
		const user = await signIn('xena', { groups: ['/staff'] });
		await configure({ ...map, required_group: '/staff' });
		scene.provider.set({ claims: { sub: 'xena', groups: ['/leads'] } });
		await scene.expectRefusal('group_required', () => scene.signIn());
		scene.provider.set({ claims: { sub: 'xena', hasgroups: true } });
		await scene.expectRefusal('groups_not_listed', () => scene.signIn());
		expect(user.roles.sort()).toEqual(['guest', 'user']);
	});
});

describe('rooms', () => {
	const map = { map_channels: true, groups_channel_map: '{"staff":["team","lobby"],"ops":"alerts"}' };

	test('are joined where they are, and made where that is asked for', async () => {
		await configure(map);
		const yves = await signIn('yves', { groups: ['staff', 'ops'] });
		expect([roomOf('team'), roomOf('alerts')]).toEqual([undefined, undefined]);

		await configure({ ...map, create_rooms: true });
		await signIn('yves', { groups: ['staff'] });
		await signIn('zoe', { groups: ['staff'] });
		expect(roomOf('team')).toMatchObject({ t: 'c', u: { username: 'rocket.cat' } });
		expect(membersOf('team')).toEqual(['rocket.cat', 'yves', 'zoe']);
		expect(roomOf('alerts')).toBeUndefined();

		// Who leaves is left alone, and nobody is put out.
		scene.workspace.store.subscriptions = scene.workspace.store.subscriptions.filter(
			({ rid, u }) => rid !== roomOf('team')!._id || u._id !== yves._id,
		);
		await signIn('yves', { groups: ['staff'] });
		await signIn('zoe', { groups: [] });
		expect(membersOf('team')).toEqual(['rocket.cat', 'zoe']);
	});

	test('that nobody has made, as the first one of every workspace', async () => {
		const general = scene.workspace.store.rooms.get('GENERAL')!;
		expect(general.fname).toBeUndefined();
		Object.assign(general, { default: false });
		await configure({ map_channels: true, groups_channel_map: `{"staff":"${general.name}"}` });
		await signIn('abe', { groups: ['other'] });
		await signIn('ada', { groups: ['staff'] });
		expect(membersOf(general.name!)).toContain('ada');
		expect(membersOf(general.name!)).not.toContain('abe');
		Object.assign(general, { default: true });
	});
});

describe('profiles', () => {
	test('follow the provider, but for what was changed here', async () => {
		await configure({ sync_profile: true });
		const user = await signIn('bea', { name: 'Bea' });
		await signIn('bea', { name: 'Bea Arthur', email: 'arthur@example.com' });
		expect(user).toMatchObject({ name: 'Bea Arthur', emails: [{ address: 'arthur@example.com', verified: true }] });

		user.name = 'B.';
		await signIn('bea', { name: 'Bea A.', email: 'unproven@example.com', email_verified: false });
		expect(user).toMatchObject({ name: 'B.', emails: [{ address: 'arthur@example.com' }] });

		await configure({ sync_profile: true, overwrite_profile: true });
		await signIn('bea', { name: 'Bea A.', email: 'arthur@example.com' });
		expect(user.name).toBe('Bea A.');
	});

	test('stay as they are while that is off', async () => {
		await configure({});
		const user = await signIn('cleo', { name: 'Cleo' });
		await signIn('cleo', { name: 'Cleopatra' });
		expect(user.name).toBe('Cleo');
	});

	test('an address that another account has keeps nobody out', async () => {
		await configure({ sync_profile: true });
		await signIn('dan');
		const user = await signIn('eva');
		await signIn('eva', { name: 'Eva', email: 'dan@example.com' });
		expect(user).toMatchObject({ name: 'Eva', emails: [{ address: 'eva@example.com' }] });
	});

	test('on 8.5, which asks any token for a second factor, nobody is kept out, and the attempt says why', async () => {
		await configure({ sync_profile: true });
		const user = await signIn('gil', { name: 'Gil' });
		const { profile } = scene.workspace;
		const { tokensPassTwoFactor } = profile;
		Object.assign(profile, { tokensPassTwoFactor: false });
		scene.workspace.setSetting('Accounts_TwoFactorAuthentication_Enabled', true);
		await signIn('gil', { name: 'Gil Amelio' });
		Object.assign(profile, { tokensPassTwoFactor });
		scene.workspace.setSetting('Accounts_TwoFactorAuthentication_Enabled', false);
		expect(user.name).toBe('Gil');
		const attempts = JSON.stringify(scene.workspace.store.persistence);
		expect(attempts).toContain('rest_second_factor users.update');
	});
});

describe('the provider is asked', () => {
	const calls = (): Promise<string[]> => scene.callsOf(() => signIn('fay', { groups: ['staff'] }));

	test('no more than before while nothing follows it', async () => {
		await configure({});
		await calls();
		expect(await calls()).toEqual(['/token']);
	});

	test('no more where the id_token says it all', async () => {
		await configure({ map_channels: true, groups_channel_map: '{"staff":"team"}' });
		await calls();
		expect(await calls()).toEqual(['/token']);
	});
});

describe('the admin is told', () => {
	test('of a map that can not be stored, and why', async () => {
		await configure({ roles_map: '{"staff":"guest"}' });
		await configure({ roles_map: '{"staff":guest}' });
		expect(await noteUnder(scene, 'Accounts_OAuth_Okta')).toContain('Role map. This is not a map in JSON');
		await configure({ roles_map: '{"staff":"owner"}' });
		expect(await noteUnder(scene, 'Accounts_OAuth_Okta')).toContain('(owner)');
		await configure({ groups_channel_map: '["team"]' });
		expect(await noteUnder(scene, 'Accounts_OAuth_Okta')).toContain('Room map. This is not a map in JSON');
		await configure({});
		// Checked again: who signed in did so by other settings.
		await scene.settle();
		expect(await noteUnder(scene, 'Accounts_OAuth_Okta')).toBe(
			'Set up, no fault found. Nobody has signed in with these settings yet: /oauth-login try okta',
		);
	});
});

describe('without a service account', () => {
	let alone: Scene;
	beforeAll(async () => {
		const roles = { sync_roles: true, roles_map: '{"staff":"guest"}' };
		const rooms = { map_channels: true, groups_channel_map: '{"staff":"team"}', create_rooms: true };
		alone = await Scene.setUp({ settings: okta({ ...roles, ...rooms, sync_profile: true }) });
	});
	afterAll(() => alone.stop());

	test('rooms and names follow, roles and addresses do not, and the status says so', async () => {
		const user = await signIn('gus', { groups: ['staff'], name: 'Gus' }, alone);
		await signIn('gus', { groups: ['staff'], name: 'Gustav', email: 'gustav@example.com' }, alone);
		expect(user).toMatchObject({ name: 'Gustav', roles: ['user'], emails: [{ address: 'gus@example.com' }] });
		expect([...alone.workspace.store.rooms.values()].map(({ name }) => name)).toContain('team');
		await alone.settle();
		const note = await noteUnder(alone, 'Accounts_OAuth_Okta');
		expect(note).toMatch(
			/^Working: last sign-in [\d -]+:\d\d UTC\. Roles are not synced.* E-mail addresses are not synced/,
		);
	});
});
