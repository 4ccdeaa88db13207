import type { Profile } from './profile';
import type { Store } from '../ports/store';
import { latest } from '../values/records';
import { syncedKey } from '../accounts/links';

/** What the app itself has synchronised from an identity to an account: the rest of the account is not its to change. */
export interface Synced extends Profile {
	readonly userId: string;
	/** Names of the rooms that the person was added to. */
	readonly rooms?: readonly string[];
}

/** Nothing, where the identity was linked to another account when it was synchronised. */
export async function readSynced(identity: string, userId: string, store: Store): Promise<Synced> {
	const synced = await latest<Synced>(store, syncedKey(identity));
	return synced?.userId === userId ? synced : { userId };
}
