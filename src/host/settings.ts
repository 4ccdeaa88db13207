import type { IEnvironmentRead, IServerSettingUpdater } from '@rocket.chat/apps-engine/definition/accessors';
import type { Memory } from '../ports/memory';
import { lifecycle } from './lifecycle';
import { failedReads, forgetSettings, ownSettingCache, ownSettingKey, settingCache } from './settingCache';
import type { ServerSettings, OwnSettings } from '../ports/settings';
import type { Environment } from '../ports/environment';
import { settledRecords } from '../values/timedCache';

/** A provider's secrets, in core's ways to name them. */
const secretSetting = /^Accounts_OAuth_.*[_-]secret(?:Key)?$/;

/** `Accounts_OAuth_Okta_secret` -> `ACCOUNTS_OAUTH_OKTA_SECRET`, below the app's own prefix. */
const variableOf = (id: string): string => id.toUpperCase().replace(/[^A-Z0-9]/g, '_');

/** What the admin filled in for this app; of a secret that is not, what the server's operator has set in its place. */
export class AppSettings implements OwnSettings {
	constructor(
		private readonly settings: IEnvironmentRead,
		private readonly variables: Environment,
		private readonly memory: Memory,
	) {}

	async get(id: string): Promise<unknown> {
		const value = await this.stored(id);
		if (!secretSetting.test(id) || (value !== undefined && value !== null && value !== '')) return value;
		return (await this.variables.get(variableOf(id))) || value;
	}

	stored(id: string): Promise<unknown> {
		// A read that fails is not kept.
		return this.memory
			.of(ownSettingCache)
			.get(ownSettingKey(id), () => this.settings.getSettings().getValueById(id))
			.catch(() => {
				this.memory.of(failedReads).count += 1;
				return undefined;
			});
	}

	/** Nor is what was made while a read failed. */
	async kept<T>(name: string, make: () => Promise<T>): Promise<T> {
		const failed = this.memory.of(failedReads);
		const before = failed.count;
		const made = this.memory.of(settledRecords);
		const value = await made.get(`made:${name}`, make);
		if (failed.count !== before) made.forget(`made:${name}`);
		return value;
	}

	refresh(): void {
		forgetSettings(this.memory);
	}
}

export class WorkspaceSettings implements ServerSettings {
	constructor(
		private readonly environment: IEnvironmentRead,
		private readonly updater: IServerSettingUpdater,
		private readonly memory: Memory,
		/** Anyone who puts the workspace back as it was writes while nobody else may. */
		private readonly mayWrite: () => boolean = () => !memory.of(lifecycle).withdrawn,
	) {}

	get(id: string): Promise<unknown> {
		return this.memory.of(settingCache).get(`server:${id}`, () => this.fresh(id));
	}

	fresh(id: string): Promise<unknown> {
		return this.environment
			.getServerSettings()
			.getValueById(id)
			.catch(() => undefined);
	}

	async set(id: string, value: unknown): Promise<void> {
		if (!this.mayWrite()) throw new Error('The app is being disabled');
		const setting = await this.environment.getServerSettings().getOneById(id);
		await this.updater.updateOne({ ...setting, value });
		this.memory.of(settingCache).forget(`server:${id}`);
	}
}
