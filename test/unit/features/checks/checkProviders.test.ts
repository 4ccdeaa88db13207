import type { WorkspaceAccess } from '../../../../src/ports/ports';
import { allFindings } from '../../../../src/features/checks/findings';
import { checkProviders } from '../../../../src/features/checks/checkProviders';
import { dryRunAnswer, dryRunState } from '../../../../src/sign-in/dryRun';
import type { Server } from '../../support/workspace';
import { issuer, readyWorkspace } from '../../support/workspace';

const hour = 3600_000;

const document = {
	...{ issuer, jwks_uri: `${issuer}/keys` },
	...{ authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` },
};

/** A provider that knows no client, until it does; it counts how often it was asked. */
function worldWith(state: { knowsClient: boolean }) {
	const asked: string[] = [];
	const server: Server = (_request, { pathname }) => {
		asked.push(pathname);
		switch (pathname) {
			case '/.well-known/openid-configuration':
				return { body: document };
			case '/keys':
				return { body: { keys: [{ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }] } };
			case '/token':
			case '/oauth/token':
				return { status: 400, body: { error: state.knowsClient ? 'invalid_grant' : 'invalid_client' } };
			default:
				return { body: dryRunAnswer({ state: dryRunState, error: 'login_required' }) };
		}
	};
	const world = readyWorkspace(server);
	/** A moment after the last one. */
	const round = (ports: WorkspaceAccess = world.ports): Promise<boolean> =>
		checkProviders((world.clock.time += 1), ports);
	return { ...world, asked, round };
}

test('what a check finds is kept, and goes when it is cured', async () => {
	const state = { knowsClient: false };
	const { ports, round } = worldWith(state);
	await round();
	expect((await allFindings(ports.store)).get('okta')).toMatchObject({
		faults: [{ check: 'client', outcome: 'failed', code: 'client_refused' }],
	});
	state.knowsClient = true;
	await round();
	expect((await allFindings(ports.store)).get('okta')).toMatchObject({ faults: [] });
});

test('what passed is checked again after a change and daily, and not before', async () => {
	const { ports, asked, clock, appSettings, round } = worldWith({ knowsClient: true });
	const calls = async (): Promise<number> => {
		asked.length = 0;
		await round();
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
	const { ports, asked, appSettings, round } = worldWith({ knowsClient: false });
	await round();
	appSettings.change({ Accounts_OAuth_Okta: false });
	asked.length = 0;
	await round();
	expect([asked, [...(await allFindings(ports.store)).keys()]]).toEqual([[], []]);
});

test('of many providers, a job checks as many as five seconds allow, and the jobs of one round each of them once', async () => {
	const names = Array.from({ length: 200 }, (_, index) => `p${index}`);
	const { ports, clock, appSettings, asked } = worldWith({ knowsClient: false });
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
	const since = clock.time;
	expect(await checkProviders(since, { ...ports, transport })).toBe(true);
	const first = (await allFindings(ports.store)).size;
	expect(first).toBeGreaterThan(0);
	expect(first).toBeLessThan(200);
	asked.length = 0;
	// Those with a fault are due each time, and not twice in a round.
	while (await checkProviders(since, { ...ports, transport }));
	const findings = [...(await allFindings(ports.store)).values()];
	expect([findings.length, findings.every(({ faults }) => faults.length > 0)]).toEqual([200, true]);
	const perProvider = asked.length / (200 - first);
	expect(perProvider).toBe(Math.round(perProvider));
});
