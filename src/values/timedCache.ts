import type { Slot } from '../ports/memory';

/** Remembers what a slow read answered, for some milliseconds; reads of one key at the same time share one answer. */
export class TimedCache {
	private readonly entries = new Map<string, { readonly value: Promise<unknown>; readonly until: number }>();

	constructor(private readonly lifetime: number) {}

	get<T>(key: string, read: () => Promise<T>): Promise<T> {
		const entry = this.entries.get(key);
		if (entry && entry.until > Date.now()) return entry.value as Promise<T>;
		const value = read();
		this.entries.set(key, { value, until: Date.now() + this.lifetime });
		value.catch(() => this.entries.delete(key));
		return value;
	}

	forget(key: string): void {
		this.entries.delete(key);
	}

	clear(): void {
		this.entries.clear();
	}
}

/**
 * Records that change only together with one of the app's own settings. The host forgets them when it is told of such a
 * change, which it is on every instance.
 */
export const settledRecords: Slot<TimedCache> = () => new TimedCache(Number.POSITIVE_INFINITY);

/** Records that every sign-in reads and that hardly ever change. */
export const recordCache: Slot<TimedCache> = () => new TimedCache(5_000);
