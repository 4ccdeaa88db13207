import { readSetting } from '../../controls/setting';
import type { Slot } from '../../ports/memory';
import type { Needs } from '../../ports/ports';
import type { SettingReader } from '../../ports/settings';
import type { StoreReader } from '../../ports/store';
import { learningSetting } from '../../settings/people';
import type { TextKey } from '../../texts/texts';
import { latest, replace } from '../../values/records';
import { lastBridgeHealth } from '../../workspace/bridgeHealth';

/** What the last `IPostUserLoggedIn` of this server was like. */
interface CoreEvents {
	/** Whether it says who the person is at core's own providers: up to 7.x. */
	readonly services: boolean;
}

const storeKey = 'core-sign-in-events';

/** What this process has noted. */
const noted: Slot<{ services?: boolean }> = () => ({});

/** Notes whether core's events carry `services`, where that is new. */
export async function noteEvents(services: boolean, { store, memory }: Needs<'store' | 'memory'>): Promise<void> {
	const last = memory.of(noted);
	if (last.services === services) return;
	last.services = services;
	if ((await latest<CoreEvents>(store, storeKey))?.services === services) return;
	await replace(store, storeKey, { services } satisfies CoreEvents);
}

/** What is to be said about learning on this server; nothing where it works, or before the first sign-in. */
export async function learningNote(store: StoreReader, appSettings: SettingReader): Promise<TextKey | undefined> {
	const [events, health, isOn] = await Promise.all([
		latest<CoreEvents>(store, storeKey),
		lastBridgeHealth(store),
		readSetting(learningSetting, appSettings),
	]);
	if (!isOn || !events || events.services) return undefined;
	return health?.rest?.ready ? 'learning_by_service_account' : 'learning_not_told';
}
