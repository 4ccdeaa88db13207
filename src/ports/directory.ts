/** A Rocket.Chat user, as far as a decision about it needs. */
export interface Account {
	readonly id: string;
	readonly username: string;
	/** What others see; absent where it was never set. */
	readonly name?: string | undefined;
	/** A bot or an app's user is a `machine`; nobody signs in as one. */
	readonly kind: 'person' | 'machine';
	readonly active: boolean;
	readonly roles: readonly string[];
	/** In lower case. */
	readonly emails: ReadonlyArray<{ readonly address: string; readonly verified: boolean }>;
}

/** Looks accounts up, and switches one off. */
export interface Directory {
	byId(id: string): Promise<Account | undefined>;
	/** Exact, case-sensitive: that is what the server does. */
	byUsername(username: string): Promise<Account | undefined>;
	/** `unknown` without the REST API: no Apps-Engine accessor looks accounts up by address. */
	byEmail(email: string): Promise<Account | undefined | 'unknown'>;
	/**
	 * Switches an account off, which ends its sessions. The server refuses for the last admin, and for an account that alone
	 * owns a room.
	 *
	 * @returns whether it is switched off
	 */
	deactivate(id: string): Promise<boolean>;
	/** Whether it answers at all: without the permission, nobody is found. */
	answers(): Promise<boolean>;
}
