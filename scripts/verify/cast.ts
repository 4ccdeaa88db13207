import { randomBytes, randomUUID } from 'node:crypto';

/** Someone at the demo provider. */
export interface Person {
	/** What is typed at the provider. Nobody else knows it, and the provider knows nobody else. */
	readonly login: string;
	/** What the provider says about them. */
	readonly claims: {
		readonly sub: string;
		readonly name: string;
		readonly preferred_username: string;
		readonly email: string;
		readonly email_verified: true;
	};
}

/** An account of the workspace that has a password, and the person at the provider who names its username. */
export interface Owner {
	readonly username: string;
	readonly email: string;
	readonly password: string;
	readonly person: Person;
}

/** The throw-away people of one run. */
export interface Cast {
	/** Comes by the provider alone. */
	readonly newcomer: Person;
	/** Proves the account with the session of a client. */
	readonly owner: Owner;
	/** Proves the account with the password, in the browser. */
	readonly browserOwner: Owner;
}

/** What an admin reads in the list of people while a run lasts. */
export const displayName = 'OAuth Login verification';

export function createCast(emailDomain: string): Cast {
	const run = randomBytes(4).toString('hex');
	const person = (username: string, mailbox = username): Person => ({
		login: randomUUID(),
		claims: {
			sub: randomUUID(),
			name: displayName,
			preferred_username: username,
			email: `${mailbox}@${emailDomain}`,
			email_verified: true,
		},
	});
	const owner = (username: string): Owner => ({
		username,
		email: `${username}@${emailDomain}`,
		// For any password policy.
		password: `aA1!${randomBytes(18).toString('base64url')}`,
		person: person(username, `${username}-elsewhere`),
	});
	const name = (role: string): string => `oauth-login-verify-${run}-${role}`;
	return { newcomer: person(name('new')), owner: owner(name('own')), browserOwner: owner(name('web')) };
}

export const usernamesOf = ({ newcomer, owner, browserOwner }: Cast): string[] => [
	newcomer.claims.preferred_username,
	owner.username,
	browserOwner.username,
];

export const peopleOf = ({ newcomer, owner, browserOwner }: Cast): Person[] => [
	newcomer,
	owner.person,
	browserOwner.person,
];
