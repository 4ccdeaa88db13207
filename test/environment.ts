import { createRequire } from 'node:module';
import { TestEnvironment } from 'jest-environment-node';
import { startBrowserServer } from './e2e/browserServer';
import type { Kept } from './kept';

const requireHere = createRequire(__filename);
const values = new Map<string, unknown>();
let browser: Promise<string> | undefined;

/** Lives as long as the worker: this module is loaded once, whereas what a test imports is loaded for each test file. */
const kept: Kept = {
	load: (name) => requireHere(name) as never,
	value: (name, make) => {
		if (!values.has(name)) values.set(name, make());
		return values.get(name) as never;
	},
	browser: () => (browser ??= startBrowserServer()),
};

export default class extends TestEnvironment {
	override async setup(): Promise<void> {
		await super.setup();
		this.global.kept = kept;
	}
}
