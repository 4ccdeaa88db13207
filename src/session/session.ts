/** A signed-in session of Rocket.Chat, on its way to the browser. Never logged. */
export interface Session {
	readonly userId: string;
	readonly token: string;
}

/** Who is to be signed in. */
export interface SignIn {
	/** What the account is known by, made by the app. */
	readonly casUser: string;
	/** For an account that is to be created. */
	readonly profile?: { readonly username: string; readonly name?: string; readonly email?: string };
	/** The address that the workspace would count the browser's own login calls under. */
	readonly clientAddress: string | undefined;
}

/** A way from a decision to a session. */
export interface SessionBridge {
	/**
	 * @throws LoginError `account_refused` or a more exact code when core declines, `too_many_logins` when its limit is
	 * reached: the person may try again after `retryAfter` seconds
	 */
	signIn(who: SignIn): Promise<Session>;
	/** Has core fetch a picture for the session's own account, which may refuse to. */
	setAvatar(session: Session, url: string): Promise<void>;
	/** Ends a session that must not reach anybody. */
	end(session: Session): Promise<void>;
}
