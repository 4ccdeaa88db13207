import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';

type Resource = (...parameters: never[]) => unknown;

/**
 * What apps reach by `bridges:getAppResourceBridge:…`: their own settings, and what they register. A change of a setting
 * is awaited, unlike in the Deno runtime: the app's own hooks run before the app hears of it. (Read: packages/apps)
 */
export function appResources(manager: AppManager): Record<string, Resource> {
	const settings = (appId: string) => manager.getOneById(appId)?.getStorageItem().settings ?? {};
	const update = async (appId: string, id: string, change: Partial<ISetting>): Promise<void> => {
		if (!settings(appId)[id]) throw new Error(`Setting "${id}" not found for app ${appId}`);
		const settingsManager = manager.getSettingsManager();
		const setting = settingsManager.getAppSetting(appId, id);
		await settingsManager.updateAppSetting(appId, { ...setting, updatedAt: new Date(), ...change });
	};
	return {
		doGetSettingById: (id: string, appId: string) => settings(appId)[id],
		doUpdateSettingValue: (id: string, value: unknown, appId: string) => update(appId, id, { value }),
		doUpdateSettingSelectOptions: (id: string, values: ISetting['values'], appId: string) =>
			update(appId, id, { values }),
		doProvideSetting: (setting: ISetting, appId: string) => {
			const known = settings(appId)[setting.id];
			const now = new Date();
			settings(appId)[setting.id] = known
				? { ...setting, createdAt: known.createdAt, updatedAt: now, value: known.value }
				: { ...setting, createdAt: now, updatedAt: now };
		},
		doProvideApi: (api: never, appId: string) => manager.getApiManager().addApi(appId, api),
		doListApis: (appId: string) => manager.getApiManager().listApis(appId),
		doRegisterProcessors: (processors: never, appId: string) =>
			manager.getSchedulerManager().registerProcessors(processors, appId),
		doProvideSlashCommand: (command: never, appId: string) => manager.getCommandManager().addCommand(appId, command),
	};
}

/** What an app registers: its restarted process does so again, and the server does not listen. */
export const REGISTRATIONS = ['doProvideSetting', 'doProvideApi', 'doRegisterProcessors', 'doProvideSlashCommand'];
