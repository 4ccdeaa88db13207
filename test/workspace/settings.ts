import { randomBytes } from 'node:crypto';
import type { Store } from './store';

type Value = string | number | boolean;
type Flag = 'public' | 'secret' | 'hidden' | 'readonly';

/** A server setting as the database has it. */
export interface SettingDocument {
	_id: string;
	type: string;
	value: Value;
	packageValue: Value;
	public: boolean;
	secret: boolean;
	hidden: boolean;
	group: string;
	i18nLabel: string;
	i18nDescription: string;
	values?: { key: string; i18nLabel: string }[];
	ts: Date;
	_updatedAt: Date;
}

type Definition = [id: string, type: string, packageValue: Value, ...flags: Flag[]];

const GENERAL: Definition[] = [
	['Site_Url', 'string', '', 'public'],
	['Site_Name', 'string', 'Rocket.Chat', 'public'],
	['Language', 'language', '', 'public'],
	['uniqueID', 'string', randomBytes(12).toString('hex'), 'public', 'hidden'],
	['Enable_CSP', 'boolean', true],
	['Extra_CSP_Domains', 'string', ''],
	['Iframe_X_Frame_Options', 'string', 'sameorigin'],
	['Log_Level', 'select', '0', 'public'],
	['API_Enable_Rate_Limiter', 'boolean', true],
	['API_Enable_Rate_Limiter_Limit_Calls_Default', 'int', 10],
	['API_Enable_Rate_Limiter_Limit_Time_Default', 'int', 60_000],
	['UTF8_User_Names_Validation', 'string', '[0-9a-zA-Z-_.]+', 'public'],
	['UTF8_Channel_Names_Validation', 'string', '[0-9a-zA-Z-_.]+', 'public'],
	['UTF8_Names_Slugify', 'boolean', true, 'public'],
	['SMTP_Protocol', 'select', 'smtp'],
	['SMTP_Host', 'string', ''],
	['SMTP_Port', 'string', ''],
	['SMTP_Username', 'string', '', 'secret'],
	['SMTP_Password', 'password', '', 'secret'],
	['From_Email', 'string', ''],
	['LDAP_Enable', 'boolean', false, 'public'],
	['LDAP_Authentication_Password', 'password', '', 'secret'],
	['Show_Setup_Wizard', 'select', 'completed', 'public'],
];

const LAYOUT: Definition[] = [
	['Custom_Script_Logged_Out', 'code', '//Add your script', 'public'],
	['Custom_Script_Logged_In', 'code', '//Add your script', 'public'],
	['Custom_Script_On_Logout', 'code', '//Add your script', 'public'],
	[
		'Layout_Login_Terms',
		'string',
		'By proceeding you are agreeing to our <a href="terms-of-service">Terms of Service</a>, <a href="privacy-policy">Privacy Policy</a> and <a href="legal-notice">Legal Notice</a>.',
		'public',
	],
	['Layout_Home_Title', 'string', 'Home', 'public'],
	['theme-custom-css', 'code', '', 'public'],
];

const CAS: Definition[] = [
	['CAS_enabled', 'boolean', false, 'public'],
	['CAS_base_url', 'string', '', 'public'],
	['CAS_login_url', 'string', '', 'public'],
	['CAS_version', 'select', '1.0'],
	['CAS_trust_username', 'boolean', false, 'public'],
	['CAS_Creation_User_Enabled', 'boolean', true],
	['CAS_Sync_User_Data_Enabled', 'boolean', true],
	['CAS_Sync_User_Data_FieldMap', 'string', '{}'],
	['CAS_popup_width', 'int', 810, 'public'],
	['CAS_popup_height', 'int', 610, 'public'],
	['CAS_button_label_text', 'string', 'CAS'],
	['CAS_button_label_color', 'color', '#FFFFFF'],
	['CAS_button_color', 'color', '#1d74f5'],
	['CAS_autoclose', 'boolean', true],
];

const ACCOUNTS: Definition[] = [
	['Accounts_ShowFormLogin', 'boolean', true, 'public'],
	['Accounts_AllowedDomainsList', 'string', '', 'public'],
	['Accounts_BlockedDomainsList', 'string', ''],
	['Accounts_UseDefaultBlockedDomainsList', 'boolean', true],
	['Accounts_AllowAnonymousRead', 'boolean', false, 'public'],
	['Accounts_BlockedUsernameList', 'string', ''],
	['Accounts_SystemBlockedUsernameList', 'string', 'admin,administrator,system,user', 'hidden'],
	['Accounts_ManuallyApproveNewUsers', 'boolean', false, 'public'],
	['Accounts_RegistrationForm', 'select', 'Public', 'public'],
	['Accounts_Registration_AuthenticationServices_Enabled', 'boolean', true, 'public'],
	['Accounts_Registration_AuthenticationServices_Default_Roles', 'string', ''],
	['Accounts_Registration_Users_Default_Roles', 'string', 'user'],
	['Accounts_Verify_Email_For_External_Accounts', 'boolean', true],
	['Accounts_EmailVerification', 'boolean', false, 'public'],
	['Accounts_RequireNameForSignUp', 'boolean', true, 'public'],
	['Accounts_AllowUserProfileChange', 'boolean', true, 'public'],
	['Accounts_AllowRealNameChange', 'boolean', true, 'public'],
	['Accounts_AllowUsernameChange', 'boolean', true, 'public'],
	['Accounts_AllowEmailChange', 'boolean', true, 'public'],
	['Accounts_AllowUserAvatarChange', 'boolean', true, 'public'],
	['Accounts_SetDefaultAvatar', 'boolean', true],
	['Accounts_CustomFields', 'code', '', 'public'],
	['Accounts_LoginExpiration', 'int', 90, 'public'],
	['Accounts_ForgetUserSessionOnWindowClose', 'boolean', false, 'public'],
	['Accounts_PasswordReset', 'boolean', true, 'public'],
	['Accounts_TwoFactorAuthentication_Enabled', 'boolean', true, 'public'],
	['Accounts_TwoFactorAuthentication_By_Email_Enabled', 'boolean', true, 'public'],
	['Accounts_TwoFactorAuthentication_By_Email_Auto_Opt_In', 'boolean', true],
	['Accounts_TwoFactorAuthentication_Enforce_Password_Fallback', 'boolean', true],
	['Accounts_TwoFactorAuthentication_RememberFor', 'int', 1800],
	['Accounts_iframe_enabled', 'boolean', false, 'public'],
	['Accounts_iframe_url', 'string', '', 'public'],
	['Accounts_Iframe_api_url', 'string', '', 'public'],
	['Accounts_Iframe_api_method', 'string', 'POST', 'public'],
];

const OAUTH: Definition[] = [
	['Accounts_OAuth_Apple', 'boolean', false, 'public'],
	['Accounts_OAuth_Apple_id', 'string', '', 'public'],
	['Accounts_OAuth_Apple_secretKey', 'string', ''],
	['Accounts_OAuth_Apple_iss', 'string', ''],
	['Accounts_OAuth_Apple_kid', 'string', ''],
	['Accounts_OAuth_Twitter', 'boolean', false, 'public'],
	['Accounts_OAuth_Twitter_id', 'string', ''],
	['Accounts_OAuth_Twitter_secret', 'string', '', 'secret'],
	['Accounts_OAuth_Twitter_callback_url', 'relativeUrl', '_oauth/twitter', 'readonly'],
	['Accounts_OAuth_Tokenpass', 'boolean', false],
	['API_Tokenpass_URL', 'string', '', 'public'],
	['Accounts_OAuth_Tokenpass_id', 'string', ''],
	['Accounts_OAuth_Tokenpass_secret', 'string', ''],
	['Accounts_OAuth_Tokenpass_callback_url', 'relativeUrl', '_oauth/tokenpass', 'readonly'],
	['Accounts_OAuth_Drupal', 'boolean', false],
	['API_Drupal_URL', 'string', '', 'public'],
	['Accounts_OAuth_Drupal_id', 'string', ''],
	['Accounts_OAuth_Drupal_secret', 'string', '', 'secret'],
	['Accounts_OAuth_Drupal_callback_url', 'relativeUrl', '_oauth/drupal', 'readonly'],
	['Accounts_OAuth_Dolphin_URL', 'string', '', 'public'],
	['Accounts_OAuth_Dolphin', 'boolean', false],
	['Accounts_OAuth_Dolphin_id', 'string', ''],
	['Accounts_OAuth_Dolphin_secret', 'string', '', 'secret'],
	['Accounts_OAuth_Dolphin_login_style', 'select', 'redirect'],
	['Accounts_OAuth_Dolphin_button_label_text', 'string', ''],
	['Accounts_OAuth_Dolphin_button_label_color', 'string', '#FFFFFF'],
	['Accounts_OAuth_Dolphin_button_color', 'string', '#1d74f5'],
	['Accounts_OAuth_Google', 'boolean', false, 'public'],
	['Accounts_OAuth_Google_id', 'string', ''],
	['Accounts_OAuth_Google_secret', 'string', '', 'secret'],
	['Accounts_OAuth_Proxy_host', 'string', 'https://oauth-proxy.rocket.chat', 'public'],
	['Accounts_OAuth_Proxy_services', 'string', '', 'public'],
];

/** Adds the settings that the store does not have yet, as a server does at every start. */
export function registerSettings(store: Store): void {
	const groups: [string, Definition[]][] = [
		['General', GENERAL],
		['Layout', LAYOUT],
		['CAS', CAS],
		['Accounts', ACCOUNTS],
		['OAuth', OAUTH],
	];
	for (const [group, definitions] of groups) {
		for (const definition of definitions) {
			addSetting(store, group, definition);
		}
	}
}

function addSetting(store: Store, group: string, [id, type, packageValue, ...flags]: Definition): void {
	if (store.settings.has(id)) {
		return;
	}
	const now = new Date();
	store.settings.set(id, {
		_id: id,
		type,
		value: packageValue,
		packageValue,
		public: flags.includes('public'),
		secret: flags.includes('secret'),
		hidden: flags.includes('hidden'),
		group,
		i18nLabel: id,
		i18nDescription: `${id}_Description`,
		ts: now,
		_updatedAt: now,
	});
}

/** The suffixes, types and defaults of a custom OAuth service's settings (`server/lib/oauth/addOAuthService.ts`). */
const CUSTOM_OAUTH: [suffix: string, type: string, packageValue: Value][] = [
	['', 'boolean', false],
	['-url', 'string', ''],
	['-token_path', 'string', '/oauth/token'],
	['-token_sent_via', 'select', 'payload'],
	['-identity_token_sent_via', 'select', 'default'],
	['-identity_path', 'string', '/me'],
	['-authorize_path', 'string', '/oauth/authorize'],
	['-scope', 'string', 'openid'],
	['-access_token_param', 'string', 'access_token'],
	['-id', 'string', ''],
	['-secret', 'string', ''],
	['-login_style', 'select', 'popup'],
	['-button_label_text', 'string', ''],
	['-button_label_color', 'string', '#FFFFFF'],
	['-button_color', 'string', '#1d74f5'],
	['-key_field', 'select', 'username'],
	['-username_field', 'string', ''],
	['-email_field', 'string', ''],
	['-name_field', 'string', ''],
	['-avatar_field', 'string', ''],
	['-roles_claim', 'string', 'roles'],
	['-groups_claim', 'string', 'groups'],
	['-merge_users', 'boolean', false],
	['-show_button', 'boolean', true],
];

/** Adds a custom OAuth service named `name`, as an admin does with "Add custom OAuth". */
export function addCustomOAuth(store: Store, name: string): void {
	for (const [suffix, type, packageValue] of CUSTOM_OAUTH) {
		addSetting(store, 'OAuth', [`Accounts_OAuth_Custom-${name}${suffix}`, type, packageValue]);
	}
}

/** What a setting was until it was changed. */
export interface SettingChange {
	readonly id: string;
	readonly before: Value;
	/** Milliseconds since the epoch. */
	readonly at: number;
}

/** Milliseconds until the client's page has a changed custom script: 1.5 s at most on 8.3, 3 s on 7.7.1 (seen). */
const SCRIPT_DELAY = 1500;

/** Milliseconds without a change after which the settings of CAS become a service of the client (read). */
const SERVICE_PAUSE = 2000;

/** Milliseconds after which a change is of no interest to anyone. */
const CHANGE_LIFETIME = 60_000;

/** Reads and writes settings; writes are seen by every instance at once, but for what the server makes of some of them. */
export class Settings {
	constructor(private readonly store: Store) {}

	get<T extends Value>(id: string): T {
		const setting = this.store.settings.get(id);
		if (!setting) {
			throw new Error(`There is no setting "${id}"`);
		}
		return setting.value as T;
	}

	find(id: string): SettingDocument | undefined {
		return this.store.settings.get(id);
	}

	/** Stores any value, of whatever type: core's own writer does not look. */
	set(id: string, value: unknown): void {
		const setting = this.store.settings.get(id);
		if (!setting) {
			throw new Error(`There is no setting "${id}"`);
		}
		const now = Date.now();
		const recent = this.store.settingChanges.filter(({ at }) => at > now - CHANGE_LIFETIME);
		this.store.settingChanges = [...recent, { id, before: setting.value, at: now }];
		setting.value = value as Value;
		setting._updatedAt = new Date();
	}

	/** A custom script, as the client's page has it by now. */
	script(id: string): unknown {
		return this.before(Date.now() - SCRIPT_DELAY, id);
	}

	/** A setting of CAS, as the list of services has it: that is made anew after a pause in the changes. */
	service<T extends Value>(id: string): T {
		let start: number | undefined;
		for (const { id: changed, at } of [...this.store.settingChanges].reverse()) {
			if (!changed.startsWith('CAS_')) continue;
			if ((start ?? Date.now()) - at >= SERVICE_PAUSE) break;
			start = at;
		}
		return this.before(start ?? Infinity, id) as T;
	}

	/** Has all changes, or those of one setting, be as if they had been made long ago. */
	arrive(id?: string): void {
		this.store.settingChanges = this.store.settingChanges.filter((change) => id !== undefined && change.id !== id);
	}

	/** What it was at `moment`, in milliseconds since the epoch: before the first change that came then, or later. */
	private before(moment: number, id: string): unknown {
		const next = this.store.settingChanges.find((change) => change.id === id && change.at >= moment);
		return next ? next.before : this.store.settings.get(id)?.value;
	}
}
