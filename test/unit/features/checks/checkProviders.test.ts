import { allFindings } from '../../../../src/features/checks/findings';
import { checkProviders } from '../../../../src/features/checks/checkProviders';
import { dryRunAnswer, dryRunState } from '../../../../src/sign-in/dryRun';
import type { Server } from '../../support/workspace';
import { issuer, readyWorkspace } from '../../support/workspace';

const hour = 3600_000;

/** A provider that knows no client, until it does; it counts how often it was asked. */
function worldWith(state: { knowsClient: boolean }) {
	const asked: string[] = [];
	const server: Server = (_request, { pathname }) => {
		asked.push(pathname);
		switch (pathname) {
			case '/.well-known/openid-configuration':
				return { body: { issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` } };
			case '/token':
				return { status: 400, body: { error: state.knowsClient ? 'invalid_grant' : 'invalid_client' } };
			default:
				return { body: dryRunAnswer({ state: dryRunState, error: 'login_required' }) };
		}
	};
	return { ...readyWorkspace(server), asked };
}

test('what a check finds is kept, and goes when it is cured', async () => {
	const state = { knowsClient: false };
	const { ports } = worldWith(state);
	await checkProviders(ports);
	expect((await allFindings(ports.store)).get('okta')).toMatchObject({
		faults: [{ check: 'client', outcome: 'failed', code: 'client_refused' }],
	});
	state.knowsClient = true;
	await checkProviders(ports);
	expect((await allFindings(ports.store)).get('okta')).toMatchObject({ faults: [] });
});

test('what passed is checked again after a change and daily, and not before', async () => {
	const { ports, asked, clock, appSettings } = worldWith({ knowsClient: true });
	const calls = async (): Promise<number> => {
		asked.length = 0;
		await checkProviders(ports);
		return asked.length;
	};
	expect(await calls()).toBeGreaterThan(0);
	expect(await calls()).toBe(0);
	appSettings.change({ Accounts_OAuth_Okta_button_color: '#123456' });
	expect(await calls()).toBe(0);
	appSettings.change({ Accounts_OAuth_Okta_secret: 'another' });
	expect(await calls()).toBeGreaterThan(0);
	expect((await allFindings(ports.store)).get('okta')?.since).toBe(clock.time);
	clock.time += 24 * hour;
	expect(await calls()).toBeGreaterThan(0);
});

test('a provider that is switched off is not checked, and what was found about it goes', async () => {
	const { ports, asked, appSettings } = worldWith({ knowsClient: false });
	await checkProviders(ports);
	appSettings.change({ Accounts_OAuth_Okta: false });
	asked.length = 0;
	await checkProviders(ports);
	expect([asked, [...(await allFindings(ports.store)).keys()]]).toEqual([[], []]);
});

test('of many providers, as many are checked as a minute allows, and the rest the next time', async () => {
	const names = Array.from({ length: 200 }, (_, index) => `p${index}`);
	const { ports, clock, appSettings } = worldWith({ knowsClient: true });
	appSettings.change({ Accounts_OAuth_Okta: false, Accounts_OAuth_Custom: names.join(',') });
	for (const name of names) {
		const prefix = `Accounts_OAuth_Custom-${name.toUpperCase()}`;
		appSettings.change({
			...{ [prefix]: true, [`${prefix}-url`]: issuer, [`${prefix}-id`]: 'c', [`${prefix}-secret`]: 's' },
		});
	}
	const send = ports.transport.send.bind(ports.transport);
	const transport = {
		send: async (request: Parameters<typeof send>[0]) => {
			clock.time += 1_000;
			return send(request);
		},
	};
	await checkProviders({ ...ports, transport });
	const first = (await allFindings(ports.store)).size;
	expect(first).toBeGreaterThan(0);
	expect(first).toBeLessThan(200);
	await checkProviders(ports);
	expect((await allFindings(ports.store)).size).toBe(200);
});
