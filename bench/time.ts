import { Browser } from '../test/app/support/browser';
import type { Bench } from './bench';
import { median, round, rounds, spread, table } from './figures';
import { measure, signInAll } from './leg';
import type { Contestant, Leg } from './leg';
import type { BenchWorkspace } from './workspace';
import type { Usage } from './workspaceProcess';

const signIns = Number(process.env.SIGN_INS ?? 100);

export const people = Array.from({ length: signIns }, (_, index) => `person${index % 50}`);

export const app = (workspace: BenchWorkspace): Contestant => ({
	loginUrl: (person) => workspace.loginUrl(person),
	usage: () => workspace.ask('usage'),
	tidy: () => workspace.ask('tidy'),
});

export const relyingParty = (url: string): Contestant => ({
	loginUrl: (person) => `${url}/login?login_hint=${person}`,
	usage: async () => (await (await fetch(`${url}/_bench/usage`)).json()) as Usage,
});

/** An endpoint of another app that does nothing: what a request costs before any app has done anything. */
async function idle(url: string, concurrency: number, contestant: Contestant): Promise<Leg> {
	const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"status":200}' };
	const { leg } = await measure(people, concurrency, contestant, () => new Browser().request(url, request));
	return leg;
}

/** Everything that was measured under one name, one entry for each round. */
type Rounds = Record<'start' | 'callback' | 'reference start' | 'reference callback' | 'idle', Leg[]>;

/** A sign-in's time, beside the same sign-in by openid-client on the same machine in the same minutes. */
export async function time(bench: Bench): Promise<string> {
	const workspace = await bench.startWorkspace();
	const ours = app(workspace);
	const reference = relyingParty(await bench.startRelyingParty());
	const idleUrl = await workspace.ask('installIdleApp');
	// Warm-up; and everybody has an account then.
	for (const contestant of [ours, reference, ours, reference]) await signInAll(people, 8, contestant);

	const rows: string[][] = [];
	for (const delay of [0, 50]) {
		await bench.setDelay(delay);
		for (const concurrency of [1, 16]) {
			const legs: Rounds = { start: [], callback: [], 'reference start': [], 'reference callback': [], idle: [] };
			for (let count = 0; count < rounds; count++) {
				await ours.tidy?.();
				const own = await signInAll(people, concurrency, ours);
				const other = await signInAll(people, concurrency, reference);
				legs.start.push(own.start);
				legs.callback.push(own.callback);
				legs['reference start'].push(other.start);
				legs['reference callback'].push(other.callback);
				legs.idle.push(await idle(idleUrl, concurrency, ours));
			}
			rows.push(...rowsOf(`${delay} ms, ${concurrency} at once`, legs));
		}
	}
	const head = [
		'provider',
		'request',
		'p50 ms',
		'p95 ms',
		'CPU ms: server',
		'CPU ms: app',
		'per second',
		'CPU ratio',
		'p50 ratio',
	];
	return `## Time

${rounds} rounds of ${signIns} sign-ins for each cell; the median of the rounds, and the lowest and highest.
Ratios: of the medians, to openid-client.

${table(head, rows)}`;
}

function rowsOf(condition: string, legs: Rounds): string[][] {
	const row = (name: string, measured: Leg[], reference?: Leg[]): string[] => {
		const of = (key: keyof Leg, among = measured): number[] => among.map((leg) => leg[key]);
		const cpu = (among: Leg[]): number => median(among.map((leg) => leg.server + leg.app));
		return [
			...[condition, name, spread(of('p50')), spread(of('p95')), spread(of('server')), spread(of('app'))],
			spread(of('perSecond')),
			reference ? round(cpu(measured) / cpu(reference)) : '',
			reference ? round(median(of('p50')) / median(of('p50', reference))) : '',
		];
	};
	return [
		row('start', legs.start, legs['reference start']),
		row('callback', legs.callback, legs['reference callback']),
		row('openid-client: start', legs['reference start']),
		row('openid-client: callback', legs['reference callback']),
		row('an endpoint that does nothing', legs.idle),
	];
}
