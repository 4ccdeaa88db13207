import type { ISettingUpdater } from '@rocket.chat/apps-engine/definition/accessors';

import { upkeep } from '../../../src/app/upkeep';
import { Proofs } from '../../../src/features/proof/proofs';
import { ProcessMemory } from '../../../src/host/memory';
import { instanceOf, removedLifetime } from '../../../src/providers/instance';
import { keyRenewal, OwnKeys } from '../../../src/providers/ownKeys';
import { lastBridgeHealth } from '../../../src/workspace/bridgeHealth';
import { appPath, casSettings } from '../support/ports';
import type { World } from '../support/workspace';
import { issuer, readyWorkspace, siteUrl } from '../support/workspace';

const loginPage = { Custom_Script_Logged_Out: '// mine', Layout_Login_Terms: '', CAS_button_label_text: 'CAS' };
const callbacks = (at: string) => `${at}${appPath}/callback/okta`;

function workspace(): World {
	const world = readyWorkspace();
	world.serverSettings.change({ ...loginPage, Accounts_OAuth_Apple: false });
	world.appSettings.change({ Accounts_OAuth_Custom: '' });
	return world;
}

/** The updater fires the app's own `onSettingUpdated`: what it is asked for must come to an end. */
async function keep(world: World, fails: readonly string[] = []) {
	const updated: string[] = [];
	const updater = {
		updateValue: async (id: string, value: unknown) => {
			if (fails.includes(id)) throw new Error('[object Object]');
			updated.push(id);
			world.appSettings.change({ [id]: value });
		},
	} as unknown as ISettingUpdater;
	await upkeep({ ...world.ports, memory: new ProcessMemory() }, updater);
	return updated;
}

test('after it, everything outside the app is in line with its settings', async () => {
	const world = workspace();
	await keep(world);
	const server = world.serverSettings.snapshot();
	expect(server.Custom_Script_Logged_Out).toContain(`${appPath}/login.js`);
	expect(server).toMatchObject({ CAS_enabled: true, CAS_base_url: `${siteUrl}${appPath}/cas` });
	expect(server.CAS_button_label_text).toBe('Other ways to sign in');
	expect(world.appSettings.snapshot()).toMatchObject({ Accounts_OAuth_Okta_callback_url: callbacks(siteUrl) });
	expect(await lastBridgeHealth(world.store)).toMatchObject({ ready: true });
	expect(world.store.count('metadata:')).toBe(1);
});

test('done again it changes nothing more', async () => {
	const world = workspace();
	expect((await keep(world)).length).toBeGreaterThan(0);
	const [app, server] = [world.appSettings.snapshot(), world.serverSettings.snapshot()];
	expect(await keep(world)).toEqual([]);
	expect([world.appSettings.snapshot(), world.serverSettings.snapshot()]).toEqual([app, server]);
});

test('the callback URLs follow the address of the workspace', async () => {
	const world = workspace();
	await keep(world);
	world.serverSettings.change({ Site_Url: 'https://new.example.com/chat/' });
	await keep(world);
	expect(world.appSettings.snapshot()).toMatchObject({
		Accounts_OAuth_Okta_callback_url: callbacks('https://new.example.com/chat'),
		Accounts_OAuth_Apple_callback_url: callbacks('https://new.example.com/chat').replace('okta', 'apple'),
	});
});

test('while nobody can sign in through the app, core has its CAS settings back, and is asked nothing', async () => {
	const world = workspace();
	await keep(world);
	world.appSettings.change({ Accounts_OAuth_Okta: false });
	world.transport.requests.length = 0;
	await keep(world);
	expect(world.serverSettings.snapshot()).toMatchObject(casSettings);
	expect(world.transport.calls.filter((call) => call !== 'GET /.well-known/openid-configuration')).toEqual([]);
});

test("core's own switch follows", async () => {
	const world = workspace();
	world.appSettings.change({ Accounts_OAuth_Apple: true });
	await keep(world);
	expect(world.serverSettings.snapshot().Accounts_OAuth_Apple).toBe(true);
});

test('a key is made for the provider whose definition needs one, once, and replaced in time', async () => {
	const world = workspace();
	const definition = JSON.stringify({ version: 1, base: 'openid', ownSigningKey: 'ES256' });
	world.appSettings.change({
		Accounts_OAuth_Custom: 'Forum, Club',
		'Accounts_OAuth_Custom-Forum-definition': definition,
	});
	const owner = await instanceOf('forum', world.store);
	const published = async () => new OwnKeys(world.ports).published(owner, [{ use: 'sig', alg: 'ES256' }]);
	await keep(world);
	await keep(world);
	const before = await published();
	expect([before.length, world.store.count('own-key:')]).toEqual([1, 1]);
	world.clock.time += keyRenewal;
	await keep(world);
	expect(await published()).toEqual([expect.anything(), before[0]]);
});

describe('a provider that was removed', () => {
	const instances = async (world: World) => [
		await instanceOf('okta', world.store),
		await instanceOf('forum', world.store),
	];

	test('is the same when it is set up again within thirty days, and another after that; the others stay', async () => {
		const world = workspace();
		world.appSettings.change({ Accounts_OAuth_Custom: 'forum' });
		const before = await instances(world);
		await keep(world);
		expect(await instances(world)).toEqual(before);
		world.appSettings.change({ Accounts_OAuth_Custom: '' });
		await keep(world);
		const [okta, forum] = await instances(world);
		expect(okta).toBe(before[0]);
		expect(forum).toBe(before[1]);
		// Back again: the thirty days begin with the next time.
		world.clock.time += removedLifetime - 1;
		world.appSettings.change({ Accounts_OAuth_Custom: 'forum' });
		await keep(world);
		world.appSettings.change({ Accounts_OAuth_Custom: '' });
		await keep(world);
		world.clock.time += removedLifetime - 1;
		await keep(world);
		expect((await instances(world))[1]).toBe(before[1]);
		world.clock.time += 1;
		await keep(world);
		expect((await instances(world))[1]).not.toBe(before[1]);
	});

	test.each<[unknown]>([[undefined], [null], [['forum']], [7]])(
		'is not taken for removed because the names can not be read: %p',
		async (names) => {
			const world = workspace();
			const before = await instances(world);
			world.appSettings.change({ Accounts_OAuth_Custom: names });
			await keep(world);
			expect(await instances(world)).toEqual(before);
		},
	);
});

test('an answer that nobody came for in time is forgotten', async () => {
	const world = workspace();
	await new Proofs(world.store).add('over', 'u1', 0, world.clock.time - 1);
	await new Proofs(world.store).add('not over', 'u1', 0, world.clock.time + 1);
	await keep(world);
	expect(world.store.count('proof:')).toBe(1);
});

const ready = async (world: World): Promise<boolean> => (await lastBridgeHealth(world.store))?.ready === true;
const script = ({ serverSettings }: World): boolean =>
	String(serverSettings.snapshot().Custom_Script_Logged_Out).includes('login.js');

describe('each part goes on when another fails:', () => {
	test.each<[string, (world: World) => readonly string[] | void, (world: World) => Promise<unknown> | unknown]>([
		[
			'the provider is down',
			(w) => void w.appSettings.change({ Accounts_OAuth_Okta_issuer: 'https://gone.example.com' }),
			ready,
		],
		['there is no custom script', (w) => void w.serverSettings.change({ Custom_Script_Logged_Out: undefined }), ready],
		[
			'CAS is in use',
			(w) => void w.serverSettings.change({ CAS_enabled: true, CAS_base_url: 'https://cas.example.com' }),
			script,
		],
		['a callback URL can not be shown', () => ['Accounts_OAuth_Apple_callback_url'], ready],
	])('%s', async (_name, arrange, holds) => {
		const world = workspace();
		await keep(world, arrange(world) ?? []);
		expect(await holds(world)).toBe(true);
	});

	test('the URL of one provider that can not be shown keeps no other from being shown', async () => {
		const world = workspace();
		await keep(world, ['Accounts_OAuth_Apple_callback_url']);
		expect(world.appSettings.snapshot()).toMatchObject({ Accounts_OAuth_Okta_callback_url: callbacks(siteUrl) });
	});
});

test.each([
	[0, 1],
	[12 * 3600_000 - 1, 1],
	[12 * 3600_000, 2],
	[24 * 3600_000, 2],
])('%i ms after it was fetched, a discovery document has been fetched %i times', async (passed, times) => {
	const world = workspace();
	await keep(world);
	world.clock.time += passed;
	await keep(world);
	const asked = world.transport.requests.filter(({ url }) => url === `${issuer}/.well-known/openid-configuration`);
	expect(asked).toHaveLength(times);
	expect(world.store.count('metadata:')).toBe(1);
});

test('a copy that is no good any more is replaced, however young it is', async () => {
	const world = workspace();
	await world.store.add(`metadata:${issuer}`, { metadata: { issuer }, fetchedAt: world.clock.time });
	await keep(world);
	expect(world.store.dump()).toContain('authorizationEndpoint');
});
