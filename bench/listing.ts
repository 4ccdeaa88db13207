import { setTimeout } from 'node:timers/promises';
import type { Bench } from './bench';
import { table } from './figures';
import { approveFrom, finish } from './signIn';

/** Every call of the server that a request makes, one by one, in order: of a warm app, and of one that was idle. */
export async function listing(bench: Bench): Promise<string> {
	const workspace = await bench.startWorkspace();
	const parts: string[] = [];
	const list = async <Result>(what: string, action: () => Promise<Result>): Promise<Result> => {
		await workspace.ask('settle');
		await workspace.ask('takeCalls');
		const result = await action();
		// What is written after the answer belongs to it.
		await workspace.ask('settle');
		const calls = await workspace.ask('takeListing');
		parts.push(
			`### ${what}: ${calls.length}\n\n${table(
				['', 'call'],
				calls.map((call, index) => [index + 1, call]),
			)}`,
		);
		return result;
	};
	const warm = (): Promise<void> => approveFrom(workspace.loginUrl('warm')).then(finish);
	await warm();
	const first = await list('start, warm', () => approveFrom(workspace.loginUrl('ada')));
	await warm();
	await list('callback, first sign-in, warm', () => finish(first));
	const second = await approveFrom(workspace.loginUrl('ada'));
	await warm();
	await list('callback, warm', () => finish(second));
	await setTimeout(6_000);
	const third = await list('start, idle', () => approveFrom(workspace.loginUrl('ada')));
	await setTimeout(6_000);
	await list('callback, idle', () => finish(third));
	return `## Calls, one by one\n\n${parts.join('\n\n')}`;
}
