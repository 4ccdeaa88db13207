import { defaultClaims } from '../hostile/provider';
import { Browser } from './support/browser';
import { Scene } from './support/scene';

describe.each([
	['a current server', { workspace: { profile: '7.x' } }],
	['7.7.1 with CVE-2026-45688 closed', { workspace: { profile: '7.7.1' }, patched: true }],
	['6.5.3 with CVE-2026-45688 closed', { workspace: { profile: '6.5.3' }, patched: true }],
] as const)('%s', (_, options) => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await Scene.setUp(options);
	});
	afterAll(() => scene.stop());

	test('the first sign-in creates the account, the next ones are into the same', async () => {
		const first = await scene.expectSignedIn(scene.signIn(), {
			username: 'robin',
			name: 'Robin Doe',
			emails: [{ address: 'robin@example.com', verified: true }],
			roles: ['user'],
			active: true,
		});
		const second = await scene.expectSignedIn(scene.signIn(), { username: 'robin' });
		expect(second.userId).toBe(first.userId);
		expect(second.token).not.toBe(first.token);
		expect([...scene.workspace.store.users.values()].filter(({ type }) => type === 'user')).toHaveLength(2);
	});
});
