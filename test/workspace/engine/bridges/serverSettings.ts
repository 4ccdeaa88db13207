import type { SettingDocument, Settings } from '../../settings';
import type { BridgeMethods } from './define';

/** Server settings for apps: secret ones can be read but not written, and no value's type is looked at. */
export function serverSettingBridge(settings: Settings): BridgeMethods {
	const existing = (id: string): SettingDocument => {
		const setting = settings.find(id);
		if (!setting || setting.hidden) {
			throw new Error(`The setting "${id}" is not readable.`);
		}
		return setting;
	};
	const writable = (id: string): SettingDocument => {
		const setting = existing(id);
		if (setting.secret) {
			throw new Error(`The setting "${id}" is not readable.`);
		}
		return setting;
	};
	const notImplemented = (): never => {
		throw new Error('Method not implemented.');
	};

	return {
		getAll: notImplemented,
		getOneById: (id: string) => toAppSetting(existing(id)),
		isReadableById: (id: string) => {
			const setting = settings.find(id);
			return setting !== undefined && !setting.hidden && !setting.secret;
		},
		hideGroup: notImplemented,
		hideSetting: notImplemented,
		updateOne: ({ id, value }: { id: string; value: unknown }) => {
			settings.set(writable(id)._id, value);
		},
		incrementValue: (id: string, by = 1) => {
			settings.set(id, Number(writable(id).value) + by);
		},
	};
}

function toAppSetting(setting: SettingDocument) {
	return {
		id: setting._id,
		type: setting.type,
		packageValue: setting.packageValue,
		values: setting.values,
		value: setting.value,
		public: setting.public,
		hidden: setting.hidden,
		group: setting.group,
		i18nLabel: setting.i18nLabel,
		i18nDescription: setting.i18nDescription,
		createdAt: setting.ts,
		updatedAt: setting._updatedAt,
	};
}
