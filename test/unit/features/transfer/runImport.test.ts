import { Links } from '../../../../src/accounts/links';
import { Audit } from '../../../../src/attempts/audit';
import { left as notTold, tellLeft } from '../../../../src/attempts/linkNotices';
import type { Run } from '../../../../src/features/transfer/imports';
import { Imports } from '../../../../src/features/transfer/imports';
import type { ImportPorts } from '../../../../src/features/transfer/runImport';
import { resumeImport, scheduleImport, stopImport, workOffImport } from '../../../../src/features/transfer/runImport';
import type { TransferredLink } from '../../../../src/features/transfer/transferFile';
import { ProcessMemory } from '../../../../src/host/memory';
import { RecordingJobs } from '../../support/jobs';
import { Mailbox } from '../../support/mailbox';
import type { Step } from '../../support/store';
import { crashAt } from '../../support/store';
import { readyWorkspace } from '../../support/workspace';

const scope = 'Accounts_OAuth_Okta_scope';
const label = 'Accounts_OAuth_Okta_button_label_text';
const run: Run = {
	...{ id: 'run00001', by: 'boss', event: 'imported', links: 6 },
	writes: [
		{ id: scope, before: 'openid', after: 'openid email' },
		{ id: label, before: 'Okta', after: 'Company' },
	],
};

const left = {
	...{ lost: { count: 0, accounts: [] }, refused: { count: 0, accounts: [] } },
	...{ removed: { count: 0, accounts: [] }, elsewhere: { count: 0, accounts: [] } },
};

/**
 * A workspace with people, and a confirmed import of settings and a link for each of them, in parts.
 *
 * @param perPart links of one part
 */
async function confirmed(names = ['ann', 'ben', 'cleo', 'dan', 'eve', 'finn'], perPart = 3) {
	const world = readyWorkspace();
	const { core, store, clock, appSettings } = world;
	appSettings.change({ [scope]: 'openid', [label]: 'Okta' });
	const [jobs, mailbox] = [new RecordingJobs(), new Mailbox()];
	const links = names.map((username): TransferredLink => {
		const { id: userId } = core.has(username);
		const identity = { provider: 'okta', issuer: 'https://example.okta.com', subject: `of-${username}` };
		return { ...identity, userId, username, generation: 0, linkedAt: 1 };
	});
	const imports = new Imports(world.ports);
	await imports.prepare(run.id);
	for (let at = 0; at < links.length; at += perPart) {
		const some = links.slice(at, at + perPart);
		const settings: Record<string, string> = at === 0 ? { [scope]: 'openid email' } : {};
		await imports.addPart(run.id, { part: `from ${at}`, links: some.length, shown: [], left }, some, settings);
	}
	await imports.begin({ ...run, links: links.length });

	/** The ports of another process, which dies with `step`; a setting of `refused` is not stored. */
	const process = (step: Step = async () => undefined, refused?: string): ImportPorts => ({
		...world.ports,
		...{ store: store.by(step), memory: new ProcessMemory(), jobs },
		messenger: {
			tell: async (account, message) => {
				await step();
				await mailbox.tell(account, message);
				await step();
			},
		},
		appSettingWriter: {
			updateValue: async (id, value) => {
				await step();
				if (id === refused) throw new Error('[object Object]');
				appSettings.change({ [id]: value });
				await step();
			},
		},
	});
	const pause = async (milliseconds: number): Promise<void> => {
		clock.time += milliseconds;
	};
	/** Runs the jobs that are scheduled, and those that they schedule. @returns how many */
	const work = async (ports: ImportPorts): Promise<number> => {
		let count = 0;
		for (; jobs.scheduled.length > 0 && count < 100; count++) {
			clock.time = Math.max(clock.time, jobs.scheduled.shift()!.at);
			await workOffImport(ports, pause);
		}
		return count;
	};
	const state = async () => {
		const audit = await new Audit(world.ports).all();
		return {
			settings: [await appSettings.get(scope), await appSettings.get(label)],
			linked: (await new Links(store).all()).map(({ subject }) => subject).sort(),
			audit: audit.map(({ event }) => event).sort(),
			told: [...new Set(mailbox.messages.map(({ username }) => username))].sort(),
			result: await imports.result(),
			/** Records of the import, beside its result. */
			records: store.count('import') - store.count('import-result'),
		};
	};
	return { ...world, imports, jobs, mailbox, names, process, pause, work, state };
}

const finished = (names: readonly string[]): object => ({
	settings: ['openid email', 'Company'],
	linked: names.map((name) => `of-${name}`),
	audit: ['imported', ...names.map(() => 'link_made')],
	told: names,
	result: expect.objectContaining({ settings: 2, links: 6, left: 0 }) as unknown,
	records: 0,
});

test('a confirmed import is carried out by its job, and its owners are told', async () => {
	const { process, work, state, names, mailbox } = await confirmed();
	const ports = process();
	await scheduleImport(ports);
	expect(await work(ports)).toBe(1);
	expect(await state()).toEqual(finished(names));
	expect(mailbox.messages).toHaveLength(6);
});

test('a process that dies at any step leaves an import that the next start finishes, nothing twice', async () => {
	let [isOver, n, doubled] = [false, 0, 0];
	for (; !isOver; n++) {
		const { process, work, pause, state, names, clock, mailbox } = await confirmed();
		const crash = crashAt(n + 1);
		await workOffImport(process(crash), pause);
		isOver = !crash.crashed;

		const next = process();
		await resumeImport(next);
		await work(next);
		clock.time += notTold;
		await tellLeft(next);
		expect({ n, ...(await state()) }).toEqual({ n, ...finished(names) });
		if (mailbox.messages.length > names.length) doubled += 1;
	}
	expect(n).toBeGreaterThan(100);
	// A message may be sent twice only where the process dies between it and its entry in the audit.
	expect(doubled).toBeLessThan(n / 4);
});

test('an import that takes long is done by several jobs', async () => {
	const { process, work, state, names, clock, mailbox } = await confirmed();
	const slow = process(async () => {
		clock.time += 100;
	});
	await scheduleImport(slow);
	expect(await work(slow)).toBeGreaterThan(1);
	expect(await state()).toEqual(finished(names));
	expect(mailbox.messages).toHaveLength(6);
});

test('thousands of links are made by jobs of a few seconds that read a part at a time, whatever dies on the way', async () => {
	const names = Array.from({ length: 1000 }, (_, index) => `person${index}`);
	const { process, state, clock, jobs, imports, store, pause } = await confirmed(names, 40);
	const durations: number[] = [];
	const sizes: number[] = [];
	/** Of a slow database. The third, sixth and ninth process die in the middle of a job. */
	const processNumber = (number: number): ImportPorts => {
		let steps = 0;
		const ports = process(async () => {
			clock.time += 1;
			if (number % 3 === 2 && number < 9 && (steps += 1) > 1500) throw new Error('gone');
		});
		const view = ports.store;
		const all = view.all.bind(view);
		view.all = async <T extends object>(key: string): Promise<T[]> => {
			const records = await all<T>(key);
			sizes.push(records.length);
			return records;
		};
		return ports;
	};
	for (let number = 0; (await imports.running()) && number < 200; number++) {
		const ports = processNumber(number);
		if (jobs.scheduled.length === 0) await resumeImport(ports);
		clock.time = Math.max(clock.time, jobs.scheduled.shift()!.at);
		const begun = clock.time;
		await workOffImport(ports, pause);
		durations.push(clock.time - begun);
		clock.time += notTold / 20;
	}
	clock.time += notTold;
	await tellLeft(process());
	const { linked, told, result, records } = await state();
	expect([linked.length, new Set(linked).size, told.length, records]).toEqual([1000, 1000, 1000, 0]);
	expect(result).toMatchObject({ links: 1000, left: 0 });
	expect(store.count('link-notice:')).toBe(0);
	expect(durations.length).toBeGreaterThan(5);
	expect(Math.max(...durations)).toBeLessThan(5_000);
	// The audit holds some 430 entries at most, and the import has 25 parts: no read grows with the links.
	expect(Math.max(...sizes)).toBeLessThan(500);
});

test('a setting that the server does not take undoes the others, and no link is made', async () => {
	const { process, work, state } = await confirmed();
	const ports = process(undefined, label);
	await scheduleImport(ports);
	await work(ports);
	expect(await state()).toEqual({
		...{ settings: ['openid', 'Okta'], linked: [], audit: [], told: [], records: 0 },
		result: expect.objectContaining({ failed: label, settings: 0, links: 0 }) as unknown,
	});
});

test('of an account that was deactivated since it was confirmed, no link is made', async () => {
	const { process, work, state, core, names } = await confirmed();
	core.users.find(({ username }) => username === 'eve')!.active = false;
	const ports = process();
	await scheduleImport(ports);
	await work(ports);
	const others = names.filter((name) => name !== 'eve');
	expect(await state()).toMatchObject({ told: others, result: { links: 5, left: 1 }, records: 0 });
});

test('two instances at once make each link once', async () => {
	const { process, state, names, mailbox } = await confirmed();
	const pause = (milliseconds: number): Promise<void> =>
		new Promise((resolve) => void setTimeout(resolve, milliseconds / 20));
	await Promise.all([workOffImport(process(), pause), workOffImport(process(), pause)]);
	expect(await state()).toEqual(finished(names));
	expect(mailbox.messages).toHaveLength(6);
});

test('a run that is on its way is not begun a second time, and one that was lost is', async () => {
	const { process, jobs, clock } = await confirmed();
	const ports = process();
	await scheduleImport(ports);
	await resumeImport(ports);
	expect(jobs.scheduled).toHaveLength(1);
	clock.time += 60_000;
	await resumeImport(ports);
	expect(jobs.scheduled).toHaveLength(2);
});

test('a job that meets another one at work comes again, and does not wait for it', async () => {
	const { process, jobs, clock, store, work, state, names } = await confirmed();
	await store.add('lease:import', { id: 'of a process that was lost', at: clock.time }, 'lease:import:lost');
	const begun = clock.time;
	await workOffImport(process(), async () => {
		throw new Error('it waits');
	});
	expect(jobs.scheduled).toEqual([{ id: 'import', at: begun + 2_000 }]);
	await work(process());
	expect(await state()).toEqual(finished(names));
});

test('a job that has failed is done again a moment later', async () => {
	const { process, jobs, clock } = await confirmed();
	await workOffImport(process(crashAt(20)), async () => undefined);
	expect(jobs.scheduled).toEqual([{ id: 'import', at: clock.time + 30_000 }]);
});

test('an import that is stopped leaves what is done, and nothing to go on with', async () => {
	const { process, pause, state, jobs } = await confirmed();
	const ports = process();
	await stopImport(ports, pause);
	await resumeImport(ports);
	expect(jobs.scheduled).toEqual([]);
	expect(await state()).toMatchObject({ linked: [], records: 0, result: { settings: 0, links: 0, left: 6 } });
});

test('what nobody confirms is thrown away after a day, secrets and all', async () => {
	const { ports, store, clock } = readyWorkspace();
	const imports = new Imports(ports);
	await imports.prepare('prepared');
	await imports.addPart('prepared', { part: 'one', links: 0, shown: [], left }, [], { secret: 'shhh' });
	clock.time += 24 * 3600_000 - 1;
	await resumeImport(ports);
	expect(store.dump()).toContain('shhh');
	clock.time += 1;
	await resumeImport(ports);
	expect(store.count('import')).toBe(0);
});
