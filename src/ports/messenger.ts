import type { Account } from './directory';

/** What people are told inside of the workspace. */
export interface Messenger {
	/**
	 * A direct message from the app's own user.
	 *
	 * @throws where the server refuses, as it does for somebody who was deactivated once: the room stays read-only
	 */
	tell(account: Pick<Account, 'username'>, text: string): Promise<void>;
}
