import { appInfo } from '../../scripts/package';
import { Browser } from './support/browser';
import { Guest } from './support/guest';
import { oktaSettings, packageFile } from './support/scene';
import type { Scene } from './support/scene';

let guest: Guest;
let scene: Scene;
beforeEach(async () => {
	guest = await Guest.arrive();
	scene = guest.scene;
});
afterEach(() => scene.stop());

test.each([
	['switched off', () => guest.setEnabled(false)],
	['uninstalled', () => guest.uninstall()],
])('%s, it leaves every setting byte for byte as it was', async (_, action) => {
	await action();
	await scene.settle();
	expect(guest.settings()).toEqual(guest.settingsBefore());
	const { status } = await new Browser().request(scene.url('login/okta'));
	expect(status).toBe(404);
});

test.each([
	['switched off', () => guest.setEnabled(false)],
	['uninstalled', () => guest.uninstall()],
])('%s in the middle of its upkeep, it leaves every setting as it was, too', async (_, action) => {
	await scene.configure({ Accounts_OAuth_Okta: false });
	await scene.settle();
	// This makes it take core's settings over again; the action comes with the first that it writes.
	const done = new Promise((resolve, reject) => {
		const end = scene.workspace.probe.observe((call) => {
			if (call !== 'ServerSetting.updateOne') return;
			end();
			action().then(resolve, reject);
		});
	});
	await scene.configure({ Accounts_OAuth_Okta: true });
	await done;
	await scene.settle();
	expect(guest.settings()).toEqual(guest.settingsBefore());
});

test('switched off and on again, it works with the same accounts', async () => {
	const { userId } = await scene.expectSignedIn(scene.signIn());
	for (let round = 0; round < 2; round++) {
		await guest.setEnabled(false);
		expect(guest.settings()).toEqual(guest.settingsBefore());
		await guest.setEnabled(true);
		await scene.settle();
	}
	await expect(scene.expectSignedIn(scene.signIn())).resolves.toMatchObject({ userId });
	await guest.setEnabled(false);
	expect(guest.settings()).toEqual(guest.settingsBefore());
});

test('updated, it keeps links and settings, and its block is there once', async () => {
	const { userId } = await scene.expectSignedIn(scene.signIn());
	const browser = new Browser();
	const callback = await scene.approve(browser);
	await guest.update();
	await scene.settle();
	await expect(scene.expectSignedIn(scene.walk(browser, callback))).resolves.toMatchObject({ userId });
	await expect(scene.expectSignedIn(scene.signIn())).resolves.toMatchObject({ userId });
	expect(String(scene.workspace.setting('Custom_Script_Logged_Out')).match(/oauth-login:begin/g)).toHaveLength(1);
	await guest.setEnabled(false);
	expect(guest.settings()).toEqual(guest.settingsBefore());
});

test('installed anew, it knows nobody: the old links do not come back to life', async () => {
	await guest.uninstall();
	await scene.settle();
	await scene.admin.install(packageFile(), appInfo().permissions);
	const { issuer, clientId, clientSecret } = scene.provider;
	await scene.configure({ Session_cas_url: scene.workspace.tlsUrl, ...oktaSettings(issuer, clientId, clientSecret) });
	await scene.expectRefusal('username_taken', () => scene.signIn());
});
