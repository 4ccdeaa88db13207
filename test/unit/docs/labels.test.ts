import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import formTexts from '../../../i18n/en.json';
import { catalog } from '../../../src/providers/catalog';
import { customNames, customProvider } from '../../../src/providers/custom';
import { fields } from '../../../src/providers/fields/fields';
import { presets } from '../../../src/providers/presets';
import { generalSettings } from '../../../src/settings/general';
import pageTexts from '../../../src/texts/languages/en.json';

/* What the documentation calls a field is what the form calls it. A name of the form or of a page is in italics. */

const root = path.join(__dirname, '..', '..', '..');

/**
 * The changelog names fields as they were called then, `settings.md` is written from the declarations, and
 * `performance.md` is about no field.
 */
const files = [
	...['README.md', 'SECURITY.md', 'CONTRIBUTING.md'],
	...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.md') && !['settings.md', 'performance.md'].includes(name))
		.map((name) => path.join('docs', name)),
];

const text = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** What the app shows: the labels of the form, without its hints, and the texts of the app's pages. */
const ofApp = new Set<string>([
	...Object.entries(formTexts).flatMap(([key, label]) => (key.endsWith('_hint') ? [] : [label])),
	...Object.values(pageTexts),
]);

/** What Rocket.Chat shows. */
const ofRocketChat = new Set([
	...[
		'Administration',
		'Marketplace',
		'Private apps',
		'Upload',
		'Permissions',
		'Layout',
		'Custom Scripts',
		'Login terms',
	],
	...['My Account', 'Personal Access Tokens', 'Remove', 'Ignore Two Factor Authentication', 'Forgot your password'],
	...['CAS', 'CAS server URL', 'CAS login URL', 'Allow Anonymous Read', 'Logout', 'Delete', 'Slash commands'],
]);

/** `a > b` is the way through menus. */
const isShown = (name: string): boolean =>
	ofApp.has(name) || name.split(' > ').every((step) => ofRocketChat.has(step) || ofApp.has(step));

test.each(files)('%s: what is in italics, the app or Rocket.Chat shows', (file) => {
	const prose = text(file)
		.replace(/^```[\s\S]*?^```/gm, '')
		.replace(/`[^`\n]*`/g, '');
	const names = [...prose.matchAll(/(?<![*\w\\])\*(?![*\s])([^*]+?)\*(?![*\w])/g)].map(([, name]) =>
		name!.replace(/\s+/g, ' '),
	);
	expect(names.filter((name) => !isShown(name))).toEqual([]);
});

const labels = new Map<string, string>(
	[...catalog, ...presets.map(({ id }) => customProvider(customNames(id)[0]!)), customProvider('Name')]
		.flatMap(({ fields: own }) => own.map(({ id, role, label }) => [id, label ?? fields[role].label] as const))
		.concat(generalSettings.map(({ id, label }) => [id, label] as const))
		.concat(Object.values(fields).map(({ suffix, label }) => [suffix, label] as const))
		.map(([id, key]) => [id.replace('Custom-Name', 'Custom-<Name>'), { ...pageTexts, ...formTexts }[key]]),
);

const rows = files.flatMap((file) =>
	[...text(file).matchAll(/^\s*\| ([^|`]+) \| `([^`|]+)` \|/gm)].flatMap(([, name, id]) =>
		labels.has(id!) ? [{ file, name: name!.replaceAll('*', ''), id: id!, label: labels.get(id!)! }] : [],
	),
);

test('a table that names a setting has the label of its field', () => {
	expect(rows.length).toBeGreaterThan(100);
	expect(rows.filter(({ name, label }) => name !== label)).toEqual([]);
});
