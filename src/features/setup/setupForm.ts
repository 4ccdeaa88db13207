import { customNamesSetting, customProvider, customProviders } from '../../providers/custom';
import { readSetting } from '../../controls/setting';
import type { ProviderDefinition } from '../../providers/definition/definition';
import type { FieldRole } from '../../providers/fields/fields';
import type { Field } from '../../providers/fields/section';
import type { Provider } from '../../settings/provider';
import { needsSecret } from '../../settings/provider';
import type { SettingReader } from '../../ports/settings';
import type { Given } from './credentials';
import { readProviderFile } from './credentials';

export const secretRoles: readonly FieldRole[] = ['clientSecret', 'privateKey'];

/** The fields without which nobody can sign in by this provider, in the order of its section. */
export function neededFields({ definition, traits }: Provider): Field[] {
	const isPlain = traits.authorizePath !== undefined && !traits.url && traits.protocol === 'oauth2';
	const needed: FieldRole[] = [
		...(traits.protocol === 'openid'
			? traits.issuer
				? []
				: (['issuer'] as const)
			: traits.url
				? []
				: (['url'] as const)),
		...(isPlain ? (['authorizePath', 'tokenPath', 'identityPath'] as const) : []),
		'clientId',
		...(traits.signedSecret ? (['teamId', 'keyId', 'privateKey'] as const) : []),
		...(needsSecret(traits) ? (['clientSecret'] as const) : []),
	];
	return definition.fields.filter(({ role }) => needed.includes(role));
}

/**
 * What is to be stored, by the ids of settings. What is typed counts before what is in the file; a secret that is left
 * empty stays as it is.
 *
 * @returns undefined where there is a file that can't be read
 */
export function settingsOf(
	fields: readonly Field[],
	form: Readonly<Record<string, unknown>>,
): Record<string, string> | undefined {
	const written = typeof form.file === 'string' ? form.file.trim() : '';
	const file: Given | undefined = written === '' ? {} : readProviderFile(written);
	if (!file) return undefined;
	return Object.fromEntries(
		fields.flatMap(({ role, id }) => {
			const typed = typeof form[role] === 'string' ? form[role].trim() : '';
			const value = typed || (file[role] ?? '');
			if (value === '' && secretRoles.includes(role)) return [];
			return [[id, value]];
		}),
	);
}

/** The settings as they would be. */
export const withChanges = (settings: SettingReader, changes: Readonly<Record<string, unknown>>): SettingReader => ({
	get: async (id) => (Object.prototype.hasOwnProperty.call(changes, id) ? changes[id] : settings.get(id)),
});

/** What it takes for one more provider of the admin's own, made of a preset. @returns its id as well */
export async function settingsOfNew(
	name: string,
	preset: string,
	settings: SettingReader,
): Promise<{ readonly id: string; readonly settings: Record<string, string> }> {
	const names = await readSetting(customProviders, settings);
	const key = name.toLowerCase().replace(/[^a-z0-9_]/g, '');
	const own: ProviderDefinition = customProvider(key === '' ? name : key[0]!.toUpperCase() + key.slice(1));
	const variant = own.fields.find(({ role }) => role === 'variant')!;
	return {
		id: own.id,
		settings: { [customNamesSetting]: [...names, name].join(','), [variant.id]: preset },
	};
}
