import { SettingType } from '@rocket.chat/apps-engine/definition/settings';

import { catalog } from '../../../src/providers/catalog';
import { customProvider } from '../../../src/providers/custom';
import type { ProviderDefinition } from '../../../src/providers/definition/definition';
import { okta } from '../../../src/providers/sections/okta';
import type { FieldRole } from '../../../src/providers/fields/fields';
import { presets } from '../../../src/providers/presets';
import { fieldProblem } from '../../../src/settings/problems';
import { readProvider } from '../../../src/settings/provider';
import { generalSetting, providerSetting } from '../../../src/settings/form';
import { generalSettings } from '../../../src/settings/general';
import { textsFor } from '../../../src/texts/texts';
import { MemorySettings } from '../support/settings';

const callback = 'https://chat.example.com/callback/okta';
const sectionOf = (definition: ProviderDefinition) =>
	definition.fields.map((field) => providerSetting(definition, field, callback, textsFor('en', undefined)));
const section = sectionOf(okta);
const forum = customProvider('Forum');
const definitions = [...catalog, forum];

test("Okta's section, as the admin sees it", () => {
	const { BOOLEAN, STRING, PASSWORD, SELECT, COLOR, NUMBER, CODE } = SettingType;
	expect(
		section.map(({ id, type, packageValue }) => [id.replace('Accounts_OAuth_Okta', ''), type, packageValue]),
	).toEqual([
		['', BOOLEAN, false],
		['_issuer', STRING, ''],
		['_id', STRING, ''],
		['_secret', PASSWORD, ''],
		['_callback_url', STRING, callback],
		['_scope', STRING, 'openid profile email'],
		['_token_sent_via', SELECT, 'automatic'],
		['_groups_claim', STRING, ''],
		['_allow_create', SELECT, 'yes'],
		['_allow_link', SELECT, 'yes'],
		['_key_field', SELECT, 'username'],
		['_merge_users', BOOLEAN, false],
		['_merge_users_distinct_services', BOOLEAN, false],
		['_email_domains', STRING, ''],
		['_required_group', STRING, ''],
		['_approval', BOOLEAN, false],
		['_sync_profile', BOOLEAN, false],
		['_overwrite_profile', BOOLEAN, false],
		['_session_hours', NUMBER, 0],
		['_sync_roles', BOOLEAN, false],
		['_roles_map', CODE, ''],
		['_merge_roles', BOOLEAN, false],
		['_roles_to_sync', STRING, ''],
		['_allow_admin_role', BOOLEAN, false],
		['_map_channels', BOOLEAN, false],
		['_groups_channel_map', CODE, ''],
		['_create_rooms', BOOLEAN, false],
		['_channels_admin', STRING, 'rocket.cat'],
		['_logout', BOOLEAN, false],
		['_event_actions', STRING, ''],
		['_login_style', SELECT, 'default'],
		['_show_button', SELECT, 'shown'],
		['_button_order', NUMBER, 0],
		['_button_label_text', STRING, ''],
		['_button_label_color', COLOR, '#FFFFFF'],
		['_button_color', COLOR, '#00297A'],
		['_button_icon', STRING, ''],
	]);
	expect(section.map((setting) => setting.section)).toEqual([
		...Array<string>(5).fill('Okta'),
		...Array<string>(section.length - 5).fill('Okta: more settings'),
	]);
});

const all = [
	...definitions.flatMap((definition) => sectionOf(definition)),
	...generalSettings.map((setting) => generalSetting(setting, '')),
];

test('no two settings share an id', () => expect(new Set(all.map(({ id }) => id)).size).toBe(all.length));

test('nothing is public, and every secret is a password field', () => {
	expect(all.filter((setting) => setting.public)).toEqual([]);
	for (const { id, type } of all) expect(type === SettingType.PASSWORD).toBe(/[-_]secret|_rest_token$/i.test(id));
});

test('a switch is off until somebody turns it on: the form shows one that is off as its default', () => {
	const switches = all.filter(({ type }) => type === SettingType.BOOLEAN);
	expect(switches.length).toBeGreaterThan(0);
	for (const { packageValue } of switches) expect(packageValue).toBe(false);
});

test('a choice has values, and its default is one of them', () => {
	const choices = all.filter(({ type }) => type === SettingType.SELECT);
	expect(choices.length).toBeGreaterThan(0);
	for (const { values, packageValue } of choices) expect(values!.map(({ key }) => key)).toContain(packageValue);
});

test.each(catalog.map((definition) => [definition.id, definition] as const))(
	'the section of %s goes from the switch over the credentials and the callback URL to the button',
	(_id, { fields }) => {
		const roles = fields.map(({ role }) => role);
		const position = (role: (typeof roles)[number]): number => roles.indexOf(role);
		// The document's own order for Dolphin puts the server's address before the switch.
		expect(roles.slice(0, position('enabled')).filter((role) => role !== 'url')).toEqual([]);
		expect(position('enabled')).toBeGreaterThanOrEqual(0);
		expect(position('callbackUrl')).toBeGreaterThan(position('clientSecret'));
		const button = new Set(['buttonText', 'buttonTextColor', 'buttonColor', 'picture']);
		expect(roles.slice(-button.size).every((role) => button.has(role))).toBe(true);
		expect(new Set(roles).size).toBe(roles.length);
	},
);

test.each(definitions.map((definition) => [definition.id, definition] as const))(
	'%s begins with at most seven fields, among them all that have to be filled in',
	async (_id, definition) => {
		const first = sectionOf(definition).filter((setting) => !setting.section!.endsWith(': more settings'));
		expect(first.length).toBeLessThanOrEqual(7);
		const idOf = (role: FieldRole): string => definition.fields.find((field) => field.role === role)?.id ?? role;
		const missing = async (url: string): Promise<string[]> => {
			const settings = new MemorySettings({ [idOf('enabled')]: true, [idOf('url')]: url });
			return (await readProvider(definition, settings)).missing.map(idOf);
		};
		const ids = first.map(({ id }) => id);
		const credentials = await missing('https://example.com');
		expect(credentials).toContain(idOf('clientId'));
		expect(ids).toEqual(expect.arrayContaining([idOf('enabled'), idOf('callbackUrl'), ...credentials]));
		// What is missing without a server is made of its address.
		if ((await missing('')).length > credentials.length) expect(ids).toContain(idOf('url'));
	},
);

describe.each(definitions.map((definition) => [definition.id, definition] as const))('%s', (_id, definition) => {
	test('saved with nothing but defaults is read as what the form shows', async () => {
		const saved = Object.fromEntries(sectionOf(definition).map(({ id, packageValue }) => [id, packageValue]));
		expect(await readProvider(definition, new MemorySettings(saved))).toEqual(
			await readProvider(definition, new MemorySettings()),
		);
	});

	test('every default can be stored', async () => {
		const section = sectionOf(definition);
		for (const [index, field] of definition.fields.entries()) {
			const { id, packageValue } = section[index]!;
			const problem = await fieldProblem(definition, field, packageValue, { allowHttpLoopback: false });
			expect([id, problem]).toEqual([id, undefined]);
		}
	});
});

test("a section of the admin's own has core's heading; its choices are those that it knows", () => {
	const own = sectionOf(forum);
	expect([...new Set(own.map((setting) => setting.section))]).toEqual([
		'Custom OAuth: Forum',
		'Custom OAuth: Forum: more settings',
	]);
	const keysOf = (suffix: string) => own.find(({ id }) => id.endsWith(suffix))!.values!.map(({ key }) => key);
	expect(keysOf('-preset')).toEqual(['custom', 'openid', ...presets.map(({ id }) => id)]);
	expect(keysOf('-token_sent_via')).toEqual(['automatic', 'header', 'payload']);
	expect(keysOf('-login_style')).toEqual(['default', 'popup', 'redirect']);
});
