import type { IEnvironmentRead, IServerSettingUpdater } from '@rocket.chat/apps-engine/definition/accessors';

import { MemoryEnvironment } from '../support/environment';
import { ProcessMemory } from '../../../src/host/memory';
import { AppSettings, WorkspaceSettings } from '../../../src/host/settings';

/** Settings as the engine gives them: a read of one that does not exist throws, and so does setting it. */
function engine(values: Record<string, unknown>, variables: Record<string, string> = {}) {
	let reads = 0;
	const known = (id: string): void => {
		if (!(id in values)) throw new Error('[object Object]');
	};
	const reader = {
		getValueById: async (id: string) => {
			reads += 1;
			known(id);
			return values[id];
		},
		getOneById: async (id: string) => {
			known(id);
			return { id, value: values[id], type: 'string', section: 'CAS' };
		},
	};
	const updated: object[] = [];
	const updater = {
		updateOne: async (setting: { id: string; value: unknown }) => {
			updated.push(setting);
			values[setting.id] = setting.value;
		},
	} as unknown as IServerSettingUpdater;
	const environment = { getSettings: () => reader, getServerSettings: () => reader } as unknown as IEnvironmentRead;
	const memory = new ProcessMemory();
	return {
		...{ updated, memory, reads: () => reads },
		app: new AppSettings(environment, new MemoryEnvironment(variables), memory),
		server: new WorkspaceSettings(environment, updater, memory),
	};
}

test.each([
	['a text', 'x'],
	['empty', ''],
	['false', false],
	['null', null],
	['an object', { a: 1 }],
])('a setting that is %s', async (_name, value) => {
	const { app, server } = engine({ a: value });
	expect([await app.get('a'), await server.get('a'), await server.fresh('a')]).toEqual([value, value, value]);
});

test('one that does not exist, or may not be read, is undefined', async () => {
	const { app, server } = engine({});
	expect([await app.get('a'), await server.get('a'), await server.fresh('a')]).toEqual([
		undefined,
		undefined,
		undefined,
	]);
});

test('a setting is read once in a while, those of the app apart from those of the server', async () => {
	const { app, server, reads } = engine({ a: 1 });
	await Promise.all([app.get('a'), app.get('a'), server.get('a'), server.get('a')]);
	expect(reads()).toBe(2);
	await server.fresh('a');
	expect(reads()).toBe(3);
});

test('what was set is read back, and nothing else of the setting is changed', async () => {
	const { server, updated } = engine({ CAS_enabled: false });
	expect(await server.get('CAS_enabled')).toBe(false);
	await server.set('CAS_enabled', true);
	expect(await server.get('CAS_enabled')).toBe(true);
	expect(updated).toEqual([{ id: 'CAS_enabled', value: true, type: 'string', section: 'CAS' }]);
});

test('setting one that does not exist says so', async () => {
	const { server, updated } = engine({});
	await expect(server.set('CAS_enabled', true)).rejects.toThrow();
	expect(updated).toEqual([]);
});

test.each<[string, string, unknown, unknown]>([
	['a secret that is filled in', 'Accounts_OAuth_Okta_secret', 'form', 'form'],
	['a secret that is empty', 'Accounts_OAuth_Okta_secret', '', 'variable'],
	['a secret that is not there', 'Accounts_OAuth_Okta_secret', null, 'variable'],
	['the secret of a provider of the admin’s own', 'Accounts_OAuth_Custom-Forum-secret', '', 'forum'],
	['Apple’s key', 'Accounts_OAuth_Apple_secretKey', '', 'key'],
	['a secret without a variable', 'Accounts_OAuth_Drupal_secret', '', ''],
	['what is no secret', 'Accounts_OAuth_Okta_id', '', ''],
	['what only sounds like one', 'Accounts_OAuth_Okta_secret_note', '', ''],
])('%s: %s', async (_name, id, value, expected) => {
	const { app } = engine(
		{ [id]: value },
		{
			...{ ACCOUNTS_OAUTH_OKTA_SECRET: 'variable', ACCOUNTS_OAUTH_CUSTOM_FORUM_SECRET: 'forum' },
			...{ ACCOUNTS_OAUTH_APPLE_SECRETKEY: 'key', ACCOUNTS_OAUTH_OKTA_ID: 'no', ACCOUNTS_OAUTH_OKTA_SECRET_NOTE: 'no' },
		},
	);
	expect(await app.get(id)).toBe(expected);
	expect(await app.stored(id)).toBe(value);
});
