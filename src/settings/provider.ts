import type { ClaimMap } from '../identity/claimMap';
import type { EmailTrust } from '../identity/verifiedAddress';
import type { CoreCounterpart, FieldRole, ProviderDefinition, Traits } from '../providers/definition/definition';
import { openid } from '../providers/definition/openid';
import type { AccountRules } from './accountRules';
import { accountRules } from './accountRules';
import { parseUrl } from '../oauth/endpointRules';
import { endpointUrl } from './endpointUrl';
import type { InStep } from './sync';
import { listClaims, readInStep, separatorOf } from './sync';
import type { SettingReader } from '../ports/settings';
import { text } from '../values/parse';
import { withoutSlashAtEnd } from '../values/slashes';

export type LoginStyle = 'popup' | 'redirect';

const loginStyles = ['popup', 'redirect', 'default'] as const;

/** A provider as the admin set it up: what its definition says, where no field says otherwise. */
export interface Provider {
	readonly definition: ProviderDefinition;
	readonly id: string;
	readonly name: string;
	readonly enabled: boolean;
	/** The fields without which nobody can sign in, and that are empty or not usable. */
	readonly missing: readonly FieldRole[];
	readonly traits: Traits;
	/** Core's own sign-ins that may be by the same server. */
	readonly counterparts: readonly CoreCounterpart[];
	/** OpenID Connect: the issuer. Else the server's URL, which stands for it. */
	readonly issuer: string;
	/** Absolute URLs; for an OpenID Connect provider only those that are to be used instead of its own. */
	readonly endpoints: Endpoints;
	readonly clientId: string;
	/** For Apple, what the secret is signed with. */
	readonly clientSecret: string;
	readonly teamId: string;
	readonly keyId: string;
	readonly scope: string;
	readonly inStep: InStep;
	/** `default`: a popup where there is room for one, which only the login page knows. */
	readonly loginStyle: LoginStyle | 'default';
	/** What its people may do here. */
	readonly rules: AccountRules;
	/** Whoever signs out here is signed out at the provider, and the other way round. */
	readonly signOut: boolean;
	/** As the admin wrote them: they are cleaned where they are shown. */
	readonly button: {
		readonly label: string;
		readonly color: string;
		readonly labelColor: string;
		readonly icon: string | undefined;
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
	readonly emails?: string;
}

type Fields = Partial<Record<FieldRole, unknown>>;

export async function readProvider(definition: ProviderDefinition, settings: SettingReader): Promise<Provider> {
	const values = await Promise.all(
		definition.fields.map(async ({ role, id, value }) => [role, orDefault(await settings.get(id), value)] as const),
	);
	const fields: Fields = Object.fromEntries(values);
	const issuerField = withScheme(text(fields.issuer));
	const variant = definition.variants?.[text(fields.variant)];
	const look = { ...definition.button, ...variant?.button };
	const traits = effectiveTraits(variant?.traits ?? definition.traits, fields, issuerField);
	const server = canonical(withScheme(text(fields.url)) || traits.url || '');
	const endpoints = endpointsOf(traits, fields, server);
	const issuer =
		traits.protocol === 'openid' ? issuerField || traits.issuer || '' : server || originOf(endpoints.token);
	const clientSecret = text(traits.signedSecret ? fields.privateKey : fields.clientSecret);
	const provider = {
		...{ definition, id: definition.id, name: definition.name, traits, issuer, endpoints, clientSecret },
		counterparts: [variant?.core, definition.core].filter((core) => core !== undefined),
		enabled: fields.enabled === true,
		clientId: text(fields.clientId),
		teamId: text(fields.teamId),
		keyId: text(fields.keyId),
		scope: scopeOf(text(fields.scope) || traits.scope, traits),
		inStep: readInStep(fields),
		loginStyle: loginStyles.find((style) => style === text(fields.loginStyle)) ?? 'popup',
		rules: accountRules(fields),
		// Only OpenID Connect says how.
		signOut: fields.signOut === true && traits.protocol === 'openid',
		button: {
			label: text(fields.buttonText),
			color: text(fields.buttonColor) || look.color || '',
			labelColor: text(fields.buttonTextColor) || look.textColor || '',
			icon: look.icon,
			// `false` is what core's own switch says.
			shown: fields.showButton !== false && text(fields.showButton) !== 'hidden',
			order: typeof fields.order === 'number' ? fields.order : 0,
		},
	};
	return { ...provider, missing: missingFields(provider) };
}

/** An empty field leaves it to the definition. */
const orDefault = (stored: unknown, value: unknown): unknown =>
	stored === undefined || stored === null || stored === '' ? value : stored;

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

/** Ready to be offered to people. */
export const isUsable = (provider: Provider): boolean => provider.enabled && provider.missing.length === 0;

/** The paths are those of a server without discovery. */
const endpointsByDiscovery = {
	authorizePath: undefined,
	tokenPath: undefined,
	identityPath: undefined,
	emailsPath: undefined,
};

/** What the definition or the chosen variant says, where no field says otherwise. */
function effectiveTraits(chosen: Traits, fields: Fields, issuer: string): Traits {
	const { tokenSentVia, identityTokenSentVia, accessTokenParam, extraParameters } = fields;
	const tokenVia = text(tokenSentVia);
	const identityVia = text(identityTokenSentVia);
	return {
		...chosen,
		// An issuer names all the endpoints, and signs who somebody is.
		...(issuer && chosen.protocol === 'oauth2'
			? { ...endpointsByDiscovery, protocol: 'openid', scope: openid.scope }
			: {}),
		...(tokenVia === 'header' || tokenVia === 'payload' ? { secretSentVia: tokenVia } : {}),
		// "payload" is core's word for the query here, and its "default" is "as the secret".
		...(identityVia === 'header' ? { accessTokenSentVia: 'header' } : {}),
		...(identityVia === 'payload' || (identityVia === 'default' && tokenVia === 'payload')
			? { accessTokenSentVia: 'query' }
			: {}),
		...(text(accessTokenParam) ? { accessTokenParam: text(accessTokenParam) } : {}),
		...(text(extraParameters)
			? { extraParameters: Object.fromEntries(new URLSearchParams(text(extraParameters))) }
			: {}),
		emailTrust: emailTrustOf(chosen.emailTrust, fields),
		...(separatorOf(fields) ? { listSeparator: separatorOf(fields) } : {}),
		claims: claimsOf(chosen.claims, fields),
	};
}

const claimsOf = (claims: ClaimMap, fields: Fields): ClaimMap => ({
	...claims,
	...listClaims(claims, fields),
	username: text(fields.usernameField) || claims.username,
	...addressClaims(claims, fields),
	name: text(fields.nameField) || claims.name,
	avatar: text(fields.avatarField) || claims.avatar,
});

/** The preset's flag is about the address in the preset's own claim: about one from elsewhere it says nothing. */
function addressClaims(preset: ClaimMap, { emailField, emailVerifiedField }: Fields): Partial<ClaimMap> {
	const email = text(emailField) || preset.email;
	const emailVerified = text(emailVerifiedField) || (email === preset.email ? preset.emailVerified : undefined);
	return { email, emailVerified, presetEmail: preset.email, presetEmailVerified: preset.emailVerified };
}

/** "Never" is what a preset says of a provider that has no flag; a flag that the admin names is one. */
function emailTrustOf(preset: EmailTrust, { trustEmail, emailVerifiedField }: Fields): EmailTrust {
	if (trustEmail === true) return 'trusted';
	return preset === 'never' && text(emailVerifiedField) ? 'claim' : preset;
}

function endpointsOf(traits: Traits, { authorizePath, tokenPath, identityPath }: Fields, server: string): Endpoints {
	const at = (path: string | undefined): string | undefined => (path ? endpointUrl(server, path) : undefined);
	return {
		authorization: at(text(authorizePath) || traits.authorizePath),
		token: at(text(tokenPath) || traits.tokenPath),
		identity: at(text(identityPath) || traits.identityPath),
		requestToken: at(traits.requestTokenPath),
		emails: at(traits.emailsPath),
	};
}

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
					identityPath: endpoints.identity,
				}),
		clientId,
		...(traits.signedSecret ? { privateKey: clientSecret, teamId, keyId } : { clientSecret }),
	};
	return (Object.keys(needed) as FieldRole[]).filter((role) => !needed[role]);
}

/** Admins write `example.okta.com` where `https://example.okta.com` is meant. What is no URL is ''. */
export function withScheme(value: string): string {
	if (!value) return '';
	const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `https://${value}`;
	return parseUrl(url) ? url : '';
}

/** A server's URL stands for it in its people's identities: however it is written, it is the same. What is no URL is ''. */
export function canonical(url: string): string {
	const parsed = parseUrl(url);
	return parsed ? parsed.origin + withoutSlashAtEnd(parsed.pathname) : '';
}

const originOf = (url: string | undefined): string => (url ? new URL(url).origin : '');

/** Without `openid` there is no id_token (OpenID Connect Core §3.1.2.1). */
function scopeOf(scope: string, { protocol }: Traits): string {
	const scopes = scope.split(/[\s,]+/).filter(Boolean);
	return (protocol !== 'openid' || scopes.includes('openid') ? scopes : ['openid', ...scopes]).join(' ');
}
