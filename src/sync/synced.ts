import type { Profile } from './profile';
import type { Store } from '../ports/store';
import { latest } from '../values/records';
import { keptKey } from '../accounts/links';

/** What the app itself has done to keep an account in step with an identity: the rest of the account is not its to change. */
export interface Kept extends Profile {
	readonly userId: string;
	/** Names of the rooms that they were put into. */
	readonly rooms?: readonly string[];
}

/** Nothing, where the identity was another account's when something was kept. */
export async function readKept(identity: string, userId: string, store: Store): Promise<Kept> {
	const kept = await latest<Kept>(store, keptKey(identity));
	return kept?.userId === userId ? kept : { userId };
}
