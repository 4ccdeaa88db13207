import type { UserDocument } from '../workspace/store';
import type { Scene } from './support/scene';
import { allPermissions, grant, sceneWithServiceAccount, tokensOn } from './support/serviceAccount';

/*
 * What an admin wants of accounts with privileged roles holds for the very sign-in that gives the role, over each bridge.
 */

const settings = {
	Accounts_OAuth_Okta_sync_roles: true,
	Accounts_OAuth_Okta_allow_admin_role: true,
	Accounts_OAuth_Okta_roles_map: '{"/bosses":"admin","/leads":"leader-of-all","/staff":"guest"}',
	// By its id, where the map has its name.
	Accounts_privileged_roles: '6501f',
};

describe.each(['cas', 'rest'])('over the bridge "%s"', (bridge) => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await sceneWithServiceAccount({ workspace: { env: tokensOn } });
		grant(scene.workspace, [...allPermissions, 'assign-admin-role']);
		const role = { name: 'leader-of-all', scope: 'Users' as const, description: '', protected: false };
		scene.workspace.store.roles.set('6501f', { _id: '6501f', ...role });
		await scene.configure({ ...settings, Session_bridge: bridge });
		await scene.settle();
	});
	afterAll(() => scene.stop());

	const says = (name: string, claims: object): void =>
		scene.provider.set({ claims: { sub: name, preferred_username: name, name, email: undefined, ...claims } });
	const userOf = (name: string): UserDocument | undefined =>
		[...scene.workspace.store.users.values()].find(({ username }) => username === name);

	const refusals = [
		['refuse', 'account_privileged'],
		['second_factor', 'second_factor_missing'],
	] as const;

	test.each(refusals)('%s: nobody new gets in whom the sign-in would make an admin', async (policy, code) => {
		await scene.configure({ Accounts_privileged_login: policy });
		says(`new-${policy}`, { groups: ['/bosses'], amr: ['pwd'] });
		await scene.expectRefusal(code, () => scene.signIn());
		expect(userOf(`new-${policy}`)).toBeUndefined();
	});

	test.each(refusals)('%s: nobody who was promoted at the provider', async (policy, code) => {
		await scene.configure({ Accounts_privileged_login: policy });
		says(`old-${policy}`, { groups: ['/staff'] });
		await scene.expectSignedIn(scene.signIn());
		says(`old-${policy}`, { groups: ['/staff', '/bosses'], amr: ['pwd'] });
		await scene.expectRefusal(code, () => scene.signIn());
		expect(userOf(`old-${policy}`)!.roles.sort()).toEqual(['guest', 'user']);
	});

	test.each(refusals)('%s: nor for a role that the map calls otherwise; the session ends', async (policy, code) => {
		await scene.configure({ Accounts_privileged_login: policy });
		says(`lead-${policy}`, { groups: ['/leads'], amr: ['pwd'] });
		const page = await scene.signIn();
		expect([page.code, page.session]).toEqual([code, undefined]);
		const { roles, services } = userOf(`lead-${policy}`)!;
		expect([roles, services.resume?.loginTokens ?? []]).toEqual([expect.arrayContaining(['6501f']), []]);
	});

	test('with the second factor that is asked for they get in, and are admins', async () => {
		await scene.configure({ Accounts_privileged_login: 'second_factor' });
		says('two', { groups: ['/bosses'], amr: ['pwd', 'otp'] });
		await scene.expectSignedIn(scene.signIn(), { username: 'two' });
		expect(userOf('two')!.roles).toContain('admin');
	});

	test('trusted, they get in', async () => {
		await scene.configure({ Accounts_privileged_login: 'trust' });
		says('trusted', { groups: ['/bosses'] });
		await scene.expectSignedIn(scene.signIn(), { username: 'trusted' });
		expect(userOf('trusted')!.roles).toContain('admin');
	});

	test('whom the provider says nothing about keeps what they have, and is met as that', async () => {
		await scene.configure({ Accounts_privileged_login: 'refuse' });
		says('silent', {});
		await scene.expectSignedIn(scene.signIn(), { username: 'silent' });
	});
});
