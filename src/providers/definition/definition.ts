import type { ClaimMap } from '../../identity/claimMap';
import type { Separator } from '../../identity/listItems';
import type { EmailTrust } from '../../identity/verifiedAddress';
import type { TokenQuirks } from '../../oauth/tokenResponse';
import type { Field } from '../fields/section';

/** How a provider works, as data. Whatever differs between providers has a name in here. */
export interface Traits {
	/** `openid`: the issuer's discovery document names the endpoints, and who somebody is stands in a signed id_token. */
	readonly protocol: 'openid' | 'oauth2' | 'oauth1';
	/** Of the one server there is; a provider that people run themselves has a field for it. */
	readonly issuer?: string;
	/** Where the discovery document is, if not below the issuer. */
	readonly discoveryUrl?: string;
	/** Every endpoint is named here or in the form; no document is asked for. */
	readonly withoutDiscovery?: true;
	/** What may be in the place of `{tenantid}` in the issuer. */
	readonly tenants?: readonly string[];
	/** Audiences that an id_token may have beside the client. */
	readonly audiences?: readonly string[];
	/** The provider's keys; in the place of the document's `jwks_uri`. */
	readonly jwksPath?: string;
	/** `off`: nobody is asked. `required`: its failure ends the sign-in. Absent: a verified id_token is enough. */
	readonly userinfo?: 'off' | 'required';
	/** `none`: a public client, which has no secret and proves itself by PKCE (OpenID Connect Core §9). */
	readonly clientAuthentication?: 'none';
	/** Claims of the access token count, once it is verified as a JWT of the issuer for this client. */
	readonly accessTokenClaims?: true;
	/** The provider does not return `nonce`: PKCE alone binds the code to the attempt. */
	readonly insecureWithoutNonce?: true;
	/** id_tokens are signed with the client secret (HS256, HS384, HS512), and with nothing else. */
	readonly insecureSharedSecretSignature?: true;
	/** Origins that may be called although they are on plain http, or on the server's own machine. */
	readonly insecureOrigins?: readonly string[];
	/** Origins beside the provider's own to which a definition may send code, secret and tokens. */
	readonly otherOrigins?: readonly string[];
	/** What the paths below are relative to, where the server is always the same. */
	readonly url?: string;
	/** Below the server's URL, or an absolute URL. */
	readonly authorizePath?: string;
	readonly tokenPath?: string;
	/** Where the identity is read: absent where only an id_token tells. */
	readonly identityPath?: string;
	/** OAuth 1.0a: where an attempt begins (RFC 5849 §2.1). */
	readonly requestTokenPath?: string;
	/** A list of e-mail addresses beside the identity, with `primary` and `verified`, as GitHub has it. */
	readonly emailsPath?: string;

	readonly scope: string;
	/** How the client secret is sent; absent: as the metadata says, else in the header. */
	readonly secretSentVia?: 'header' | 'payload';
	/** How the access token is sent for the identity; absent: in the header. */
	readonly accessTokenSentVia?: 'header' | 'query';
	readonly accessTokenParam?: string;
	/** The secret is a JWT that the app signs for each request, with the admin's key. */
	readonly signedSecret?: 'apple';
	/** For the few servers that refuse unknown parameters. */
	readonly withoutPkce?: true;
	/** For servers that refuse to answer by a redirect what they are asked for. */
	readonly responseMode?: 'form_post';
	/** More parameters for the authorization request. */
	readonly extraParameters?: Readonly<Record<string, string>>;
	readonly tokenQuirks?: TokenQuirks;
	/** Its id_tokens name others as audiences beside the client, as a rule. */
	readonly otherAudiences?: true;

	/** Whether the identity is brought into shape first, as core's custom OAuth did (`identity/normalise.ts`). */
	readonly normalised?: true;
	readonly claims: ClaimMap;
	/** What separates the groups, and the roles, of a provider that gives them as one text. */
	readonly listSeparator?: Separator | undefined;
	/** When the provider's word on an e-mail address is good enough to be called verified. */
	readonly emailTrust: EmailTrust;
	/** The person's name comes once, in a form field `user` beside the code. */
	readonly nameInForm?: true;
}

export interface ButtonLook {
	readonly color?: string;
	readonly textColor?: string;
}

/**
 * Core's own sign-in by the same provider. What it left in `services.<service>` of a user document says who somebody is
 * there; see `features/people/coreIdentity.ts`.
 */
export interface CoreCounterpart {
	readonly service: string;
	/** Core's own switch. Of a sign-in that is off, what core has kept may be out of date, or in doubt. */
	readonly enabledSetting: string;
	/** Core's setting that has the server's URL. */
	readonly urlSetting?: string;
	/** The server where there is no such setting, or where it is empty. */
	readonly server?: string;
	/** Core's setting that says where below it the identity is read, where an admin chooses that. */
	readonly identityPathSetting?: string;
	/** Core's setting with the client's id, where people are called differently for each client. */
	readonly clientId?: {
		readonly setting: string;
		/** Where only OpenID Connect does so (OpenID Connect Core §8). */
		readonly onlyOpenid?: true;
	};
}

/** One of several ways in which a provider can work: a version of its protocol, or a preset. */
export interface Variant {
	readonly name: string;
	readonly traits: Traits;
	readonly button?: ButtonLook;
	readonly core?: CoreCounterpart;
}

/**
 * A provider is data: one file here, one page in `docs/providers/`, one line in the catalog. No other module asks which
 * provider it deals with.
 */
export interface ProviderDefinition {
	/** Segment of its public paths; lower case; never changes. */
	readonly id: string;
	readonly name: string;
	/** In the order in which the admin sees them. */
	readonly fields: readonly Field[];
	readonly traits: Traits;
	/** What the field `variant` chooses from, by its value; `traits` is what counts otherwise. */
	readonly variants?: Readonly<Record<string, Variant>>;
	readonly button?: ButtonLook;
	/**
	 * Core's own switch of the same name, which only core can serve, and which follows the one here: with native sign-in,
	 * the mobile clients give their tokens to core.
	 */
	readonly nativeSwitch?: string;
	readonly core?: CoreCounterpart;
}

/**
 * A ready-made way for the custom providers: what an admin would otherwise have to look up. One file in `presets/`, one
 * page in `docs/providers/`; `npm run new-preset` begins both.
 */
export interface Preset extends Variant {
	/** Value of the setting; lower case; never changes. */
	readonly id: string;
}
