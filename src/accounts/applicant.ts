import type { Identity, IdentityKey } from '../identity/identity';
import type { Authentication } from '../oauth/secondFactor';
import type { Lazy } from '../values/lazy';

/** A person whom a provider has authenticated. */
export interface AuthenticatedPerson {
	/** Who it is: enough to find a link. */
	readonly key: IdentityKey;
	/** Everything that the provider says about the person. May cost a call to the provider (userinfo). */
	readonly profile: Lazy<Identity>;
	/** How the provider authenticated the person, where it says so. */
	readonly authentication?: Authentication;
	/** OpenID Connect: the id_token as it came, for the sign-out at the provider. */
	readonly idToken?: string | undefined;
}

/** An authenticated person who asks for a session of this workspace. */
export interface Applicant extends AuthenticatedPerson, ConfirmChoice {
	/** For core's login limit. */
	readonly clientAddress: string | undefined;
}

/** What the person has proven or chosen when they were asked about an account. */
export interface ConfirmChoice {
	/** Id of an account that they have proven to be theirs: the identity is to be linked to it. */
	readonly provenUserId?: string;
	/** The account with their username is not theirs: they want one under another name. */
	readonly anotherName?: true;
}
