import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import { SettingType } from '@rocket.chat/apps-engine/definition/settings';
import type { TextKey } from '../texts/texts';
import { isTextKey } from '../texts/texts';
import type { Field, FieldRole, ProviderDefinition } from '../providers/definition/definition';
import { customNamesSetting } from '../providers/custom';
import { bridgeChoices, bridgeSetting, nativeButtonSetting } from './bridge';
import { askSetting, importSetting, learningSetting, requestsNotifySetting } from './people';
import { proxySettings } from './proxy';
import { serviceAccountSettings } from './serviceAccount';

interface Control {
	readonly type: SettingType;
	/** i18n key; its description is under `<key>_description`. */
	readonly label: TextKey;
	readonly multiline?: true;
	/** Choices, whose i18n keys are `<name>_<choice>`. */
	readonly choices?: readonly [name: string, ...choices: string[]];
}

const { BOOLEAN, STRING, PASSWORD, SELECT, COLOR, NUMBER, CODE } = SettingType;

/** How a field of a provider's section looks in the admin's form. */
const controls: Readonly<Record<FieldRole, Control>> = {
	enabled: { type: BOOLEAN, label: 'field_enabled' },
	variant: { type: SELECT, label: 'field_preset' },
	issuer: { type: STRING, label: 'field_issuer' },
	url: { type: STRING, label: 'field_url' },
	authorizePath: { type: STRING, label: 'field_authorize_path' },
	tokenPath: { type: STRING, label: 'field_token_path' },
	identityPath: { type: STRING, label: 'field_identity_path' },
	clientId: { type: STRING, label: 'field_id' },
	clientSecret: { type: PASSWORD, label: 'field_secret' },
	teamId: { type: STRING, label: 'field_team_id' },
	keyId: { type: STRING, label: 'field_key_id' },
	privateKey: { type: PASSWORD, label: 'field_private_key', multiline: true },
	callbackUrl: { type: STRING, label: 'field_callback_url' },
	scope: { type: STRING, label: 'field_scope' },
	tokenSentVia: {
		type: SELECT,
		label: 'field_token_sent_via',
		choices: ['token_sent_via', 'automatic', 'header', 'payload'],
	},
	identityTokenSentVia: {
		type: SELECT,
		label: 'field_identity_token_sent_via',
		choices: ['identity_token_sent_via', 'default', 'header', 'payload'],
	},
	accessTokenParam: { type: STRING, label: 'field_access_token_param' },
	extraParameters: { type: STRING, label: 'field_extra_parameters' },
	trustEmail: { type: BOOLEAN, label: 'field_trust_email' },
	usernameField: { type: STRING, label: 'field_username_field' },
	emailField: { type: STRING, label: 'field_email_field' },
	emailVerifiedField: { type: STRING, label: 'field_email_verified_field' },
	nameField: { type: STRING, label: 'field_name_field' },
	avatarField: { type: STRING, label: 'field_avatar_field' },
	allowCreate: { type: SELECT, label: 'field_allow_create', choices: ['allow', 'yes', 'no'] },
	allowLink: { type: SELECT, label: 'field_allow_link', choices: ['allow', 'yes', 'no'] },
	keyField: { type: SELECT, label: 'field_key_field', choices: ['key_field', 'username', 'email'] },
	mergeUsers: { type: BOOLEAN, label: 'field_merge_users' },
	mergeUsersDistinctServices: { type: BOOLEAN, label: 'field_merge_users_distinct_services' },
	onlyDomains: { type: STRING, label: 'field_only_domains' },
	onlyGroups: { type: STRING, label: 'field_only_groups' },
	approval: { type: BOOLEAN, label: 'field_approval' },
	groupsClaim: { type: STRING, label: 'field_groups_claim' },
	rolesClaim: { type: STRING, label: 'field_roles_claim' },
	groupsSeparator: {
		type: SELECT,
		label: 'field_groups_separator',
		choices: ['groups_separator', 'none', 'comma', 'semicolon', 'space'],
	},
	syncProfile: { type: BOOLEAN, label: 'field_sync_profile' },
	overwriteProfile: { type: BOOLEAN, label: 'field_overwrite_profile' },
	syncRoles: { type: BOOLEAN, label: 'field_sync_roles' },
	rolesMap: { type: CODE, label: 'field_roles_map' },
	mergeRoles: { type: BOOLEAN, label: 'field_merge_roles' },
	rolesToSync: { type: STRING, label: 'field_roles_to_sync' },
	allowAdminRole: { type: BOOLEAN, label: 'field_allow_admin_role' },
	mapChannels: { type: BOOLEAN, label: 'field_map_channels' },
	groupsChannelMap: { type: CODE, label: 'field_groups_channel_map' },
	createRooms: { type: BOOLEAN, label: 'field_create_rooms' },
	channelsAdmin: { type: STRING, label: 'field_channels_admin' },
	signOut: { type: BOOLEAN, label: 'field_logout' },
	loginStyle: { type: SELECT, label: 'field_login_style', choices: ['login_style', 'popup', 'redirect', 'default'] },
	showButton: { type: SELECT, label: 'field_show_button', choices: ['show_button', 'shown', 'hidden'] },
	order: { type: NUMBER, label: 'field_button_order' },
	buttonText: { type: STRING, label: 'field_button_label_text' },
	buttonTextColor: { type: COLOR, label: 'field_button_label_color' },
	buttonColor: { type: COLOR, label: 'field_button_color' },
};

/** i18n key: of the field itself, as in core, where it has a text of its own; else what such fields are called. */
export const labelOf = ({ role, id }: Field): TextKey => (isTextKey(id) ? id : controls[role].label);

const descriptionOf = ({ role, id }: Field): string =>
	isTextKey(`${id}_description`) ? `${id}_description` : `${controls[role].label}_description`;

/** A field of a provider's section, as the admin's form has it. */
export function providerSetting(definition: ProviderDefinition, field: Field, callbackUrl: string): ISetting {
	const { role, id, value } = field;
	const { type, multiline } = controls[role];
	return {
		...{ id, type, multiline, required: false, public: false, section: sectionOf(definition) },
		packageValue: role === 'callbackUrl' ? callbackUrl : (value ?? emptyValue(type)),
		values: choicesOf(definition, role),
		i18nLabel: labelOf(field),
		i18nDescription: descriptionOf(field),
	};
}

/** A section of the admin's own has no text in any language: core's heading for it. */
const sectionOf = ({ id, name, fields }: ProviderDefinition): string =>
	fields[0]?.id.startsWith(customNamesSetting) ? `Custom OAuth: ${name}` : `section_${id}`;

function choicesOf({ variants = {} }: ProviderDefinition, role: FieldRole): ISetting['values'] {
	if (role === 'variant') {
		// Names of products, the same in every language.
		return Object.entries(variants).map(([key, { name }]) => ({ key, i18nLabel: name }));
	}
	const [name, ...keys] = controls[role].choices ?? [''];
	return keys.length > 0 ? keys.map((key) => ({ key, i18nLabel: `${name}_${key}` })) : undefined;
}

/** Whether a field can only be on or off. */
export const isSwitch = (role: FieldRole): boolean => controls[role].type === BOOLEAN;

/** The values that a field with choices can have; undefined where anything can be written. */
export const choiceKeys = (definition: ProviderDefinition, role: FieldRole): string[] | undefined =>
	choicesOf(definition, role)?.map(({ key }) => key);

/** The admin's form shows a switch that was turned off as its default: one that is on could never be seen off. */
const emptyValue = (type: SettingType): unknown => (type === BOOLEAN ? false : type === NUMBER ? 0 : '');

/** What concerns every provider, before and after their sections. */
export const customSection: readonly ISetting[] = [setting(customNamesSetting, STRING, 'section_custom')];
/** Names the switches of core's that the app has turned on; see `admin/nativeSwitches.ts`. */
export const turnedOnSetting = 'Native_switches_turned_on';

/** What the app notes where it can write while it is being disabled. */
export const hiddenSettings: readonly ISetting[] = [
	{ ...setting(turnedOnSetting, STRING, 'section_session'), hidden: true, i18nLabel: '', i18nDescription: '' },
];

const privilegedLoginSetting = 'Accounts_privileged_login';
const privilegedChoices = ['trust', 'second_factor', 'refuse'];

export const workspaceSection: readonly ISetting[] = [
	setting('Session_internal_url', STRING, 'section_session'),
	setting('Session_cas_url', STRING, 'section_session'),
	{
		...setting(bridgeSetting, SELECT, 'section_session'),
		packageValue: bridgeChoices[0],
		values: bridgeChoices.map((key) => ({ key, i18nLabel: `session_bridge_${key}` })),
	},
	setting(serviceAccountSettings.userId, STRING, 'section_session'),
	setting(serviceAccountSettings.token, PASSWORD, 'section_session'),
	setting(serviceAccountSettings.createTokenSecret, PASSWORD, 'section_session'),
	setting(nativeButtonSetting, BOOLEAN, 'section_session'),
	setting('Accounts_recreate_deleted', BOOLEAN, 'section_session'),
	{
		...setting(privilegedLoginSetting, SELECT, 'section_session'),
		packageValue: 'trust',
		values: privilegedChoices.map((key) => ({ key, i18nLabel: `privileged_login_${key}` })),
	},
	setting('Accounts_privileged_roles', STRING, 'section_session'),
	setting('Accounts_second_factor_acr', STRING, 'section_session'),
	setting('Login_page_links', BOOLEAN, 'section_session'),
	setting('Login_page_hide_password_form', BOOLEAN, 'section_session'),
];

/** People who had an account before, and people who want one. */
export const peopleSection: readonly ISetting[] = [
	{
		...setting(learningSetting, SELECT, 'section_people'),
		packageValue: 'yes',
		values: ['yes', 'no'].map((key) => ({ key, i18nLabel: `allow_${key}` })),
	},
	{ ...setting(importSetting, STRING, 'section_people'), multiline: true },
	setting(askSetting, BOOLEAN, 'section_people'),
	setting(requestsNotifySetting, STRING, 'section_people'),
];

/** Settings that are not of one provider; each has its label under its id. */
export const generalSettings = (serverUrl: string): ISetting[] => [
	...customSection,
	...peopleSection,
	...proxySection(serverUrl),
	...workspaceSection,
];

/** @param serverUrl what the admins of other workspaces copy */
export const proxySection = (serverUrl: string): ISetting[] => [
	setting(proxySettings.host, STRING, 'section_proxy'),
	setting(proxySettings.services, STRING, 'section_proxy'),
	setting(proxySettings.server, BOOLEAN, 'section_proxy'),
	{ ...setting(proxySettings.url, STRING, 'section_proxy'), packageValue: serverUrl },
	{ ...setting(proxySettings.workspaces, STRING, 'section_proxy'), multiline: true },
	{ ...setting(proxySettings.providers, STRING, 'section_proxy'), multiline: true },
];

function setting(id: string, type: SettingType, section: string): ISetting {
	return {
		...{ id, type, section, required: false, public: false },
		packageValue: emptyValue(type),
		i18nLabel: id,
		i18nDescription: `${id}_description`,
	};
}
