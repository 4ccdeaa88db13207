import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import { settingChange } from '../../../../src/features/admin/settingChange';

const id = 'Accounts_OAuth_Okta_id';
const setting = (value: unknown, packageValue: unknown = ''): ISetting =>
	({ id, ...(value === undefined ? {} : { value }), packageValue }) as ISetting;

test.each<[string, unknown, unknown, unknown, unknown]>([
	['a value for the first time', 'x', undefined, 'x', 'setting_changed'],
	['another value', 'y', 'x', 'y', 'setting_changed'],
	['the same value again', 'x', 'x', 'x', undefined],
	['nothing, where nothing was', '', undefined, '', undefined],
	['nothing, where something was', '', 'x', '', 'setting_changed'],
	['a switch, off as ever', false, false, false, undefined],
	['a switch that goes on', true, false, true, 'setting_changed'],
	['a value that can not be stored', 'bad', 'x', 'x', 'setting_refused'],
	['a value that can not be stored, where nothing was', 'bad', undefined, undefined, 'setting_refused'],
])('%s', (_name, changed, old, stored, event) => {
	expect(settingChange(setting(changed), setting(old), setting(stored))).toEqual(event && { event, what: id });
});

test('a switch that was never touched is as it comes', () => {
	expect(settingChange(setting(false), setting(undefined, false), setting(false))).toBeUndefined();
});

test('a secret is not in it', () => {
	expect(JSON.stringify(settingChange(setting('top-secret'), setting('older'), setting('top-secret')))).not.toMatch(
		/top-secret|older/,
	);
});
