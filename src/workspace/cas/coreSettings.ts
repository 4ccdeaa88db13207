import { LoginError } from '../../errors';
import type { StoreReader, Store } from '../../ports/store';
import { latest, replace } from '../../values/records';
import type { ServerSettings } from '../../ports/settings';
import { text } from '../../values/parse';

/** The attributes of a ticket, as core takes them over when it creates an account. */
const fieldMap = JSON.stringify({ email: '%email%', name: '%name%', username: '%username%' });

/** Where this workspace's CAS server is, below the app's own path. */
export const casPath = '/cas';
const loginPath = `${casPath}/login`;

/** Whether core's CAS login leads to the app. */
export const isOurCas = (baseUrl: unknown, appPath: string): boolean => text(baseUrl).endsWith(appPath + casPath);

/** By this one the settings are known to be ours, as long as any of them is. */
const mark = 'CAS_base_url';

/**
 * How core's CAS login has to be set for the bridge. The mark is set first and put back last, so that whoever finds it
 * absent has found the others untouched.
 */
const desired = (casUrl: string, siteUrl: string, appPath: string): Readonly<Record<string, unknown>> => ({
	[mark]: casUrl + appPath + casPath,
	CAS_enabled: true,
	CAS_version: '2.0',
	CAS_login_url: siteUrl + appPath + loginPath,
	// Accounts that exist are linked by their username, the first time. What new accounts are known by is no username.
	CAS_trust_username: true,
	CAS_Creation_User_Enabled: true,
	// Core would overwrite the name and the e-mail address at each sign-in, before it checks anything.
	CAS_Sync_User_Data_Enabled: false,
	CAS_Sync_User_Data_FieldMap: fieldMap,
});

export const coreSettingIds = Object.keys(desired('', '', ''));

/** What the settings were before, by id. */
interface Snapshot {
	readonly values: Readonly<Record<string, unknown>>;
}

const snapshotKey = 'core-cas-settings';

/** Core's CAS settings, which the app takes over while it needs them and gives back when it goes. */
export class CoreSettings {
	constructor(
		private readonly settings: ServerSettings,
		private readonly appPath: string,
	) {}

	/**
	 * Whether the workspace signs people in with a CAS server of its own.
	 *
	 * @throws LoginError `core_settings_unreadable`: what can't be seen is not taken for free
	 */
	async usedByOthers(): Promise<boolean> {
		const enabled = await this.read('CAS_enabled');
		const baseUrl = await this.read(mark);
		return enabled === true && text(baseUrl) !== '' && !this.isOurs(baseUrl);
	}

	/** Sets what differs, after a note of what was there before. */
	async takeOver(casUrl: string, siteUrl: string, store: Store): Promise<void> {
		if (!this.isOurs(await this.read(mark))) await this.giveBack(store);
		const values: Record<string, unknown> = {};
		// The mark is read last: if it is not ours then, nothing that was read before it was.
		for (const id of [...coreSettingIds].reverse()) values[id] = await this.read(id);
		if (!this.isOurs(values[mark])) await replace(store, snapshotKey, { values } satisfies Snapshot);
		for (const [id, value] of Object.entries(desired(casUrl, siteUrl, this.appPath))) {
			if ((await this.settings.fresh(id)) !== value) await this.settings.set(id, value);
		}
	}

	/**
	 * Puts back what was there before. Where somebody has put in a CAS server of their own meanwhile, that and whether it is
	 * on are theirs; only what is still as the app has set it goes.
	 */
	async giveBack(store: StoreReader): Promise<void> {
		const isOurs = this.isOurs(await this.settings.fresh(mark));
		const hasLeftovers = text(await this.settings.fresh('CAS_login_url')).endsWith(this.appPath + loginPath);
		if (!isOurs && !hasLeftovers) return;
		// The note may be gone, with an installation that could not put things back.
		const { values } = (await latest<Snapshot>(store, snapshotKey)) ?? { values: { CAS_enabled: false, [mark]: '' } };
		const settled = desired('', '', this.appPath);
		for (const id of [...coreSettingIds].reverse()) {
			const isTheirs = !isOurs && (id === mark || id === 'CAS_enabled');
			const isChanged = !isOurs && id !== 'CAS_login_url' && (await this.settings.fresh(id)) !== settled[id];
			// One that the server does not take must not keep the others from it.
			if (id in values && !isTheirs && !isChanged) {
				await this.settings.set(id, (values as Snapshot['values'])[id]).catch(() => undefined);
			}
		}
	}

	private async read(id: string): Promise<unknown> {
		const value = await this.settings.fresh(id);
		if (value === undefined) throw new LoginError('core_settings_unreadable', id);
		return value;
	}

	private isOurs(baseUrl: unknown): boolean {
		return isOurCas(baseUrl, this.appPath);
	}
}
