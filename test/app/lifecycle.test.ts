import { appInfo } from '../../scripts/package';
import { Browser } from './support/browser';
import { Guest } from './support/guest';
import { oktaSettings, packageFile } from './support/scene';

const guest = new Guest();

test.each([
	['switched off', () => guest.scene.setEnabled(false)],
	['uninstalled', () => guest.scene.uninstall()],
])('%s, it leaves every setting byte for byte as it was', async (_, action) => {
	await action();
	await guest.scene.settle();
	expect(guest.settings()).toEqual(guest.settingsBefore());
	const { status } = await new Browser().request(guest.scene.url('login/okta'));
	expect(status).toBe(404);
});

test.each([
	['switched off', () => guest.scene.setEnabled(false)],
	['uninstalled', () => guest.scene.uninstall()],
])('%s in the middle of its upkeep, it leaves every setting as it was, too', async (_, action) => {
	await guest.scene.configure({ Accounts_OAuth_Okta: false });
	await guest.scene.settle();
	// This makes it take core's settings over again; the action comes with the first that it writes.
	const done = new Promise((resolve, reject) => {
		const end = guest.scene.workspace.probe.observe((call) => {
			if (call !== 'ServerSetting.updateOne') return;
			end();
			action().then(resolve, reject);
		});
	});
	await guest.scene.configure({ Accounts_OAuth_Okta: true });
	await done;
	await guest.scene.settle();
	expect(guest.settings()).toEqual(guest.settingsBefore());
});

test('switched off and on again, it works with the same accounts', async () => {
	const { userId } = await guest.scene.expectSignedIn(guest.scene.signIn());
	for (let round = 0; round < 2; round++) {
		await guest.scene.setEnabled(false);
		expect(guest.settings()).toEqual(guest.settingsBefore());
		await guest.scene.setEnabled(true);
		await guest.scene.settle();
	}
	await expect(guest.scene.expectSignedIn(guest.scene.signIn())).resolves.toMatchObject({ userId });
	await guest.scene.setEnabled(false);
	expect(guest.settings()).toEqual(guest.settingsBefore());
});

test('updated, it keeps links and settings, and its block is there once', async () => {
	const { userId } = await guest.scene.expectSignedIn(guest.scene.signIn());
	const browser = new Browser();
	const callback = await guest.scene.approve(browser);
	await guest.scene.update();
	await guest.scene.settle();
	await expect(guest.scene.expectSignedIn(guest.scene.walk(browser, callback))).resolves.toMatchObject({ userId });
	await expect(guest.scene.expectSignedIn(guest.scene.signIn())).resolves.toMatchObject({ userId });
	expect(String(guest.scene.workspace.setting('Custom_Script_Logged_Out')).match(/oauth-login:begin/g)).toHaveLength(1);
	await guest.scene.setEnabled(false);
	expect(guest.settings()).toEqual(guest.settingsBefore());
});

test('updated, a setting that was saved in another section keeps its value, in the section where it is now', async () => {
	interface Saved {
		readonly setting: { readonly value: unknown; readonly section: string };
	}
	const { admin, appId } = guest.scene;
	const path = `/api/apps/${appId}/settings/Accounts_OAuth_Okta_button_label_text`;
	const { setting } = await admin.call<Saved>('GET', path);
	// The form sends the whole setting, and that is what the server keeps.
	const saved = { setting: { ...setting, section: 'Okta', value: 'Company sign-in' } };
	await admin.call('POST', path, JSON.stringify(saved));
	await guest.scene.settle();
	expect((await admin.call<Saved>('GET', path)).setting).toMatchObject({ section: 'Okta', value: 'Company sign-in' });
	await guest.scene.update();
	await guest.scene.settle();
	expect((await admin.call<Saved>('GET', path)).setting).toMatchObject({
		...{ section: 'Okta: more settings', value: 'Company sign-in' },
	});
});

test('installed anew, it knows nobody: the old links do not come back to life', async () => {
	await guest.scene.uninstall();
	await guest.scene.settle();
	await guest.scene.admin.install(packageFile(), appInfo().permissions);
	const { issuer, clientId, clientSecret } = guest.scene.provider;
	await guest.scene.configure({
		Session_cas_url: guest.scene.workspace.tlsUrl,
		...oktaSettings(issuer, clientId, clientSecret),
	});
	await guest.scene.expectConfirm(() => guest.scene.signIn());
});
