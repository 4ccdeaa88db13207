import { createHash } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { ILoggerStorageEntry } from '@rocket.chat/apps-engine/server/logging';
import { oktaSettings, Scene } from '../test/app/support/scene';
import type { Behaviour } from '../test/hostile/faults';
import { Client } from '../test/workspace/testing/client';
import { buildProbeApp, PROBE_ID } from '../test/workspace/testing/probeApp';

/*
 * The local workspace with the app, in a process of its own, so that its CPU can be told from that of the people who sign
 * in and of the provider. Started by `workspace.ts`, and asked by messages.
 */

/** Milliseconds of CPU since the process started. */
export interface Usage {
	/** The workspace: the engine, and what stands for Rocket.Chat. */
	readonly server: number;
	/** The processes in which apps run. */
	readonly app: number;
}

/** By the job's name: how often it ran, and how many milliseconds the longest run took. */
export type JobRuns = Record<string, { readonly runs: number; readonly longest: number }>;

/** Calls by their names, `Persistence.read…` and the like. */
export type Calls = Record<string, number>;

export interface Configuration {
	readonly issuer: string;
	readonly clientId: string;
	readonly clientSecret: string;
}

/** @param from milliseconds since 1970 */
function jobRuns(logs: readonly ILoggerStorageEntry[], from: number): JobRuns {
	const runs: Record<string, { runs: number; longest: number }> = {};
	for (const { method, startTime, totalTime } of logs) {
		const [, name] = /^scheduler:([a-z]+)/.exec(method) ?? [];
		if (name === undefined || new Date(startTime).getTime() < from) continue;
		const { runs: before, longest } = runs[name] ?? { runs: 0, longest: 0 };
		runs[name] = { runs: before + 1, longest: Math.max(longest, totalTime) };
	}
	return runs;
}

/** Linux counts the CPU of processes in these (USER_HZ). */
const millisecondsPerTick = 10;

/**
 * What a runtime keeps to itself about an app's process: the engine's (server/runtime/deno/AppsEngineDenoRuntime), and the
 * workspace's own for Node.
 */
interface Controller {
	readonly deno?: { readonly pid?: number };
	readonly child?: { readonly pid?: number };
	handleAccessorMessage?(message: { payload: { method: string } }): Promise<unknown>;
	readonly resources?: { doGetSettingById(id: string, appId: string): unknown };
}

function commandsOf(scene: Scene) {
	const { workspace, appId } = scene;
	const runtime = workspace.host.manager.getRuntime() as unknown as { subprocesses: Record<string, Controller> };
	let appSettingReads = 0;
	let clock = 0;

	// An app's own settings are answered by the engine itself: they cross the pipe, but reach no bridge.
	const controller = runtime.subprocesses[appId]!;
	const { handleAccessorMessage: handle, resources } = controller;
	if (handle) {
		controller.handleAccessorMessage = function (message) {
			if (message.payload.method.includes(':getSettings:')) appSettingReads += 1;
			return handle.call(this, message);
		};
	}
	if (resources) {
		const read = resources.doGetSettingById;
		resources.doGetSettingById = (id, owner) => {
			appSettingReads += 1;
			return read(id, owner);
		};
	}

	const listing: string[] = [];
	workspace.probe.observe((call, caller, parameters) => {
		if (caller === appId) listing.push(described(call, parameters));
	});

	/** The engine listens for an answer to each call of the app that is under way. */
	const isBusy = (): boolean =>
		(controller as unknown as EventEmitter).eventNames().some((name) => String(name).startsWith('result:'));

	// How many records the reads of the app have brought it: what a look-up costs grows with that.
	let recordsRead = 0;
	const persistence = workspace.host.manager.getBridges().getPersistenceBridge() as unknown as {
		readByAssociations(associations: unknown, owner: string): Promise<unknown[]>;
	};
	const read = persistence.readByAssociations;
	persistence.readByAssociations = async (associations, owner) => {
		const records = await read.call(persistence, associations, owner);
		if (owner === appId) recordsRead += records.length;
		return records;
	};

	// Only the limiter sees the later time: what it counts is over before anybody else is asked.
	const { rateLimiter } = workspace;
	const count = rateLimiter.count.bind(rateLimiter);
	rateLimiter.count = (key, limit) => {
		const { now } = Date;
		Date.now = () => now() + clock;
		try {
			return count(key, limit);
		} finally {
			Date.now = now;
		}
	};

	return {
		usage(): Usage {
			const { user, system } = process.cpuUsage();
			const pids = Object.values(runtime.subprocesses).map(({ deno, child }) => (deno ?? child)?.pid);
			const app = pids.reduce<number>((sum, pid) => sum + (pid === undefined ? 0 : cpuOf(pid)), 0);
			return { server: (user + system) / 1000, app };
		},
		/** What the app has called since it was asked last. */
		takeCalls(): Calls {
			const calls = { ...workspace.calls[appId], AppSettings: appSettingReads };
			workspace.probe.reset();
			appSettingReads = 0;
			listing.length = 0;
			return calls;
		},
		/** Since it was asked last. */
		takeRecordsRead(): number {
			const number = recordsRead;
			recordsRead = 0;
			return number;
		},
		/** The same, one by one and in order, with what each was about. */
		takeListing: () => listing.splice(0),
		/** The stand-in for the database has no index: what attempts left behind would slow down those that follow. */
		tidy(): void {
			const { store } = workspace;
			store.persistence = store.persistence.filter(
				({ associations }) => !associations?.some(({ id }) => id === 'used'),
			);
			store.appLogs.length = 0;
		},
		settle: () => scene.settle(),
		/** Saves settings of the app as its form does, all by one request. @returns milliseconds */
		async saveForm(values: Record<string, unknown>): Promise<number> {
			const path = `/api/apps/${appId}/settings`;
			const { settings } = await scene.admin.call<{ settings: Record<string, object> }>('GET', path);
			const changed = Object.entries(values).map(([id, value]) => ({ ...settings[id], id, value }));
			const begun = performance.now();
			await scene.admin.call('POST', path, JSON.stringify({ settings: changed }));
			return performance.now() - begun;
		},
		/** Waits until nothing that a change of settings has led to is left to do. @returns the jobs that have run since `from` */
		async jobsUntilQuiet(from: number): Promise<JobRuns> {
			for (let quietSince = performance.now(); performance.now() - quietSince < 4_000;) {
				await setTimeout(100);
				const isWaiting = [...workspace.store.jobs.values()].some(({ interval }) => interval === undefined);
				if (isWaiting || isBusy()) quietSince = performance.now();
			}
			return jobRuns(workspace.appLogs(appId), from);
		},
		/** The next upkeep counts the links. */
		forgetTally(): void {
			const { store } = workspace;
			store.persistence = store.persistence.filter(
				({ associations }) => !associations?.some(({ id }) => id.startsWith('link-tally')),
			);
		},
		/** Links of so many people who have an account each, as the app stores them. */
		plantLinks(number: number): void {
			const { store } = workspace;
			store.persistence = store.persistence.filter(({ _id }) => !_id.startsWith('planted-'));
			const plant = (id: string, keys: string[], data: object): void => {
				const associations = keys.map((key) => ({ model: 'misc', id: key }));
				store.persistence.push({ _id: `planted-${id}`, appId, associations, data });
			};
			plant('shelved', ['links-shelved'], { done: true });
			for (let index = 0; index < number; index++) {
				const [identity, userId] = [createHash('sha256').update(`${index}`).digest('base64url'), `user-${index}`];
				const link = { identity, provider: 'planted', issuer: 'https://id.example.com', subject: `${index}`, userId };
				const keys = [`link:${identity}`, `links-of:${userId}`, 'links', `links:${identity.slice(0, 1)}`];
				plant(identity, keys, { ...link, casUser: `oauth-login:${index}`, generation: 0, linkedAt: index });
			}
		},
		/** The nonce of a page, confirmed by the workspace's admin as the page's script would have it. */
		async confirm(nonce: string): Promise<void> {
			const admin = await Client.admin(workspace);
			await admin.post('/api/v1/commands.run', {
				...{ command: 'oauth-login', params: `confirm ${nonce}`, roomId: 'GENERAL' },
			});
		},
		/** Kills the app's process, and waits until the engine has started another. */
		async restart(): Promise<void> {
			const restarts = () => workspace.appLogs(appId).filter(({ method }) => method === 'runtime:restart').length;
			const before = restarts();
			workspace.killRuntime(appId);
			while (restarts() === before) await setTimeout(5);
		},
		async meetProvider(behaviour: Behaviour): Promise<void> {
			await scene.meetProvider(behaviour);
			await scene.settle();
		},
		setBehaviour: (behaviour: Behaviour) => scene.provider.set(behaviour),
		/** Of the provider that was met last, since it was asked last, by path. */
		takeProviderRequests(): Calls {
			const requests: Calls = {};
			for (const { path } of scene.provider.requests.splice(0)) requests[path] = (requests[path] ?? 0) + 1;
			return requests;
		},
		/** Sets the clock of the login limits forward. */
		advance(milliseconds: number): void {
			clock += milliseconds;
		},
		/** @returns the address of an endpoint that does nothing, in an app that does nothing. */
		async installIdleApp(): Promise<string> {
			await workspace.installApp(await buildProbeApp());
			return `${workspace.url}/api/apps/public/${PROBE_ID}/answer`;
		},
		stop: () => scene.stop(),
	};
}

export type Commands = ReturnType<typeof commandsOf>;

/** @param parameters of the bridge: a setting's id, a request, or a record's associations come first or second */
function described(call: string, parameters: readonly unknown[]): string {
	const about = parameters.map(subjectOf).find((subject) => subject !== undefined);
	return about === undefined ? call : `${call} ${about}`;
}

/** What a parameter names, without what is different each time. */
function subjectOf(parameter: unknown): string | undefined {
	if (Array.isArray(parameter)) {
		const ids = (parameter as Array<{ id?: unknown }>).map(({ id }) => String(id));
		return ids.map((id) => id.replace(/[:/].*/, '')).join(' + ');
	}
	const url = (parameter as { url?: unknown } | null)?.url;
	if (typeof url === 'string') return new URL(url).pathname.replace(/^\/_cas\/.*/, '/_cas/…');
	return typeof parameter === 'string' && /^[A-Za-z0-9]+(?:_[A-Za-z0-9_]+)$/.test(parameter) ? parameter : undefined;
}

/** User and system time, the 14th and 15th field (proc(5)); the 2nd is a name in brackets, with anything in it. */
function cpuOf(pid: number): number {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
	return (Number(fields[11]) + Number(fields[12])) * millisecondsPerTick;
}

export interface Question {
	readonly id: number;
	readonly command: keyof Commands;
	readonly parameters: unknown[];
}

async function main({ issuer, clientId, clientSecret }: Configuration): Promise<void> {
	const scene = await Scene.setUp({ settings: oktaSettings(issuer, clientId, clientSecret) });
	await scene.settle();
	const commands = commandsOf(scene) as Record<string, (...parameters: unknown[]) => unknown>;
	process.on('message', async ({ id, command, parameters }: Question) => {
		try {
			process.send?.({ id, result: await commands[command]!(...parameters) });
		} catch (error) {
			process.send?.({ id, error: String(error) });
		}
	});
	process.send?.({ id: 0, result: scene.url('') });
}

void main(JSON.parse(process.argv[2]!) as Configuration);
