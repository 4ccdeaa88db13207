import { catalog } from './catalog';
import { customNames, customNamesSetting, customProvider } from './custom';
import type { ProviderDefinition } from './definition/definition';
import type { SettingReader } from '../ports/settings';

/** Every provider of this workspace: those of the catalog, and the admin's own. */
export async function allProviders(settings: SettingReader): Promise<ProviderDefinition[]> {
	const names = await settings.get(customNamesSetting);
	return [
		...catalog,
		...customNames(typeof names === 'string' ? names : '')
			.filter(isFree)
			.map(customProvider),
	];
}

/** @param id a segment of a path, as it came */
export async function findProvider(id: unknown, settings: SettingReader): Promise<ProviderDefinition | undefined> {
	return (await allProviders(settings)).find((definition) => definition.id === id);
}

/** Whether a name does not stand for a provider of the catalog. */
export const isFree = (name: string): boolean => !catalog.some(({ id }) => id === name.toLowerCase());
