import type { IPersistence, IPersistenceRead } from '@rocket.chat/apps-engine/definition/accessors';
import { RocketChatAssociationModel, RocketChatAssociationRecord } from '@rocket.chat/apps-engine/definition/metadata';

export interface StoreReader {
	/** Every record under the key, in the order of their creation. */
	all<T extends object>(key: string): Promise<T[]>;
}

/**
 * What the app keeps, shared by every instance of the server.
 *
 * The Apps-Engine's persistence knows no unique keys, no update of one record and no atomic take (seen on a real
 * server: five removals of one record at once all got it). So nothing here is changed in place: records are added under
 * a key and removed with it, and whoever needs "at most one" adds and then looks how many there are.
 */
export interface Store extends StoreReader {
	/** Adds a record under the key, and under each of the further keys. */
	add(key: string, value: object, ...furtherKeys: string[]): Promise<void>;
	/** Removes every record under the key. */
	remove(key: string): Promise<void>;
}

const association = (key: string): RocketChatAssociationRecord =>
	new RocketChatAssociationRecord(RocketChatAssociationModel.MISC, key);

export class PersistenceReader implements StoreReader {
	constructor(private readonly reader: IPersistenceRead) {}

	async all<T extends object>(key: string): Promise<T[]> {
		const records = await this.reader.readByAssociation(association(key));
		if (!Array.isArray(records)) throw new Error('The persistence answered nothing: is the permission missing?');
		return records as T[];
	}
}

export class PersistenceStore extends PersistenceReader implements Store {
	constructor(
		reader: IPersistenceRead,
		private readonly writer: IPersistence,
	) {
		super(reader);
	}

	async add(key: string, value: object, ...furtherKeys: string[]): Promise<void> {
		const id = await this.writer.createWithAssociations(value, [key, ...furtherKeys].map(association));
		if (!id) throw new Error('The persistence stored nothing: is the permission missing?');
	}

	async remove(key: string): Promise<void> {
		await this.writer.removeByAssociation(association(key));
	}
}

/** The record under a key that holds one; the newest where two instances wrote at once. */
export async function latest<T extends object>(store: StoreReader, key: string): Promise<T | undefined> {
	return (await store.all<T>(key)).pop();
}

/** Puts a record in the place of whatever is under the key. For values that can be made again when a crash comes between. */
export async function replace(store: Store, key: string, value: object): Promise<void> {
	await store.remove(key);
	await store.add(key, value);
}
