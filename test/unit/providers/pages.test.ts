import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { errorCodes } from '../../../src/errors';
import { evaluate, parseTemplate } from '../../../src/identity/template';
import { catalog } from '../../../src/providers/catalog';
import { customNames, customProvider } from '../../../src/providers/custom';
import { presets } from '../../../src/providers/presets';
import { documented, providerPage } from '../../../scripts/docs/providers';
import { docs, page, root } from './support';

/* The pages in `docs/providers/`, against what they are about. */

function textOf(text: string, claims: object): string {
	const template = parseTemplate(text);
	return 'error' in template ? template.error : evaluate(template, { ...claims });
}

const headings = [
	...['Callback URL first', 'Create the app at', 'Fill in the fields'],
	...['What is taken over', 'Known errors', 'Tested'],
];
const entries = [...catalog, ...presets].map(({ id, name }) => [id, name] as const);

test('there is one for each, and none for nobody', () => {
	expect(readdirSync(docs).sort()).toEqual(
		[...entries.map(([id]) => `${id}.md`), ...['README.md', 'definition.md', 'definition.schema.json']].sort(),
	);
});

test.each(entries)('%s: the headings, and nothing empty below them', (id, name) => {
	const [title, ...sections] = page(id).split(/^## /m);
	expect(title!.split('\n')[0]).toBe(`# ${name}`);
	expect(sections.map((text) => text.split('\n')[0]!.replace(/^(Create the app at) .+/, '$1'))).toEqual(headings);
	expect(sections.filter((text) => text.split('\n').slice(1).join('').trim() === '')).toEqual([]);
});

test.each(documented.map((provider) => [provider.id, provider] as const))(
	'%s: what every page says is written by `npm run docs`',
	(id, provider) => expect(providerPage(provider, page(id))).toBe(page(id)),
);

test('a page without a section, or with a field that is no setting, is refused', () => {
	const okta = documented.find(({ id }) => id === 'okta')!;
	expect(() => providerPage(okta, page('okta').replace('## Known errors', '## Errors'))).toThrow(/lacks: Known errors/);
	expect(() =>
		providerPage(okta, page('okta').replace('`Accounts_OAuth_Okta_id`', '`Accounts_OAuth_Okta_uid`')),
	).toThrow(/names Accounts_OAuth_Okta_uid, which is no setting/);
});

test.each(entries)('%s: nothing is left to be filled in', (id) => {
	expect(page(id).match(/^.*\bTODO\b.*$/gm)).toBeNull();
});

test.each(entries)('%s: the callback URL with the id of this app', (id) => {
	const { id: appId } = JSON.parse(readFileSync(path.join(root, 'app.json'), 'utf8')) as { id: string };
	expect(page(id)).toContain(`https://<workspace>/api/apps/public/${appId}/callback/${id}\n`);
});

test.each(entries)('%s: every setting and every error that it names exists', (id) => {
	const definition = catalog.find((candidate) => candidate.id === id) ?? customProvider(customNames(id)[0]!);
	const known = new Set([
		'Accounts_OAuth_Custom',
		'Accounts_AllowedDomainsList',
		...definition.fields.map((field) => field.id),
	]);
	const named = [...page(id).matchAll(/`((?:Accounts|API)_[\w-]+)`/g)].map(([, setting]) => setting!);
	expect(named.filter((setting) => !known.has(setting))).toEqual([]);
	const rows = page(id).split('## Known errors')[1]!.split('## Tested')[0]!.split('\n');
	const codes = rows.flatMap((row) => [...(/^\| `([a-z_]+)`/.exec(row)?.slice(1, 2) ?? [])]);
	expect(codes.length).toBeGreaterThan(0);
	expect(codes.filter((code) => !Object.hasOwn(errorCodes, code))).toEqual([]);
});

test.each(catalog.map(({ id, fields }) => [id, fields] as const))(
	'%s: says every field that its section begins with',
	(id, fields) => {
		const first = fields.slice(0, fields.findIndex(({ role }) => role === 'callbackUrl') + 1);
		expect(first.filter((field) => !page(id).includes(`\`${field.id}\``))).toEqual([]);
	},
);

test('the examples of templates give what the list says', () => {
	const table = page('README').split('## Templates')[1]!.split('\n## ')[0]!.split('\n');
	const examples = table.flatMap((row) => {
		const cells = row.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
		const [, template, answer, result] = cells.map((cell) => /^`(.*?)`(?:$|:)/.exec(cell)?.[1]);
		return template && answer ? [[template, JSON.parse(answer) as object, result ?? ''] as const] : [];
	});
	expect(examples.length).toBeGreaterThan(5);
	expect(examples.map(([template, answer]) => textOf(template, answer))).toEqual(
		examples.map(([, , result]) => result),
	);
});

test('the list links to all of them, and no link leads nowhere', () => {
	const list = page('README');
	expect(entries.filter(([id]) => !list.includes(`](${id}.md)`))).toEqual([]);
	const broken = readdirSync(docs).flatMap((file) =>
		[...readFileSync(path.join(docs, file), 'utf8').matchAll(/\]\(([^)#:]+\.md)/g)]
			.map(([, target]) => target!)
			.filter((target) => !existsSync(path.join(docs, target))),
	);
	expect(broken).toEqual([]);
});
