import { objectId } from '../../random';
import type { PersistenceRecord, Store } from '../../store';
import type { BridgeMethods } from './define';

type Association = PersistenceRecord['associations'] extends (infer Each)[] | undefined ? Each : never;

/** The apps' own collection, with core's ways: removals are find, then delete; updates match associations exactly. */
export function persistenceBridge(store: Store): BridgeMethods {
	const containing = (associations: Association[], appId: string) =>
		store.persistence.filter(
			(record) =>
				record.appId === appId &&
				associations.every((wanted) =>
					record.associations?.some((each) => each.model === wanted.model && each.id === wanted.id),
				),
		);
	const insert = (record: Omit<PersistenceRecord, '_id'>): string => {
		const _id = objectId();
		store.persistence.push({ _id, ...record });
		return _id;
	};
	const remove = (records: PersistenceRecord[]): void => {
		store.persistence = store.persistence.filter((record) => !records.includes(record));
	};

	return {
		purge: (appId: string) => remove(store.persistence.filter((record) => record.appId === appId)),
		create: (data: unknown, appId: string) => insert({ appId, data: stored(data) }),
		createWithAssociations: (data: unknown, associations: Association[], appId: string) =>
			insert({ appId, associations: plain(associations), data: stored(data) }),
		readById: (id: string) => store.persistence.find((record) => record._id === id)?.data ?? {},
		readByAssociations: (associations: Association[], appId: string) =>
			containing(plain(associations), appId).map(({ data }) => data),
		remove: async (id: string, appId: string) => {
			const found = store.persistence.filter((record) => record._id === id && record.appId === appId);
			await store.latency();
			remove(found);
			return found[0]?.data;
		},
		removeByAssociations: async (associations: Association[], appId: string) => {
			const found = containing(plain(associations), appId);
			await store.latency();
			remove(found);
			return found.length > 0 ? found.map(({ data }) => data) : undefined;
		},
		update: () => {
			throw new Error('Not implemented.');
		},
		updateByAssociations: (associations: Association[], data: unknown, upsert: boolean, appId: string) => {
			const exact = JSON.stringify(plain(associations));
			const record = store.persistence.find(
				(each) => each.appId === appId && JSON.stringify(each.associations) === exact,
			);
			if (record) {
				record.data = stored(data);
				return '';
			}
			if (!upsert) {
				return '';
			}
			const _id = insert({ appId, associations: plain(associations), data: stored(data) });
			// An id object of the database's own, not text.
			return { buffer: Buffer.from(_id, 'hex') };
		},
	};
}

/** Data as the database gives it back: dates are text, and what is undefined is null. */
function stored(data: unknown): unknown {
	if (typeof data !== 'object') {
		throw new Error('Attempted to store an invalid data type, it must be an object.');
	}
	return JSON.parse(JSON.stringify(data, (_key, value: unknown) => (value === undefined ? null : value)));
}

/** Associations arrive as instances of the engine's class, or as what is left of them after the pipe. */
function plain(associations: Association[]): Association[] {
	return associations.map(({ model, id }) => ({ model, id }));
}
