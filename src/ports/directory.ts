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
	/** Rocket.Chat's custom fields; absent where there are none. */
	readonly customFields?: Readonly<Record<string, unknown>>;
}

/** Looks accounts up, and changes what only an app's accessor can. */
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
	 * @returns whether it is deactivated
	 */
	deactivate(id: string): Promise<boolean>;
	/**
	 * Replaces all custom fields of an account (seen on 7.7.1: what is not named is gone).
	 *
	 * @returns whether it was done
	 */
	replaceCustomFields(id: string, fields: Readonly<Record<string, unknown>>): Promise<boolean>;
	/** Whether it answers at all: without the permission, nobody is found. */
	answers(): Promise<boolean>;
}
