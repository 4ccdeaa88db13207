import type { Identity } from '../identity/identity';

/** What is synchronised of a profile: a username never is. */
export interface Profile {
	readonly name?: string | undefined;
	readonly email?: string | undefined;
}

export interface ProfileFacts {
	/** What the account has, '' for nothing; undefined for what can't be replaced, such as several addresses. */
	readonly current: Readonly<Record<keyof Profile, string | undefined>>;
	/** What the app has last written to this account, or found there, of the provider's values. */
	readonly written: Profile;
}

export interface ProfileChanges {
	readonly change: Profile;
	/** The provider's values in the account after the change. */
	readonly written: Profile;
}

const fields = ['name', 'email'] as const;

/**
 * Which fields of a profile are updated: those whose value in the account is still the provider's older one. What was
 * changed in Rocket.Chat stays, unless the admin wants the provider to win always. A field that the provider does not
 * send is not emptied.
 */
export function decideProfile(said: Profile, { current, written }: ProfileFacts, overwrite: boolean): ProfileChanges {
	const change: { -readonly [K in keyof Profile]: Profile[K] } = {};
	const after: { -readonly [K in keyof Profile]: Profile[K] } = { ...written };
	for (const field of fields) {
		const [wanted, has] = [said[field], current[field]];
		if (wanted === undefined || has === undefined) continue;
		const isOurs = has === '' || has === wanted || has === written[field];
		if (!isOurs && !overwrite) continue;
		if (wanted !== has) change[field] = wanted;
		after[field] = wanted;
	}
	return { change, written: after };
}

/** What of an identity belongs into a profile: an e-mail address only where the provider has verified it. */
export const profileOf = ({ name, email, emailVerified }: Identity): Profile => ({
	name,
	email: emailVerified ? email : undefined,
});
