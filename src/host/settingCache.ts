import type { Memory, Slot } from '../ports/memory';
import { settledRecords, TimedCache } from '../values/timedCache';

/**
 * The app's own settings. The engine answers them from its memory, and tells the app of each change there, by whichever
 * instance (apps-engine, AppSettingsManager.updateAppSetting): they are kept until it does.
 */
export const ownSettingCache: Slot<TimedCache> = () => new TimedCache(Number.POSITIVE_INFINITY);

/** Settings of the server. Nothing tells an app of their change: it is seen within five seconds. */
export const settingCache: Slot<TimedCache> = () => new TimedCache(5_000);

/** One of the app's own settings has changed, or may have: everything is read again that follows from settings. */
export function forgetSettings(memory: Memory): void {
	for (const slot of [ownSettingCache, settingCache, settledRecords]) memory.of(slot).clear();
}
