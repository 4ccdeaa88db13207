import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import { auditEvents } from '../../../src/attempts/audit';
import { rowVerdicts } from '../../../src/features/people/linkImport';
import type { ProviderDefinition } from '../../../src/providers/definition/definition';
import { customNamesSetting } from '../../../src/providers/custom';
import { allProviders } from '../../../src/providers/registry';
import {
	customSection,
	labelOf,
	providerSetting,
	proxySection,
	peopleSection,
	workspaceSection,
} from '../../../src/settings/sections';
import { filesIn, textsIn, textsOf } from '../support/languages';
import { MemorySettings } from '../support/settings';

const en = textsIn('en.json');
const keys = Object.keys(en);
const formKeys = Object.keys(textsOf('form', 'en.json'));
const source = join(__dirname, '../../../src');
const sourceText = readdirSync(source, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.ts'))
	.map((file) => readFileSync(join(source, file), 'utf8'))
	.join('\n');

/** What the form looks up for one setting; a section of the admin's own is called by its name. */
const keysOf = ({ i18nLabel, i18nDescription, section, values }: ISetting, isCustom = false): string[] => [
	i18nLabel,
	i18nDescription!,
	...(isCustom ? [] : [section!]),
	...(values ?? []).map((choice) => choice.i18nLabel),
];

/** Variants are products, called by their names in every language. */
const keysOfProvider = (definition: ProviderDefinition): string[] =>
	definition.fields.flatMap((field) => {
		const setting = providerSetting(definition, field, 'https://chat.example.com/callback');
		const isCustom = setting.id.startsWith(customNamesSetting);
		return keysOf({ ...setting, values: field.role === 'variant' ? [] : setting.values }, isCustom);
	});

/** The reasons in the source of `Problem`, and every place that gives one. */
const problems = [
	...new Set(
		[...readFileSync(join(source, 'settings/problem.ts'), 'utf8').matchAll(/(?:\||key:) '(\w+)'/g)].map(
			([, key]) => `problem_${key}`,
		),
	),
];

/** Those that there are; `texts/errors.test.ts` says which there have to be. */
const errors = keys.filter((key) => key.startsWith('error_'));

let providers: ProviderDefinition[];
let form: string[];

beforeAll(async () => {
	providers = await allProviders(new MemorySettings({ [customNamesSetting]: 'ips4' }));
	const general = [...customSection, ...peopleSection, ...proxySection(''), ...workspaceSection];
	form = [...providers.flatMap(keysOfProvider), ...general.flatMap((each) => keysOf(each))];
});

test('the custom provider is among them', () => {
	expect(providers.map(({ id }) => id)).toContain('ips4');
});

test('every label, description, section and choice of the form has a text', () => {
	expect(form.filter((key) => !formKeys.includes(key))).toEqual([]);
});

test('the folder that every client downloads holds the texts of the form and the command, and no others', () => {
	const shown = new Set([...form, 'command_description', 'command_params']);
	expect(formKeys.filter((key) => !shown.has(key))).toEqual([]);
});

test('every reason for which a value is refused has a text, and there are no others', () => {
	expect(keys.filter((key) => key.startsWith('problem_')).sort()).toEqual(problems.sort());
});

test('no text is unused', () => {
	const verdicts = rowVerdicts.map((verdict) => `links_verdict_${verdict}`);
	const events = auditEvents.map((event) => `audit_${event}`);
	const produced = new Set([...form, ...problems, ...errors, ...events, ...verdicts]);
	expect(keys.filter((key) => !produced.has(key) && !sourceText.includes(`'${key}'`))).toEqual([]);
});

test('within a section, no two fields have the same label', () => {
	for (const { id, fields } of providers) {
		const labels = fields.map((field) => en[labelOf(field)]);
		expect([id, ...labels]).toEqual([id, ...new Set(labels)]);
	}
});

test("no text has what Rocket.Chat's i18next would replace in the admin's form", () => {
	const texts = filesIn('form').flatMap((file) =>
		Object.entries(textsIn(file)).map(([key, text]) => ({ file, key, text })),
	);
	expect(texts.length).toBeGreaterThan(keys.length);
	expect(texts.filter(({ text }) => /\{\{|\}\}|\$t\(/.test(text))).toEqual([]);
});
