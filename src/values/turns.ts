import type { Store, StoreReader } from '../ports/store';
import { randomString } from './random';

/** Somebody who works, or wants to, under a key of the store. */
interface Claim {
	readonly id: string;
	/** Milliseconds since 1970. */
	readonly at: number;
}

/** Milliseconds, several times as long as any work under a turn takes: a claim that is older was left by a crash. */
const lease = 10_000;

/** What the wait for a turn needs from outside. */
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

/** Work that is done one at a time in this process, in the order in which it was asked for. */
export class Queue {
	private last: Promise<unknown> = Promise.resolve();

	run<T>(work: () => Promise<T>): Promise<T> {
		const result = this.last.then(work);
		this.last = result.catch(() => undefined);
		return result;
	}
}

/**
 * Does the work while no other instance does its own under the same key. The store knows no locks: whoever wants to work
 * adds a claim and works only where it finds its own alone; who finds another takes it back, and tries again.
 *
 * Each claim is removed by a key of its own, as removal under the common one would take those of others along.
 */
export async function inTurn<T>(key: string, work: () => Promise<T>, store: Store, clock: Clock): Promise<T> {
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

/** For whoever can't write into the store: waits until nobody works under the key. */
export async function afterTurns(key: string, store: StoreReader, clock: Clock): Promise<void> {
	while ((await othersAtWork(key, store, clock.now())).length > 0) await clock.pause(100);
}

const othersAtWork = async (key: string, store: StoreReader, now: number, own?: string): Promise<Claim[]> =>
	(await store.all<Claim>(key)).filter(({ id, at }) => id !== own && at + lease > now);
