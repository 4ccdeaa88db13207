/** The admin's form in the server's settings. */
export interface Form {
	/** Tells the server the settings of the custom providers of these names. */
	provideSections(names: string): Promise<void>;
	/** Writes the status of each provider into the form again. */
	refresh(): Promise<void>;
}
