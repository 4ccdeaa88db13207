import { isPossible, planSettings } from '../../../../src/features/transfer/planSettings';
import { readyWorkspace } from '../../support/workspace';

describe('a plan', () => {
	const plan = (settings: Record<string, string | boolean | number>, world = readyWorkspace()) =>
		planSettings(settings, world.ports);

	test.each<[string, Record<string, string | boolean | number>, boolean]>([
		['another secret', { Accounts_OAuth_Okta_secret: 'x' }, true],
		['an issuer without TLS', { Accounts_OAuth_Okta_issuer: 'http://id.example.com' }, false],
		['a switch that is a text', { Accounts_OAuth_Okta: 'yes' }, false],
		['a name that a section has', { Accounts_OAuth_Custom: 'okta' }, false],
		[
			'a field of a provider that is named beside it',
			{ Accounts_OAuth_Custom: 'Forum', 'Accounts_OAuth_Custom-Forum-url': 'https://forum.example.com' },
			true,
		],
		[
			'one bad value among good ones',
			{ Accounts_OAuth_Okta_scope: 'openid', Accounts_OAuth_Okta_button_color: 'red;' },
			false,
		],
	])('with %s', async (_name, settings, expected) => {
		expect(isPossible(await plan(settings))).toBe(expected);
	});

	test('what is as it was is no change, and what nobody knows is left out', async () => {
		const made = await plan({
			Accounts_OAuth_Okta: true,
			Accounts_OAuth_Nothing: 'x',
			Accounts_OAuth_Okta_callback_url: 'https://x',
		});
		expect(made.changes).toEqual([]);
		expect(made.unknown).toEqual(['Accounts_OAuth_Nothing', 'Accounts_OAuth_Okta_callback_url']);
	});

	test.each([
		['Session_internal_url', 'https://evil.example'],
		['Session_cas_url', 'https://evil.example'],
		['Session_rest_user_id', 'u9'],
		['Session_rest_token', 'token'],
		['Session_create_token_secret', 'secret'],
	])('%s is this workspace’s own, and stays as it is', async (id, value) => {
		const made = await plan({ [id]: value, Accounts_OAuth_Okta_scope: 'openid' });
		expect(made.changes.map(({ setting }) => setting.id)).toEqual(['Accounts_OAuth_Okta_scope']);
		expect([made.elsewhere, made.unknown]).toEqual([[id], []]);
	});
});
