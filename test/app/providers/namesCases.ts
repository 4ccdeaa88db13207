import type { SceneOptions } from '../support/scene';
import { client, ProviderScene } from './support';
import type { ProviderPeer } from './support';

const names = 'Accounts_OAuth_Custom';

export { engineDir } from '../support/engines';

/** Custom providers come and go while the app runs. */
export function testNames(options: SceneOptions): void {
	const scene = ProviderScene.forTests(options);
	let server: ProviderPeer;
	beforeAll(async () => {
		server = await scene.meet(
			'oauth2Server.mjs',
			{
				client: { ...client, redirectUris: ['myclub2', 'other'].map((id) => scene.callback(id)) },
				paths: { authorize: '/oauth/authorize', token: '/oauth/token', identity: '/me' },
				people: {
					ada: { identity: { id: 'a', username: 'ada', email: 'ada@example.com', email_verified: true } },
					eve: { identity: { id: 'e', username: 'eve' } },
				},
			},
			['https://club.example.com'],
		);
	});

	const settings = { '-url': 'https://club.example.com', '-id': client.id, '-secret': client.secret, '': true };
	/** The upkeep, a moment later, notes that the provider is gone. */
	const isNoted = (provider: string): Promise<void> =>
		scene.until(async () =>
			JSON.stringify(scene.base.workspace.store.persistence).includes(`"removed-instance:${provider}"`),
		);
	const isOffered = async (): Promise<boolean> => (await scene.buttons()).some(({ id }) => id === 'myclub2');

	test('a name that is added is usable at once', async () => {
		await scene.base.expectRefusal('provider_unknown', () => scene.signIn('myclub2', 'ada'));
		await scene.configure({ [names]: 'My-Club 2' });
		await scene.base.expectRefusal('provider_disabled', () => scene.signIn('myclub2', 'ada'));
		await scene.configureCustom('Myclub2', settings);
		expect(await scene.setting('Accounts_OAuth_Custom-Myclub2-callback_url')).toBe(scene.callback('myclub2'));
		expect(await isOffered()).toBe(true);
		await scene.expectTwice('myclub2', 'ada', { username: 'ada' });
	});

	test('a second one does not disturb the first', async () => {
		await scene.configure({ [names]: 'other,Myclub2' });
		await scene.configureCustom('Other', settings);
		await scene.base.expectSignedIn(scene.signIn('myclub2', 'ada'), { username: 'ada' });
		// The same server and the same person: but another provider, and another identity.
		await scene.base.expectConfirm(() => scene.signIn('other', 'ada'));
		await scene.expectTwice('other', 'eve', { username: 'eve' });
	});

	test('one that is removed is gone', async () => {
		await scene.configure({ [names]: 'Other' });
		await scene.base.expectRefusal('provider_unknown', () => scene.signIn('myclub2', 'ada'));
		expect(await isOffered()).toBe(false);
		await isNoted('myclub2');
	});

	test('and brings its people back when it is added again soon', async () => {
		await scene.configure({ [names]: 'Other, Myclub2' });
		// The form still holds what was filled in: no engine lets an app take a setting away.
		await scene.configureCustom('Myclub2', settings);
		await scene.base.expectSignedIn(scene.signIn('myclub2', 'ada'), { username: 'ada' });
		await scene.base.expectSignedIn(scene.signIn('other', 'eve'), { username: 'eve' });
	});

	test('somebody who is on their way when the name is removed does not arrive before it is back', async () => {
		const browser = scene.browser();
		const isBack = (url: URL): boolean => url.href.startsWith(scene.callback('other'));
		const back = await scene.walk(browser, scene.base.url('login/other'), 'eve', isBack);
		await scene.configure({ [names]: '' });
		await scene.base.expectRefusal('provider_unknown', () => browser.request(back.headers.get('location')!));
		await isNoted('other');
		await scene.configure({ [names]: 'Other' });
		const location = new URL(back.headers.get('location')!);
		await scene.base.expectSignedIn(scene.base.walk(browser, location), { username: 'eve' });
	});

	test('nothing of all that was told to the app’s log', () => {
		const telling = scene.base.workspace
			.appLogs(scene.base.appId)
			.map((entry) => JSON.stringify(entry))
			.filter((entry) => entry.includes(client.secret) || entry.includes('ada@example.com'));
		expect(telling).toEqual([]);
	});

	afterAll(() => server.stop());
}
