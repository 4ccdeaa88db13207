import { Browser } from './support/browser';
import { Scene } from './support/scene';
import { accountSettings, createServiceAccount, tokensOn } from './support/serviceAccount';

/*
 * Core's CAS login keeps the username by which somebody was signed in once as the account's id, also after a rename.
 */

const person = (sub: string): { claims: Record<string, unknown> } => ({
	claims: { sub, preferred_username: 'anna', email: `${sub}@okta.example`, email_verified: true },
});

/** The account is linked to its identity at the provider by an admin's list, and signs in for the first time. */
async function connect(scene: Scene, sub: string): Promise<void> {
	scene.provider.set(person(sub));
	const { admin } = scene;
	await scene.configure({ Accounts_links_import: `okta,${sub},anna` });
	const use = (params: string): Promise<unknown> =>
		admin.call('POST', '/api/v1/commands.run', JSON.stringify({ command: 'oauth-login', params, roomId: 'GENERAL' }));
	let text = '';
	const listener = (notification: unknown): void => void (text = JSON.stringify(notification));
	scene.workspace.store.events.on('notify-user', listener);
	await use('links');
	await use(`links apply ${/links apply (\w[\w-]*)/.exec(text)![1]}`);
	scene.workspace.store.events.off('notify-user', listener);
}

test('who has the username that another had is told to the admin, and gets in by the REST API where it is on', async () => {
	const scene = await Scene.setUp({ workspace: { env: tokensOn, rateLimit: false } });
	try {
		const { users } = scene.workspace.accounts;
		const create = async (email: string): Promise<string> => {
			const account = { username: 'anna', name: 'Anna', email, password: 'pass-word' };
			const { user } = await scene.admin.call<{ user: { _id: string } }>(
				'POST',
				'/api/v1/users.create',
				JSON.stringify(account),
			);
			return user._id;
		};
		const first = await create('first@workspace.example');
		await connect(scene, 'first');
		await scene.expectSignedIn(scene.signIn(), { _id: first });
		users.update(users.findById(first)!, { username: 'anna.old' });

		const second = await create('second@workspace.example');
		await connect(scene, 'second');
		// The first try meets the other's session, and ends it; the ones after that change nothing.
		expect((await scene.signIn()).code).toBe('session_mismatch');
		await scene.expectRefusal('session_mismatch', async () => scene.walk(new Browser(), scene.url('login/okta')));
		const { body } = await scene.walk(new Browser(), scene.url('login/okta'));
		expect(body).not.toContain('Meteor.loginToken');

		await scene.configure(accountSettings(await createServiceAccount(scene)));
		await scene.settle();
		await scene.expectSignedIn(scene.signIn(), { _id: second, username: 'anna' });
		scene.provider.set(person('first'));
		await scene.expectSignedIn(scene.signIn(), { _id: first, username: 'anna.old' });
	} finally {
		await scene.stop();
	}
});
