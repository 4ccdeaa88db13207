import type { Needs } from '../../ports/ports';
import { latest, replace } from '../../values/records';
import type { LinkVerdict } from './planLinks';
import type { TransferFile, TransferredLink } from './transferFile';
import type { Write } from './writeSettings';

/** An import that an admin prepares: its parts arrive one by one, and nothing is changed before it is confirmed. */
export interface Prepared {
	/** Made by the page that it began on. */
	readonly id: string;
	/** Milliseconds since 1970. */
	readonly at: number;
}

/** What left a link out, of one part. */
export interface LeftOut {
	readonly count: number;
	/** Usernames, the first few. */
	readonly accounts: readonly string[];
}

export type LeftVerdict = Exclude<LinkVerdict, 'made' | 'there'>;

/** A part, as the page shows it. */
export interface PartSummary {
	/** Hash of its content: the same content is the same part. */
	readonly part: string;
	/** How many links it makes. */
	readonly links: number;
	/** The first few of them. */
	readonly shown: ReadonlyArray<{ readonly account: string; readonly issuer: string }>;
	readonly left: Readonly<Record<LeftVerdict, LeftOut>>;
}

/** What a part brings. */
interface PartContent {
	readonly part: string;
	/** Those that are to be made. */
	readonly content: readonly TransferredLink[];
}

interface PartSettings {
	readonly settings: TransferFile['settings'];
}

/** A confirmed import. The record stays until everything is done: what a crash leaves is finished after the next start. */
export interface Run {
	readonly id: string;
	/** Id of the admin. */
	readonly by: string;
	readonly event: 'imported' | 'taken_over';
	readonly writes: readonly Write[];
	/** How many links its parts make. */
	readonly links: number;
}

/** A part that is done. */
interface DonePart {
	readonly part: string;
	readonly made: number;
	readonly left: number;
}

/** How the last import has ended. */
export interface Result {
	/** Of the run. */
	readonly id: string;
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly settings: number;
	readonly links: number;
	/** Links that could not be made any more: the account had changed since the plan was shown. */
	readonly left: number;
	/** Id of the setting that the server refused; then nothing was imported. */
	readonly failed?: string;
}

const [preparedKey, runKey, resultKey] = ['import', 'import-run', 'import-result'];

/** Everything of one import: one removal takes it. */
const allOf = (id: string): string => `import:${id}`;
const partsOf = (id: string): string => `import-parts:${id}`;
const partOf = (id: string, part: string): string => `import-part:${id}:${part}`;
const summaryOf = (id: string, part: string): string => `import-summary:${id}:${part}`;
const settingsOf = (id: string): string => `import-settings:${id}`;
const settingsDone = (id: string): string => `import-settings-done:${id}`;
const doneOf = (id: string): string => `import-done:${id}`;

/** Milliseconds: an import that nobody confirms is thrown away, with the secrets that may be in it. */
const patience = 24 * 3600_000;

/** The records of imports: at most one is prepared, and at most one is running. */
export class Imports {
	constructor(private readonly ports: Needs<'store' | 'now'>) {}

	private get store(): Needs<'store'>['store'] {
		return this.ports.store;
	}

	async prepared(): Promise<Prepared | undefined> {
		const prepared = await latest<Prepared>(this.store, preparedKey);
		return prepared && prepared.at + patience > this.ports.now() ? prepared : undefined;
	}

	/** Begins another one, and throws away the one that was prepared before. */
	async prepare(id: string): Promise<void> {
		await this.discard();
		const prepared: Prepared = { id, at: this.ports.now() };
		await this.store.add(preparedKey, prepared, allOf(id));
	}

	/** Throws away what is prepared. */
	async discard(): Promise<void> {
		const run = await this.running();
		for (const { id } of await this.store.all<Prepared>(preparedKey)) {
			if (id !== run?.id) await this.store.remove(allOf(id));
		}
	}

	/** Throws away what was not confirmed in time. */
	async purge(): Promise<void> {
		if (!(await this.prepared())) await this.discard();
	}

	async hasPart(id: string, part: string): Promise<boolean> {
		return (await this.store.all(summaryOf(id, part))).length > 0;
	}

	/** The summary comes last: a part without one does not count. */
	async addPart(
		id: string,
		summary: PartSummary,
		links: readonly TransferredLink[],
		settings: TransferFile['settings'],
	): Promise<void> {
		const { part } = summary;
		if (Object.keys(settings).length > 0) {
			await this.store.add(settingsOf(id), { settings } satisfies PartSettings, allOf(id));
		}
		await this.store.add(partOf(id, part), { part, content: links } satisfies PartContent, allOf(id));
		await this.store.add(partsOf(id), summary, summaryOf(id, part), allOf(id));
	}

	parts(id: string): Promise<PartSummary[]> {
		return this.store.all<PartSummary>(partsOf(id));
	}

	async linksOf(id: string, part: string): Promise<readonly TransferredLink[]> {
		return (await latest<PartContent>(this.store, partOf(id, part)))?.content ?? [];
	}

	/** Of all parts; of two values the one that came last. */
	async settings(id: string): Promise<TransferFile['settings']> {
		const records = await this.store.all<PartSettings>(settingsOf(id));
		return Object.assign({}, ...records.map(({ settings }) => settings)) as TransferFile['settings'];
	}

	async running(): Promise<Run | undefined> {
		return (await this.store.all<Run>(runKey))[0];
	}

	/** From now on it is carried out, whatever happens to this process. */
	async begin(run: Run): Promise<void> {
		await this.store.add(runKey, run);
	}

	async areSettingsWritten({ id }: Run): Promise<boolean> {
		return (await this.store.all(settingsDone(id))).length > 0;
	}

	async noteSettings({ id }: Run): Promise<void> {
		await this.store.add(settingsDone(id), {}, allOf(id));
	}

	async done({ id }: Run): Promise<DonePart[]> {
		const records = await this.store.all<DonePart>(doneOf(id));
		return [...new Map(records.map((one) => [one.part, one])).values()];
	}

	/** Noted before its content goes: a crash in between leaves it done. */
	async finishPart({ id }: Run, done: DonePart): Promise<void> {
		await this.store.add(doneOf(id), done, allOf(id));
		await this.store.remove(partOf(id, done.part));
	}

	async result(): Promise<Result | undefined> {
		return latest<Result>(this.store, resultKey);
	}

	async noteResult(result: Result): Promise<void> {
		await replace(this.store, resultKey, result);
	}

	/** It is over. The record of the run goes last. */
	async end({ id }: Run): Promise<void> {
		await this.store.remove(allOf(id));
		await this.store.remove(runKey);
	}
}
