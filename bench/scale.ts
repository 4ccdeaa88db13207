import { setTimeout } from 'node:timers/promises';
import { Browser } from '../test/app/support/browser';
import type { Bench } from './bench';
import { median, round, table } from './figures';
import { approveFrom, finish } from './signIn';
import type { BenchWorkspace } from './workspace';
import type { Calls } from './workspaceProcess';

/** Milliseconds: longer than the app remembers settings of the server. */
const pause = 6_000;

const sizes = (process.env.PROVIDERS ?? '1,20,200').split(',').map(Number);

/** Five settings for each provider. */
const settingsOf = (name: string, { issuer, clientId, clientSecret }: Bench['configuration']) => ({
	[`Accounts_OAuth_Custom-${name}-issuer`]: issuer,
	[`Accounts_OAuth_Custom-${name}-id`]: clientId,
	[`Accounts_OAuth_Custom-${name}-secret`]: clientSecret,
	[`Accounts_OAuth_Custom-${name}-token_sent_via`]: 'header',
	[`Accounts_OAuth_Custom-${name}`]: true,
});

/** Of the server, and of the app's own settings, which the engine answers by itself. */
const countOf = ({ AppSettings = 0, ...others }: Calls): string => `${sum(others)} + ${AppSettings}`;

const sum = (calls: Calls): number => Object.entries(calls).reduce((total, [, count]) => total + count, 0);

/** What grows with the number of providers, and with that of links. */
export const scale = async (bench: Bench): Promise<string> =>
	`## Scale\n\n${await providersToo(bench)}\n\n${await linksToo(bench)}`;

/** Providers: saving them, the upkeep, and what people do. */
async function providersToo(bench: Bench): Promise<string> {
	const saving: Array<Array<string | number>> = [];
	const asking: Array<Array<string | number>> = [];
	for (const size of sizes) {
		const workspace = await bench.startWorkspace();
		const names = Array.from({ length: size }, (_, index) => `Bench${index}`);
		await workspace.ask('saveForm', { Accounts_OAuth_Custom: names.join(',') });
		await workspace.ask('jobsUntilQuiet', 0);

		await workspace.ask('takeCalls');
		const from = Date.now();
		const settings = Object.assign({}, ...names.map((name) => settingsOf(name, bench.configuration))) as object;
		const saved = await workspace.ask('saveForm', { ...settings });
		const { upkeep, checks } = await workspace.ask('jobsUntilQuiet', from);
		const seconds = (Date.now() - from) / 1000;
		const calls = sum(await workspace.ask('takeCalls'));
		saving.push([
			...[size, size * 5, round(saved / 1000), round(seconds)],
			...[upkeep?.runs ?? 0, upkeep?.longest ?? 0, checks?.runs ?? 0, checks?.longest ?? 0, calls],
		]);

		const loginUrl = workspace.url('login/bench0?login_hint=ada');
		await finish(await approveFrom(loginUrl));
		for (const [what, action] of Object.entries(requests(workspace, loginUrl))) {
			const durations: number[] = [];
			let counted = '';
			for (let round = 0; round < 20; round++) {
				const request = await action();
				await workspace.ask('settle');
				await workspace.ask('takeCalls');
				const begun = performance.now();
				await request();
				durations.push(performance.now() - begun);
				await workspace.ask('settle');
				counted = countOf(await workspace.ask('takeCalls'));
			}
			const request = await action();
			await setTimeout(pause);
			await workspace.ask('takeCalls');
			await request();
			await workspace.ask('settle');
			asking.push([size, what, counted, countOf(await workspace.ask('takeCalls')), round(median(durations))]);
		}
		await workspace.stop();
	}
	return `${table(
		[
			...['providers', 'settings in one form', 'saved after s', 'all done after s'],
			...['upkeep jobs', 'longest ms', 'checks', 'longest ms', 'calls'],
		],
		saving,
	)}

${table(['providers', 'request', 'calls: server + app settings', 'after a pause', 'p50 ms'], asking)}`;
}

/** Each makes ready what comes before it, and gives the request itself. */
const requests = (
	workspace: BenchWorkspace,
	loginUrl: string,
): Record<string, () => Promise<() => Promise<unknown>>> => ({
	start: async () => () => approveFrom(loginUrl),
	callback: async () => {
		const approved = await approveFrom(loginUrl);
		return () => finish(approved);
	},
	'login.js': async () => () => new Browser().request(workspace.url('login.js')),
});

/** A browser with the administrators' pages open. */
async function openAdminPages(workspace: BenchWorkspace): Promise<Browser> {
	const browser = new Browser();
	const [, nonce = ''] =
		/name="nonce" value="([^"]*)"/.exec((await browser.request(workspace.url('admin'))).body) ?? [];
	await workspace.ask('confirm', nonce);
	const form = { method: 'POST', body: new URLSearchParams({ nonce }), headers: { 'sec-fetch-site': 'same-origin' } };
	const { status } = await browser.request(workspace.url('admin'), form);
	if (status !== 303) throw new Error(`The administrators' pages did not open: HTTP ${status}`);
	return browser;
}

/** Links of other people. The stand-in for the database has no index: the times hold its search as well. */
async function linksToo(bench: Bench): Promise<string> {
	const workspace = await bench.startWorkspace();
	const rows: Array<Array<string | number>> = [];
	const record = async (links: number, what: string, action: () => Promise<unknown>): Promise<void> => {
		await workspace.ask('settle');
		await workspace.ask('takeRecordsRead');
		const begun = performance.now();
		await action();
		const duration = performance.now() - begun;
		await workspace.ask('settle');
		rows.push([links, what, await workspace.ask('takeRecordsRead'), round(duration)]);
	};
	const admin = await openAdminPages(workspace);
	for (const links of [1, 100, 100_000]) {
		await workspace.ask('plantLinks', links);
		// As after the daily upkeep.
		await workspace.ask('forgetTally');
		await workspace.ask('saveForm', { Accounts_OAuth_Okta_button_label_text: `before ${links}` });
		await workspace.ask('settle');
		const loginUrl = workspace.loginUrl(`linked${links}`);
		const first = await approveFrom(loginUrl);
		await record(links, 'callback, first sign-in', () => finish(first));
		const later = await approveFrom(loginUrl);
		await record(links, 'callback, later ones', () => finish(later));
		await record(links, 'one setting is saved, and the upkeep', async () => {
			await workspace.ask('saveForm', { Accounts_OAuth_Okta_button_label_text: `with ${links}` });
			await workspace.ask('settle');
		});
		for (const page of ['admin', 'admin/people', 'admin/people?after=Z', 'admin/attempts']) {
			await record(links, page, async () => {
				const { status } = await admin.request(workspace.url(page));
				if (status !== 200) throw new Error(`${page}: HTTP ${status}`);
			});
		}
	}
	await workspace.stop();
	return table(['links', 'what happens', 'records read', 'ms'], rows);
}
