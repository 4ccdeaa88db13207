import type { Store } from '../host/store';
import { randomString } from '../protocol/random';

interface Instance {
	readonly id: string;
}

/**
 * The instance of a provider that identities belong to. A provider that is removed and set up again under the same name
 * gets another, so that the links of the old one do not come back to life. Where two instances of the server made one
 * each, all go by the smaller.
 */
export async function instanceOf(providerId: string, store: Store): Promise<string> {
	const key = `instance:${providerId}`;
	const existing = await store.all<Instance>(key);
	if (existing.length === 0) await store.add(key, { id: randomString(9) } satisfies Instance);
	const instances = existing.length > 0 ? existing : await store.all<Instance>(key);
	return instances.map(({ id }) => id).sort()[0]!;
}
