import type { Identity } from '../identity/identity';
import type { Authentication } from '../oauth/secondFactor';

/** Somebody who is to be let in, and how to learn more about them should that be needed. */
export interface Applicant extends Choice {
	readonly key: Pick<Identity, 'provider' | 'issuer' | 'subject'>;
	describe(): Promise<Identity>;
	/** How the provider made sure who it is. */
	readonly authentication?: Authentication;
	/** For core's count of logins. */
	readonly clientAddress: string | undefined;
}

/** What somebody has said, or proven, when they were asked about an account. */
export interface Choice {
	/** Id of an account that they have proven to be theirs, which the identity is to be linked to. */
	readonly provenUserId?: string;
	/** The account of their username is not theirs: they would like one under another name. */
	readonly anotherName?: true;
}
