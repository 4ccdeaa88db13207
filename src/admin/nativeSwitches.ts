import type { ServerSettings } from '../host/settings';
import type { Store, StoreReader } from '../host/store';
import { latest } from '../host/store';
import { catalog } from '../providers/catalog';
import type { Provider } from '../settings/provider';

/*
 * Core's own switches that follow ours: the mobile clients hand the tokens of a native sign-in to core, and to nobody
 * else, so core has to be told that they are welcome.
 */

interface Backup {
	readonly value: unknown;
}

const backupKey = (id: string): string => `core-setting:${id}`;

/** Switches core's on where ours is; where ours went off, core's is put back. */
export async function followSwitches(
	providers: readonly Provider[],
	settings: ServerSettings,
	store: Store,
): Promise<void> {
	for (const { definition, enabled } of providers) {
		const id = definition.nativeSwitch;
		if (!id) continue;
		const current = await settings.fresh(id);
		// Core has dropped it: there is nobody to tell.
		if (typeof current !== 'boolean') continue;
		if (enabled && !current) {
			await store.add(backupKey(id), { value: current } satisfies Backup);
			await settings.set(id, true);
		} else if (!enabled) {
			await putBack(id, settings, store);
			await store.remove(backupKey(id));
		}
	}
}

/** Puts every switch back that was turned by {@link followSwitches}. */
export async function releaseSwitches(settings: ServerSettings, store: StoreReader): Promise<void> {
	for (const { nativeSwitch } of catalog) {
		if (nativeSwitch) await putBack(nativeSwitch, settings, store);
	}
}

async function putBack(id: string, settings: ServerSettings, store: StoreReader): Promise<void> {
	const backup = await latest<Backup>(store, backupKey(id));
	if (backup) await settings.set(id, backup.value);
}
