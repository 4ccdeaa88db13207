import type { SettingReader } from '../ports/settings';
import type { TextKey } from '../texts/texts';
import type { CheckContext, Control } from './control';

export interface SettingContext extends CheckContext {
	/** Ids of the providers that there are. */
	readonly providers: readonly string[];
}

/** A setting that belongs to no provider: everything about it but its texts. */
export interface Setting<T> extends Control<T, SettingContext>, SettingTraits {
	readonly id: string;
}

interface SettingTraits {
	/** i18n key of the heading. */
	readonly section: TextKey;
	/** i18n key; the hint, where there is one, is `<label>_hint`. */
	readonly label: TextKey;
	/** Weakens security while it is on: the status says so. */
	readonly dangerous?: true;
	/** The app's own value, for copying: what an admin types has no effect, and nothing of it is exported. */
	readonly copyOnly?: true;
}

export const setting = <T>(id: string, control: Control<T, SettingContext>, traits: SettingTraits): Setting<T> => ({
	...control,
	...traits,
	id,
});

/** @returns what is stored, parsed */
export const readSetting = async <T>({ id, read }: Setting<T>, settings: SettingReader): Promise<T> =>
	read(await settings.get(id));
