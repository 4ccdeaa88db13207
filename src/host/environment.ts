import type { IEnvironmentalVariableRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { Memory, Slot } from '../ports/memory';
import { TimedCache } from '../values/timedCache';
import { failedReads } from './settingCache';
import type { Environment } from '../ports/environment';

/** The environment of a process never changes. */
const variableCache: Slot<TimedCache> = () => new TimedCache(Number.POSITIVE_INFINITY);

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
		// A read that fails is not kept.
		return this.memory
			.of(variableCache)
			.get<unknown>(name, () => this.variables.getValueByName(this.prefix + name))
			.then(
				(value) => (typeof value === 'string' ? value.trim() : ''),
				() => {
					this.memory.of(failedReads).count += 1;
					return '';
				},
			);
	}
}
