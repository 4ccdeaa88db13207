import type { Environment } from '../../../src/ports/environment';

/** The variables of the server, below the app's own prefix. */
export class MemoryEnvironment implements Environment {
	readonly prefix = 'RC_APPS_AN_APP_';

	constructor(private readonly values: Readonly<Record<string, string>> = {}) {}

	async get(name: string): Promise<string> {
		return this.values[name] ?? '';
	}
}
