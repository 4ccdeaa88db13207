import type { ServerSettings } from '../../host/settings';
import type { Store, StoreReader } from '../../host/store';
import { latest, replace } from '../../host/store';
import { text } from '../../settings/workspace';

/** The attributes of a ticket, as core takes them over when it creates an account. */
const fieldMap = JSON.stringify({ email: '%email%', name: '%name%', username: '%username%' });

/** Where this workspace's CAS server is, below the app's own path. */
export const casPath = '/cas';

/**
 * How core's CAS login has to be set for the bridge. The base URL comes first: from then on the settings count as ours,
 * and what was there before is not noted again.
 */
const desired = (casUrl: string, siteUrl: string, appPath: string): Readonly<Record<string, unknown>> => ({
	CAS_base_url: casUrl + appPath + casPath,
	CAS_enabled: true,
	CAS_version: '2.0',
	CAS_login_url: `${siteUrl}${appPath}${casPath}/login`,
	// Every cas:user of ours is opaque; none is to be looked up as a username.
	CAS_trust_username: false,
	CAS_Creation_User_Enabled: true,
	// Core would overwrite the name and the e-mail address at each sign-in, before it checks anything.
	CAS_Sync_User_Data_Enabled: false,
	CAS_Sync_User_Data_FieldMap: fieldMap,
});

export const coreSettingIds = Object.keys(desired('', '', ''));

interface Backup {
	readonly value: unknown;
}

const backupKey = (id: string): string => `core-setting:${id}`;

/** Core's CAS settings, which the app takes over while it needs them and gives back when it goes. */
export class CoreSettings {
	constructor(
		private readonly settings: ServerSettings,
		private readonly appPath: string,
	) {}

	/** Whether the workspace signs people in with a CAS server of its own. */
	async usedByOthers(): Promise<boolean> {
		const [enabled, baseUrl] = await Promise.all([
			this.settings.fresh('CAS_enabled'),
			this.settings.fresh('CAS_base_url'),
		]);
		return enabled === true && text(baseUrl) !== '' && !this.isOurs(baseUrl);
	}

	/** Sets what differs, after a note of what was there before: but for the first time, that is ours already. */
	async takeOver(casUrl: string, siteUrl: string, store: Store): Promise<void> {
		const values = desired(casUrl, siteUrl, this.appPath);
		if (!this.isOurs(await this.settings.fresh('CAS_base_url'))) {
			for (const id of coreSettingIds) {
				await replace(store, backupKey(id), { value: await this.settings.fresh(id) } satisfies Backup);
			}
		}
		for (const [id, value] of Object.entries(values)) {
			if ((await this.settings.fresh(id)) !== value) await this.settings.set(id, value);
		}
	}

	/** Puts back what was there before, unless somebody has changed the settings to their own use meanwhile. */
	async giveBack(store: StoreReader): Promise<void> {
		if (!this.isOurs(await this.settings.fresh('CAS_base_url'))) return;
		for (const id of coreSettingIds) {
			const backup = await latest<Backup>(store, backupKey(id));
			if (backup) await this.settings.set(id, backup.value);
		}
	}

	private isOurs(baseUrl: unknown): boolean {
		return text(baseUrl).endsWith(this.appPath + casPath);
	}
}
