import { RestRoles } from '../../../../src/workspace/rest/restRoles';
import { codeOf } from '../../support/loginError';
import { refused, restApi } from '../../support/rest';
import type { Answer } from '../../support/transport';

test('which roles there are', async () => {
	const roles = [
		{ _id: 'admin', name: 'admin', scope: 'Users', protected: true },
		{ _id: 'abc', name: 'Support', scope: 'Subscriptions' },
		{ _id: 'bare' },
	];
	const { api } = restApi({ 'roles.list': { body: { roles } } });
	await expect(new RestRoles(api).list()).resolves.toEqual([
		{ id: 'admin', name: 'admin', scope: 'Users' },
		{ id: 'abc', name: 'Support', scope: 'Subscriptions' },
		{ id: 'bare', name: '', scope: 'Users' },
	]);
});

test('how many have one', async () => {
	const { api, transport } = restApi({ 'roles.getUsersInRole': { body: { users: [{ _id: 'u1' }], total: 7 } } });
	await expect(new RestRoles(api).count('admin')).resolves.toBe(7);
	expect(new URL(transport.requests[0]!.url).search).toBe('?role=admin&count=1');
});

test.each<['add' | 'remove', string, Answer, unknown]>([
	['add', 'done', { body: { role: {} } }, { value: undefined }],
	['add', 'they have it', refused('error-user-already-in-role', 'User already in role'), { value: undefined }],
	[
		'add',
		'not allowed',
		refused('error-action-not-allowed', 'Accessing permissions is not allowed', { action: 'Accessing_permissions' }),
		'rest_permission_missing',
	],
	[
		'add',
		'unknown',
		{ status: 400, body: { error: 'error-role-not-found', errorType: 'Role not found' } },
		'rest_failed',
	],
	['remove', 'done', { body: { role: {} } }, { value: undefined }],
	['remove', 'they have it not', refused('error-user-not-in-role', 'User is not in this role'), { value: undefined }],
	['remove', 'the last admin', refused('error-admin-required', 'You need to have at least one admin'), 'rest_failed'],
])('%s: %s', async (change, _name, answer, expected) => {
	const endpoint = change === 'add' ? 'roles.addUserToRole' : 'roles.removeUserFromRole';
	const { api, transport } = restApi({ [endpoint]: answer });
	expect(await codeOf(new RestRoles(api)[change]('support', 'bob'))).toEqual(expected);
	expect(JSON.parse(transport.requests[0]!.body!)).toEqual({ roleId: 'support', username: 'bob' });
});
