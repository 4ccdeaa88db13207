import type { Account } from '../../ports/directory';

/** A signed-in session of Rocket.Chat, on its way to the browser. Never logged. */
export interface Session {
	readonly userId: string;
	readonly token: string;
}

/** Core's call for it, which everyone may make for themselves (apps/meteor/server/api/v1/users.ts). */
export const endOthersCall = 'users.logoutOtherClients';

/** A session, and what core's CAS login knows the account by from now on, where that is the way it was got. */
export interface Entry {
	readonly session: Session;
	readonly casUser?: string;
}

/** Someone who gets an account. */
export interface Newcomer {
	/** What the account is to be known by, made by the app. */
	readonly casUser: string;
	/** Random, of this sign-in: an account that it opens was made by it. */
	readonly secret: string;
	readonly username: string;
	readonly name?: string;
	/** Verified by the provider, or left out. */
	readonly email?: string;
	/** Whether an admin has approved of them, so that core need not ask again. */
	readonly approved: boolean;
}

/** A way from a decision to a session. `clientAddress` is what core would count the browser's own logins under. */
export interface SessionBridge {
	/**
	 * Signs in to an account that exists, and to no other.
	 *
	 * @param casUser what core's CAS login knows the account by, if it has been used for it before
	 * @throws LoginError among them {@link LoginRefused} when core declines and {@link TooManyLogins} at its limit
	 */
	signIn(account: Account, casUser: string | undefined, clientAddress: string | undefined): Promise<Entry>;
	/**
	 * Creates the account, or finds the one that an interrupted creation left behind.
	 *
	 * @throws LoginError as above
	 */
	create(newcomer: Newcomer, clientAddress: string | undefined): Promise<Entry>;
	/** Has core fetch a picture for the session's own account, which may refuse to. */
	setAvatar(session: Session, url: string): Promise<void>;
	/**
	 * Ends all other sessions of the session's account; personal access tokens stay.
	 *
	 * @throws LoginError `rest_failed`
	 */
	endOthers(session: Session): Promise<void>;
	/** Ends a session that must not reach anyone. */
	end(session: Session): Promise<void>;
}
