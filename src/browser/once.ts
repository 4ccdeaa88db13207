import type { Memory, Slot } from '../ports/memory';
import type { Needs } from '../ports/ports';
import type { Store } from '../ports/store';
import { latest, replace } from '../values/records';

interface Used {
	readonly key: string;
	/** Milliseconds since 1970; after that the thing that was used has expired by itself. */
	readonly until: number;
}

const minute = 60_000;

/** Records that expire in the same minute are removed by one call, and read by none. */
const expiryKey = (minutes: number): string => `used-until:${minutes}`;

/** Up to which minute expired records are gone. */
interface Purged {
	readonly minutes: number;
}

const purgedKey = 'used-purged';

/** Minutes: a day. So much is done in one run, and the next one continues; so far back a first run looks. */
const batch = 1440;

/** What is being used here and now. */
export const inFlight: Slot<Set<string>> = () => new Set();

/**
 * Whether the caller is the first to use `name`, here or on any instance.
 *
 * The persistence has no atomic take. Each comer therefore adds a record and then counts: who finds another's loses. At
 * most one wins; where two come in the same instant, perhaps none does. A loser leaves a record as well, which expires
 * with the others.
 */
export async function useOnce(name: string, until: number, store: Store, memory: Memory): Promise<boolean> {
	const key = `used:${name}`;
	if (memory.of(inFlight).has(key)) return false;
	memory.of(inFlight).add(key);
	try {
		await store.add(key, { key, until } satisfies Used, expiryKey(Math.floor(until / minute)));
		return (await store.all(key)).length === 1;
	} finally {
		memory.of(inFlight).delete(key);
	}
}

/** Whether someone has used `name` already. */
export const wasUsed = async (name: string, store: Store): Promise<boolean> =>
	(await store.all(`used:${name}`)).length > 0;

/** Forgets what has expired by itself, in bounded steps: each run begins where the last one stopped. */
export async function purgeUsed({ store, now }: Needs<'store' | 'now'>): Promise<void> {
	const over = Math.floor(now() / minute) - 1;
	const before = (await latest<Purged>(store, purgedKey))?.minutes ?? over - batch;
	const to = Math.min(over, before + batch);
	if (to <= before) return;
	for (let minutes = before + 1; minutes <= to; minutes++) await store.remove(expiryKey(minutes));
	await replace(store, purgedKey, { minutes: to } satisfies Purged);
}
