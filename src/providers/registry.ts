import { readSetting } from '../controls/setting';
import type { SettingReader } from '../ports/settings';
import { catalog, isFree } from './catalog';
import { customProvider, customProviders } from './custom';
import type { ProviderDefinition } from './definition/definition';

/** Every provider of this workspace: those of the catalog, and the admin's own. */
export async function allProviders(settings: SettingReader): Promise<ProviderDefinition[]> {
	const names = await readSetting(customProviders, settings);
	return [...catalog, ...names.filter(isFree).map(customProvider)];
}

/** @param id a segment of a path, as it came */
export async function findProvider(id: unknown, settings: SettingReader): Promise<ProviderDefinition | undefined> {
	return (await allProviders(settings)).find((definition) => definition.id === id);
}
