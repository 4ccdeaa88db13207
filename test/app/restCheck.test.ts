import { appInfo } from '../../scripts/package';
import type { ProfileName, WorkspaceOptions } from '../workspace';
import { Scene } from './support/scene';
import {
	allPermissions,
	createServiceAccount,
	grant,
	noteUnder,
	sceneWithServiceAccount,
	tokensOn,
} from './support/serviceAccount';

describe('what is missing is named', () => {
	let scene: Scene;
	const restart = async (workspace: WorkspaceOptions, settings: Record<string, unknown> = {}): Promise<void> => {
		scene = await sceneWithServiceAccount({ workspace, settings: { Session_bridge: 'rest' } }, settings);
	};
	afterEach(() => scene.stop());

	const lookAgain = async (change: () => void): Promise<string> => {
		change();
		await scene.configure({ Session_bridge: 'rest' });
		return noteUnder(scene, 'Session_rest_token');
	};

	test.each<[ProfileName]>([['9.0'], ['7.13']])(
		'permissions, one by one, and a token that was revoked, on %s',
		async (profile) => {
			await restart({ profile, env: tokensOn });
			for (const permission of allPermissions) {
				const note = await lookAgain(() =>
					grant(
						scene.workspace,
						allPermissions.filter((one) => one !== permission),
					),
				);
				expect(note).toContain(`: ${permission}.`);
				const isNeeded = ['create-user', 'user-generate-access-token'].includes(permission);
				expect(/lacks: /.test(note)).toBe(isNeeded);
				await (isNeeded
					? scene.expectRefusal('rest_permission_missing', () => scene.signIn())
					: scene.expectSignedIn(scene.signIn()));
			}
			grant(scene.workspace, allPermissions);
			const signer = scene.workspace.accounts.users.findByUsername('signer')!;
			const note = await lookAgain(() => scene.workspace.accounts.users.endSessions(signer));
			expect(note).toMatch(/does not accept this user ID with this token/);
			await scene.expectRefusal('rest_credentials_refused', () => scene.signIn());
			expect(await lookAgain(() => undefined)).toMatch(/does not accept/);
			await scene.configure({ Session_rest_token: '' });
			expect(await noteUnder(scene, 'Session_rest_token')).toMatch(
				/Fill in “Service account: personal access token” too/,
			);
			await scene.expectRefusal('rest_credentials_missing', () => scene.signIn());
		},
	);

	test.each<[string, WorkspaceOptions, string, string]>([
		['off', { profile: '7.13' }, '', 'CREATE_TOKENS_FOR_USERS'],
		[
			'another word than core’s',
			{ profile: '7.13', env: { CREATE_TOKENS_FOR_USERS: '1' } },
			...(['', 'CREATE_TOKENS_FOR_USERS'] as const),
		],
		['off, with a secret of nothing', { profile: '7.13' }, 'a secret', 'CREATE_TOKENS_FOR_USERS'],
		[
			'without its secret, from 8.0 on',
			{ profile: '8.9', env: { CREATE_TOKENS_FOR_USERS_SECRET: 's' } },
			'',
			'CREATE_TOKENS_FOR_USERS_SECRET',
		],
		[
			'with a wrong secret, from 8.0 on',
			{ profile: '8.9', env: { CREATE_TOKENS_FOR_USERS_SECRET: 's' } },
			'wrong',
			'CREATE_TOKENS_FOR_USERS_SECRET',
		],
		[
			'without its secret, on 9.0',
			{ env: { CREATE_TOKENS_FOR_USERS_SECRET: 's' } },
			'',
			'CREATE_TOKENS_FOR_USERS_SECRET',
		],
		[
			'with a wrong secret, on 9.0',
			{ env: { CREATE_TOKENS_FOR_USERS_SECRET: 's' } },
			'wrong',
			'CREATE_TOKENS_FOR_USERS_SECRET',
		],
	])('making tokens is %s', async (_name, options, secret, variable) => {
		await restart(options, { Session_create_token_secret: secret });
		expect(await noteUnder(scene, 'Session_rest_token')).toContain(`Set ${variable} in its environment`);
		await scene.expectRefusal('rest_tokens_off', () => scene.signIn());
	});

	// The session that is made to look ends by a logout, whose answer has a body on 6.5 alone.
	test.each<[ProfileName, RegExp]>([
		['9.0', /needs\.$/],
		['8.9', /needs\.$/],
		['8.3', /This server is Rocket\.Chat 8\.3\. .* 8\.3\.7 or later\.$/],
		['7.13', /needs\.$/],
		['7.7', /needs\.$/],
		['6.5', /needs\.$/],
	])('nothing, on %s; and nothing is left behind by looking', async (profile, ending) => {
		await restart({ profile, env: { ...tokensOn, CREATE_TOKENS_FOR_USERS_SECRET: 's' } });
		await scene.configure({ Session_create_token_secret: 's' });
		await scene.settle();
		const before = structuredClone(scene.accounts());
		const note = await lookAgain(() => undefined);
		expect(note).toMatch(/The service account signer has all/);
		expect(note).toMatch(ending);
		expect(scene.accounts()).toEqual(before);
	});
});

test('an operator who keeps secrets out of the database sets them in the environment', async () => {
	const prefix = `RC_APPS_${appInfo().id.toUpperCase().replace(/-/g, '_')}_`;
	const env: Record<string, string | undefined> = { ...tokensOn };
	const scene = await Scene.setUp({ workspace: { env }, settings: { Session_bridge: 'rest' } });
	try {
		const { userId, token } = await createServiceAccount(scene);
		Object.assign(env, {
			[`${prefix}REST_USER_ID`]: userId,
			[`${prefix}REST_TOKEN`]: token,
			[`${prefix}CREATE_TOKEN_SECRET`]: tokensOn.CREATE_TOKENS_FOR_USERS_SECRET,
		});
		// The environment is read when the server starts.
		await scene.restart();
		await scene.configure({ Session_bridge: 'rest' });
		await scene.expectSignedIn(scene.signIn(), { username: 'robin' });
	} finally {
		await scene.stop();
	}
});
