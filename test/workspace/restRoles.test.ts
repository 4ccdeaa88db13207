import type { Workspace } from './index';
import type { Client } from './testing/client';
import { createUser, setScene } from './testing/scene';

let workspace: Workspace;
let admin: Client;
let bob: Client;

beforeAll(async () => {
	({ workspace, admin, bob } = await setScene());
});

it.each<[what: string, call: string, body: object, status: number, answer: object]>([
	['adds', 'addUserToRole', { roleId: 'guest' }, 200, { role: { _id: 'guest' } }],
	['adds once only', 'addUserToRole', { roleId: 'guest' }, 400, { errorType: 'error-user-already-in-role' }],
	[
		'knows its roles',
		'addUserToRole',
		{ roleId: 'nothing' },
		400,
		{ error: 'error-role-not-found', errorType: 'Role not found' },
	],
	['removes', 'removeUserFromRole', { roleId: 'guest' }, 200, { role: { _id: 'guest' } }],
	['removes once only', 'removeUserFromRole', { roleId: 'guest' }, 400, { errorType: 'error-user-not-in-role' }],
	[
		'keeps the last admin',
		'removeUserFromRole',
		{ roleId: 'admin', username: 'admin' },
		400,
		{ errorType: 'error-admin-required' },
	],
	['adds roles of rooms', 'addUserToRole', { roleId: 'leader' }, 200, { role: { scope: 'Subscriptions' } }],
	['does not remove those', 'removeUserFromRole', { roleId: 'leader' }, 400, { success: false }],
])('%s', async (_what, call, body, status, answer) => {
	const change = { username: 'bob', ...body };
	expect(await admin.post(`/api/v1/roles.${call}`, change)).toMatchObject({ status, body: answer });
});

it('creates none', async () => {
	expect(await admin.post('/api/v1/roles.create', { name: 'own' })).toMatchObject({
		status: 400,
		body: { error: expect.stringContaining('This is an enterprise feature') as string },
	});
});

it('is for admins', async () => {
	expect(await bob.post('/api/v1/roles.addUserToRole', { roleId: 'admin', username: 'bob' })).toMatchObject({
		status: 400,
		body: { errorType: 'error-action-not-allowed' },
	});
});

it('lets users.update replace them', async () => {
	await createUser(admin, 'roles');
	await admin.post('/api/v1/users.update', {
		userId: workspace.accounts.users.findByUsername('roles')?._id,
		data: { roles: ['guest'] },
	});
	expect(workspace.accounts.users.findByUsername('roles')?.roles).toEqual(['guest']);
});
