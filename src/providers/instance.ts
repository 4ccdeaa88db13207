import { randomString } from '../values/random';
import type { StoreReader, Store } from '../ports/store';

interface Instance {
	readonly providerId: string;
	readonly id: string;
}

const all = 'instances';
const instanceKey = (providerId: string): string => `instance:${providerId}`;

/**
 * The instance of a provider that identities belong to. A provider that is removed and set up again under the same name
 * gets another, so that the links of the old one do not come back to life. Where two instances of the server made one
 * each, all go by the first.
 */
export async function instanceOf(providerId: string, store: Store): Promise<string> {
	const key = instanceKey(providerId);
	const existing = await store.all<Instance>(key);
	if (existing.length === 0) await store.add(key, { providerId, id: randomString(9) } satisfies Instance, all);
	const [first] = existing.length > 0 ? existing : await store.all<Instance>(key);
	return first!.id;
}

/** Which provider each instance is one of. */
export const providerIdsByInstance = async (store: StoreReader): Promise<Map<string, string>> =>
	new Map((await store.all<Instance>(all)).map(({ id, providerId }) => [id, providerId]));

/** Forgets the instances of providers that are no longer there. */
export async function forgetInstances(isThere: (providerId: string) => boolean, store: Store): Promise<void> {
	for (const { providerId } of await store.all<Instance>(all)) {
		if (!isThere(providerId)) await store.remove(instanceKey(providerId));
	}
}
