import { execFileSync } from 'node:child_process';
import { createStore, startWorkspace } from './index';
import type { Workspace } from './index';
import { appPath, Client } from './testing/client';
import { buildProbeApp, PROBE_ID } from './testing/probeApp';
import './testing/quietEngine';
import { until } from './testing/until';

const running: Workspace[] = [];

afterEach(() => Promise.all(running.splice(0).map((workspace) => workspace.stop())));

async function start(options = {}): Promise<Workspace> {
	const workspace = await startWorkspace({ rateLimit: false, ...options });
	running.push(workspace);
	return workspace;
}

describe('two instances of one server', () => {
	it('share accounts, sessions, settings and apps', async () => {
		const store = createStore();
		const first = await start({ store });
		const zip = await buildProbeApp();
		await first.installApp(zip);
		const second = await start({ store });
		expect(await second.appStatus(PROBE_ID)).toBe('manually_enabled');
		expect(second.setting('Site_Url')).toBe(first.url);
		const { headers } = await Client.admin(first);
		expect(await new Client(second, headers).get(appPath('restricted'))).toMatchObject({ body: { username: 'admin' } });
		await new Client(first).run('return persistence.create({ n: 1 })');
		expect(store.persistence).toHaveLength(1);
	});

	it('follow each other: installation, settings, status, removal', async () => {
		const store = createStore();
		const [first, second] = [await start({ store }), await start({ store })];
		const app = new Client(second);
		await first.installApp(await buildProbeApp());
		await until(async () => (await app.get(appPath('echo'))).status === 200);
		await first.setAppSetting(PROBE_ID, 'text', 'shared');
		const read = "return read.getEnvironmentReader().getSettings().getValueById('text')";
		await until(async () => (await app.run(read)).value === 'shared');
		const admin = await Client.admin(first);
		await admin.post(`/api/apps/${PROBE_ID}/status`, { status: 'manually_disabled' });
		await until(async () => (await app.get(appPath('echo'))).status === 404);
		await admin.post(`/api/apps/${PROBE_ID}/status`, { status: 'manually_enabled' });
		await until(async () => (await app.get(appPath('echo'))).status === 200);
		await admin.request('DELETE', `/api/apps/${PROBE_ID}`);
		await until(async () => (await second.appStatus(PROBE_ID)) === 'undefined');
	});

	it('run a job once between them', async () => {
		const store = createStore();
		const first = await start({ store });
		await first.installApp(await buildProbeApp());
		const second = await start({ store });
		await new Client(first).run("return modify.getScheduler().scheduleOnce({ id: 'note', when: new Date() })");
		const noted = async (workspace: Workspace): Promise<number> =>
			Number(
				(await new Client(workspace).run("return app.seen.filter(({ what }) => what === 'job note').length")).value,
			);
		await until(async () => (await noted(first)) + (await noted(second)) > 0);
		expect(store.jobs.size).toBe(0);
		expect((await noted(first)) + (await noted(second))).toBe(1);
	});
});

it('keeps apps and their settings over a restart', async () => {
	const store = createStore();
	const before = await startWorkspace({ store });
	await before.installApp(await buildProbeApp());
	await before.setAppSetting(PROBE_ID, 'text', 'kept');
	await before.stop();
	const after = await start({ store });
	const read = "return read.getEnvironmentReader().getSettings().getValueById('text')";
	expect(await new Client(after).run(read)).toEqual({ value: 'kept' });
});

it("starts an app's process again that died, without what it had in memory", async () => {
	const workspace = await start();
	await workspace.installApp(await buildProbeApp());
	const app = new Client(workspace);
	await app.run("app.note('memory', 1)");
	workspace.killRuntime(PROBE_ID);
	const restarts = (): number =>
		workspace.appLogs(PROBE_ID).filter(({ method }) => method === 'runtime:restart').length;
	await until(async () => restarts() > 0);
	expect(await app.run('return app.seen.length')).toEqual({ value: 0 });
});

it('gives each of two workspaces with one app its own permissions', async () => {
	const [rich, poor] = [await start(), await start()];
	await rich.installApp(await buildProbeApp());
	await poor.installApp(await buildProbeApp({ permissions: ['api'] }));
	const code = "return (await read.getUserReader().getByUsername('admin'))?.username ?? null";
	expect(await new Client(poor).run(code)).toEqual({ value: null });
	expect(await new Client(rich).run(code)).toEqual({ value: 'admin' });
});

it('leaves no process behind', async () => {
	const children = (): string[] =>
		execFileSync('ps', ['-o', 'args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
			.split('\n')
			.filter((line) => /^(deno|node --permission) /.test(line));
	// Those of the workspaces above may still be on their way out.
	await until(async () => children().length === 0);
	const workspace = await startWorkspace();
	await workspace.installApp(await buildProbeApp());
	expect(children()).toHaveLength(1);
	await workspace.stop();
	expect(children()).toEqual([]);
	await expect(fetch(workspace.url)).rejects.toThrow();
});
