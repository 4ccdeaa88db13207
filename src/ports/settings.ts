/** Reads settings; a setting that does not exist, or may not be read, is `undefined`. */
export interface SettingReader {
	get(id: string): Promise<unknown>;
	/** What is made of settings alone, made once for as long as none has changed; absent where a reader is not told of changes. */
	kept?<T>(name: string, make: () => Promise<T>): Promise<T>;
}

/** Writes the app's own settings, unchecked. */
export interface AppSettingWriter {
	/** @throws where there is no such setting */
	updateValue(id: string, value: unknown): Promise<void>;
}

/** The workspace's own settings. */
export interface ServerSettings extends SettingReader {
	/** The value as it is now, past the cache. */
	fresh(id: string): Promise<unknown>;
	/** @throws where the server refuses: an unknown or a secret setting */
	set(id: string, value: unknown): Promise<void>;
}

/** The app's own settings. */
export interface OwnSettings extends SettingReader {
	/** What the admin filled in, and nothing else. */
	stored(id: string): Promise<unknown>;
	/** Reads every setting from the server again. */
	refresh(): void;
}
