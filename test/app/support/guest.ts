import { Scene } from './scene';

/** What the app changes in the server. */
export const touched = [
	'Custom_Script_Logged_Out',
	'Custom_Script_On_Logout',
	'Layout_Login_Terms',
	'CAS_enabled',
	'CAS_base_url',
	'CAS_login_url',
	'CAS_version',
	'CAS_trust_username',
	'CAS_Creation_User_Enabled',
	'CAS_Sync_User_Data_Enabled',
	'CAS_Sync_User_Data_FieldMap',
	'CAS_button_label_text',
];

/** An admin's own settings, as odd as they get. */
export const own = {
	Custom_Script_Logged_Out: "// no line break at the end\r\nwindow.mine = 'yes' // and no semicolon",
	Custom_Script_On_Logout: 'window.bye = true',
	Layout_Login_Terms: '<p>Be <b>nice</b>.</p>\n',
	CAS_base_url: '',
	CAS_login_url: 'https://old.example.com/login',
	CAS_version: '1.0',
	CAS_Sync_User_Data_FieldMap: '{"name": "%displayName%"}',
	CAS_Sync_User_Data_Enabled: true,
};

/**
 * The app in a workspace whose admin had settings of their own before it came: one for each test of a file, and in use,
 * since somebody has signed in.
 */
export class Guest {
	scene!: Scene;

	constructor() {
		beforeEach(async () => {
			this.scene = await Scene.setUp({
				server: own,
				settings: { Login_page_links: true, Accounts_OAuth_Okta_logout: true },
			});
			await this.scene.expectSignedIn(this.scene.signIn(), { username: 'robin' });
			await this.scene.settle();
		});
		afterEach(() => this.scene.stop());
	}

	settings(): Record<string, unknown> {
		return Object.fromEntries(touched.map((id) => [id, this.scene.workspace.setting(id)]));
	}

	settingsBefore(): Record<string, unknown> {
		const { settings } = this.scene.workspace.store;
		return { ...Object.fromEntries(touched.map((id) => [id, settings.get(id)?.packageValue])), ...own };
	}
}
