import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import { SettingType } from '@rocket.chat/apps-engine/definition/settings';
import type { Control } from '../controls/control';
import type { Setting } from '../controls/setting';
import { customNamesSetting } from '../providers/custom';
import type { ProviderDefinition } from '../providers/definition/definition';
import type { FieldDeclaration } from '../providers/fields/field';
import { fields } from '../providers/fields/fields';
import type { Field } from '../providers/fields/section';
import type { FormKey, TextKey, Texts } from '../texts/texts';
import { isFormKey } from '../texts/texts';

/*
 * The declarations as settings of the engine: what the admin's form shows.
 */

export const declarationOf = ({ role }: Field): FieldDeclaration<unknown> => fields[role];

export const labelOf = (field: Field): TextKey => field.label ?? fields[field.role].label;

/** Some labels say all there is to say. */
export function hintOf(label: TextKey): FormKey | undefined {
	const hint = `${label}_hint`;
	return isFormKey(hint) ? hint : undefined;
}

/** A field of a provider, in one of its two sections. */
export function providerSetting(
	definition: ProviderDefinition,
	field: Field,
	callbackUrl: string,
	texts: Texts,
): ISetting {
	const declaration = declarationOf(field);
	const label = labelOf(field);
	return {
		...base(field.id, declaration, sectionOf(definition, field, texts), label),
		packageValue: declaration.copyOnly ? callbackUrl : (field.value ?? declaration.initial),
		i18nDescription: field.hint ?? hintOf(label) ?? declaration.hint ?? hintOf(declaration.label),
		...(field.role === 'variant' ? { values: variantsOf(definition) } : {}),
	};
}

/** @param url what is shown for copying, where the setting is for that */
export const generalSetting = (setting: Setting<unknown>, url: string): ISetting => ({
	...base(setting.id, setting, setting.section, setting.label),
	...(setting.copyOnly ? { packageValue: url } : {}),
});

const base = (
	id: string,
	{ type, multiline, initial, choices }: Pick<Control<unknown>, 'type' | 'multiline' | 'initial' | 'choices'>,
	section: string,
	label: TextKey,
): ISetting => ({
	...{ id, type, multiline, section, required: false, public: false, packageValue: initial },
	values: choices?.map((choice) => ({ key: choice.key, i18nLabel: choice.label })),
	i18nLabel: label,
	i18nDescription: hintOf(label),
});

/** What comes after the callback URL has a default that fits most; it has a section of its own. */
function sectionOf(definition: ProviderDefinition, field: Field, { t }: Texts): string {
	const { fields: all } = definition;
	const isNeeded = all.indexOf(field) <= all.findIndex(({ role }) => role === 'callbackUrl');
	return isNeeded ? headingOf(definition) : t('section_more', { section: headingOf(definition) });
}

/** Names of products, the same in every language, or core's heading for a provider of the admin's own. */
const headingOf = ({ name, fields: [first] }: ProviderDefinition): string =>
	first?.id.startsWith(customNamesSetting) ? `Custom OAuth: ${name}` : name;

/** Names of products, the same in every language. */
const variantsOf = ({ variants = {} }: ProviderDefinition): ISetting['values'] =>
	Object.entries(variants).map(([key, { name }]) => ({ key, i18nLabel: name }));

/** Names the switches of core's that the app has turned on; see `workspace/nativeSwitches.ts`. */
export const turnedOnSetting = 'Native_switches_turned_on';

/** What the app notes where it can write while it is being disabled. */
export const hiddenSettings: readonly ISetting[] = [
	{
		...{ id: turnedOnSetting, type: SettingType.STRING, section: 'section_session', hidden: true },
		...{ required: false, public: false, packageValue: '', i18nLabel: '', i18nDescription: '' },
	},
];
