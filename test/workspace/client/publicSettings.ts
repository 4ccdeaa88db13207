/** What the web client has to know of the workspace: core's public settings, with core's own defaults, by their ids. */
export interface PublicSettings {
	readonly Site_Url: string;
	readonly Site_Name: string;
	/** A BCP 47 tag; core's default is empty. */
	readonly Language: string;
	readonly Layout_Login_Terms: string;
	readonly Accounts_ShowFormLogin: boolean;
	/** `Public`, `Disabled` or `Secret URL`. */
	readonly Accounts_RegistrationForm: string;
	readonly Accounts_PasswordReset: boolean;
	readonly Accounts_EmailOrUsernamePlaceholder: string;
	readonly Accounts_PasswordPlaceholder: string;
	readonly Accounts_ForgetUserSessionOnWindowClose: boolean;
	readonly CAS_login_url: string;
	/** Pixels. */
	readonly CAS_popup_width: number | string;
	/** Pixels. */
	readonly CAS_popup_height: number | string;
}

/**
 * `meteor`: the client up to 8.x, on Meteor's packages. `vite`: the client of 9.x, as read; nothing of it was run.
 */
export type ClientKind = 'meteor' | 'vite';

/** What is written into the page for the client's script. */
export interface ClientConfig {
	/** The line of the client: where 6.5.3 and 7.7.1 were seen to differ. */
	readonly line: 6 | 7;
	readonly kind: ClientKind;
	readonly settings: PublicSettings;
}

const defaults: PublicSettings = {
	Site_Url: '',
	Site_Name: 'Rocket.Chat',
	Language: '',
	Layout_Login_Terms: '',
	Accounts_ShowFormLogin: true,
	Accounts_RegistrationForm: 'Public',
	Accounts_PasswordReset: true,
	Accounts_EmailOrUsernamePlaceholder: '',
	Accounts_PasswordPlaceholder: '',
	Accounts_ForgetUserSessionOnWindowClose: false,
	CAS_login_url: '',
	CAS_popup_width: 810,
	CAS_popup_height: 610,
};

export function publicSettings(setting: (id: string) => unknown): PublicSettings {
	const values = Object.entries(defaults).map(([id, fallback]) => [id, setting(id) ?? fallback]);
	return Object.fromEntries(values) as PublicSettings;
}
