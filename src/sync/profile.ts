import type { Identity } from '../identity/identity';

/** What is refreshed: a username never is. */
export interface Profile {
	readonly name?: string | undefined;
	readonly email?: string | undefined;
}

export interface ProfileFacts {
	/** What the account has, '' for nothing; undefined for what can't be replaced, such as several addresses. */
	readonly current: Readonly<Record<keyof Profile, string | undefined>>;
	/** What the app last knew to be the provider's word, in this account. */
	readonly written: Profile;
}

export interface ProfileChanges {
	readonly change: Profile;
	/** What is the provider's word in the account after the change. */
	readonly written: Profile;
}

const fields = ['name', 'email'] as const;

/**
 * What of a profile is brought up to date: what the provider says now, where the account still has what it said before.
 * What somebody has changed here stays, unless the admin says that the provider always wins. What the provider does not
 * say is not emptied.
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

/** Of an identity, what may stand in a profile: an address only where the provider vouches for it. */
export const profileOf = ({ name, email, emailVerified }: Identity): Profile => ({
	name,
	email: emailVerified ? email : undefined,
});
