import type { Ports } from '../../host/ports';
import type { Identity } from '../../identity/identity';
import type { Claims } from '../../protocol/claims';
import type { Credentials } from '../../protocol/oauth1/authorizationHeader';
import type { Authentication } from '../../protocol/secondFactor';
import type { Attempt, AttemptSecrets } from '../attempt';
import type { Prepared } from '../preparation';

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
	authenticate(params: unknown, attempt: Attempt, prepared: Prepared, ports: Ports): Promise<Proof>;
}
