import { SettingType } from '@rocket.chat/apps-engine/definition/settings';
import formTexts from '../../i18n/en.json';
import type { Control } from '../../src/controls/control';
import { catalog } from '../../src/providers/catalog';
import { customProvider } from '../../src/providers/custom';
import type { ProviderDefinition } from '../../src/providers/definition/definition';
import { accountFields } from '../../src/providers/fields/accounts';
import { buttonFields, loginFields } from '../../src/providers/fields/button';
import { claimFields } from '../../src/providers/fields/claims';
import { credentialFields } from '../../src/providers/fields/credentials';
import type { FieldDeclaration } from '../../src/providers/fields/field';
import type { FieldRole } from '../../src/providers/fields/fields';
import { fields, rolesOf } from '../../src/providers/fields/fields';
import { definitionFields } from '../../src/providers/fields/definition';
import { serverFields } from '../../src/providers/fields/server';
import { offBoardingFields } from '../../src/providers/fields/offBoarding';
import { profileFields, syncFields } from '../../src/providers/fields/sync';
import { hintOf } from '../../src/settings/form';
import { generalSettings } from '../../src/settings/general';
import type { FormKey, TextKey } from '../../src/texts/texts';
import { textsFor } from '../../src/texts/texts';

const { t } = textsFor('en', undefined);

const kinds: Partial<Record<SettingType, string>> = {
	[SettingType.BOOLEAN]: 'switch',
	[SettingType.STRING]: 'text',
	[SettingType.PASSWORD]: 'secret',
	[SettingType.COLOR]: 'color',
	[SettingType.NUMBER]: 'number',
	[SettingType.CODE]: 'JSON',
};

type Shown = Pick<Control<unknown>, 'type' | 'choices' | 'initial'> & {
	readonly label: TextKey;
	readonly hint?: FormKey;
};

const values = ({ type, choices }: Shown): string =>
	choices?.map(({ key }) => `\`${key}\``).join(', ') ?? kinds[type] ?? 'a variant of the provider';

const defaultOf = ({ type, initial }: Shown): string =>
	type === SettingType.BOOLEAN ? 'off' : initial === '' ? '' : `\`${initial}\``;

const hint = ({ label, hint: key = hintOf(label) }: Shown): string => (key ? formTexts[key] : '');

const row = (...cells: readonly string[]): string =>
	`| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;

const table = (columns: readonly string[], rows: readonly string[]): string =>
	[row(...columns), `|${'---|'.repeat(columns.length)}`, ...rows].join('\n');

const custom = customProvider('Name');
const providers: readonly ProviderDefinition[] = [...catalog, custom];

/** In whose section a field is. */
function placeOf(role: FieldRole): string {
	const having = providers.filter((provider) => provider.fields.some((field) => field.role === role));
	if (having.length === providers.length) return 'every provider';
	return having.map((provider) => (provider === custom ? 'custom providers' : provider.name)).join(', ');
}

function fieldTable(family: Readonly<Record<string, FieldDeclaration<unknown>>>): string {
	const rows = rolesOf(family).map((role) => {
		const field = family[role]!;
		const suffix = field.suffix && `\`${field.suffix}\``;
		return row(t(field.label), suffix, placeOf(role as FieldRole), values(field), defaultOf(field), hint(field));
	});
	return table(['field', 'id ends with', 'in the section of', 'values', 'default', 'what it is'], rows);
}

/** What is otherwise in the section of one provider. */
function oddities(): string {
	const rows = catalog.flatMap((provider) =>
		provider.fields.flatMap((field) => {
			const { suffix, label, initial } = fields[field.role];
			const isOdd = !field.id.endsWith(suffix) || field.label !== undefined;
			const value = field.value ?? initial;
			if (!isOdd && value === initial) return [];
			return row(
				provider.name,
				`\`${field.id}\``,
				t(field.label ?? label),
				defaultOf({ ...fields[field.role], initial: value }),
			);
		}),
	);
	return table(['provider', 'setting', 'field', 'default'], rows);
}

function generalTables(): string {
	const sections = [...new Set(generalSettings.map(({ section }) => section))];
	return sections
		.map((section) => {
			const own = generalSettings.filter((setting) => setting.section === section);
			const rows = own.map((one) => row(t(one.label), `\`${one.id}\``, values(one), defaultOf(one), hint(one)));
			return `### ${t(section)}\n\n${table(['label', 'setting', 'values', 'default', 'what it is'], rows)}`;
		})
		.join('\n\n');
}

/** `docs/settings.md`: every setting, as it is declared, with its English texts. */
export const settingsPage = (): string => `# Settings

<!-- Written by \`npm run docs\` from the declarations in src/providers/fields/ and src/settings/. -->

Every setting of the app. A setting that only one provider has, or that differs there, is on its
[page](providers/README.md), too.

## Fields of a provider

The id of a field is the section's prefix and the ending below: \`Accounts_OAuth_Okta_scope\`, and
\`Accounts_OAuth_Custom-Ips4-scope\` of the custom provider \`Ips4\`. The switch *Enable* is the prefix alone. The form shows what
most providers need in a first section, and everything after the callback URL in a second, "*Provider*: more settings".

### Registration at the provider

${fieldTable(credentialFields)}

### The provider's server

${fieldTable({ ...serverFields, ...definitionFields })}

### Claims

Fields that name a claim are [templates](providers/README.md#templates).

${fieldTable(claimFields)}

### Accounts

[Who gets into which account](accounts.md).

${fieldTable(accountFields)}

### Profile, roles and rooms

[What follows the provider](roles-and-rooms.md).

${fieldTable({ ...profileFields, ...syncFields })}

### When access ends

[Sign-outs and events that a provider reports](signing-in.md).

${fieldTable(offBoardingFields)}

### Login page

${fieldTable({ ...loginFields, ...buttonFields })}

### Where a section differs

${oddities()}

## Settings that belong to no provider

${generalTables()}
`;
