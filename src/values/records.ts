import type { StoreReader, Store } from '../ports/store';

/** The record under a key that holds one; the newest where two instances wrote at once. */
export async function latest<T extends object>(store: StoreReader, key: string): Promise<T | undefined> {
	return (await store.all<T>(key)).pop();
}

/** Puts a record in the place of whatever is under the key. For values that can be made again when a crash comes between. */
export async function replace(store: Store, key: string, value: object): Promise<void> {
	await store.remove(key);
	await store.add(key, value);
}
