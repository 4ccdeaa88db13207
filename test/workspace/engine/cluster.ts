import type { AppStatus } from '@rocket.chat/apps-engine/definition/AppStatus';
import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import type { Store } from '../store';

/** What one instance did to an app, and the others follow. */
export type AppChange = { appId: string } & (
	| { kind: 'added' | 'updated' | 'removed' }
	| { kind: 'status'; status: AppStatus }
	| { kind: 'setting'; setting: ISetting }
);

export function announceChange(source: object, store: Store, change: AppChange): void {
	store.events.emit('app-change', source, change);
}

/**
 * Follows what other instances on the same store do to apps, one after the other.
 * @returns a function that ends it.
 */
export function joinCluster(
	self: object,
	manager: AppManager,
	store: Store,
	log: (message: string, error?: unknown) => void,
): () => void {
	let queue = Promise.resolve();
	const listener = (source: object, change: AppChange): void => {
		if (source !== self) {
			queue = queue
				.then(() => follow(manager, store, change))
				.catch((error: unknown) => log(`Could not follow another instance: app ${change.kind}`, error));
		}
	};
	store.events.on('app-change', listener);
	return () => store.events.off('app-change', listener);
}

async function follow(manager: AppManager, store: Store, change: AppChange): Promise<void> {
	const { appId } = change;
	const app = manager.getOneById(appId);
	if (change.kind === 'added') {
		await manager.addLocal(appId);
		return;
	}
	if (!app) {
		return;
	}
	switch (change.kind) {
		case 'removed':
			await manager.removeLocal(appId);
			break;
		case 'updated': {
			const item = await manager.getStorage().retrieveOne(appId);
			const zip = store.packages.get(appId);
			if (item && zip) {
				await manager.updateAndStartupLocal(item, zip as never);
			}
			break;
		}
		case 'status': {
			const current = await app.getStatus();
			if (current === change.status) {
				break;
			}
			if (isEnabled(change.status)) {
				await manager.enable(appId);
			} else if (change.status.includes('disabled')) {
				await manager.disable(appId, change.status, true);
			}
			break;
		}
		case 'setting': {
			const known: unknown = app.getStorageItem().settings[change.setting.id]?.value;
			if (JSON.stringify(known) !== JSON.stringify(change.setting.value)) {
				await manager.getSettingsManager().updateAppSetting(appId, change.setting);
			}
			break;
		}
	}
}

function isEnabled(status: AppStatus): boolean {
	return status.endsWith('_enabled');
}
