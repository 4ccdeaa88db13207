import { rejectedSettings } from '../../../../src/features/admin/rejected';
import type { IConfigurationExtend } from '@rocket.chat/apps-engine/definition/accessors';
import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';

import { SettingsForm } from '../../../../src/features/admin/settingsForm';
import { ProcessMemory } from '../../../../src/host/memory';
import { isTextKey, textsFor } from '../../../../src/texts/texts';
import { catalog } from '../../../../src/providers/catalog';
import { appPath, workspaceSettings } from '../../support/ports';
import { MemorySettings } from '../../support/settings';
import { MemoryStore } from '../../support/store';

const texts = textsFor('en', undefined);

/** Set up, as far as its settings go. */
const dolphin = {
	Accounts_OAuth_Dolphin: true,
	Accounts_OAuth_Dolphin_URL: 'https://dolphin.example.com',
	Accounts_OAuth_Dolphin_id: 'client',
	Accounts_OAuth_Dolphin_secret: 'secret',
};

function form(app: Record<string, unknown> = {}) {
	const appSettings = new MemorySettings(app);
	const serverSettings = new MemorySettings(workspaceSettings);
	const given: ISetting[] = [];
	const configuration = { settings: { provideSetting: async (setting: ISetting) => given.push(setting) } };
	const memory = new ProcessMemory();
	const settings = { appSettings, serverSettings };
	const made = new SettingsForm(configuration as unknown as IConfigurationExtend, settings, appPath, memory);
	/** The newest of what was provided under an id. */
	const setting = (id: string): ISetting | undefined => given.filter((one) => one.id === id).pop();
	/** What the admin saves, and what is stored. */
	const save = async (id: string, value: unknown, old: unknown = 'old'): Promise<unknown> => {
		const whole = { ...setting(id), id } as ISetting;
		const accepted = await made.accept({ ...whole, value }, { ...whole, value: old });
		expect({ ...accepted, value: undefined }).toEqual({ ...whole, value: undefined });
		return accepted.value;
	};
	return {
		form: made,
		given,
		setting,
		save,
		memory,
		appSettings,
		serverSettings,
		show: () => made.showStatus({ store: new MemoryStore(), now: () => Date.UTC(2026, 0, 1) }),
	};
}

describe('which settings there are', () => {
	test('every provider has its section, and each setting is provided once', async () => {
		const { form: made, given } = form({ Accounts_OAuth_Custom: 'forum' });
		await made.provide();
		const ids = given.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		for (const { fields } of catalog) for (const { id } of fields) expect(ids).toContain(id);
		expect(ids).toEqual(
			expect.arrayContaining(['Accounts_OAuth_Custom-Forum', 'Accounts_OAuth_Custom', 'Session_cas_url']),
		);
	});

	test('one that was named since is added, and nothing is provided again: that would undo its status', async () => {
		const { form: made, given, appSettings, setting } = form();
		await made.provide();
		given.length = 0;
		await made.provideNew();
		expect(given).toEqual([]);
		appSettings.change({ Accounts_OAuth_Custom: 'forum' });
		await made.provideNew();
		expect([...new Set(given.map(({ section }) => section))]).toEqual([
			'Custom OAuth: Forum',
			'Custom OAuth: Forum: more settings',
		]);
		expect(setting('Accounts_OAuth_Custom-Forum-callback_url')?.packageValue).toBe(
			`https://chat.example.com${appPath}/callback/forum`,
		);
	});
});

/** The headings of core's form in their order: it groups the settings as they come (Rocket.Chat, `AppSettings.tsx`). */
function headings(settings: readonly ISetting[]): string[] {
	const groups: Record<string, ISetting[]> = {};
	for (const setting of settings) (groups[setting.section ?? 'general'] ??= []).push(setting);
	return Object.keys(groups).map((key) => (isTextKey(key) ? texts.t(key) : key));
}

describe('the order of the sections', () => {
	test('the first one is where to start, also where others were saved before it', async () => {
		const { form: made, given } = form();
		await made.provide();
		const saved = given.filter(({ id }) => id.startsWith('Accounts_OAuth_Okta'));
		expect(headings([...saved, ...given]).slice(0, 3)).toEqual(['Start here', 'Okta', 'Okta: more settings']);
		expect(headings(given).slice(0, 3)).toEqual(['Start here', 'Apple', 'Apple: more settings']);
	});

	test('what only some need is below what all need, in the language of the workspace', async () => {
		const { form: made, given, serverSettings } = form();
		serverSettings.change({ Language: 'de' });
		await made.provide();
		expect(headings(given).slice(1, 3)).toEqual(['Apple', 'Apple: weitere Einstellungen']);
	});
});

describe('what may be stored in them', () => {
	test.each<[string, unknown, unknown]>([
		['Accounts_OAuth_Okta', true, true],
		['Accounts_OAuth_Okta', 'yes', 'old'],
		['Accounts_OAuth_Okta_issuer', 'example.okta.com', 'example.okta.com'],
		['Accounts_OAuth_Okta_issuer', 'http://example.okta.com', 'old'],
		['Accounts_OAuth_Okta_issuer', '', ''],
		['Accounts_OAuth_Okta_secret', { $ne: 1 }, 'old'],
		['Accounts_OAuth_Okta_button_color', 'red', 'old'],
		['Accounts_OAuth_Custom', 'forum, other', 'forum, other'],
		['Accounts_OAuth_Custom', 'okta', 'old'],
		['Accounts_OAuth_Custom-Forum-url', 'https://forum.example.com', 'https://forum.example.com'],
		['Accounts_OAuth_Custom-Forum-url', 'javascript:alert(1)', 'old'],
		['Session_internal_url', 'http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
		['Session_internal_url', 'localhost', 'old'],
		['Login_page_links', true, true],
		['Login_page_links', 'true', 'old'],
	])('%s = %p -> %p', async (id, value, stored) => {
		const { save, memory } = form({ Accounts_OAuth_Custom: 'forum' });
		expect(await save(id, value)).toBe(stored);
		expect([...memory.of(rejectedSettings).keys()]).toEqual(stored === value ? [] : [id]);
	});

	test.each([undefined, null])('where there was no value before (%p), a bad one leaves none', async (old) => {
		const { form: made } = form();
		const setting = { id: 'Accounts_OAuth_Okta_issuer', value: 'no address' } as ISetting;
		expect((await made.accept(setting, (old ?? undefined) as never)).value).toBeUndefined();
	});

	test.each(['https://evil.com/callback', '', 7, { a: 1 }])(
		'the addresses for copying are what they are, whatever is written there: %p',
		async (value) => {
			const { save, memory } = form({ Accounts_OAuth_Custom: 'forum' });
			const own = `https://chat.example.com${appPath}/callback`;
			expect(await save('Accounts_OAuth_Okta_callback_url', value)).toBe(`${own}/okta`);
			expect(await save('Accounts_OAuth_Custom-Forum-callback_url', value)).toBe(`${own}/forum`);
			expect(await save('Start_admin_pages', value)).toBe(`https://chat.example.com${appPath}/admin`);
			expect(memory.of(rejectedSettings).size).toBe(0);
		},
	);

	test('a good value takes the reproach of the last one away', async () => {
		const { save, memory } = form();
		await save('Accounts_OAuth_Okta_issuer', 'no address');
		expect(memory.of(rejectedSettings).size).toBe(1);
		await save('Accounts_OAuth_Okta_issuer', 'example.okta.com');
		expect(memory.of(rejectedSettings).size).toBe(0);
	});

	test('settings of a provider that was taken from the list, which the page still sends, are nothing to reproach', async () => {
		const { save, memory, appSettings, show, setting } = form({ Accounts_OAuth_Custom: '' });
		await save('Accounts_OAuth_Custom-Forum-id', 'client');
		expect([...memory.of(rejectedSettings).keys()]).toEqual([]);
		appSettings.change({ Accounts_OAuth_Custom: 'forum' });
		await show();
		expect(setting('Accounts_OAuth_Custom-Forum')?.i18nDescription).toBe(texts.t('enabled_hint'));
	});
});

describe('what is said about them', () => {
	test('how each provider stands is under its switch, and nothing else of the setting changes', async () => {
		const { form: made, show, setting } = form({ Accounts_OAuth_Okta: true });
		await made.provide();
		const before = setting('Accounts_OAuth_Okta')!;
		await show();
		const after = setting('Accounts_OAuth_Okta')!;
		expect(after.i18nDescription).toMatch(/^There is no button yet\. .*Client ID/);
		expect({ ...after, i18nDescription: '' }).toEqual({ ...before, i18nDescription: '' });
		expect(setting('Accounts_OAuth_Drupal')?.i18nDescription).toBe(texts.t('enabled_hint'));
	});

	test('what was refused is under the switch of its provider, or under the setting itself, until it is mended', async () => {
		const { save, show, setting } = form();
		await save('Accounts_OAuth_Okta_issuer', 'no address');
		await save('Accounts_OAuth_Custom', 'okta');
		await show();
		expect(setting('Accounts_OAuth_Okta')?.i18nDescription).toMatch(/^Not saved: /);
		expect(setting('Accounts_OAuth_Custom')?.i18nDescription).toMatch(/^Not saved: .*Okta/);
		await save('Accounts_OAuth_Okta_issuer', '');
		await save('Accounts_OAuth_Custom', '');
		await show();
		expect(setting('Accounts_OAuth_Okta')?.i18nDescription).toBe(texts.t('enabled_hint'));
		expect(setting('Accounts_OAuth_Custom')?.i18nDescription).toBe('custom_names_hint');
	});

	test('what the workspace makes of all of them is under an own setting', async () => {
		const { show, setting, serverSettings } = form();
		serverSettings.change({ Log_Level: '2' });
		await show();
		const description = setting('Session_internal_url')!.i18nDescription!;
		expect(description).toContain(texts.t('internal_url_hint'));
		expect(description).toContain(texts.t('status_second_factor', { setting: texts.t('privileged_login') }));
		expect(description).toContain(texts.t('status_log_level'));
	});

	test.each<[string, Record<string, unknown>, 'none' | 'untested']>([
		['nothing is switched on', {}, 'none'],
		['one is switched on, and lacks something', { Accounts_OAuth_Okta: true }, 'none'],
		['one is set up', dolphin, 'untested'],
	])('where to start: the state in a sentence, and the address of the pages (%s)', async (_, app, summary) => {
		const { form: made, show, setting } = form(app);
		await made.provide();
		await show();
		const { packageValue, i18nDescription } = setting('Start_admin_pages')!;
		expect(packageValue).toBe(`https://chat.example.com${appPath}/admin`);
		const help = texts.t('start_help', { url: `https://chat.example.com${appPath}/help` });
		expect(i18nDescription).toBe([texts.t(`status_summary_${summary}`), texts.t('start_pages'), help].join(' '));
	});

	test("in the workspace's language", async () => {
		const { show, setting, serverSettings } = form();
		serverSettings.change({ Language: 'de' });
		await show();
		expect(setting('Accounts_OAuth_Okta')?.i18nDescription).toBe(textsFor('de', undefined).t('enabled_hint'));
	});
});
