import { LoginError } from '../errors';
import type { UsernameRules } from '../identity/username';
import { readSetting } from '../controls/setting';
import type { AccountRules } from '../settings/accountRules';
import { privilegedLogin, privilegedRoles, recreateDeleted, secondFactorAcr } from '../settings/privileged';
import type { SettingReader, ServerSettings } from '../ports/settings';
import { text, list } from '../values/parse';

/** What the admin allows the people of one provider. */
export interface Policy extends AccountRules {
	/** Whether a person whose account was deleted may sign up again. */
	readonly recreateDeleted: boolean;
	/** Roles that make an account privileged. */
	readonly privilegedRoles: readonly string[];
	/** How people with a privileged role get in: core asks nobody who comes from a provider for a second factor. */
	readonly privileged: 'trust' | 'second_factor' | 'refuse';
	/** Values of `acr` that stand for a second factor at the provider. */
	readonly acrWithSecondFactor: readonly string[];
}

/** What the workspace wants of new accounts. */
export interface Registration {
	/** Core's "Registration with Authentication Services". */
	readonly registrationOpen: boolean;
	/** Core's "Manually Approve New Users", which core itself does not look at for this kind of login. */
	readonly approvalRequired: boolean;
	/** Core's "Allowed Domains List" for new accounts, letter by letter, as core compares them; empty: every domain. */
	readonly emailDomains: readonly string[];
	readonly usernameRules: UsernameRules;
	/** Core's "Set Default Avatar": new accounts get the provider's picture. */
	readonly avatars: boolean;
}

export async function readPolicy(rules: AccountRules, app: SettingReader): Promise<Policy> {
	const [mayReturn, roles, privileged, acr] = await Promise.all([
		readSetting(recreateDeleted, app),
		readPrivilegedRoles(app),
		readSetting(privilegedLogin, app),
		readSetting(secondFactorAcr, app),
	]);
	return { ...rules, recreateDeleted: mayReturn, privilegedRoles: roles, privileged, acrWithSecondFactor: acr };
}

/** @throws LoginError `core_settings_unreadable`: a setting that can't be read allows nothing */
export async function readRegistration(server: ServerSettings): Promise<Registration> {
	const [registration, approval, domains, pattern, slugify, blocked, avatars] = await Promise.all([
		required('Accounts_Registration_AuthenticationServices_Enabled', server),
		required('Accounts_ManuallyApproveNewUsers', server),
		required('Accounts_AllowedDomainsList', server),
		server.get('UTF8_User_Names_Validation'),
		server.get('UTF8_Names_Slugify'),
		server.get('Accounts_BlockedUsernameList'),
		server.get('Accounts_SetDefaultAvatar'),
	]);
	return {
		registrationOpen: registration !== false,
		approvalRequired: approval === true,
		emailDomains: list(domains),
		usernameRules: {
			pattern: text(pattern) || '[0-9a-zA-Z-_.]+',
			slugify: slugify !== false,
			blocked: list(blocked),
		},
		avatars: avatars === true,
	};
}

/** `admin` is always privileged, whatever the setting says. */
export const readPrivilegedRoles = async (app: SettingReader): Promise<string[]> => [
	'admin',
	...(await readSetting(privilegedRoles, app)),
];

async function required(id: string, server: ServerSettings): Promise<unknown> {
	const value = await server.get(id);
	if (value === undefined) throw new LoginError('core_settings_unreadable', id);
	return value;
}
