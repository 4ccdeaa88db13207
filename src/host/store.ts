import type { IPersistence, IPersistenceRead } from '@rocket.chat/apps-engine/definition/accessors';
import { RocketChatAssociationModel, RocketChatAssociationRecord } from '@rocket.chat/apps-engine/definition/metadata';
import type { StoreReader, Store } from '../ports/store';

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
