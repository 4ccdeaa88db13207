import { setTimeout } from 'node:timers/promises';
import type { Bench } from './bench';
import { table } from './figures';
import { approveFrom, finish } from './signIn';
import type { BenchWorkspace } from './workspace';
import type { Calls } from './workspaceProcess';

/** Milliseconds: longer than the app remembers settings. */
const pause = 6_000;

const kinds: ReadonlyArray<readonly [name: string, pattern: RegExp]> = [
	['app settings', /^AppSettings$/],
	['server settings', /^ServerSetting\./],
	['persistence: reads', /^Persistence\.read/],
	['persistence: writes', /^Persistence\.(?!read)/],
	['users', /^User\./],
	['HTTP', /^Http\./],
	['others', /^(?!AppSettings|ServerSetting|Persistence|User|Http)/],
	['sum', /^/],
];
const paths = ['/.well-known/openid-configuration', '/jwks', '/token', '/userinfo'];

const sum = (calls: Calls, pattern: RegExp): number =>
	Object.entries(calls).reduce((total, [name, count]) => total + (pattern.test(name) ? count : 0), 0);

/** How the app is when it is asked. */
const conditions: Record<string, (workspace: BenchWorkspace) => Promise<unknown>> = {
	'somebody else just before': async (workspace) => finish(await approveFrom(workspace.loginUrl('somebody'))),
	'nobody for 6 s': () => setTimeout(pause),
	'fresh process': (workspace) => workspace.ask('restart'),
};

/** What one sign-in has the app ask of the server and of the provider. */
export async function calls(bench: Bench): Promise<string> {
	const workspace = await bench.startWorkspace();
	const rows: Array<Array<string | number>> = [];
	let people = 0;

	for (const [condition, prepare] of Object.entries(conditions)) {
		const count = async <Result>(what: string, action: () => Promise<Result>): Promise<Result> => {
			await workspace.ask('settle');
			await prepare(workspace);
			await workspace.ask('takeCalls');
			await bench.takeProviderRequests();
			const result = await action();
			const asked = await bench.takeProviderRequests();
			const called = await workspace.ask('takeCalls');
			rows.push([
				condition,
				what,
				...kinds.map(([, kind]) => sum(called, kind)),
				...paths.map((path) => asked[path] ?? 0),
			]);
			return result;
		};
		const loginUrl = workspace.loginUrl(`person${++people}`);
		const first = await count('start', () => approveFrom(loginUrl));
		await count('callback, first sign-in', () => finish(first));
		const second = await approveFrom(loginUrl);
		await count('callback, later ones', () => finish(second));
	}
	return `## Calls

The browser's own requests: start, provider, callback: 3 (and what the provider's pages take), each time.

${table(['the app', 'request', ...kinds.map(([name]) => name), 'discovery', 'JWKS', 'token', 'userinfo'], rows)}`;
}
