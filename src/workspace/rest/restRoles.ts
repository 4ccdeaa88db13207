import * as v from 'valibot';
import { RestRefusal } from './restFailure';
import type { RestApi } from './restApi';
import { anything } from './restApi';

export interface Role {
	readonly id: string;
	readonly name: string;
	/** `Users` for the whole workspace, `Subscriptions` for one room. */
	readonly scope: string;
}

const role = v.pipe(
	v.object({ _id: v.string(), name: v.nullish(v.string(), ''), scope: v.nullish(v.string(), 'Users') }),
	v.transform(({ _id, ...rest }): Role => ({ id: _id, ...rest })),
);
const roles = v.object({ roles: v.array(role) });
const members = v.object({ total: v.number() });

/** The workspace's roles and who has them, by the REST API. All but the list needs `access-permissions`. */
export class RestRoles {
	constructor(private readonly api: RestApi) {}

	async list(): Promise<Role[]> {
		return (await this.api.get('roles.list', roles)).roles;
	}

	/** `assign-admin-role` too for `admin`. Fine when they have it already. */
	add(roleId: string, username: string): Promise<void> {
		return this.change('roles.addUserToRole', { roleId, username }, 'error-user-already-in-role');
	}

	/** Fine when they don't have it. @throws RestRefusal `error-admin-required` for the last admin */
	remove(roleId: string, username: string): Promise<void> {
		return this.change('roles.removeUserFromRole', { roleId, username }, 'error-user-not-in-role');
	}

	/** How many people have the role. */
	async count(roleId: string): Promise<number> {
		return (await this.api.get('roles.getUsersInRole', members, { role: roleId, count: '1' })).total;
	}

	private async change(endpoint: string, body: object, done: string): Promise<void> {
		try {
			await this.api.post(endpoint, anything, body);
		} catch (error) {
			if (!(error instanceof RestRefusal && error.errorType === done)) throw error;
		}
	}
}
