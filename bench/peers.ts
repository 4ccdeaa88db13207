import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { Browser } from '../test/app/support/browser';
import type { Answer } from '../test/app/support/browser';
import type { Bench } from './bench';
import { inParallel, median, round, rounds, spread, table } from './figures';
import type { Contestant, Leg } from './leg';
import { measure } from './leg';
import { app, people, relyingParty } from './time';

/** What signs people in beside the app, and what of a sign-in each verifies, as its documentation or source says. */
const others: ReadonlyArray<readonly [name: string, file: string, verifies: string]> = [
	['openid-client 6.8', 'relyingParty.mjs', 'state, PKCE, nonce, `iss`, claims, signature'],
	['passport 0.7, passport-openidconnect 0.1', 'peers/passport.mjs', 'state, nonce, claims'],
	['Auth.js (@auth/core 0.41)', 'peers/authjs.mjs', 'state, PKCE, nonce, `iss`, claims'],
	['better-auth 1.7', 'peers/betterAuth.mjs', 'state, PKCE, nonce, claims, signature; has users and sessions'],
];
const ours = [
	'the app',
	'state, PKCE, nonce, `iss`, claims, signature, single use; has accounts and sessions',
] as const;

/** Their packages are of no other use: they are no dependencies of the project. */
function install(): void {
	const folder = path.join(__dirname, 'peers');
	if (!existsSync(path.join(folder, 'node_modules')))
		execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
}

/** Sign-ins by the app and by other software, in turns, with the same provider on the same machine. */
export async function peers(bench: Bench): Promise<string> {
	install();
	const contestants: Array<{ name: string; verifies: string; contestant: Contestant; start: Leg[]; callback: Leg[] }> =
		[];
	const enter = (name: string, verifies: string, contestant: Contestant): unknown =>
		contestants.push({ name, verifies, contestant, start: [], callback: [] });
	enter(...ours, app(await bench.startWorkspace()));
	for (const [name, file, verifies] of others) {
		enter(name, verifies, relyingParty(await bench.startRelyingParty(file)));
	}
	for (const { contestant } of [...contestants, ...contestants]) await signInAll(contestant);
	for (let count = 0; count < rounds; count++) {
		for (const one of count % 2 ? [...contestants].reverse() : contestants) {
			await one.contestant.tidy?.();
			const { start, callback } = await signInAll(one.contestant);
			one.start.push(start);
			one.callback.push(callback);
		}
	}
	const cpu = (legs: readonly Leg[]): number[] => legs.map(({ server, app: own }) => server + own);
	const least = median(cpu(contestants[1]!.callback));
	return `## Peers

${rounds} rounds of ${people.length} sign-ins, one after the other; milliseconds. The CPU of the app is that of its own process and of
the server's; the ratio is of the callback's, to openid-client.

${table(
	['', 'verifies', 'CPU: start', 'CPU: callback', 'ratio', 'callback p50'],
	contestants.map(({ name, verifies, start, callback }) => [
		...[name, verifies, spread(cpu(start)), spread(cpu(callback)), round(median(cpu(callback)) / least)],
		spread(callback.map(({ p50 }) => p50)),
	]),
)}

The app's own process: ${spread(contestants[0]!.callback.map(({ app: own }) => own))} ms for a callback.`;
}

async function signInAll(contestant: Contestant): Promise<{ start: Leg; callback: Leg }> {
	const start = await measure(people, 1, contestant, async (person) => {
		const browser = new Browser();
		return { browser, target: target(await browser.request(contestant.loginUrl(person))) };
	});
	const approved = await inParallel(start.results, 16, async ({ browser, target: url }) => ({
		browser,
		callback: target(await browser.request(url)),
	}));
	const callback = await measure(approved, 1, contestant, async ({ browser, callback: url }) =>
		requireSession(browser, await browser.request(url)),
	);
	return { start: start.leg, callback: callback.leg };
}

function target({ url, status, headers, body }: Answer): string {
	const location = headers.get('location');
	if (location === null) throw new Error(`${url.href}: HTTP ${status}, ${body.slice(0, 200)}`);
	return new URL(location, url).href;
}

/** A page, or a redirect with the cookie of a session. */
function requireSession({ jar }: Browser, { url, status, headers }: Answer): void {
	const location = headers.get('location');
	const isIn =
		location === null ? status === 200 : !/error/i.test(location) && jar.some(({ name }) => /session/.test(name));
	if (!isIn) throw new Error(`${url.href}: HTTP ${status}, to ${location}`);
}
