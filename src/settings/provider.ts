import type { Values } from '../controls/control';
import { isEmpty } from '../controls/control';
import type { SettingReader } from '../ports/settings';
import type { CoreCounterpart, ProviderDefinition, Traits, Variant } from '../providers/definition/definition';
import { openid } from '../providers/definition/openid';
import { loginFields } from '../providers/fields/button';
import { definedTraits } from '../providers/fields/definition';
import type { FieldRole, FieldValues, Stored } from '../providers/fields/fields';
import { fields, valuesOf } from '../providers/fields/fields';
import type { EventActions } from '../providers/fields/offBoarding';
import { neededKeys } from '../providers/ownKeys';
import { parametersOf } from '../oauth/authorizationRequest';
import { issuerOfDocument } from '../oauth/issuer';
import type { AccountRules } from './accountRules';
import { accountRules } from './accountRules';
import { claimsOf, emailTrustOf, separatorOf } from './claims';
import { endpointUrl } from './endpointUrl';
import type { SyncRules } from './sync';
import { readSyncRules } from './sync';
import { parseUrl } from '../values/url';
import { withoutSlashAtEnd } from '../values/slashes';

export type LoginStyle = 'popup' | 'redirect';

/** A provider as the admin set it up: what its definition says, where no field says otherwise. */
export interface Provider
	extends Pick<FieldValues, 'enabled' | 'clientId' | 'teamId' | 'keyId'>, Values<typeof loginFields> {
	readonly definition: ProviderDefinition;
	readonly id: string;
	readonly name: string;
	/** The fields without which nobody can sign in, and that are empty or not usable. */
	readonly missing: readonly FieldRole[];
	readonly traits: Traits;
	/** The same without the fields of the form: what the preset and the definition say. */
	readonly base: Traits;
	/** Core's own sign-ins that may be by the same server. */
	readonly counterparts: readonly CoreCounterpart[];
	/** OpenID Connect: the issuer. Else the server's URL, which stands for it. */
	readonly issuer: string;
	/** Absolute URLs; for an OpenID Connect provider only those that are to be used instead of its own. */
	readonly endpoints: Endpoints;
	/** Absolute URLs of the further documents, by the claim that each is. */
	readonly furtherRequests: Readonly<Record<string, string>>;
	/** For Apple, what the secret is signed with. */
	readonly clientSecret: string;
	readonly scope: string;
	readonly syncRules: SyncRules;
	/** What its people may do here. */
	readonly rules: AccountRules;
	/** Anyone who signs out here is signed out at the provider, and the other way round. */
	readonly signOut: boolean;
	/** Members of its definition that weaken security. */
	readonly weakenings: readonly string[];
	/** What is done when the provider reports something about a person. */
	readonly eventActions: EventActions;
	/** After how many hours the sessions of its people end; 0: when core ends them. */
	readonly sessionHours: number;
	/** As the admin wrote them: they are cleaned where they are shown. */
	readonly button: {
		readonly label: string;
		readonly color: string;
		readonly labelColor: string;
		readonly picture: string;
		/** Whose mark the button shows, the first that there is a drawing of. */
		readonly brands: readonly string[];
		readonly shown: boolean;
		/** Smaller numbers first, then by name. */
		readonly order: number;
	};
}

export interface Endpoints {
	readonly authorization?: string;
	readonly token?: string;
	readonly identity?: string;
	readonly requestToken?: string;
	readonly jwks?: string;
	readonly logout?: string;
}

/** As its settings are now; what a sign-in finds is made once for as long as no setting changes. */
export function readProvider(definition: ProviderDefinition, settings: SettingReader): Promise<Provider> {
	const read = (): Promise<Provider> => readAfresh(definition, settings);
	return settings.kept ? settings.kept(`provider:${definition.id}`, read) : read();
}

async function readAfresh(definition: ProviderDefinition, settings: SettingReader): Promise<Provider> {
	const stored: Stored = Object.fromEntries(
		await Promise.all(
			definition.fields.map(async ({ role, id, value = fields[role].initial }) => {
				const filledIn = await settings.get(id);
				return [role, isEmpty(filledIn) ? value : filledIn];
			}),
		),
	);
	const values = valuesOf(fields, stored);
	const { enabled, clientId, teamId, keyId } = values;
	const { variants = {} } = definition;
	const variant = Object.hasOwn(variants, values.variant) ? variants[values.variant] : undefined;
	const look = { ...definition.button, ...variant?.button };
	const chosen = variant?.traits ?? definition.traits;
	const defined = values.definition ? definedTraits(values.definition, chosen, definition.variants ?? {}) : undefined;
	const { issuer: written, ...document } = issuerOfDocument(values.issuer);
	const base = defined && 'traits' in defined ? defined.traits : chosen;
	const traits = effectiveTraits({ ...base, ...document }, values);
	const pasted = withoutEnding(written, traits);
	const server = canonical(
		withoutEnding(values.url, traits) ||
			traits.url ||
			(traits.protocol === 'openid' ? pasted || traits.issuer : '') ||
			'',
	);
	const endpoints = endpointsOf(traits, values, server);
	const issuer = traits.protocol === 'openid' ? pasted || traits.issuer || '' : server || originOf(endpoints.token);
	const provider = {
		...{ definition, id: definition.id, name: nameOf(definition, variant), traits, base, issuer, endpoints },
		furtherRequests: furtherUrls(traits, server),
		weakenings: defined && 'traits' in defined ? defined.weakenings : [],
		...{ enabled, clientId, teamId, keyId },
		...valuesOf(loginFields, stored),
		counterparts: [variant?.core, definition.core].filter((core) => core !== undefined),
		clientSecret: traits.signedSecret ? values.privateKey : values.clientSecret,
		scope: scopeOf(values.scope || traits.scope, traits),
		syncRules: { ...readSyncRules(values), ...(traits.claims.customFields ? { customFields: true as const } : {}) },
		rules: accountRules(stored),
		// OpenID Connect says how, and for others the definition.
		signOut: values.signOut && (traits.protocol === 'openid' || traits.logout !== undefined),
		...{ eventActions: values.eventActions, sessionHours: values.sessionHours },
		button: {
			label: values.buttonText,
			color: values.buttonColor || look.color || '',
			labelColor: values.buttonTextColor || look.textColor || '',
			picture: values.picture,
			brands: [values.variant, definition.id],
			shown: values.showButton,
			order: values.order,
		},
	};
	// One that came around the form's check, or that an older version took: without it, a secret may go elsewhere.
	const unusable: FieldRole[] = defined && 'error' in defined ? ['definition'] : [];
	return { ...provider, missing: [...unusable, ...missingFields(provider)] };
}

/**
 * The preset's own name where the admin's says the same in other letters: "GitHub", not "Github", as core makes every first
 * letter a capital and every other one small. What a preset's name adds, such as the kind of its server, is left out.
 */
function nameOf({ id, name }: ProviderDefinition, variant: Variant | undefined): string {
	const own = variant?.name.split(/[,(]/, 1)[0]?.trim() ?? '';
	const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
	return own !== '' && letters(own) === letters(id) ? own : name;
}

/** In the order of their buttons. */
export const readProviders = async (
	definitions: readonly ProviderDefinition[],
	settings: SettingReader,
): Promise<Provider[]> =>
	(await Promise.all(definitions.map((definition) => readProvider(definition, settings)))).sort(
		(a, b) => a.button.order - b.button.order || a.name.localeCompare(b.name),
	);

/** Where the provider sends people back to: exactly what the admin registers there; nothing is ever added to it. */
export const callbackUrl = (siteUrl: string, appPath: string, providerId: string): string =>
	`${siteUrl}${appPath}/callback/${providerId}`;

/** Where a provider reads the app's public keys, if its definition has the app make some. */
export const publicKeysUrl = (siteUrl: string, appPath: string, { id, traits }: Provider): string | undefined =>
	neededKeys(traits).length > 0 ? `${siteUrl}${appPath}/jwks/${id}` : undefined;

/** Whether the client proves itself by the client secret, or by a key in its place. */
export const needsSecret = ({ signedSecret, clientAuthentication, ownSigningKey }: Traits): boolean =>
	!signedSecret && clientAuthentication !== 'none' && !ownSigningKey;

/** Ready to be offered to people. */
export const isUsable = (provider: Provider): boolean => provider.enabled && provider.missing.length === 0;

/** The paths are those of a server without discovery. */
const endpointsByDiscovery = {
	authorizePath: undefined,
	tokenPath: undefined,
	identityPath: undefined,
	furtherRequests: undefined,
	// Its document says how.
	secretSentVia: undefined,
};

/** What the definition or the chosen variant says, where no field says otherwise. */
function effectiveTraits(chosen: Traits, values: FieldValues): Traits {
	const { tokenSentVia, identityTokenSentVia, accessTokenParam, extraParameters } = values;
	const listSeparator = separatorOf(values);
	return {
		...chosen,
		// An issuer names all the endpoints, and signs who someone is.
		...(values.issuer && chosen.protocol === 'oauth2'
			? { ...endpointsByDiscovery, protocol: 'openid', scope: openid.scope }
			: {}),
		...(tokenSentVia === 'header' || tokenSentVia === 'payload' ? { secretSentVia: tokenSentVia } : {}),
		...(identityTokenSentVia === 'header' ? { accessTokenSentVia: 'header' } : {}),
		...(identityTokenSentVia === 'payload' || (identityTokenSentVia === 'default' && tokenSentVia === 'payload')
			? { accessTokenSentVia: 'query' }
			: {}),
		...(accessTokenParam ? { accessTokenParam } : {}),
		// Added to the preset's own; of two of one name the admin's counts.
		...(extraParameters ? { extraParameters: { ...chosen.extraParameters, ...parametersOf(extraParameters) } } : {}),
		emailTrust: emailTrustOf(chosen.emailTrust, values),
		...(listSeparator ? { listSeparator } : {}),
		claims: claimsOf(chosen.claims, values),
	};
}

function endpointsOf(traits: Traits, values: FieldValues, server: string): Endpoints {
	const at = (path: string | undefined): string | undefined => (path ? endpointUrl(server, path) : undefined);
	return {
		authorization: at(values.authorizePath || traits.authorizePath),
		token: at(values.tokenPath || traits.tokenPath),
		identity: traits.userinfo === 'off' ? undefined : at(values.identityPath || traits.identityPath),
		requestToken: at(traits.requestTokenPath),
		jwks: at(traits.jwksPath),
		logout: at(traits.logout?.path),
	};
}

const furtherUrls = ({ furtherRequests = {} }: Traits, server: string): Record<string, string> =>
	Object.fromEntries(Object.entries(furtherRequests).map(([name, path]) => [name, endpointUrl(server, path) ?? path]));

function missingFields({
	traits,
	issuer,
	endpoints,
	clientId,
	clientSecret,
	teamId,
	keyId,
}: Omit<Provider, 'missing'>): FieldRole[] {
	const needed: Partial<Record<FieldRole, unknown>> = {
		...(traits.protocol === 'openid'
			? { issuer }
			: {
					url: issuer,
					authorizePath: endpoints.authorization,
					tokenPath: endpoints.token,
					...(traits.tokenResponseClaims ? {} : { identityPath: endpoints.identity }),
				}),
		clientId,
		...(traits.signedSecret ? { privateKey: clientSecret, teamId, keyId } : {}),
		...(needsSecret(traits) ? { clientSecret } : {}),
		...(traits.withoutDiscovery
			? {
					authorizePath: endpoints.authorization,
					tokenPath: endpoints.token,
					definition: endpoints.jwks ?? traits.insecureSharedSecretSignature,
				}
			: {}),
	};
	return (Object.keys(needed) as FieldRole[]).filter((role) => !needed[role]);
}

/** The rest stays as it is: an issuer is compared character by character. */
function withoutEnding(address: string, { addressEndings }: Traits): string {
	if (!addressEndings) return address;
	const trimmed = withoutSlashAtEnd(address);
	const ending = addressEndings.find((one) => trimmed.endsWith(one)) ?? '';
	return trimmed.slice(0, trimmed.length - ending.length);
}

/** A server's URL stands for it in its people's identities: however it is written, it is the same. What is no URL is ''. */
export function canonical(url: string): string {
	const parsed = parseUrl(url);
	return parsed ? parsed.origin + withoutSlashAtEnd(parsed.pathname) : '';
}

const originOf = (url: string | undefined): string => (url ? new URL(url).origin : '');

/** Also as they are in an address, or between quotes; a plus belongs to a scope (RFC 6749 §3.3) unless it is beside `openid`. */
const scopesIn = (text: string): string[] =>
	(/(?:^|\+)openid(?:\+|$)/.test(text) ? text.replaceAll('+', ' ') : text).split(/(?:[\s,"]|%20)+/).filter(Boolean);

/** Without `openid` there is no id_token (OpenID Connect Core §3.1.2.1). */
function scopeOf(scope: string, { protocol, scopeSeparator }: Traits): string {
	const scopes = scopesIn(scope);
	return (protocol !== 'openid' || scopes.includes('openid') ? scopes : ['openid', ...scopes]).join(
		scopeSeparator ?? ' ',
	);
}
