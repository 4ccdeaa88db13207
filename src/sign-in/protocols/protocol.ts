import type { AuthenticatedPerson } from '../../accounts/applicant';
import type { Claims } from '../../oauth/claims';
import type { Credentials } from '../../oauth/oauth1/authorizationHeader';
import type { ProviderContext } from '../../settings/resolveProvider';
import type { Needs, Sealing } from '../../ports/ports';
import type { Lazy } from '../../values/lazy';

/** What only this attempt knows, and the provider is shown at most a hash of. */
export interface AttemptSecrets {
	readonly state: string;
	readonly nonce: string;
	/** PKCE's code_verifier. */
	readonly verifier: string;
	/** OAuth 1.0a: the temporary credentials that the provider gave out for it. */
	readonly temporary?: Credentials;
}

/** Where the members of a token response are, as the claim `token`. */
export const tokenResponse = 'token response';

/** One document in which a provider describes a person. */
export interface ProviderDocument {
	/** `id_token`, `userinfo`, `access token`, `token response`, `identity`, or the name of a further request. */
	readonly from: string;
	readonly claims: Claims;
}

/** A person who has signed in at the provider. */
export interface Authenticated extends AuthenticatedPerson {
	/** What the provider says about them, the document that counts most first. */
	readonly documents: Lazy<readonly ProviderDocument[]>;
}

export interface AuthorizationStart {
	/** Where the browser goes. */
	readonly location: string;
	/** OAuth 1.0a: what the provider gave out for this attempt. */
	readonly temporary?: Credentials;
}

/** What is asked of the provider besides. */
export interface AuthorizationWishes {
	/** Whom it may suggest to sign in as (OpenID Connect Core §3.1.2.1). */
	readonly loginHint?: string | undefined;
	/**
	 * That it has the person sign in although it knows them, and says when they did: `prompt=login`, `max_age` and
	 * `auth_time` of the same section and §2. Only OpenID Connect has that.
	 */
	readonly again?: boolean;
}

/** What an attempt takes from outside: the sealing is for the app's own keys. */
export type ProtocolPorts = Sealing & Needs<'transport'>;

/** One of the protocols that the app speaks, from the authorization request to an authenticated person. */
export interface Protocol {
	begin(
		context: ProviderContext,
		secrets: AttemptSecrets,
		ports: ProtocolPorts,
		wishes?: AuthorizationWishes,
	): Promise<AuthorizationStart>;
	/**
	 * Whether the provider knows the client by what the settings say, as far as it tells without anyone signing in.
	 *
	 * @throws LoginError where it does not
	 */
	probe(context: ProviderContext, ports: ProtocolPorts): Promise<'passed' | 'unknown'>;
	/**
	 * @param params query or form of the callback, as a parser left it
	 * @throws LoginError
	 */
	authenticate(
		params: unknown,
		secrets: AttemptSecrets,
		context: ProviderContext,
		ports: ProtocolPorts,
	): Promise<Authenticated>;
}
