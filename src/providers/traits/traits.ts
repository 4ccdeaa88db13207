import type { ClaimMap } from '../../identity/claimMap';
import type { Separator } from '../../identity/listItems';
import type { EmailTrust } from '../../identity/verifiedAddress';
import type { Parameters } from '../../oauth/authorizationRequest';
import type { ResponseMode } from '../../oauth/responseMode';
import type { ClientAuthMethod } from '../../oauth/clientAuthentication';
import type { Encryption } from '../../oauth/encryptedToken';
import type { signingAlgorithms } from '../../oauth/keyPair';
import type { TokenRequestShape } from '../../oauth/tokenRequest';
import type { SignOutDialect } from './signOut';
import type { TokenQuirks } from '../../oauth/tokenResponse';
import type { IdentityRequestShape } from '../../oauth/userinfo';

/** What a provider may encrypt for the app. A logout token is encrypted as an id_token is. */
export type EncryptedPart = 'id_token' | 'userinfo';

/** How a provider works, as data. Whatever differs between providers has a name in here. */
export interface Traits {
	/** `openid`: the issuer's discovery document names the endpoints, and who someone is is in a signed id_token. */
	readonly protocol: 'openid' | 'oauth2' | 'oauth1';
	/** Of the one server there is; a provider that people run themselves has a field for it. */
	readonly issuer?: string;
	/** Where the discovery document is, if not below the issuer. */
	readonly discoveryUrl?: string;
	/** Every endpoint is named here or in the form; no document is asked for. */
	readonly withoutDiscovery?: true;
	/** What may be in the place of `{tenantid}` in the issuer. */
	readonly tenants?: readonly string[];
	/** Other names of the issuer in tokens and answers; each counts as it. */
	readonly tokenIssuers?: readonly string[];
	/** Audiences that an id_token may have beside the client. */
	readonly audiences?: readonly string[];
	/** The provider's keys; in the place of the document's `jwks_uri`. */
	readonly jwksPath?: string;
	/** `off`: nobody is asked. `required`: its failure ends the sign-in. Absent: a verified id_token is enough. */
	readonly userinfo?: 'off' | 'required';
	/**
	 * How the client proves itself (OpenID Connect Core §9); absent: by a private key in the place of the secret, else as the
	 * form or the metadata says. `none`: a public client, which has no secret, with PKCE.
	 */
	readonly clientAuthentication?: ClientAuthMethod;
	/** `kid` of a client's key that names none itself. */
	readonly clientKeyId?: string;
	/** The app makes the key of `private_key_jwt` itself, for this algorithm, and publishes the public one. */
	readonly ownSigningKey?: (typeof signingAlgorithms)[number];
	/** What the provider encrypts with a key that the app makes and publishes; unencrypted it is refused. */
	readonly encryption?: Encryption & { readonly of: readonly EncryptedPart[] };
	/** For whom a client's assertion is; absent: the issuer, or the token endpoint of a server that has none. */
	readonly clientAssertionAudience?: string;
	/** Claims of the access token count, once it is verified as a JWT of the issuer for this client. */
	readonly accessTokenClaims?: true;
	/** The provider does not return `nonce`: PKCE alone binds the code to the attempt. */
	readonly insecureWithoutNonce?: true;
	/** `iat` of its id_tokens tells when the session there began: the nonce alone dates them. */
	readonly insecureWithoutTokenAge?: true;
	/** id_tokens are signed with the client secret (HS256, HS384, HS512), and with nothing else. */
	readonly insecureSharedSecretSignature?: true;
	/** Origins that may be called although they are on plain http, or on the server's own machine. */
	readonly insecureOrigins?: readonly string[];
	/** Origins beside the provider's own to which a definition may send code, secret and tokens. */
	readonly otherOrigins?: readonly string[];
	/** What the paths below are relative to, where the server is always the same. */
	readonly url?: string;
	/** Endings of the server's address, or of the issuer, that people paste along, such as `/api/v3`: they are cut off, and a slash with them. */
	readonly addressEndings?: readonly string[];
	/** Below the server's URL, or an absolute URL. */
	readonly authorizePath?: string;
	readonly tokenPath?: string;
	/** Where the identity is read: absent where only an id_token tells. */
	readonly identityPath?: string;
	/** OAuth 1.0a: where an attempt begins (RFC 5849 §2.1). */
	readonly requestTokenPath?: string;
	/**
	 * What else is asked with the access token where a claim is read from it: paths by the name under which the answer is
	 * a claim, such as `emails`. One that fails leaves its claims out.
	 */
	readonly furtherRequests?: Readonly<Record<string, string>>;

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
	readonly logout?: SignOutDialect;
	/** The authorization request is pushed, also where the document does not require it (RFC 9126). */
	readonly pushedAuthorization?: true;
	/** `form_post`: for servers that refuse to answer by a redirect what they are asked for. The others: a signed answer (JARM). */
	readonly responseMode?: ResponseMode;
	/** More parameters for the authorization request. */
	readonly extraParameters?: Parameters;
	/** What separates scopes in the request; absent: a space (RFC 6749 §3.3). */
	readonly scopeSeparator?: ',';
	/** The server's names for parameters of the authorization request: `{ "client_id": "appid" }`. */
	readonly authorizationNames?: Readonly<Record<string, string>>;
	/** What the server wants behind the `#` of its authorization endpoint (WeChat). */
	readonly authorizationFragment?: string;
	/** The server's name for `code` in its answer. */
	readonly codeName?: string;
	readonly tokenRequest?: Omit<TokenRequestShape, 'inQuery'>;
	/** Code and secret are sent by GET, in the address: servers on the way may note them. */
	readonly insecureTokenRequestInQuery?: true;
	readonly tokenQuirks?: TokenQuirks;
	/** What the token response says besides its tokens counts, as members of the claim `token`. */
	readonly tokenResponseClaims?: true;
	/** How the identity, and the further documents, are asked for; these always by GET. */
	readonly identityRequest?: IdentityRequestShape;
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
