import { createRequire } from 'node:module';

/**
 * What a process makes once, although a test runner loads every module again for each test file. Only for what no test
 * can change: a test file must not see what another one did.
 */
export interface Kept {
	/** Loads a package. Give it and take from it plain values only: its classes are not those of a test file. */
	load<Module>(name: string): Module;
	/** What `make` returned when that name was first asked for. */
	value<Value>(name: string, make: () => Value): Value;
	/** Starts a browser. @returns the address to connect to */
	browser(): Promise<string>;
}

const values = new Map<string, unknown>();

/** Outside of a test runner every module is loaded once in any case. */
const forThisProcess: Kept = {
	load: createRequire(__filename),
	value: (name, make) => {
		if (!values.has(name)) values.set(name, make());
		return values.get(name) as never;
	},
	browser: () => Promise.reject(new Error('Only tests have a browser')),
};

export const { load, value, browser } = (globalThis as { kept?: Kept }).kept ?? forThisProcess;
