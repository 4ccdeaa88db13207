import type { Scene } from '../test/app/support/scene';
import type { PersistenceRecord } from '../test/workspace/store';

/*
 * A workspace of a hundred thousand people. What stands for the database looks through all of its records at each call, and
 * would take most of the time: here it finds records by their association and people by their id, as the indexes of a
 * server's database do. A direct message is counted and not kept.
 */

type Association = NonNullable<PersistenceRecord['associations']>[number];

/** Bridges of the engine, as far as they are replaced here. */
type Replaced = Record<string, (...parameters: never[]) => Promise<unknown>>;

export interface ManyPeople {
	/** Direct messages to them. */
	messages(): number;
	/** Links of the app, by identity. */
	links(): number;
	/** Records of an import that is not over. */
	leftovers(): number;
	/** Links that a crash has kept from being told: the regular job tells them within ten minutes. */
	untold(): number;
}

/** Puts people into the workspace. Their ids are `person-0`, `person-1` and so on, and so are their usernames. */
export function plantPeople({ workspace, appId }: Scene, number: number): ManyPeople {
	const bridges = workspace.host.manager.getBridges();
	const records = new IndexedRecords(workspace.store.persistence);
	Object.defineProperty(workspace.store, 'persistence', { get: () => records.all() });
	replace(bridges.getPersistenceBridge(), {
		createWithAssociations: async (data: unknown, associations: Association[]) =>
			records.add({
				_id: String(Math.random()),
				appId,
				associations,
				data: JSON.parse(JSON.stringify(data)) as unknown,
			}),
		readByAssociations: async (associations: Association[]) => records.under(associations).map(({ data }) => data),
		removeByAssociations: async (associations: Association[]) => records.remove(associations),
	});

	const isPlanted = (id: unknown): boolean =>
		/^person-\d{1,6}$/.test(String(id)) && Number(String(id).slice(7)) < number;
	const { getById } = bridges.getUserBridge() as unknown as Replaced;
	replace(bridges.getUserBridge(), {
		getById: async (id: never, ...more: never[]) =>
			isPlanted(id)
				? { id, username: id, name: id, type: 'user', isEnabled: true, roles: ['user'], emails: [] }
				: getById!.call(bridges.getUserBridge(), id, ...more),
	});

	let messages = 0;
	const room = (id: string) => ({ id, type: 'd', creator: { id: 'bot' }, userIds: [], slugifiedName: id });
	replace(bridges.getRoomBridge(), {
		create: async (_room: never, members: string[]) => `room-of-${members.at(-1)}`,
		getById: async (id: string) => room(id),
	});
	replace(bridges.getMessageBridge(), { create: async () => `message-${(messages += 1)}` });
	return {
		messages: () => messages,
		links: () => records.countOf('links'),
		leftovers: () => records.countOf('import') + records.countOf('import-run'),
		untold: () => records.countOf('link-notices'),
	};
}

/** Methods that the engine calls are own properties of nothing but their class. */
const replace = (bridge: object, methods: Record<string, (...parameters: never[]) => Promise<unknown>>): void => {
	Object.assign(bridge, methods);
};

/** Records in the order of their creation, by each of their associations. */
class IndexedRecords {
	private readonly byKey = new Map<string, Set<PersistenceRecord>>();
	private readonly every = new Set<PersistenceRecord>();

	constructor(known: readonly PersistenceRecord[]) {
		for (const record of known) this.add(record);
	}

	all(): PersistenceRecord[] {
		return [...this.every];
	}

	add(record: PersistenceRecord): string {
		this.every.add(record);
		for (const { id } of record.associations ?? []) {
			this.byKey.set(id, (this.byKey.get(id) ?? new Set<PersistenceRecord>()).add(record));
		}
		return record._id;
	}

	under([wanted]: readonly Association[]): PersistenceRecord[] {
		return [...(this.byKey.get(wanted!.id) ?? [])];
	}

	remove(associations: readonly Association[]): unknown[] | undefined {
		const found = this.under(associations);
		for (const record of found) {
			this.every.delete(record);
			for (const { id } of record.associations ?? []) this.byKey.get(id)!.delete(record);
		}
		return found.length > 0 ? found.map(({ data }) => data) : undefined;
	}

	countOf(key: string): number {
		return this.byKey.get(key)?.size ?? 0;
	}
}
