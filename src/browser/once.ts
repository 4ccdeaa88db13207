import type { Memory, Slot } from '../ports/memory';
import type { Store } from '../ports/store';

interface Used {
	readonly key: string;
	/** Milliseconds since 1970; after that the thing that was used has expired by itself. */
	readonly until: number;
}

const all = 'used';

/** What is being used here and now. */
export const inFlight: Slot<Set<string>> = () => new Set();

/**
 * Whether the caller is the first to use `name`, here or on any instance.
 *
 * The persistence has no atomic take. Each comer therefore adds a record and then counts: who finds another's loses. At
 * most one wins; where two come in the same instant, perhaps none does.
 */
export async function useOnce(name: string, until: number, store: Store, memory: Memory): Promise<boolean> {
	const key = `used:${name}`;
	if (memory.of(inFlight).has(key)) return false;
	memory.of(inFlight).add(key);
	try {
		if ((await store.all(key)).length > 0) return false;
		await store.add(key, { key, until } satisfies Used, all);
		return (await store.all(key)).length === 1;
	} finally {
		memory.of(inFlight).delete(key);
	}
}

/** Whether somebody has used `name` already. */
export const wasUsed = async (name: string, store: Store): Promise<boolean> =>
	(await store.all(`used:${name}`)).length > 0;

/** Forgets what has expired by itself. */
export async function purgeUsed(store: Store, now: number): Promise<void> {
	for (const { key, until } of await store.all<Used>(all)) {
		if (until < now) await store.remove(key);
	}
}
