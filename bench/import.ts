import { setTimeout } from 'node:timers/promises';
import { splitFile } from '../src/browser-scripts/parts/admin/splitFile';
import { maximumFile } from '../src/features/transfer/transferFile';
import { Browser } from '../test/app/support/browser';
import type { Answer, RequestOptions } from '../test/app/support/browser';
import type { Bench } from './bench';
import { round, table } from './figures';
import type { BenchWorkspace } from './workspace';

const sizes = (process.env.LINKS ?? '1000,10000').split(',').map(Number);

/** What an export of another workspace has. */
const fileOf = (number: number, issuer: string): string =>
	JSON.stringify({
		...{ format: 'oauth-login', version: 1, workspace: 'https://old.example.com', exportedAt: '', settings: {} },
		links: Array.from({ length: number }, (_, index) => ({
			...{ provider: 'okta', issuer, subject: `00u${index}`, userId: `person-${index}`, username: `person-${index}` },
			...{ generation: 0, linkedAt: 1_700_000_000_000 },
		})),
	});

const field = ({ body }: Answer, name: string): string =>
	new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? 'none';

/** The admin's browser, on the pages of the app. */
class AdminPages {
	private readonly browser = new Browser();
	private token = 'none';

	private constructor(private readonly workspace: BenchWorkspace) {}

	static async open(workspace: BenchWorkspace): Promise<AdminPages> {
		const pages = new AdminPages(workspace);
		const nonce = field(await pages.get('admin'), 'nonce');
		await workspace.ask('confirm', nonce);
		await pages.post({ nonce }, 'admin');
		pages.token = field(await pages.get('admin/settings'), 'token');
		return pages;
	}

	get(path: string): Promise<Answer> {
		return this.request(path);
	}

	/** As the page's script does: where there are too many requests, it waits for as long as it is told. */
	async post(fields: Record<string, string>, path = 'admin/transfer'): Promise<Answer> {
		for (;;) {
			const answer = await this.request(path, {
				...{ method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } },
				body: new URLSearchParams({ token: this.token, ...fields }),
			});
			if (answer.status !== 429) return answer;
			await setTimeout(1000 * Number(answer.headers.get('retry-after') ?? 1));
		}
	}

	/** A connection that was kept open may have been closed by the server meanwhile. */
	private async request(path: string, options?: RequestOptions): Promise<Answer> {
		const url = this.workspace.url(path);
		return this.browser.request(url, options).catch(() => this.browser.request(url, options));
	}
}

/** An import of links, from the form to the last record: in parts, by jobs, with a crash of the app in its middle. */
export async function importing(bench: Bench): Promise<string> {
	const rows: Array<Array<string | number>> = [];
	for (const size of sizes) {
		const workspace = await bench.startWorkspace();
		await workspace.ask('plantPeople', size);
		const pages = await AdminPages.open(workspace);
		const before = (await workspace.ask('peakMemory')).now;
		const parts = splitFile(fileOf(size, bench.configuration.issuer), maximumFile);
		const id = 'import-of-many-people-'.slice(0, 22);

		const uploaded = await seconds(async () => {
			for (const file of parts) await pages.post({ action: 'import', import: id, file });
		});
		const plan = await pages.get('admin/transfer');
		const from = Date.now();
		await pages.post({ action: 'apply', code: field(plan, 'code') });
		const isUnderWay = async (): Promise<boolean> => (await workspace.ask('importState')).leftovers > 0;
		let crashes = 0;
		const carriedOut = await seconds(async () => {
			while (await isUnderWay()) {
				await setTimeout(200);
				const { links } = await workspace.ask('importState');
				if (crashes > 0 || links < size / 2) continue;
				await workspace.ask('restart');
				crashes += 1;
			}
		});
		const { import: jobs } = await workspace.ask('jobsUntilQuiet', from);
		const { links, messages, untold } = await workspace.ask('importState');
		const { peak } = await workspace.ask('peakMemory');
		rows.push([
			...[size, parts.length, round(uploaded), round(carriedOut), jobs?.runs ?? 0, jobs?.longest ?? 0],
			...[round(size / carriedOut), links, messages, untold, `${before} / ${peak}`],
		]);
		console.error(rows.at(-1)!.join(' | '));
		await workspace.stop();
	}
	return `## Import\n\n${table(
		[
			...['links', 'parts', 'parts taken in s', 'carried out in s', 'jobs', 'longest job ms', 'links per second'],
			...['links made', 'owners told', 'to be told', 'app MB before / at most'],
		],
		rows,
	)}`;
}

async function seconds(action: () => Promise<unknown>): Promise<number> {
	const begun = performance.now();
	await action();
	return (performance.now() - begun) / 1000;
}
