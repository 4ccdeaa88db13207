import type { IAppStorageItem } from '@rocket.chat/apps-engine/server/storage';
import type { ILoggerStorageEntry } from '@rocket.chat/apps-engine/server/logging';
import { clone } from '../clone';
import type { Profile } from '../profile';
import type { Store } from '../store';
import type { Engine } from './load';
import { objectId } from '../random';

/** The three storages that an AppManager wants, on a store that instances may share. */
export function createStorages(engine: Engine, store: Store, profile: Profile) {
	const { AppLogStorage, AppMetadataStorage, AppSourceStorage } = engine.storage;

	const byDatabaseId = (_id: string): IAppStorageItem => {
		const item = [...store.apps.values()].find((each) => each._id === _id);
		if (!item) {
			throw new Error(`There is no app record "${_id}"`);
		}
		return item;
	};

	/**
	 * Ids of apps that were installed since this instance started: what it has in memory of them has members without a
	 * value, and 7.7 to 7.12 write those as null together with a setting, which the signature does not cover.
	 */
	const unstored = new Set<string>();

	class Metadata extends AppMetadataStorage {
		constructor() {
			super('memory');
		}

		async create(item: IAppStorageItem): Promise<IAppStorageItem> {
			if (store.apps.has(item.id)) {
				throw new Error('App already exists.');
			}
			const now = new Date();
			const stored = clone({ ...item, _id: objectId(), createdAt: now, updatedAt: now });
			store.apps.set(item.id, stored);
			unstored.add(item.id);
			// Older engines go on with what they passed in, as Rocket.Chat's own storage marks it.
			item._id = stored._id;
			return clone(stored);
		}

		async retrieveOne(id: string): Promise<IAppStorageItem | null> {
			return clone(store.apps.get(id) ?? null);
		}

		async retrieveAll(): Promise<Map<string, IAppStorageItem>> {
			return clone(store.apps);
		}

		async retrieveAllPrivate(): Promise<Map<string, IAppStorageItem>> {
			return clone(store.apps);
		}

		async remove(id: string): Promise<{ success: boolean }> {
			return { success: store.apps.delete(id) };
		}

		async updatePartialAndReturnDocument(
			item: Partial<IAppStorageItem>,
			{ unsetPermissionsGranted = false } = {},
		): Promise<IAppStorageItem> {
			const stored = byDatabaseId(String(item._id));
			Object.assign(stored, clone(item), { updatedAt: new Date() });
			if (unsetPermissionsGranted) {
				delete stored.permissionsGranted;
			}
			return clone(stored);
		}

		/** What engines before 1.49 call instead. */
		async update(item: IAppStorageItem): Promise<IAppStorageItem> {
			return this.updatePartialAndReturnDocument(item);
		}

		async updateStatus(_id: string, status: IAppStorageItem['status']): Promise<boolean> {
			byDatabaseId(_id).status = status;
			return true;
		}

		async updateSetting(_id: string, setting: IAppStorageItem['settings'][string]): Promise<boolean> {
			const stored = byDatabaseId(_id);
			stored.settings[setting.id] = clone(setting);
			if (profile.settingsBreakSignature && unstored.has(stored.id)) {
				Object.assign(stored, { marketplaceInfo: stored.marketplaceInfo ?? null });
			}
			return true;
		}

		async updateAppInfo(_id: string, info: IAppStorageItem['info']): Promise<boolean> {
			byDatabaseId(_id).info = clone(info);
			return true;
		}

		async updateMarketplaceInfo(
			_id: string,
			marketplaceInfo: NonNullable<IAppStorageItem['marketplaceInfo']>,
		): Promise<boolean> {
			byDatabaseId(_id).marketplaceInfo = clone(marketplaceInfo);
			return true;
		}
	}

	class Logs extends AppLogStorage {
		constructor() {
			super('memory');
		}

		async findPaginated(query: Record<string, unknown>): Promise<{ logs: ILoggerStorageEntry[]; total: number }> {
			const logs = await this.find(query);
			return { logs, total: logs.length };
		}

		/** What engines before 1.52 call instead. */
		async find(query: Record<string, unknown>): Promise<ILoggerStorageEntry[]> {
			const wanted = Object.entries(query);
			return store.appLogs.filter((entry) =>
				wanted.every(([key, value]) => entry[key as keyof ILoggerStorageEntry] === value),
			);
		}

		async storeEntries(entry: ILoggerStorageEntry): Promise<ILoggerStorageEntry> {
			store.appLogs.push(entry);
			return entry;
		}

		async getEntriesFor(appId: string): Promise<ILoggerStorageEntry[]> {
			return this.find({ appId });
		}

		async removeEntriesFor(appId: string): Promise<void> {
			store.appLogs = store.appLogs.filter((entry) => entry.appId !== appId);
		}
	}

	class Sources extends AppSourceStorage {
		async store(item: IAppStorageItem, zip: Buffer): Promise<string> {
			store.packages.set(item.id, zip);
			return `memory:/${item.id}`;
		}

		async update(item: IAppStorageItem, zip: Buffer): Promise<string> {
			return this.store(item, zip);
		}

		async fetch(item: IAppStorageItem): Promise<Buffer> {
			const zip = store.packages.get(item.id);
			if (!zip) {
				throw new Error(`There is no package of app "${item.id}"`);
			}
			return zip;
		}

		async remove(item: IAppStorageItem): Promise<void> {
			store.packages.delete(item.id);
		}
	}

	return { metadataStorage: new Metadata(), logStorage: new Logs(), sourceStorage: new Sources() };
}
