import { createStore, startWorkspace } from './index';
import type { ProfileName, Store, Workspace } from './index';
import { appPath, Client } from './testing/client';
import { buildProbeApp, PROBE_ID } from './testing/probeApp';
import './testing/quietEngine';

/*
 * 7.7 to 7.12 write members without a value as null together with the first setting that is saved: the signature of the
 * app does not cover them, and the next start disables it.
 */

const INVALID = 'invalid_installation_disabled';

let running: Workspace | undefined;
async function stop(): Promise<void> {
	await running?.stop();
	running = undefined;
}
afterEach(stop);

async function restart(store: Store, profile: ProfileName): Promise<Workspace> {
	await stop();
	running = await startWorkspace({ store, profile, rateLimit: false });
	return running;
}

const save = (workspace: Workspace): Promise<void> => workspace.setAppSetting(PROBE_ID, 'text', 'saved');

it.each<[profile: ProfileName, status: string, endpoint: number]>([
	['7.7', INVALID, 404],
	['7.13', 'manually_enabled', 200],
	['9.0', 'manually_enabled', 200],
])('%s, started again after a setting was saved: %s', async (profile, status, endpoint) => {
	const store = createStore();
	const installed = await restart(store, profile);
	await installed.installApp(await buildProbeApp());
	await save(installed);
	const again = await restart(store, profile);
	expect(await again.appStatus(PROBE_ID)).toBe(status);
	expect((await new Client(again).get(appPath('echo'))).status).toBe(endpoint);
});

it('7.7 enables such an app for nobody, and says that it did', async () => {
	const store = createStore();
	const installed = await restart(store, '7.7');
	await installed.installApp(await buildProbeApp());
	await save(installed);
	const again = await restart(store, '7.7');
	const admin = await Client.admin(again);
	const { status, body } = await admin.post(`/api/apps/${PROBE_ID}/status`, { status: 'manually_enabled' });
	expect({ status, body }).toEqual({ status: 200, body: { status: {}, success: true } });
	expect(await again.appStatus(PROBE_ID)).toBe(INVALID);
});

it('7.7 keeps an app that was started again between its installation and the first setting', async () => {
	const store = createStore();
	await (await restart(store, '7.7')).installApp(await buildProbeApp());
	await save(await restart(store, '7.7'));
	expect(await (await restart(store, '7.7')).appStatus(PROBE_ID)).toBe('manually_enabled');
});

it('7.7 signs an app that is uploaded again as it is by then', async () => {
	const store = createStore();
	const installed = await restart(store, '7.7');
	const zip = await buildProbeApp();
	await installed.installApp(zip);
	await save(installed);
	const dead = await restart(store, '7.7');
	const form = new FormData();
	form.append('app', new Blob([new Uint8Array(zip)]), 'app.zip');
	const admin = await Client.admin(dead);
	expect((await admin.request('POST', `/api/apps/${PROBE_ID}`, form)).status).toBe(200);
	await admin.post(`/api/apps/${PROBE_ID}/status`, { status: 'manually_enabled' });
	expect(await dead.appStatus(PROBE_ID)).toBe('manually_enabled');
	await save(dead);
	expect(await (await restart(store, '7.7')).appStatus(PROBE_ID)).toBe('manually_enabled');
});

it.each<[profile: ProfileName, afterOne: boolean]>([
	['7.7', false],
	['9.0', true],
])('%s has an app that was off enabled by one call after an update -> %s', async (profile, afterOne) => {
	const workspace = await restart(createStore(), profile);
	const zip = await buildProbeApp();
	await workspace.installApp(zip);
	const admin = await Client.admin(workspace);
	const set = async (status: string): Promise<number> =>
		(await admin.post(`/api/apps/${PROBE_ID}/status`, { status })).status;
	await set('manually_disabled');
	const form = new FormData();
	form.append('app', new Blob([new Uint8Array(zip)]), 'app.zip');
	await admin.request('POST', `/api/apps/${PROBE_ID}`, form);
	expect(await set('manually_enabled')).toBe(200);
	expect((await workspace.appStatus(PROBE_ID)).endsWith('_enabled')).toBe(afterOne);
	if (!afterOne) expect(await set('manually_enabled')).toBe(200);
	expect(await workspace.appStatus(PROBE_ID)).toBe('manually_enabled');
});
