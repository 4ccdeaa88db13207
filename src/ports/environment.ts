/** What the operator of the server has set for this app, outside of any form. */
export interface Environment {
	/** What the names of all its variables begin with. */
	readonly prefix: string;
	/** @param name below the prefix. @returns '' where it is not set */
	get(name: string): Promise<string>;
}
