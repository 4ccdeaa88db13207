import type { Memory, Slot } from '../ports/memory';
import { settledRecords, TimedCache } from '../values/timedCache';

/**
 * The app's own settings. The engine answers them from its memory, and tells the app of each change there, by whichever
 * instance (apps-engine, AppSettingsManager.updateAppSetting): they are kept until it does.
 */
export const ownSettingCache: Slot<TimedCache> = () => new TimedCache(Number.POSITIVE_INFINITY);

/** Settings of the server. Nothing tells an app of their change: it is seen within five seconds. */
export const settingCache: Slot<TimedCache> = () => new TimedCache(5_000);

/** How many reads of settings and of variables have failed: what was made meanwhile is not to be kept. */
export const failedReads: Slot<{ count: number }> = () => ({ count: 0 });

/** Under which a setting of the app is kept. */
export const ownSettingKey = (id: string): string => `app:${id}`;

/** One of the app's own settings has changed. */
export function forgetSetting(id: string, memory: Memory): void {
	memory.of(ownSettingCache).forget(ownSettingKey(id));
	memory.of(settingCache).clear();
	memory.of(settledRecords).clear();
}

/** Any setting may have changed. */
export function forgetSettings(memory: Memory): void {
	for (const slot of [ownSettingCache, settingCache, settledRecords]) memory.of(slot).clear();
}
