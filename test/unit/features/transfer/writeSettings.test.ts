import { planSettings } from '../../../../src/features/transfer/planSettings';
import { writeSettings, writesOf } from '../../../../src/features/transfer/writeSettings';
import { readyWorkspace } from '../../support/workspace';

describe('settings of a plan', () => {
	async function carryOut(settings: Record<string, string | boolean>, fails?: string) {
		const world = readyWorkspace();
		const written: string[] = [];
		const appSettingWriter = {
			updateValue: async (id: string, value: unknown) => {
				if (id === fails) throw new Error('[object Object]');
				written.push(`${id}=${String(value)}`);
			},
		};
		const ports = { ...world.ports, appSettingWriter };
		const outcome = await planSettings(settings, ports)
			.then((plan) => writeSettings(writesOf(plan), ports))
			.catch(() => 'failed');
		return { written, outcome };
	}

	test('the names come first, and the switches last', async () => {
		const { written } = await carryOut({
			'Accounts_OAuth_Custom-Forum': true,
			'Accounts_OAuth_Custom-Forum-id': 'client',
			Accounts_OAuth_Custom: 'Forum',
		});
		expect(written).toEqual([
			'Accounts_OAuth_Custom=Forum',
			'Accounts_OAuth_Custom-Forum-id=client',
			'Accounts_OAuth_Custom-Forum=true',
		]);
	});

	test('where one can not be stored, those before it are put back', async () => {
		const settings = { Accounts_OAuth_Okta_scope: 'openid', Accounts_OAuth_Okta_button_label_text: 'Go' };
		const { written, outcome } = await carryOut(settings, 'Accounts_OAuth_Okta_button_label_text');
		expect(outcome).toBe('failed');
		expect(written[0]).toBe('Accounts_OAuth_Okta_scope=openid');
		expect(written).toHaveLength(2);
	});

	test('a plan with a problem changes nothing', async () => {
		const { written, outcome } = await carryOut({ Accounts_OAuth_Okta_issuer: 'http://id.example.com' });
		expect([written, outcome]).toEqual([[], 'failed']);
	});
});
