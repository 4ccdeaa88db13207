import { hasPermission } from '../accounts/permissions';
import { clone } from '../clone';
import { MeteorError } from '../errors';
import type { Role, UserDocument } from '../store';
import { Answer } from './api';
import type { Api, Call } from './api';
import type { RestDependencies } from './index';
import { fromParams } from './users';

const NOT_FOUND = new Answer(400, { success: false, error: 'error-role-not-found', errorType: 'Role not found' });

export function roleRoutes(api: Api, dependencies: RestDependencies): void {
	const { store, users, profile } = dependencies;
	const schema = profile.rolesByName ? {} : { schema: { required: ['roleId', 'username'], optional: ['roomId'] } };
	const find = ({ roleId, roleName }: Record<string, unknown>): Role | undefined =>
		[...store.roles.values()].find((role) => role._id === (roleId ?? roleName) || role.name === roleName);
	const mayManage = (caller: UserDocument, method: string): void => {
		if (!hasPermission(store, caller, 'access-permissions')) {
			throw new MeteorError('error-action-not-allowed', 'Accessing permissions is not allowed', {
				method: `authorization:${method}`,
				action: 'Accessing_permissions',
			});
		}
	};
	/** A handler for one person and one role, or the refusal. */
	const change = (method: string, apply: (user: UserDocument, role: Role) => void) => async (call: Call) => {
		const { user: caller, body } = call;
		const role = find(body);
		if (!role) {
			return NOT_FOUND;
		}
		const user = fromParams(dependencies, body);
		mayManage(caller, method);
		const before = clone(user);
		apply(user, role);
		await users.updated(user, before, caller);
		return { role };
	};

	api.route('get', '/v1/roles.list', {}, () => ({ roles: [...store.roles.values()] }));

	api.route('get', '/v1/roles.getUsersInRole', { permissions: ['access-permissions'] }, ({ query }) => {
		const role = find({ roleName: query.role });
		if (!role) {
			throw new MeteorError('error-invalid-roleId');
		}
		const having = users.all().filter(({ roles }) => roles.includes(role._id));
		const offset = Number(query.offset ?? 0);
		const page = having.slice(offset, offset + Number(query.count ?? 50));
		return {
			users: page.map(({ _id, username, name, emails }) => ({ _id, username, name, emails })),
			total: having.length,
		};
	});

	// Everyone who is signed in may look: clients need it.
	// There are many more of them than anyone asks for: each setting has one of its own.
	api.route('get', '/v1/permissions.listAll', {}, () => {
		const ofSettings = [...store.settings.keys()].map((id): [string, string[]] => [`change-setting-${id}`, []]);
		const _updatedAt = new Date();
		return {
			update: [...store.permissions, ...ofSettings].map(([_id, roles]) => ({ _id, roles, _updatedAt })),
			remove: [],
		};
	});

	api.route('post', '/v1/roles.create', {}, () => {
		throw new MeteorError('error-action-not-allowed', 'This is an enterprise feature');
	});

	api.route(
		'post',
		'/v1/roles.addUserToRole',
		schema,
		change('addUserToRole', (user, { _id }) => {
			if (user.roles.includes(_id)) {
				throw new MeteorError('error-user-already-in-role', 'User already in role');
			}
			users.update(user, { roles: [...user.roles, _id] });
		}),
	);

	api.route(
		'post',
		'/v1/roles.removeUserFromRole',
		schema,
		change('removeUserFromRole', (user, { _id, scope }) => {
			// Roles of rooms are looked for in the room that nobody named.
			if (!user.roles.includes(_id) || scope === 'Subscriptions') {
				throw new MeteorError('error-user-not-in-role', 'User is not in this role');
			}
			const admins = users.all().filter((each) => each.roles.includes('admin'));
			if (_id === 'admin' && admins.length === 1) {
				throw new MeteorError('error-admin-required', 'You need to have at least one admin');
			}
			users.update(user, { roles: user.roles.filter((role) => role !== _id) });
		}),
	);
}
