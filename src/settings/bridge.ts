import type { SettingReader } from '../ports/settings';

/** By what the admin wants people to be signed in. */
export const bridgeSetting = 'Session_bridge';
export const bridgeChoices = ['automatic', 'cas', 'rest'] as const;
export type BridgeChoice = (typeof bridgeChoices)[number];

export async function readBridgeChoice(settings: SettingReader): Promise<BridgeChoice> {
	const chosen = await settings.get(bridgeSetting);
	return bridgeChoices.find((choice) => choice === chosen) ?? 'automatic';
}

/** Whether a sign-in that core's own CAS button or the mobile app has begun is finished there. */
export const nativeButtonSetting = 'Session_native_cas_button_phishable';
