import { Browser } from '../test/app/support/browser';
import { inParallel, percentile } from './figures';
import { approve, begin, finish } from './signIn';
import type { Usage } from './workspaceProcess';

/** Whoever signs people in. */
export interface Contestant {
	loginUrl(person: string): string;
	usage(): Promise<Usage>;
	/** Before each round. */
	tidy?(): Promise<void>;
}

/** One of the two requests of a sign-in, many times: milliseconds, but for the last. */
export interface Leg {
	readonly p50: number;
	readonly p95: number;
	/** CPU for one request. */
	readonly server: number;
	readonly app: number;
	/** Requests. */
	readonly perSecond: number;
}

/** Has `action` done on each item, so many at once, and looks at the clocks. */
export async function measure<Item, Result>(
	items: readonly Item[],
	concurrency: number,
	{ usage }: Pick<Contestant, 'usage'>,
	action: (item: Item) => Promise<Result>,
): Promise<{ leg: Leg; results: Result[] }> {
	const durations: number[] = [];
	const before = await usage();
	const begunAt = performance.now();
	const results = await inParallel(items, concurrency, async (item) => {
		const begun = performance.now();
		const result = await action(item);
		durations.push(performance.now() - begun);
		return result;
	});
	const elapsed = performance.now() - begunAt;
	const after = await usage();
	const leg = {
		p50: percentile(durations, 0.5),
		p95: percentile(durations, 0.95),
		server: (after.server - before.server) / items.length,
		app: (after.app - before.app) / items.length,
		perSecond: (items.length / elapsed) * 1000,
	};
	return { leg, results };
}

/** Has everybody sign in: all starts first, then all callbacks, so that each has its own CPU. */
export async function signInAll(
	people: readonly string[],
	concurrency: number,
	contestant: Contestant,
): Promise<{ start: Leg; callback: Leg }> {
	const start = await measure(people, concurrency, contestant, async (person) => {
		const browser = new Browser();
		return { browser, authorization: await begin(browser, contestant.loginUrl(person)) };
	});
	const approved = await inParallel(start.results, 16, (each) => approve(each.browser, each.authorization));
	const callback = await measure(approved, concurrency, contestant, finish);
	return { start: start.leg, callback: callback.leg };
}
