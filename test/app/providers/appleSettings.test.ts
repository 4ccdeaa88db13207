import { setUpApple } from './appleScene';
import type { AppleScene } from './appleScene';

/** Core's own switch of the same name, which lets its mobile clients in. */
const native = 'Accounts_OAuth_Apple';

let world: AppleScene;
beforeAll(async () => {
	world = await setUpApple();
});
afterAll(() => world.scene.stop());

const becomes = (value: boolean): Promise<void> =>
	world.scene.until(async () => world.scene.base.workspace.setting(native) === value);

describe('while a field is empty', () => {
	const showsButton = async (): Promise<boolean> => (await world.scene.buttons()).some(({ id }) => id === 'apple');

	test.each([
		'Accounts_OAuth_Apple_id',
		'Accounts_OAuth_Apple_secretKey',
		'Accounts_OAuth_Apple_iss',
		'Accounts_OAuth_Apple_kid',
	])('%s: no button, and nobody can begin', async (id) => {
		await world.scene.configure({ ...world.filled, [id]: '', Accounts_OAuth_Apple: true });
		expect(await showsButton()).toBe(false);
		await world.scene.base.expectRefusal('provider_incomplete', () => world.scene.signIn('apple', 'ada'));
	});

	test("core's own sign-in for the mobile clients is on, and is put back when ours is off", async () => {
		await becomes(true);
		await world.scene.configure({ Accounts_OAuth_Apple: false });
		await becomes(false);
	});

	test('and a switch that was on before stays on', async () => {
		world.scene.base.workspace.setSetting(native, true);
		for (const enabled of [true, false]) {
			await world.scene.configure({ Accounts_OAuth_Apple: enabled });
			await world.scene.base.settle();
			expect(world.scene.base.workspace.setting(native)).toBe(true);
		}
		world.scene.base.workspace.setSetting(native, false);
	});

	test('and it is off while the app is disabled', async () => {
		const path = `/api/apps/${world.scene.base.appId}/status`;
		await world.scene.configure({ Accounts_OAuth_Apple: true });
		await becomes(true);
		await world.scene.base.admin.call('POST', path, JSON.stringify({ status: 'manually_disabled' }));
		expect(world.scene.base.workspace.setting(native)).toBe(false);
		await world.scene.base.admin.call('POST', path, JSON.stringify({ status: 'manually_enabled' }));
		await becomes(true);
	});
});
