import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import { SettingType } from '@rocket.chat/apps-engine/definition/settings';
import { customNamesSetting } from '../../providers/custom';
import type { ProviderDefinition } from '../../providers/definition/definition';
import type { Field } from '../../providers/fields/section';
import { allProviders } from '../../providers/registry';
import { declarationOf, generalSetting, providerSetting } from '../../settings/form';
import { casUrl, internalUrl } from '../../settings/bridge';
import { generalSettings } from '../../settings/general';
import { serviceAccountSettings } from '../../settings/serviceAccount';
import type { SettingReader } from '../../ports/settings';
import { textsFor } from '../../texts/texts';

/** A setting that can be moved, and what it belongs to. */
export interface Movable {
	readonly setting: ISetting;
	readonly isSecret: boolean;
	readonly provider?: ProviderDefinition;
	readonly field?: Field;
}

/**
 * Settings that are moved neither out nor in: the addresses of one workspace, and its service account. What the app sends
 * to these addresses opens sessions, so that a file must not say where they are.
 */
export const ofThisWorkspace: ReadonlySet<string> = new Set(
	[internalUrl, casUrl, ...Object.values(serviceAccountSettings)].map(({ id }) => id),
);

/**
 * Every setting that an admin fills in, by its id, but for those of {@link ofThisWorkspace}. What the app shows for copying
 * is not among them.
 *
 * @param names of the custom providers that there are to be; absent: those that there are
 */
export async function movableSettings(settings: SettingReader, names?: string): Promise<Map<string, Movable>> {
	const known: SettingReader =
		names === undefined ? settings : { get: async (id) => (id === customNamesSetting ? names : settings.get(id)) };
	// Which section a setting is in does not move.
	const texts = textsFor(undefined, undefined);
	const ofProviders = (await allProviders(known)).flatMap((provider) =>
		provider.fields
			.filter((field) => !declarationOf(field).copyOnly)
			.map((field) => ({ setting: providerSetting(provider, field, '', texts), provider, field })),
	);
	const general = generalSettings
		.filter(({ id, copyOnly }) => !copyOnly && !ofThisWorkspace.has(id))
		.map((one) => ({ setting: generalSetting(one, '') }));
	const all = [...general, ...ofProviders];
	return new Map(all.map((one) => [one.setting.id, { ...one, isSecret: one.setting.type === SettingType.PASSWORD }]));
}
