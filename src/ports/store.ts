export interface StoreReader {
	/** Every record under the key, in the order of their creation. */
	all<T extends object>(key: string): Promise<T[]>;
}

/**
 * What the app keeps, shared by every instance of the server.
 *
 * The Apps-Engine's persistence knows no unique keys, no update of one record and no atomic take (seen on a real
 * server: five removals of one record at once all got it). So nothing here is changed in place: records are added under
 * a key and removed with it, and anyone who needs "at most one" adds and then looks how many there are.
 */
export interface Store extends StoreReader {
	/** Adds a record under the key, and under each of the further keys. */
	add(key: string, value: object, ...furtherKeys: string[]): Promise<void>;
	/** Removes every record under the key. */
	remove(key: string): Promise<void>;
}
