import type { EventAction } from '../providers/fields/offBoarding';
import type { SecurityEvent } from '../oauth/securityEvent';
import type { Store } from '../ports/store';

/** Access of an account that is to be ended: a record of the store, which stays until core has ended it. */
export interface Ending {
	/** Names the record; the same report, or the sessions of the same account, have the same. */
	readonly id: string;
	/** Why. */
	readonly cause: SecurityEvent | 'session-age';
	readonly action: EventAction;
	/** Id of the account. */
	readonly userId: string;
	/** What core's CAS login knew the account by, as the link said. */
	readonly casUser?: string | undefined;
	/** Hash of the identity that the report is about. */
	readonly identity?: string | undefined;
	/** Id of the provider's definition. */
	readonly provider: string;
	/** Milliseconds since 1970: when it is to be done. */
	readonly due: number;
	/** Milliseconds since 1970: after that the same report is refused anyway. */
	readonly until: number;
}

const everyEnding = 'endings';
const endingKey = (id: string): string => `ending:${id}`;

/** The queue of endings. Of records with the same id the last one counts. */
export class Endings {
	constructor(private readonly store: Store) {}

	async find(id: string): Promise<Ending | undefined> {
		return (await this.store.all<Ending>(endingKey(id))).pop();
	}

	async add(ending: Ending): Promise<void> {
		await this.store.add(endingKey(ending.id), ending, everyEnding);
	}

	async all(): Promise<Ending[]> {
		const records = await this.store.all<Ending>(everyEnding);
		return [...new Map(records.map((ending) => [ending.id, ending])).values()];
	}

	async remove(id: string): Promise<void> {
		await this.store.remove(endingKey(id));
	}
}
