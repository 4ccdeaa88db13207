import type { SettingReader } from '../host/settings';
import type { ClientAuthentication } from '../protocol/clientAuthentication';
import type { FieldRole, ProviderDefinition } from '../providers/definition';
import { text } from './workspace';

/** How the client secret is sent. */
export type SecretMethod = Exclude<ClientAuthentication['method'], 'none'>;

export type LoginStyle = 'popup' | 'redirect';

/** A provider as the admin set it up: what its definition says, and what the fields hold. */
export interface Provider {
	readonly definition: ProviderDefinition;
	readonly id: string;
	readonly name: string;
	readonly enabled: boolean;
	/** The fields without which nobody can sign in, and that are empty or not usable. */
	readonly missing: readonly FieldRole[];
	readonly issuer: string;
	readonly clientId: string;
	readonly clientSecret: string;
	readonly scope: string;
	/** Undefined: whichever the provider's metadata names first. */
	readonly authenticationMethod: SecretMethod | undefined;
	readonly loginStyle: LoginStyle;
	/** As the admin wrote them: they are cleaned where they are shown. */
	readonly button: { readonly label: string; readonly color: string; readonly labelColor: string };
}

const sentVia: Readonly<Record<string, SecretMethod>> = {
	header: 'client_secret_basic',
	payload: 'client_secret_post',
};

export async function readProvider(definition: ProviderDefinition, settings: SettingReader): Promise<Provider> {
	const values = await Promise.all(
		definition.fields.map(async ({ role, id, value }) => [role, (await settings.get(id)) || value] as const),
	);
	const field = Object.fromEntries(values) as Partial<Record<FieldRole, unknown>>;
	const issuer = issuerOf(text(field.issuer));
	const clientId = text(field.clientId);
	const clientSecret = text(field.clientSecret);
	const required = { issuer, clientId, clientSecret };
	return {
		definition,
		id: definition.id,
		name: definition.name,
		enabled: field.enabled === true,
		missing: (Object.keys(required) as Array<keyof typeof required>).filter((role) => !required[role]),
		issuer,
		clientId,
		clientSecret,
		scope: withOpenid(text(field.scope)),
		authenticationMethod: sentVia[text(field.tokenSentVia)],
		loginStyle: text(field.loginStyle) === 'redirect' ? 'redirect' : 'popup',
		button: {
			label: text(field.buttonText),
			color: text(field.buttonColor),
			labelColor: text(field.buttonTextColor),
		},
	};
}

export const readProviders = (
	definitions: readonly ProviderDefinition[],
	settings: SettingReader,
): Promise<Provider[]> => Promise.all(definitions.map((definition) => readProvider(definition, settings)));

/** Where the provider sends people back to: exactly what the admin registers there; nothing is ever added to it. */
export const callbackUrl = (siteUrl: string, appPath: string, providerId: string): string =>
	`${siteUrl}${appPath}/callback/${providerId}`;

/** Ready to be offered to people. */
export const isUsable = (provider: Provider): boolean => provider.enabled && provider.missing.length === 0;

/** Admins write `example.okta.com` where `https://example.okta.com` is meant. Nothing usable is ''. */
function issuerOf(value: string): string {
	if (!value) return '';
	const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `https://${value}`;
	return URL.canParse(url) ? url : '';
}

/** Without `openid` there is no id_token (OpenID Connect Core §3.1.2.1). */
function withOpenid(scope: string): string {
	const scopes = scope.split(/[\s,]+/).filter(Boolean);
	return (scopes.includes('openid') ? scopes : ['openid', ...scopes]).join(' ');
}
