/** The workspace's public channels and private groups, by name. */
export interface Rooms {
	/**
	 * Puts someone into a room; fine when they are in it already.
	 *
	 * @param name in exactly its letters, without a `#`
	 * @returns false where there is no such room
	 */
	join(name: string, username: string): Promise<boolean>;
	/**
	 * Makes a public channel. Its owner becomes a member, too.
	 *
	 * @throws where the server refuses, as it does for a name that is taken or has characters that none may have
	 */
	create(name: string, owner: string, members: readonly string[]): Promise<void>;
}
