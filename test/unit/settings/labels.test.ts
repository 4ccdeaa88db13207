import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import { auditEvents } from '../../../src/attempts/audit';
import { problemKeys } from '../../../src/controls/problem';
import { rowVerdicts } from '../../../src/features/people/linkImport';
import type { ProviderDefinition } from '../../../src/providers/definition/definition';
import { customNamesSetting } from '../../../src/providers/custom';
import { allProviders } from '../../../src/providers/registry';
import { generalSetting, labelOf, providerSetting } from '../../../src/settings/form';
import { generalSettings } from '../../../src/settings/general';
import { textsFor } from '../../../src/texts/texts';
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

/** What the form looks up for one setting. */
const keysOf = ({ i18nLabel, i18nDescription, values }: ISetting): string[] => [
	i18nLabel,
	...(i18nDescription === undefined ? [] : [i18nDescription]),
	...(values ?? []).map((choice) => choice.i18nLabel),
];

/** Sections and variants are products, called by their names in every language. */
const keysOfProvider = (definition: ProviderDefinition): string[] =>
	definition.fields.flatMap((field) => {
		const setting = providerSetting(definition, field, 'https://chat.example.com/callback', textsFor('en', undefined));
		return keysOf({ ...setting, values: field.role === 'variant' ? [] : setting.values });
	});

const problems = problemKeys.map((key) => `problem_${key}`);

/** Those that there are; `texts/errors.test.ts` says which there have to be. */
const errors = keys.filter((key) => key.startsWith('error_'));

let providers: ProviderDefinition[];
let form: string[];

beforeAll(async () => {
	providers = await allProviders(new MemorySettings({ [customNamesSetting]: 'ips4' }));
	const general = generalSettings.map((setting) => generalSetting(setting, ''));
	form = [...providers.flatMap(keysOfProvider), ...general.flatMap((each) => [...keysOf(each), each.section!])];
});

test('the custom provider is among them', () => {
	expect(providers.map(({ id }) => id)).toContain('ips4');
});

test('every label, hint, section and choice of the form has a text', () => {
	expect(form.filter((key) => !formKeys.includes(key))).toEqual([]);
});

test('the folder that every client downloads holds the texts of the form and the command, and no others', () => {
	const shown = new Set([...form, 'command_description', 'command_params']);
	expect(formKeys.filter((key) => !shown.has(key))).toEqual([]);
});

test('every client of a workspace downloads at most 150 kB for all languages together', () => {
	const sizes = filesIn('form').map((file) => Buffer.byteLength(JSON.stringify(textsOf('form', file))));
	expect(sizes.length).toBe(8);
	expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(150_000);
});

test('no key has two texts', () => {
	const own = Object.keys(textsOf('own', 'en.json'));
	expect(own.filter((key) => formKeys.includes(key))).toEqual([]);
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
