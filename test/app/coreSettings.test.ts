import { Guest, own } from './support/guest';

const guest = new Guest();

test('while it works, the admin’s own script and terms are still in front of what the app adds', () => {
	expect(guest.scene.workspace.setting('Custom_Script_Logged_Out')).toMatch(
		new RegExp(`^${escape(own.Custom_Script_Logged_Out)}\\n/\\* oauth-login:begin \\*/\\n`),
	);
	expect(guest.scene.workspace.setting('Layout_Login_Terms')).toMatch(
		new RegExp(`^${escape(own.Layout_Login_Terms)}\\n<!-- oauth-login:begin -->`),
	);
	expect(guest.settings()).toMatchObject({ CAS_enabled: true, CAS_version: '2.0', CAS_trust_username: true });
	expect(guest.settings().CAS_button_label_text).toBe('Other ways to sign in');
});

test('without a provider that is on, core’s CAS settings are the admin’s again', async () => {
	await guest.scene.configure({ Accounts_OAuth_Okta: false });
	await guest.scene.settle();
	const cas = (all: Record<string, unknown>): unknown[] => Object.entries(all).filter(([id]) => id.startsWith('CAS_'));
	expect(cas(guest.settings())).toEqual(cas(guest.settingsBefore()));
});

test('what the admin has meanwhile set up for another CAS server stays', async () => {
	const theirs = {
		CAS_base_url: 'https://cas.example.com',
		CAS_login_url: 'https://cas.example.com/login',
		CAS_version: '1.0',
	};
	await guest.scene.configureServer(theirs);
	await guest.scene.settle();
	expect(guest.settings()).toMatchObject(theirs);
	await guest.scene.setEnabled(false);
	await guest.scene.settle();
	expect(guest.settings()).toMatchObject(theirs);
});

test('what the admin has meanwhile changed in the script and the terms stays', async () => {
	const script = 'Custom_Script_Logged_Out';
	const terms = 'Layout_Login_Terms';
	await guest.scene.configureServer({
		[script]: `${String(guest.scene.workspace.setting(script))}\nwindow.later = 1`,
		[terms]: `<i>New.</i>${String(guest.scene.workspace.setting(terms))}`,
	});
	await guest.scene.setEnabled(false);
	await guest.scene.settle();
	expect(guest.scene.workspace.setting(script)).toBe(`${String(own[script])}\nwindow.later = 1`);
	expect(guest.scene.workspace.setting(terms)).toBe(`<i>New.</i>${String(own[terms])}`);
});

function escape(text: unknown): string {
	return String(text).replace(/[\\^$*+?.()|[\]{}/]/g, '\\$&');
}
