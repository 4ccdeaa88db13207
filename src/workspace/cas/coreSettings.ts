import { LoginError } from '../../errors';
import type { Slot } from '../../ports/memory';
import type { Needs } from '../../ports/ports';
import type { ServerSettings } from '../../ports/settings';
import type { Store, StoreReader } from '../../ports/store';
import { text } from '../../values/parse';
import { latest } from '../../values/records';
import { afterLeases, pause, withLease } from '../../values/lease';
import { Queue } from '../../values/queue';

/** The attributes of a ticket, as core takes them over when it creates an account. */
const fieldMap = JSON.stringify({ email: '%email%', name: '%name%', username: '%username%' });

/** Where this workspace's CAS server is, below the app's own path. */
export const casPath = '/cas';
const loginPath = `${casPath}/login`;

/** Whether core's CAS login leads to the app. */
export const isOurCas = (baseUrl: unknown, appPath: string): boolean => text(baseUrl).endsWith(appPath + casPath);

/** By these two the settings are known to be ours, as long as any of them is. */
const mark = 'CAS_base_url';
const secondMark = 'CAS_login_url';

/**
 * How core's CAS login has to be set for the bridge. The marks are set first and put back last, so that anyone who finds
 * them absent has found the others untouched.
 */
const desired = (casUrl: string, siteUrl: string, appPath: string): Readonly<Record<string, unknown>> => ({
	[mark]: casUrl + appPath + casPath,
	[secondMark]: siteUrl + appPath + loginPath,
	CAS_enabled: true,
	CAS_version: '2.0',
	// Accounts that exist are linked by their username, the first time. What new accounts are known by is no username.
	CAS_trust_username: true,
	CAS_Creation_User_Enabled: true,
	// Core would overwrite the name and the e-mail address at each sign-in, before it checks anything.
	CAS_Sync_User_Data_Enabled: false,
	CAS_Sync_User_Data_FieldMap: fieldMap,
});

export const coreSettingIds = Object.keys(desired('', '', ''));

/** Marks last, as they are put back and read. */
const marksLast = [...coreSettingIds].reverse();

/** What the settings were before, by id. */
interface Snapshot {
	readonly values: Readonly<Record<string, unknown>>;
}

/** Notes are added and never removed: the newest is what the admin had. */
const snapshotKey = 'core-cas-settings';

/** Anyone who changes the settings, on any instance. */
const leaseKey = 'core-cas-settings-turn';

/** What this process does with the settings. */
const progress: Slot<{ readonly queue: Queue; unfinished: boolean }> = () => ({
	queue: new Queue(),
	unfinished: false,
});

/**
 * Whether the workspace signs people in with a CAS server of its own.
 *
 * @throws LoginError `core_settings_unreadable`: what can't be seen is not taken for free
 */
export async function usesOwnCas({ serverSettings, appPath }: Needs<'serverSettings' | 'appPath'>): Promise<boolean> {
	const enabled = await readRequired('CAS_enabled', serverSettings);
	const baseUrl = await readRequired(mark, serverSettings);
	return isOwnCas({ CAS_enabled: enabled, [mark]: baseUrl }, appPath);
}

/** The same, past the cache; what can't be seen is no reason to name a cause. */
export const usesOwnCasNow = ({ serverSettings, appPath }: Needs<'serverSettings' | 'appPath'>): Promise<boolean> =>
	usesOwnCas({
		appPath,
		serverSettings: {
			get: (id) => serverSettings.fresh(id),
			fresh: (id) => serverSettings.fresh(id),
			set: (id, value) => serverSettings.set(id, value),
		},
	}).catch(() => false);

const isOwnCas = (values: Readonly<Record<string, unknown>>, appPath: string): boolean =>
	values.CAS_enabled === true && text(values[mark]) !== '' && !isOurCas(values[mark], appPath);

async function readRequired(id: string, settings: ServerSettings): Promise<unknown> {
	const value = await settings.fresh(id);
	if (value === undefined) throw new LoginError('core_settings_unreadable', id);
	return value;
}

/**
 * Core's CAS settings, which the app takes over while it needs them and gives back when it goes: one change at a time, in
 * this process and among the instances of a workspace.
 */
export class CoreSettings {
	constructor(
		private readonly ports: Needs<'serverSettings' | 'appPath' | 'memory' | 'now'>,
		private readonly pauseFor = pause,
	) {}

	/**
	 * Sets what differs, after a note of what was there before.
	 *
	 * @throws LoginError `cas_in_use`, `core_settings_unreadable`, or `workspace_unreachable` where another instance gives
	 * the settings back at this moment: the app is being disabled
	 */
	async takeOver(casUrl: string, siteUrl: string, store: Store): Promise<void> {
		await this.ports.memory
			.of(progress)
			.queue.run(() => withLease(leaseKey, () => this.takeOverNow(casUrl, siteUrl, store), store, this.clock));
	}

	/**
	 * Puts back what was there before. Where someone has put in a CAS server of their own meanwhile, that and whether it is
	 * on are theirs; only what is still as the app has set it goes.
	 */
	async giveBack(store: Store): Promise<void> {
		await this.ports.memory
			.of(progress)
			.queue.run(() => withLease(leaseKey, () => this.giveBackNow(store), store, this.clock));
	}

	/** The same while the app is being disabled, when nothing can be written into the store. */
	async withdraw(store: StoreReader): Promise<void> {
		await this.ports.memory.of(progress).queue.run(async () => {
			await afterLeases(leaseKey, store, this.clock);
			const wasOurs = await this.giveBackNow(store);
			// An instance that did not know yet may have set some of them again meanwhile.
			if (wasOurs && !this.isOurs(await this.fresh(mark))) await this.putBackLeftovers(store);
		});
	}

	private async takeOverNow(casUrl: string, siteUrl: string, store: Store): Promise<void> {
		const before = await this.readAsFound(store);
		if (before) {
			if (isOwnCas(before, this.ports.appPath)) throw new LoginError('cas_in_use', mark);
			await this.note(before, store);
		}
		const current = this.ports.memory.of(progress);
		current.unfinished = true;
		for (const [id, value] of Object.entries(desired(casUrl, siteUrl, this.ports.appPath))) {
			if ((await this.fresh(id)) !== value) await this.ports.serverSettings.set(id, value);
		}
		// Anyone who disables the app on another instance waits for nobody.
		if (!this.isOurs(await this.fresh(mark))) {
			await this.putBackLeftovers(store);
			// Or an admin has put in a CAS server of the workspace's own.
			if (await usesOwnCas(this.ports)) throw new LoginError('cas_in_use', mark);
			throw new LoginError('workspace_unreachable', `${mark} was given back meanwhile`);
		}
		current.unfinished = false;
	}

	/**
	 * What the admin has set; undefined while the settings are the app's. Of a note that holds one of the app's own values,
	 * the admin's would be lost for good: a mark that is absent before everything else is read says that nothing is still
	 * to be put back, and one that is absent afterwards that nothing was set meanwhile.
	 */
	private async readAsFound(store: Store): Promise<Snapshot['values'] | undefined> {
		for (;;) {
			const wasOurs = this.isOurs(await this.required(mark));
			if (!wasOurs) await this.giveBackNow(store);
			const values: Record<string, unknown> = {};
			for (const id of marksLast) values[id] = await this.required(id);
			if (this.isOurs(values[mark])) return undefined;
			if (this.isOurLogin(values[secondMark])) throw new LoginError('core_settings_unreadable', secondMark);
			if (!wasOurs) return values;
		}
	}

	private async note(values: Snapshot['values'], store: Store): Promise<void> {
		const last = await latest<Snapshot>(store, snapshotKey);
		if (last && coreSettingIds.every((id) => last.values[id] === values[id])) return;
		await store.add(snapshotKey, { values } satisfies Snapshot);
	}

	/** @returns whether there was anything to put back */
	private async giveBackNow(store: StoreReader): Promise<boolean> {
		if (!this.isOurs(await this.fresh(mark))) {
			const hasLeftovers = this.isOurLogin(await this.fresh(secondMark));
			if (!hasLeftovers && !this.ports.memory.of(progress).unfinished) return false;
			await this.putBackLeftovers(store);
			return true;
		}
		const values = await this.noted(store);
		for (const id of marksLast) await this.putBack(id, values);
		this.ports.memory.of(progress).unfinished = false;
		return true;
	}

	/**
	 * Where the mark is an admin's: it stays, and so does what is not as the app has set it. Whether a CAS server of theirs
	 * is on is theirs to say, unless it is the one that was noted, which has just been put back.
	 */
	private async putBackLeftovers(store: StoreReader): Promise<void> {
		const values = await this.noted(store);
		const settled = desired('', '', this.ports.appPath);
		const isNoted = (await this.fresh(mark)) === values[mark];
		for (const id of marksLast) {
			if (id === mark || (id === 'CAS_enabled' && !isNoted)) continue;
			const current = await this.fresh(id);
			const isOurs = id === secondMark ? this.isOurLogin(current) : current === settled[id];
			if (isOurs && current !== values[id]) await this.putBack(id, values);
		}
		this.ports.memory.of(progress).unfinished = false;
	}

	private async putBack(id: string, values: Snapshot['values']): Promise<void> {
		// One that the server does not take must not keep the others from it.
		if (id in values) await this.ports.serverSettings.set(id, values[id]).catch(() => undefined);
	}

	/** The note may be gone, with an installation that could not put things back. */
	private async noted(store: StoreReader): Promise<Snapshot['values']> {
		return (await latest<Snapshot>(store, snapshotKey))?.values ?? { CAS_enabled: false, [secondMark]: '', [mark]: '' };
	}

	private required(id: string): Promise<unknown> {
		return readRequired(id, this.ports.serverSettings);
	}

	private fresh(id: string): Promise<unknown> {
		return this.ports.serverSettings.fresh(id);
	}

	private isOurs(baseUrl: unknown): boolean {
		return isOurCas(baseUrl, this.ports.appPath);
	}

	private isOurLogin(loginUrl: unknown): boolean {
		return text(loginUrl).endsWith(this.ports.appPath + loginPath);
	}

	private get clock() {
		return { now: () => this.ports.now(), pause: this.pauseFor };
	}
}
