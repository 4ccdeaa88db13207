import { addCustomOAuth } from './index';
import type { Workspace } from './index';
import type { Client } from './testing/client';
import { PROBE_ID } from './testing/probeApp';
import './testing/quietEngine';
import { setSceneWithApp } from './testing/scene';
import { until } from './testing/until';

let workspace: Workspace;
let app: Client;
let admin: Client;

beforeAll(async () => {
	({
		workspace,
		admin,
		nobody: app,
	} = await setSceneWithApp({
		env: { RC_APPS_X: 'other', [`RC_APPS_${PROBE_ID.toUpperCase().replaceAll('-', '_')}_KEY`]: 'own' },
	}));
});

describe('server settings', () => {
	const READ = 'const reader = read.getEnvironmentReader().getServerSettings(); ';
	const WRITE = `${READ} const writer = app.getAccessors().environmentWriter.getServerSettings(); `;

	it.each<[code: string, outcome: object]>([
		["return reader.getValueById('CAS_version')", { value: '1.0' }],
		["return (await reader.getOneById('CAS_version')).packageValue", { value: '1.0' }],
		["return reader.getValueById('SMTP_Password')", { value: 'smtp-secret' }],
		["return reader.isReadableById('SMTP_Password')", { value: false }],
		["return reader.isReadableById('CAS_version')", { value: true }],
		["return reader.getValueById('No_Such_Setting')", { thrown: { isError: true } }],
		['return reader.getAll()', { thrown: { isError: true } }],
	])('%s', async (code, outcome) => {
		workspace.setSetting('SMTP_Password', 'smtp-secret');
		expect(await app.run(READ + code)).toMatchObject(outcome);
	});

	it.each<[id: string, value: unknown, written: boolean]>([
		['CAS_base_url', 'https://cas.test', true],
		['CAS_enabled', 'a text in a switch', true],
		['SMTP_Password', 'other', false],
		['No_Such_Setting', 'x', false],
	])('an app that sets %s to %j -> %s', async (id, value, written) => {
		const code = `${WRITE} await writer.updateOne({ ...(await reader.getOneById(value.id)), value: value.value }); return reader.getValueById(value.id)`;
		const outcome = await app.run(code, { id, value });
		expect(outcome).toMatchObject(written ? { value } : { thrown: { isError: true } });
		if (written) {
			expect(workspace.setting(id)).toBe(value);
			expect(await admin.get(`/api/v1/settings/${id}`)).toMatchObject({ body: { _id: id, value } });
		}
		workspace.setSetting('CAS_enabled', false);
	});

	it('include those of custom OAuth services that an admin has added', async () => {
		addCustomOAuth(workspace.store, 'Ips4');
		const code = `${READ} return reader.getValueById('Accounts_OAuth_Custom-Ips4-token_path')`;
		expect(await app.run(code)).toEqual({ value: '/oauth/token' });
	});

	it('are written through what onEnable was given, too', async () => {
		const code = `${READ} await app.modify.serverSettings.modifySetting({ ...(await reader.getOneById('Layout_Home_Title')), value: 'Welcome' })`;
		expect(await app.run(code)).toEqual({ value: 'undefined' });
		expect(workspace.setting('Layout_Home_Title')).toBe('Welcome');
	});
});

describe('persistence', () => {
	const AS =
		"const as = (...ids) => ids.map((id) => ({ model: 'misc', id, getModel() { return 'misc' }, getID() { return id } })); const reader = read.getPersistenceReader(); ";

	it.each<[what: string, code: string, outcome: unknown]>([
		['creates', 'return typeof (await persistence.create({ a: 1 }))', 'string'],
		[
			'reads by id',
			"return reader.read(await persistence.create({ date: new Date(0), gone: undefined, 'a.$b': 1 }))",
			{ date: '1970-01-01T00:00:00.000Z', gone: null, 'a.$b': 1 },
		],
		[
			'reads what contains an association',
			"await persistence.createWithAssociations({ n: 1 }, as('r1', 'r2')); return reader.readByAssociations(as('r2'))",
			[{ n: 1 }],
		],
		['reads nothing', "return reader.readByAssociations(as('nobody'))", []],
		[
			'updates the first exact match only',
			"await persistence.createWithAssociations({ n: 1 }, as('u1')); await persistence.createWithAssociations({ n: 2 }, as('u1')); await persistence.updateByAssociations(as('u1'), { n: 3 }); return reader.readByAssociations(as('u1'))",
			[{ n: 3 }, { n: 2 }],
		],
		[
			'does nothing without upsert',
			"return [await persistence.updateByAssociations(as('u2'), { n: 1 }, false), await reader.readByAssociations(as('u2'))]",
			['', []],
		],
		[
			'upserts with an id that is no text',
			"return typeof (await persistence.updateByAssociations(as('u3'), { n: 1 }, true))",
			'object',
		],
		[
			'upserts beside a record with more associations',
			"await persistence.createWithAssociations({ n: 1 }, as('u4', 'u5')); await persistence.updateByAssociations(as('u4'), { n: 2 }, true); return reader.readByAssociations(as('u4'))",
			[{ n: 1 }, { n: 2 }],
		],
		[
			'removes, and tells what',
			"await persistence.createWithAssociations({ n: 1 }, as('d1')); return [await persistence.removeByAssociations(as('d1')), await persistence.removeByAssociations(as('d1'))]",
			[[{ n: 1 }], null],
		],
		[
			'removes by id',
			'const id = await persistence.create({ n: 1 }); return [await persistence.remove(id), await persistence.remove(id)]',
			[{ n: 1 }, null],
		],
	])('%s', async (_what, code, value) => {
		expect(await app.run(AS + code)).toEqual({ value });
	});

	it('can update nothing by id', async () => {
		expect(await app.run('return persistence.update(await persistence.create({}), {})')).toMatchObject({
			thrown: { isError: true },
		});
	});

	it('lets parallel removals win together', async () => {
		let [arrived, go] = [0, (): void => undefined];
		const all = new Promise<void>((resolve) => (go = resolve));
		workspace.store.latency = () => {
			if (++arrived === 5) go();
			return all;
		};
		const code =
			"await persistence.createWithAssociations({ n: 1 }, as('p1')); return Promise.all([1, 2, 3, 4, 5].map(() => persistence.removeByAssociations(as('p1'))))";
		expect(await app.run(AS + code)).toEqual({ value: Array(5).fill([{ n: 1 }]) });
	});
});

describe('the scheduler', () => {
	/** What the job's processor was called with, once that is so often. */
	const runs = async (job: unknown, times: number): Promise<unknown[]> => {
		const code = 'return app.seen.map((each) => each.value).filter((context) => context && context.jobId === value)';
		return until(async () => {
			const { value } = await app.run(code, job);
			return (value as unknown[]).length >= times && (value as unknown[]);
		});
	};

	it.each<[when: string]>([["'1 second'"], ['new Date(Date.now() + 200)']])(
		'runs a job once, with its data, at %s',
		async (when) => {
			const before = Date.now();
			const schedule = `return modify.getScheduler().scheduleOnce({ id: 'note', when: ${when}, data: { n: 1 } })`;
			const { value } = await app.run(schedule);
			expect(typeof value).toBe('string');
			expect(await runs(value, 1)).toEqual([{ n: 1, jobId: value }]);
			expect(Date.now() - before).toBeGreaterThanOrEqual(200);
			expect(workspace.store.jobs.has(String(value))).toBe(false);
		},
	);

	it('runs a recurring job at once and then again, whatever other jobs do, until it is cancelled', async () => {
		const schedule =
			"return modify.getScheduler().scheduleRecurring({ id: 'note', interval: '1 second', data: { n: 2 } })";
		const { value } = await app.run(schedule);
		await app.run("return modify.getScheduler().scheduleOnce({ id: 'throw', when: new Date() })");
		expect(await runs(value, 2)).toContainEqual({ n: 2, jobId: value });
		await app.run('return modify.getScheduler().cancelJob(value)', value);
		expect(workspace.store.jobs.size).toBe(0);
	});

	it('does not run what it does not understand', async () => {
		const schedule = "return modify.getScheduler().scheduleRecurring({ id: 'note', interval: '0 0 * * *' })";
		expect(await app.run(schedule)).toEqual({ value: null });
	});
});

describe('environment and e-mail', () => {
	it.each<[code: string, outcome: object]>([
		["return reader.getValueByName('ROOT_URL')", { value: expect.stringMatching(/^http:\/\/localhost:/) }],
		[`return reader.getValueByName('RC_APPS_${PROBE_ID.toUpperCase().replaceAll('-', '_')}_KEY')`, { value: 'own' }],
		["return reader.getValueByName('RC_APPS_X')", { thrown: {} }],
		["return reader.getValueByName('PORT')", { thrown: {} }],
	])('%s', async (code, outcome) => {
		expect(
			await app.run(`const reader = read.getEnvironmentReader().getEnvironmentVariables(); ${code}`),
		).toMatchObject(outcome);
	});

	it('mail is sent where mail is set up, and an app cannot tell', async () => {
		const send =
			"return modify.getCreator().getEmailCreator().send({ to: value, from: 'a@example.test', subject: 's', text: 't' })";
		expect(await app.run(send, 'bob@example.test')).toEqual({ value: null });
		expect(workspace.store.emails).toEqual([]);
		workspace.setSetting('SMTP_Host', 'localhost');
		expect(await app.run(send, 'bob@example.test')).toEqual({ value: null });
		expect(workspace.store.emails).toHaveLength(1);
		expect(await app.run(send, 'nonsense')).toMatchObject({ thrown: {} });
	});
});
