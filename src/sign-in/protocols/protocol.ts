import type { Identity } from '../../identity/identity';
import type { Claims } from '../../oauth/claims';
import type { Credentials } from '../../oauth/oauth1/authorizationHeader';
import type { Authentication } from '../../oauth/secondFactor';
import type { Prepared } from '../../settings/resolveProvider';
import type { Ports } from '../../ports/ports';

/** What only this attempt knows, and the provider is shown at most a hash of. */
export interface AttemptSecrets {
	readonly state: string;
	readonly nonce: string;
	/** PKCE's code_verifier. */
	readonly verifier: string;
	/** OAuth 1.0a: the temporary credentials that the provider gave out for it. */
	readonly temporary?: Credentials;
}

/** A person who has signed in at the provider. */
export interface Proof {
	/** Who it is: enough to find a link. */
	readonly subject: string;
	readonly issuer: string;
	/** How the provider made sure of it, where it says so. */
	readonly authentication?: Authentication;
	/** What the provider says about them, its documents as one. {@link describe} reads an address and its flag from one. */
	claims(): Promise<Claims>;
	/** Who it is, described: asks the provider once more where it has said too little so far. */
	describe(): Promise<Identity>;
	/** OpenID Connect: as it came, for the sign-out. */
	readonly idToken?: string | undefined;
}

export interface AuthorizationStart {
	/** Where the browser goes. */
	readonly location: string;
	/** OAuth 1.0a: what the provider gave out for this attempt. */
	readonly temporary?: Credentials;
}

/** One of the protocols that the app speaks, from the first request to a proven identity. */
export interface Protocol {
	/** @param loginHint whom the provider may suggest to sign in as (OpenID Connect Core §3.1.2.1) */
	begin(prepared: Prepared, secrets: AttemptSecrets, ports: Ports, loginHint?: string): Promise<AuthorizationStart>;
	/**
	 * Whether the provider knows the client by what the settings say, as far as it tells without anybody signing in.
	 *
	 * @throws LoginError where it does not
	 */
	probe(prepared: Prepared, ports: Ports): Promise<'passed' | 'unknown'>;
	/**
	 * @param params query or form of the callback, as a parser left it
	 * @throws LoginError
	 */
	authenticate(params: unknown, secrets: AttemptSecrets, prepared: Prepared, ports: Ports): Promise<Proof>;
}
