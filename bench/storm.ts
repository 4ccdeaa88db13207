import { Browser } from '../test/app/support/browser';
import { parsePage } from '../test/app/support/page';
import type { Bench } from './bench';
import { inParallel, rounds, spread, table, tally } from './figures';
import { approveFrom, finish } from './signIn';
import type { BenchWorkspace } from './workspace';

const callbacks = 500;

/** What the provider's keys are to the app's process when the storm begins. */
const processes = ['knows the keys', 'is fresh'] as const;

interface Storm {
	readonly jwks: number;
	readonly token: number;
	readonly seconds: number;
	readonly codes: readonly string[];
}

/** Many id_tokens at once that name a key which the provider does not have. */
export async function storm(bench: Bench): Promise<string> {
	const workspace = await bench.startWorkspace();
	const rows: string[][] = [];
	for (const process of processes) {
		const storms: Storm[] = [];
		for (let count = 0; count < rounds; count++)
			storms.push(await oneStorm(workspace, process, `${process[0]}${count}`));
		const each = (key: 'jwks' | 'token' | 'seconds'): string => spread(storms.map((one) => one[key]));
		rows.push([process, each('jwks'), each('token'), each('seconds'), tally(storms.flatMap(({ codes }) => codes))]);
	}
	return `## JWKS storm

${callbacks} callbacks at once, each with an id_token whose \`kid\` is unknown; ${rounds} rounds, each with a provider that the app
has never seen before.

${table(["the app's process", 'JWKS fetches', 'token requests', 'seconds', 'answers'], rows)}`;
}

async function oneStorm(workspace: BenchWorkspace, process: (typeof processes)[number], name: string): Promise<Storm> {
	const loginUrl = workspace.url('login/okta');
	await workspace.ask('meetProvider', { claims: { preferred_username: name, email: `${name}@example.com` } });
	if (process === 'knows the keys') await finish(await approveFrom(loginUrl));
	await workspace.ask('setBehaviour', { idToken: 'kidUnknown' });
	const browsers = Array.from({ length: callbacks }, () => new Browser());
	const approved = await inParallel(browsers, 16, (browser) => approveFrom(loginUrl, browser));
	if (process === 'is fresh') await workspace.ask('restart');
	await workspace.ask('takeProviderRequests');

	const begunAt = performance.now();
	const pages = await Promise.all(approved.map(({ browser, callback }) => browser.request(callback)));
	const seconds = (performance.now() - begunAt) / 1000;
	const asked = await workspace.ask('takeProviderRequests');
	return {
		jwks: asked['/jwks'] ?? 0,
		token: asked['/token'] ?? 0,
		seconds,
		codes: pages.map((page) => parsePage(page).code ?? `HTTP ${page.status}`),
	};
}
