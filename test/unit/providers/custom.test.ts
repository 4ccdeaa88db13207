import { catalog, isFree } from '../../../src/providers/catalog';
import { customNames, customProvider } from '../../../src/providers/custom';
import { allProviders, findProvider } from '../../../src/providers/registry';
import { MemorySettings } from '../support/settings';

test.each<[string, string[]]>([
	['ips4', ['Ips4']],
	['ips4, keycloak', ['Ips4', 'Keycloak']],
	['IPS4', ['Ips4']],
	['My-Okta 2', ['Myokta2']],
	['with_underscore', ['With_underscore']],
	['_x', ['_x']],
	['2fa', ['2fa']],
	['Größe', ['Gre']],
	['名前', []],
	['\u212a', ['K']],
	['a.b$c', ['Abc']],
	['../../etc', ['Etc']],
	['a b,A-B,ab', ['Ab']],
	[' , ,', []],
	['', []],
	['a\nb', ['Ab']],
	['__proto__', ['__proto__']],
	['constructor', ['Constructor']],
])('%j names %j', (setting, names) => expect(customNames(setting)).toEqual(names));

test("the settings have core's ids, with the name as core would have made it", () => {
	const [name] = customNames('my-Forum');
	const ids = customProvider(name!).fields.map(({ id }) => id);
	const core = ['', '-url', '-token_path', '-identity_path', '-authorize_path', '-scope', '-access_token_param', '-id'];
	const more = ['-secret', '-token_sent_via', '-identity_token_sent_via', '-login_style', '-button_label_text'];
	const look = [
		'-button_label_color',
		'-button_color',
		'-username_field',
		'-email_field',
		'-name_field',
		'-avatar_field',
	];
	for (const suffix of [...core, ...more, ...look, '-show_button']) {
		expect(ids).toContain(`Accounts_OAuth_Custom-Myforum${suffix}`);
	}
	expect(new Set(ids).size).toBe(ids.length);
});

test('a name is shown as written by core, and stands in a path in small letters', () => {
	expect(customProvider('Myforum')).toMatchObject({ id: 'myforum', name: 'Myforum' });
});

test('core names no setting that another provider has', () => {
	const all = [...catalog, ...['Forum', 'Forum2', 'Forum_id', '_'].map(customProvider)].flatMap(({ fields }) => fields);
	expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
});

const all = async (names: unknown) =>
	(await allProviders(new MemorySettings({ Accounts_OAuth_Custom: names }))).slice(catalog.length).map(({ id }) => id);

test.each<[unknown, string[]]>([
	['ips4,forum', ['ips4', 'forum']],
	['ips4,IPS4,ips-4', ['ips4']],
	['okta,ips4', ['ips4']],
	['OKTA,A.p.p.l.e', []],
	['', []],
	[undefined, []],
	[null, []],
	[['ips4'], []],
	[{ $ne: '' }, []],
	[7, []],
])('of the names %p, the workspace has %p besides those of the catalog', async (names, ids) => {
	expect(await all(names)).toEqual(ids);
});

test('the catalog comes first, and is always there', async () => {
	const providers = await allProviders(new MemorySettings({ Accounts_OAuth_Custom: 'aaa' }));
	expect(providers.slice(0, catalog.length)).toEqual(catalog);
});

test.each<[unknown, string | undefined]>([
	['okta', 'okta'],
	['forum', 'forum'],
	['Forum', undefined],
	['FORUM', undefined],
	['other', undefined],
	['', undefined],
	['__proto__', undefined],
	['constructor', undefined],
	[['okta'], undefined],
	[{ $ne: '' }, undefined],
	[undefined, undefined],
	[0, undefined],
])('the path segment %p names %p', async (segment, id) => {
	const settings = new MemorySettings({ Accounts_OAuth_Custom: 'forum' });
	expect((await findProvider(segment, settings))?.id).toBe(id);
});

test.each(catalog.map(({ id }) => id))('%s is not to be had again, however it is written', (id) => {
	expect([isFree(id), isFree(id.toUpperCase()), isFree(`${id}2`)]).toEqual([false, false, true]);
});
