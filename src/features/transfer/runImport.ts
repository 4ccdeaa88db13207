import { Audit } from '../../attempts/audit';
import type { NoticePorts } from '../../attempts/linkNotices';
import { linkWithNotice, tellOf } from '../../attempts/linkNotices';
import type { Slot } from '../../ports/memory';
import type { Needs } from '../../ports/ports';
import { allProviders } from '../../providers/registry';
import type { Clock } from '../../values/lease';
import { isLeased, withLease } from '../../values/lease';
import type { Result, Run } from './imports';
import { Imports } from './imports';
import { planLinks } from './planLinks';
import { SettingRefused, writeSettings } from './writeSettings';

export type ImportPorts = NoticePorts & Needs<'appSettingWriter' | 'form' | 'jobs'>;

/** Milliseconds of one job: shorter than a lease lasts, and than the 30 s at which the engine cuts a job. */
const budget = 4_000;

/** So many links are made at the same time. */
const chunk = 10;

/** Milliseconds since 1970: until then, a job that this process has scheduled is on its way. */
const expected: Slot<{ until: number }> = () => ({ until: 0 });

/** Milliseconds in which a job that was scheduled has begun, or will not. */
const onItsWay = 60_000;

const leaseKey = 'lease:import';

/** Milliseconds until a job that met another one at work comes again. */
const pauseForOthers = 2_000;

/**
 * Has a confirmed import carried out, by jobs that each do a part of it.
 *
 * @param wait milliseconds until the next one
 */
export async function scheduleImport(ports: Needs<'jobs' | 'memory' | 'now'>, wait = 0): Promise<void> {
	ports.memory.of(expected).until = ports.now() + onItsWay;
	// Where the scheduler fails, the housekeeping does it: the run is in the store.
	await ports.jobs.schedule('import', ports.now() + wait).catch(() => (ports.memory.of(expected).until = 0));
}

/** Goes on with what a crash has cut off, and throws away what nobody has confirmed. */
export async function resumeImport(ports: Needs<'store' | 'jobs' | 'memory' | 'now'>): Promise<void> {
	const imports = new Imports(ports);
	await imports.purge();
	if (ports.memory.of(expected).until > ports.now()) return;
	if (await imports.running()) await scheduleImport(ports);
}

/** Milliseconds until a job that has failed, as where the store does not answer, is done again. */
const pauseAfterFailure = 30_000;

/** One job. Never throws: what fails is tried again. */
export async function workOffImport(ports: ImportPorts, pause: Clock['pause']): Promise<void> {
	const imports = new Imports(ports);
	try {
		if (!(await imports.running())) return;
		ports.memory.of(expected).until = ports.now() + onItsWay;
		// By another instance, or by one that was lost: a job that waits for it would take up the time of its own work.
		if (await isLeased(leaseKey, ports.store, ports.now())) return await scheduleImport(ports, pauseForOthers);
		const clock = { now: () => ports.now(), pause };
		if (await withLease(leaseKey, () => step(imports, ports), ports.store, clock)) await scheduleImport(ports);
	} catch {
		await scheduleImport(ports, pauseAfterFailure);
	}
}

/** Ends an import before its time: what was done stays. */
export async function stopImport(ports: ImportPorts, pause: Clock['pause']): Promise<void> {
	const imports = new Imports(ports);
	const end = async (): Promise<unknown> => {
		const run = await imports.running();
		return run && finish(run, undefined, imports, ports);
	};
	await withLease(leaseKey, end, ports.store, { now: () => ports.now(), pause });
}

/** @returns whether there is more to do */
async function step(imports: Imports, ports: ImportPorts): Promise<boolean> {
	const deadline = ports.now() + budget;
	const run = await imports.running();
	if (!run) return false;
	if (!(await imports.areSettingsWritten(run))) {
		try {
			await writeSettings(run.writes, ports);
		} catch (error) {
			if (error instanceof SettingRefused) return finish(run, error.settingId, imports, ports);
			throw error;
		}
		await imports.noteSettings(run);
	}
	const providers = new Set((await allProviders(ports.appSettings)).map(({ id }) => id));
	const done = new Set((await imports.done(run)).map(({ part }) => part));
	for (const { part } of await imports.parts(run.id)) {
		if (done.has(part)) continue;
		if (ports.now() >= deadline || !(await workOffPart(run, part, providers, deadline, imports, ports))) return true;
	}
	return finish(run, undefined, imports, ports);
}

/**
 * Makes the links of a part. They are planned again: of an account that was deactivated since the plan was shown, none is
 * made, and one that a job before this one has made is there.
 *
 * @returns whether it is done
 */
async function workOffPart(
	run: Run,
	part: string,
	providers: ReadonlySet<string>,
	deadline: number,
	imports: Imports,
	ports: ImportPorts,
): Promise<boolean> {
	const planned = await planLinks(await imports.linksOf(run.id, part), providers, ports);
	const links = planned.flatMap(({ link }) => link ?? []);
	for (let at = 0; at < links.length; at += chunk) {
		if (ports.now() >= deadline) return false;
		await Promise.all(
			links.slice(at, at + chunk).map(async (link) => {
				const entry = { event: 'link_made', by: run.by, what: link.issuer } as const;
				await tellOf(await linkWithNotice(link, { message: 'link_made', entry }, ports), ports);
			}),
		);
	}
	const made = planned.filter(({ verdict }) => verdict === 'made' || verdict === 'there').length;
	await imports.finishPart(run, { part, made, left: planned.length - made });
	return true;
}

/** @returns that there is nothing more to do */
async function finish(run: Run, failed: string | undefined, imports: Imports, ports: ImportPorts): Promise<false> {
	const { id, by, event, writes } = run;
	// Its result is noted once: after that, only records are left to be removed.
	if ((await imports.result())?.id !== id) {
		const parts = await imports.done(run);
		const links = parts.reduce((sum, { made }) => sum + made, 0);
		const settings = (await imports.areSettingsWritten(run)) ? writes.length : 0;
		const result: Result = { id, at: ports.now(), settings, links, left: run.links - links };
		const audit = new Audit(ports);
		if (failed === undefined && !(await audit.find(id))) {
			await audit.add({ event, by, what: `${settings} + ${links}` }, id);
		}
		await imports.noteResult(failed === undefined ? result : { ...result, left: 0, failed });
	}
	await imports.end(run);
	return false;
}
