import { Browser } from '../test/app/support/browser';
import { parsePage } from '../test/app/support/page';
import type { AppPage } from '../test/app/support/page';
import type { Bench } from './bench';
import { percentile, rounds, spread, table, tally } from './figures';
import { approveFrom } from './signIn';
import type { BenchWorkspace } from './workspace';

const fromEverywhere = 300;
const fromOneAddress = 40;

const outcome = ({ session, code, waiting, status }: AppPage): string =>
	session ? 'in' : waiting ? 'asked to wait' : (code ?? `HTTP ${status}`);

/** Everybody comes at nine o'clock. */
export async function crowd(bench: Bench): Promise<string> {
	const workspace = await bench.startWorkspace();
	const first: Crowd[] = [];
	const later: Crowd[] = [];
	const colleagues: string[][] = [];
	for (let count = 0; count < rounds; count++) {
		await workspace.ask('tidy');
		first.push(await together(workspace, `newcomer${count}n`));
		later.push(await together(workspace, `newcomer${count}n`));
		colleagues.push([String(count + 1), ...(await behindOneAddress(workspace, count))]);
	}
	return `## Many at once

${fromEverywhere} people, each from an address of their own, press the button in the same instant; ${rounds} rounds.

${table(
	['sign-in', 'seconds until the last', 'p50 s', 'p95 s', 'how they ended'],
	[row('first (creates the account)', first), row('later', later)],
)}

${fromOneAddress} people behind one address, over which core's login limits stand; first sign-ins. The clock of the limits is
set forward instead of waiting.

${table(['round', 'half are in after s', 'all after s', 'requests of the browsers', 'how they ended'], colleagues)}`;
}

/** Seconds. */
interface Crowd {
	readonly p50: number;
	readonly p95: number;
	readonly last: number;
	readonly outcomes: readonly string[];
}

function row(name: string, crowds: readonly Crowd[]): string[] {
	const each = (key: 'last' | 'p50' | 'p95'): string => spread(crowds.map((one) => one[key]));
	return [name, each('last'), each('p50'), each('p95'), tally(crowds.flatMap(({ outcomes }) => outcomes))];
}

async function together(workspace: BenchWorkspace, name: string): Promise<Crowd> {
	const begunAt = performance.now();
	const ended = await Promise.all(
		Array.from({ length: fromEverywhere }, async (_, index) => {
			const { browser, callback } = await approveFrom(workspace.loginUrl(`${name}${index}`));
			const page = parsePage(await browser.request(callback));
			return { outcome: outcome(page), seconds: (performance.now() - begunAt) / 1000 };
		}),
	);
	const times = ended.map(({ seconds }) => seconds);
	const [p50, p95, last] = [0.5, 0.95, 1].map((share) => percentile(times, share)) as [number, number, number];
	return { p50, p95, last, outcomes: ended.map((one) => one.outcome) };
}

interface Visitor {
	readonly browser: Browser;
	readonly url: string;
	/** Seconds of the limits' clock at which the browser asks. */
	readonly due: number;
}

/** One after the other, in the order of their times; between them the clock is set forward. */
async function behindOneAddress(workspace: BenchWorkspace, round: number): Promise<string[]> {
	const address = `192.0.2.${round}`;
	const visitors: Visitor[] = [];
	for (let index = 0; index < fromOneAddress; index++) {
		const browser = new Browser({ address });
		const { callback } = await approveFrom(workspace.loginUrl(`colleague${round}n${index}`), browser);
		visitors.push({ browser, url: callback, due: 0 });
	}
	const arrivals: number[] = [];
	const ended: string[] = [];
	let now = 0;
	let tries = 0;
	for (let next = visitors.shift(); next; next = visitors.sort((a, b) => a.due - b.due).shift()) {
		const { browser, url, due } = next;
		if (due > now) {
			await workspace.ask('advance', (due - now) * 1000);
			now = due;
		}
		tries += 1;
		const page = parsePage(await browser.request(url));
		if (page.waiting) {
			visitors.push({ browser, url: page.waiting.url.href, due: now + page.waiting.seconds });
			continue;
		}
		ended.push(outcome(page));
		if (page.session) arrivals.push(now);
	}
	return [String(percentile(arrivals, 0.5)), String(Math.max(...arrivals)), String(tries), tally(ended)];
}
