import { accountFields } from './sections/accountFields';
import type { CoreCounterpart, Field, FieldRole, ProviderDefinition, Traits, Variant } from './definition/definition';
import { inStepFields } from './sections/syncFields';
import { openid } from './definition/openid';
import { presets } from './presets';

/** The setting that names the custom providers, separated by commas. */
export const customNamesSetting = 'Accounts_OAuth_Custom';

/** What core's custom OAuth assumed where the admin did not say otherwise. */
const coreDefaults: Traits = {
	protocol: 'oauth2',
	authorizePath: '/oauth/authorize',
	tokenPath: '/oauth/token',
	identityPath: '/me',
	scope: 'openid',
	secretSentVia: 'payload',
	normalised: true,
	claims: {
		subject: 'id',
		username: 'username|preferred_username|nickname',
		name: 'name|username|nickname|CharacterName|userName|preferred_username|user.name',
		email: 'email',
		emailVerified: 'email_verified',
		groups: 'groups',
		roles: 'roles',
	},
	emailTrust: 'claim',
};

/** No preset: what the fields say, and core's defaults. */
const plain = 'custom';

const variants: Readonly<Record<string, Variant>> = Object.fromEntries([
	[plain, { name: 'Custom OAuth 2.0', traits: coreDefaults } satisfies Variant],
	['openid', { name: 'OpenID Connect', traits: openid } satisfies Variant],
	...presets.map((preset) => [preset.id, preset] as const),
]);

/** Core's suffixes, in the order of its form; what it has none for is ours. An empty field leaves it to the preset. */
const fields: ReadonlyArray<readonly [FieldRole, string, string?]> = [
	['enabled', ''],
	['variant', '-preset', plain],
	['issuer', '-issuer'],
	['url', '-url'],
	['clientId', '-id'],
	['clientSecret', '-secret'],
	['callbackUrl', '-callback_url'],
	['authorizePath', '-authorize_path'],
	['tokenPath', '-token_path'],
	['tokenSentVia', '-token_sent_via', 'automatic'],
	['identityPath', '-identity_path'],
	['identityTokenSentVia', '-identity_token_sent_via', 'default'],
	['accessTokenParam', '-access_token_param'],
	['scope', '-scope'],
	['extraParameters', '-extra_parameters'],
	['usernameField', '-username_field'],
	['emailField', '-email_field'],
	['emailVerifiedField', '-email_verified_field'],
	['nameField', '-name_field'],
	['avatarField', '-avatar_field'],
	['trustEmail', '-trust_email_without_claim'],
	['groupsClaim', '-groups_claim'],
	['rolesClaim', '-roles_claim'],
	['groupsSeparator', '-groups_separator', 'none'],
];

/** And after what the people of a provider may do. */
const buttonFields: typeof fields = [
	['signOut', '-logout'],
	['loginStyle', '-login_style', 'popup'],
	['showButton', '-show_button', 'shown'],
	['order', '-button_order'],
	['buttonText', '-button_label_text'],
	['buttonTextColor', '-button_label_color'],
	['buttonColor', '-button_color'],
];

/**
 * The names in the admin's list, as core would have made them (`addOAuthService.ts`): letters, digits and underscores,
 * the first one a capital. What core would have made the same is one.
 */
export function customNames(setting: string): string[] {
	const keys = setting.split(',').map((name) => name.toLowerCase().replace(/[^a-z0-9_]/g, ''));
	return [...new Set(keys)].filter(Boolean).map((key) => key[0]!.toUpperCase() + key.slice(1));
}

/** A provider of the admin's own, under core's setting ids: `Accounts_OAuth_Custom-<Name>-<field>`. */
export function customProvider(name: string): ProviderDefinition {
	const prefix = `${customNamesSetting}-${name}`;
	const named = ([role, suffix, value]: (typeof fields)[number]): Field => ({ role, id: prefix + suffix, value });
	return {
		id: name.toLowerCase(),
		name,
		fields: [
			...fields.map(named),
			...accountFields(`${prefix}-`),
			...inStepFields(`${prefix}-`),
			...buttonFields.map(named),
		],
		traits: coreDefaults,
		variants,
		core: counterpart(name),
	};
}

/** Services of a user document that no custom OAuth of core's has written. */
const ownServices = new Set(
	'apple cas cloud crowd email email2fa emailcode iframe ldap password resume saml totp'.split(' '),
);

/** Core's custom OAuth of the same name. */
function counterpart(name: string): CoreCounterpart | undefined {
	const service = name.toLowerCase();
	const id = `${customNamesSetting}-${name}`;
	if (ownServices.has(service)) return undefined;
	return {
		...{ service, urlSetting: `${id}-url`, identityPathSetting: `${id}-identity_path` },
		clientId: { setting: `${id}-id`, onlyOpenid: true },
	};
}
