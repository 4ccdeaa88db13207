import { Audit } from '../attempts/audit';
import { useOnce } from '../browser/once';
import { Sealer } from '../browser/seal';
import { LoginError } from '../errors';
import type { Slot } from '../ports/memory';
import type { Needs, Storage, WorkspaceAccess } from '../ports/ports';
import { lazy } from '../values/lazy';
import { bridgeFor } from '../workspace/bridge';
import { takeOverCasIfChosen } from '../workspace/bridgeHealth';
import { LoginRefused, TooManyLogins } from '../workspace/session/refusal';
import { endAccess } from './endAccess';
import type { Ending } from './endings';
import { Endings } from './endings';

/** Milliseconds of a job: the engine cuts it at 30 s. */
const budget = 18_000;

/** Milliseconds. A regular job looks after the queue as often as this (`OAuthLoginApp`). */
export const regularly = 600_000;

/** Milliseconds: what core does not do for so long is given up. */
const patience = 3 * 24 * 3600_000;

/** How the queue is worked off in this process. */
const work: Slot<{ running: boolean; again: boolean; scheduledAt: number; failures: Map<string, number> }> = () => ({
	...{ running: false, again: false, scheduledAt: 0 },
	failures: new Map(),
});

/** Has the queue worked off at a time, in milliseconds since 1970, unless it is before that anyway. */
export async function scheduleWork(at: number, ports: Storage & Needs<'jobs'>): Promise<void> {
	const state = ports.memory.of(work);
	if (at - ports.now() >= regularly) return;
	if (state.scheduledAt > ports.now() && state.scheduledAt <= at) return;
	// Where the scheduler fails, the regular job does it: the queue is in the store.
	await ports.jobs.schedule('endings', at).then(
		() => (state.scheduledAt = at),
		() => undefined,
	);
}

type WorkPorts = WorkspaceAccess & Needs<'directory' | 'messenger' | 'jobs'>;

/**
 * Ends what is due, one after the other. What fails stays in the queue and is done again: after as long as it has waited
 * already, at least ten seconds, at most an hour. Never throws.
 */
export async function workOffEndings(ports: WorkPorts): Promise<void> {
	const state = ports.memory.of(work);
	state.again = true;
	if (state.running) return;
	state.running = true;
	// A run that was scheduled may be this one: what comes from now on needs another.
	state.scheduledAt = 0;
	try {
		let next = Infinity;
		while (state.again) {
			state.again = false;
			next = await workOffOnce(ports);
		}
		if (next < Infinity) await scheduleWork(next, ports);
	} catch {
		// The store does not answer. The regular job tries again.
	} finally {
		state.running = false;
	}
}

/** @returns milliseconds since 1970: when there is more to do; Infinity when there is not */
async function workOffOnce(ports: WorkPorts): Promise<number> {
	const { failures } = ports.memory.of(work);
	const endings = new Endings(ports.store);
	const startedAt = ports.now();
	const all = await endings.all();
	const [later, due] = [all.filter((one) => one.due > startedAt), all.filter((one) => one.due <= startedAt)];
	// What has failed before keeps nothing else waiting.
	due.sort((one, other) => (failures.get(one.id) ?? 0) - (failures.get(other.id) ?? 0));
	let next = Math.min(...later.map((one) => one.due));
	const bridge = lazy(async () => {
		const sealer = new Sealer(ports);
		return bridgeFor(await takeOverCasIfChosen(ports, sealer), ports, sealer);
	});
	for (const ending of due) {
		if (ports.now() - startedAt > budget) return ports.now();
		try {
			const done = await endAccess(ending, bridge, ports);
			await close(ending, done, endings, ports);
		} catch (error) {
			const code = error instanceof LoginError ? error.code : 'internal';
			if (error instanceof TooManyLogins) return Math.min(next, ports.now() + error.retryAfter * 1000);
			const waited = ports.now() - ending.due;
			if (isFinal(error) || waited > patience) {
				await close(ending, code, endings, ports);
			} else {
				failures.set(ending.id, (failures.get(ending.id) ?? 0) + 1);
				next = Math.min(next, ports.now() + Math.min(Math.max(waited, 10_000), 3600_000));
			}
		}
	}
	return next;
}

/** Core has decided, and would decide the same again. A try that meets another account opens a session of it each time. */
const isFinal = (error: unknown): boolean =>
	error instanceof LoginRefused || (error instanceof LoginError && error.code === 'session_mismatch');

/** Used up before the record goes: the same report, come again, finds one or the other. */
async function close(ending: Ending, result: string, endings: Endings, ports: Storage): Promise<void> {
	const { id, cause, action, userId, provider, until } = ending;
	if (cause !== 'session-age') {
		await useOnce(id, until, ports.store, ports.memory);
		const done = ['nothing', 'sessions', 'link', 'deactivated'].includes(result);
		const what = done ? `${cause}: ${result}` : `${cause}: ${action}, ${result}`;
		new Audit(ports).note({ event: done ? 'provider_reported' : 'report_not_followed', userId, provider, what });
	}
	await endings.remove(id);
	ports.memory.of(work).failures.delete(id);
}
