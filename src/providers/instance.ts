import { randomString } from '../values/random';
import type { Needs } from '../ports/ports';
import type { StoreReader, Store } from '../ports/store';
import { settledRecords } from '../values/timedCache';

interface Instance {
	readonly providerId: string;
	readonly id: string;
}

/** A provider that is no longer in the settings. */
interface Removed {
	readonly providerId: string;
	/** Milliseconds since 1970. */
	readonly at: number;
}

const all = 'instances';
const everyRemoved = 'removed-instances';
const instanceKey = (providerId: string): string => `instance:${providerId}`;
const removedKey = (providerId: string): string => `removed-instance:${providerId}`;

/** Milliseconds for which a removed provider keeps its instance: a mistaken save can be undone. */
export const removedLifetime = 30 * 24 * 3600_000;

/**
 * The instance of a provider that identities belong to. A provider that is removed and set up again under the same name
 * gets the same within thirty days, and so do its links: what they are made of names the issuer or the server as well, so
 * that a provider of the same name at another server has none of them. After that it gets another. Where two instances of
 * the server made one each, all go by the first.
 */
export async function instanceOf(providerId: string, store: Store): Promise<string> {
	const key = instanceKey(providerId);
	const existing = await store.all<Instance>(key);
	if (existing.length === 0) await store.add(key, { providerId, id: randomString(9) } satisfies Instance, all);
	const [first] = existing.length > 0 ? existing : await store.all<Instance>(key);
	return first!.id;
}

/**
 * The same, for every sign-in. What this process knows stays true until a setting changes: only a provider that is not in
 * the settings can lose its instance, and it comes back by a change of the settings.
 */
export const knownInstanceOf = (providerId: string, { store, memory }: Needs<'store' | 'memory'>): Promise<string> =>
	memory.of(settledRecords).get(instanceKey(providerId), () => instanceOf(providerId, store));

/** Which provider each instance is one of. */
export const providerIdsByInstance = async (store: StoreReader): Promise<Map<string, string>> =>
	new Map((await store.all<Instance>(all)).map(({ id, providerId }) => [id, providerId]));

/**
 * Notes which providers are no longer there, and forgets the instances of those that have not been for thirty days.
 *
 * @param now milliseconds since 1970
 */
export async function forgetInstances(
	isThere: (providerId: string) => boolean,
	store: Store,
	now: number,
): Promise<void> {
	const [instances, removed] = await Promise.all([store.all<Instance>(all), store.all<Removed>(everyRemoved)]);
	const removedAt = new Map(removed.map(({ providerId, at }) => [providerId, at]));
	for (const providerId of new Set(instances.map((instance) => instance.providerId))) {
		const at = removedAt.get(providerId);
		if (isThere(providerId)) {
			if (at !== undefined) await store.remove(removedKey(providerId));
		} else if (at === undefined) {
			await store.add(removedKey(providerId), { providerId, at: now } satisfies Removed, everyRemoved);
		} else if (at + removedLifetime <= now) {
			await store.remove(instanceKey(providerId));
			await store.remove(removedKey(providerId));
		}
	}
}
