import type { Slot } from '../../ports/memory';

/**
 * Whether this process has installed the app. Rocket.Chat 7.7 to 7.12 signs it then, and finds the signature wrong at the
 * next start if a setting was saved in between, by an admin or by the app itself (seen on 7.7.1; engine of that version,
 * AppSettingsManager.updateAppSetting).
 */
export const freshInstall: Slot<{ isFresh: boolean }> = () => ({ isFresh: false });
