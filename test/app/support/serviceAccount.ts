import { Scene } from './scene';
import type { SceneOptions } from './scene';

const secret = 'a secret of the server';

/** Has the server open sessions for others: 6.x and 7.x are told by the first variable, 8.x and 9.0 by the second. */
export const tokensOn = { CREATE_TOKENS_FOR_USERS: 'yes', CREATE_TOKENS_FOR_USERS_SECRET: secret };

/** What a service account needs, and what it is better off with. */
export const allPermissions = [
	...['create-user', 'user-generate-access-token', 'view-d-room', 'view-full-other-user-info'],
	...['edit-other-user-info', 'access-permissions', 'api-bypass-rate-limit'],
];

export interface ServiceAccount {
	readonly userId: string;
	readonly token: string;
}

/** Creates an account with a role of its own, and its personal access token. */
export async function createServiceAccount({
	admin,
	workspace,
}: Pick<Scene, 'admin' | 'workspace'>): Promise<ServiceAccount> {
	const { store, url } = workspace;
	store.roles.set('signer', { _id: 'signer', name: 'signer', scope: 'Users', description: '', protected: false });
	grant(workspace, allPermissions);
	const person = { username: 'signer', name: 'Signer', email: 'signer@workspace.example', password: 'password' };
	await admin.call('POST', '/api/v1/users.create', JSON.stringify({ ...person, roles: ['user', 'signer'] }));

	const post = async (endpoint: string, body: object, headers: Record<string, string> = {}): Promise<unknown> => {
		const response = await fetch(`${url}/api/v1/${endpoint}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body: JSON.stringify(body),
		});
		return response.json();
	};
	const { data } = (await post('login', { user: 'signer', password: 'password' })) as {
		data: { userId: string; authToken: string };
	};
	const session = { 'x-user-id': data.userId, 'x-auth-token': data.authToken };
	const made = await post('users.generatePersonalAccessToken', { tokenName: 'app', bypassTwoFactor: true }, session);
	return { userId: data.userId, token: (made as { token: string }).token };
}

/** Gives the service account's role these permissions and no others. */
export function grant({ store }: Pick<Scene['workspace'], 'store'>, permissions: readonly string[]): void {
	for (const [permission, roles] of store.permissions) {
		const others = roles.filter((role) => role !== 'signer' && !(role === 'user' && permission === 'view-d-room'));
		store.permissions.set(permission, permissions.includes(permission) ? [...others, 'signer'] : others);
	}
}

/** As the admin fills it in. Servers up to 7.x overlook the secret. */
export const accountSettings = ({ userId, token }: ServiceAccount): Record<string, unknown> => ({
	Session_rest_user_id: userId,
	Session_rest_token: token,
	Session_create_token_secret: secret,
});

/** A workspace whose admin has made a service account, and filled it in. */
export async function sceneWithServiceAccount(
	options: SceneOptions,
	settings: Record<string, unknown> = {},
): Promise<Scene> {
	const scene = await Scene.setUp(options);
	await scene.configure({ ...accountSettings(await createServiceAccount(scene)), ...settings });
	await scene.settle();
	return scene;
}

/** What stands under a setting in the admin's form. */
export async function noteUnder(scene: Scene, id: string): Promise<string> {
	await scene.settle();
	const path = `/api/apps/${scene.appId}/settings/${id}`;
	return (await scene.admin.call<{ setting: { i18nDescription: string } }>('GET', path)).setting.i18nDescription;
}
