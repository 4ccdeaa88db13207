import type { IEnvironmentalVariableRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { Memory } from '../ports/memory';
import { settingCache } from './settingCache';
import type { Environment } from '../ports/environment';

/** The server shows an app the variables under the app's own id, and hardly any other. */
export class AppEnvironment implements Environment {
	readonly prefix: string;

	constructor(
		appId: string,
		private readonly variables: IEnvironmentalVariableRead,
		private readonly memory: Memory,
	) {
		this.prefix = `RC_APPS_${appId.toUpperCase().replace(/-/g, '_')}_`;
	}

	get(name: string): Promise<string> {
		return this.memory.of(settingCache).get(`environment:${name}`, () =>
			this.variables.getValueByName(this.prefix + name).then(
				(value: unknown) => (typeof value === 'string' ? value.trim() : ''),
				() => '',
			),
		);
	}
}
