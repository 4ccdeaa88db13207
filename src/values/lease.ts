import type { Store, StoreReader } from '../ports/store';
import { randomString } from './random';

/** An instance that holds the lease of a key, or asks for it. */
interface Claim {
	readonly id: string;
	/** Milliseconds since 1970. */
	readonly at: number;
}

/** Milliseconds, several times as long as any work under a lease takes: a claim that is older was left by a crash. */
const lifetime = 10_000;

/** What the wait for a lease needs from outside. */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** @param milliseconds at least */
	pause(milliseconds: number): Promise<void>;
}

export const pause = (milliseconds: number): Promise<void> =>
	new Promise((resolve) => {
		setTimeout(resolve, milliseconds);
	});

/**
 * Does the work while no other instance does its own under the same key. The store has no locks: an instance
 * adds a claim and works only if it finds no other claim; if it finds one, it takes its own back and tries again.
 *
 * Each claim is removed by a key of its own, as removal under the common one would take those of others along.
 */
export async function withLease<T>(key: string, work: () => Promise<T>, store: Store, clock: Clock): Promise<T> {
	const claim = { id: randomString(16) };
	const own = `${key}:${claim.id}`;
	for (;;) {
		await store.add(key, { ...claim, at: clock.now() } satisfies Claim, own);
		if ((await othersAtWork(key, store, clock.now(), claim.id)).length === 0) break;
		await store.remove(own);
		await clock.pause(50 + 100 * Math.random());
	}
	try {
		return await work();
	} finally {
		// One that stays counts for nothing after a while.
		await store.remove(own).catch(() => undefined);
	}
}

/** Whether an instance does its work now, or was lost in it a moment ago: for code that comes back later instead of waiting. */
export const isLeased = async (key: string, store: StoreReader, now: number): Promise<boolean> =>
	(await othersAtWork(key, store, now)).length > 0;

/** For code that can't write into the store: waits until no instance holds the lease. */
export async function afterLeases(key: string, store: StoreReader, clock: Clock): Promise<void> {
	while ((await othersAtWork(key, store, clock.now())).length > 0) await clock.pause(100);
}

const othersAtWork = async (key: string, store: StoreReader, now: number, own?: string): Promise<Claim[]> =>
	(await store.all<Claim>(key)).filter(({ id, at }) => id !== own && at + lifetime > now);
