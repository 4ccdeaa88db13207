import { checkText } from '../controls/control';
import type { Found } from '../controls/control';
import type { Setting } from '../controls/setting';
import { setting } from '../controls/setting';
import { anyText } from '../controls/textControls';
import { text } from '../values/parse';
import { isFree } from './catalog';
import type { CoreCounterpart, ProviderDefinition, Traits, Variant } from './definition/definition';
import { openid } from './definition/openid';
import { claimFields } from './fields/claims';
import type { FieldRole } from './fields/fields';
import { rolesOf } from './fields/fields';
import { account, button, login, section, sync } from './fields/section';
import { presets } from './presets';

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
		emailVerified: 'email_verified|verified_email|emailVerified',
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

/**
 * The names in the admin's list, as core would have made them (`addOAuthService.ts`): letters, digits and underscores,
 * the first one a capital. What core would have made the same is one.
 */
export function customNames(setting: string): string[] {
	const keys = setting.split(',').map((name) => name.toLowerCase().replace(/[^a-z0-9_]/g, ''));
	return [...new Set(keys)].filter(Boolean).map((key) => key[0]!.toUpperCase() + key.slice(1));
}

/** The names of the custom providers, separated by commas. */
export const customProviders: Setting<readonly string[]> = setting(
	customNamesSetting,
	{ ...anyText, check: checkText(namesProblem), read: (stored) => customNames(text(stored)) },
	{ section: 'section_custom', label: 'custom_names' },
);

function namesProblem(value: string): Found {
	const written = value
		.split(',')
		.map((name) => name.trim())
		.filter(Boolean);
	const bad = written.find((name) => customNames(name).length === 0);
	if (bad !== undefined) return { key: 'name', detail: bad };
	const taken = customNames(value).find((name) => !isFree(name));
	if (taken !== undefined) return { key: 'name_taken', detail: taken };
	return customNames(value).length < written.length ? { key: 'name', detail: value } : undefined;
}

/** In the order of core's form, as far as core has them. */
const roles: readonly FieldRole[] = [
	...(['enabled', 'variant', 'issuer', 'url', 'clientId', 'clientSecret', 'callbackUrl'] as const),
	...(['authorizePath', 'tokenPath', 'tokenSentVia', 'identityPath', 'identityTokenSentVia'] as const),
	...(['accessTokenParam', 'scope', 'extraParameters', 'definition'] as const),
	...rolesOf(claimFields),
	...account,
	...sync,
	...(['signOut', 'eventActions'] as const),
	...login,
	...button,
];

/** Those that were made: every request looks a provider up among all of them. */
const made = new Map<string, ProviderDefinition>();

/** So many are kept; there are as many as an admin has named since the start. */
const maximumMade = 1_000;

/** A provider of the admin's own, under core's setting ids: `Accounts_OAuth_Custom-<Name>-<field>`. */
export function customProvider(name: string): ProviderDefinition {
	const known = made.get(name) ?? makeProvider(name);
	if (made.size >= maximumMade) made.clear();
	made.set(name, known);
	return known;
}

function makeProvider(name: string): ProviderDefinition {
	return {
		id: name.toLowerCase(),
		name,
		fields: section(`${customNamesSetting}-${name}-`, roles, { variant: { value: plain } }),
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
		...{ service, enabledSetting: id, urlSetting: `${id}-url`, identityPathSetting: `${id}-identity_path` },
		clientId: { setting: `${id}-id`, onlyOpenid: true },
	};
}
