import { decode, encode } from '@msgpack/msgpack';
import type { IApp } from '@rocket.chat/apps-engine/definition/IApp';

import { silence, unlogged } from '../../../src/host/log';
import { RecordingLogger } from '../support/call';

const appWith = (logger: unknown): IApp => ({ getLogger: () => logger }) as unknown as IApp;
const request = { query: { code: 'secret' } };

describe('silence', () => {
	test('empties the entries of this call, and lets the app go on writing', () => {
		const logger = new RecordingLogger();
		logger.debug('callback is being executed...', request);
		const { entries } = logger;
		expect([silence(appWith(logger)), entries]).toEqual([true, []]);
		logger.asLogger.warn({ code: 'state_used' });
		// The runtime stores the very array that was there.
		expect(entries).toEqual([[{ code: 'state_used' }]]);
	});

	test.each<[string, object]>([
		['that keeps its entries elsewhere', {}],
		['that hides them', { entries: undefined }],
		['that gives a copy in another form', { entries: { length: 1 } }],
	])('says so where the engine has a logger %s', (_name, logger) => {
		expect(silence(appWith(logger))).toBe(false);
	});
});

describe('unlogged', () => {
	const setting = { id: 'Accounts_OAuth_Okta_secret', type: 'password', value: 'top-secret', packageValue: '' };

	test.each<[string, (value: object) => string]>([
		['by itself', (value) => JSON.stringify(value)],
		['inside something else', (value) => JSON.stringify(['The result is:', { result: value }])],
	])('a setting is noted without its value, %s', (_name, note) => {
		expect(note(unlogged(setting))).not.toContain('top-secret');
		expect(note(unlogged(setting))).toContain('Accounts_OAuth_Okta_secret');
	});

	test('and is sent to the server with it, and with nothing else', () => {
		expect(decode(encode(unlogged(setting)))).toEqual(setting);
		expect(Object.keys(unlogged(setting))).toEqual(Object.keys(setting));
	});

	test.each([[{ $ne: 'top-secret' }], [['top-secret']], [undefined]])('whatever the value is: %p', (value) => {
		const copy = unlogged({ ...setting, value });
		expect(JSON.stringify(copy)).not.toContain('top-secret');
		expect(copy.value).toBe(value);
	});

	test('the setting that came in stays as it was', () => {
		const before = JSON.stringify(setting);
		unlogged(setting);
		expect(JSON.stringify(setting)).toBe(before);
	});
});
