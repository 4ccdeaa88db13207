import type { IOnetimeSchedule, IProcessor, IRecurringSchedule } from '@rocket.chat/apps-engine/definition/scheduler';
import { objectId } from '../../random';
import type { ScheduledJob, Store } from '../../store';
import type { AppChange } from '../cluster';
import type { BridgeMethods } from './define';

const UNITS: Record<string, number> = {
	second: 1000,
	minute: 60_000,
	hour: 3_600_000,
	day: 86_400_000,
	week: 604_800_000,
	month: 2_592_000_000,
	year: 31_536_000_000,
};

/** Timers reach 2^31 - 1 milliseconds at most. */
const LONGEST_WAIT = 2_147_483_647;

/** Runs apps' jobs: they are in the store, where any instance that has the processor takes one that is due. */
export class Scheduler {
	private readonly processors = new Map<string, IProcessor['processor']>();
	/** Jobs that were run before their time, by name; with the time that they had. */
	private readonly early = new Map<string, ScheduledJob>();
	private timer?: NodeJS.Timeout;

	constructor(
		private readonly store: Store,
		private readonly log: (message: string, error?: unknown) => void,
	) {
		store.events.on('jobs-changed', this.arm);
		store.events.on('app-change', this.putBack);
	}

	readonly bridge: BridgeMethods = {
		registerProcessors: (processors: IProcessor[]) => {
			const started = processors.map(({ id, processor, startupSetting }) => {
				this.processors.set(id, processor);
				if (startupSetting?.type === 'onetime') {
					const known = [...this.store.jobs.values()].some((job) => job.name === id && job.interval === undefined);
					return known ? undefined : this.once({ id, when: startupSetting.when, data: startupSetting.data });
				}
				return startupSetting && this.every({ id, ...startupSetting });
			});
			this.arm();
			return started.filter((id) => id !== undefined);
		},
		scheduleOnce: (job: IOnetimeSchedule) => this.once(job),
		scheduleRecurring: (job: IRecurringSchedule) => this.every(job),
		cancelJob: (id: string) => {
			// The engine appends the app to whatever it is given: a job's own id or a processor's.
			const [jobId = ''] = id.split('_');
			this.cancel((job) => job._id === jobId || job.name === id);
		},
		cancelAllJobs: (appId: string) => this.cancel((job) => job.name.endsWith(`_${appId}`)),
	};

	/** Runs the jobs that are to run once and wait for their time, one after the other, as if it had come. */
	async hurry(): Promise<void> {
		const waiting = [...this.store.jobs.values()].filter(
			({ name, interval }) => interval === undefined && this.processors.has(name),
		);
		for (const job of waiting.sort((one, other) => one.nextRunAt - other.nextRunAt)) {
			if (!this.store.jobs.delete(job._id)) continue;
			this.early.set(job.name, job);
			await this.run(job);
		}
	}

	stop(): void {
		this.store.events.off('jobs-changed', this.arm);
		this.store.events.off('app-change', this.putBack);
		clearTimeout(this.timer);
		this.processors.clear();
	}

	private once({ id, when, data }: IOnetimeSchedule): string | undefined {
		const at = typeof when === 'string' && milliseconds(when) !== undefined ? undefined : new Date(when).getTime();
		const nextRunAt = at ?? Date.now() + (milliseconds(String(when)) ?? 0);
		if (Number.isNaN(nextRunAt)) {
			this.log(`A job can't be scheduled at "${String(when)}"`);
			return undefined;
		}
		return this.add({ _id: objectId(), name: id, data: { ...data }, nextRunAt });
	}

	/** One recurring job per processor: scheduling it again changes it. */
	private every({ id, interval, skipImmediate = false, data }: IRecurringSchedule): string | undefined {
		const period = milliseconds(String(interval));
		if (period === undefined) {
			this.log(`A job can't be scheduled every "${interval}"`);
			return undefined;
		}
		const known = [...this.store.jobs.values()].find((job) => job.name === id && job.interval !== undefined);
		return this.add({
			_id: known?._id ?? objectId(),
			name: id,
			data: { ...data },
			nextRunAt: Date.now() + (skipImmediate ? period : 0),
			interval: period,
		});
	}

	private add(job: ScheduledJob): string {
		this.store.jobs.set(job._id, job);
		this.store.events.emit('jobs-changed');
		return job._id;
	}

	private cancel(isMeant: (job: ScheduledJob) => boolean): void {
		for (const job of [...this.store.jobs.values()].filter(isMeant)) {
			this.store.jobs.delete(job._id);
		}
		this.store.events.emit('jobs-changed');
	}

	private readonly arm = (): void => {
		clearTimeout(this.timer);
		const own = [...this.store.jobs.values()].filter((job) => this.processors.has(job.name));
		if (own.length > 0) {
			const next = Math.min(...own.map((job) => job.nextRunAt));
			const wait = Math.min(Math.max(0, next - Date.now()), LONGEST_WAIT);
			this.timer = setTimeout(this.runDue, wait).unref();
		}
	};

	/**
	 * An app that has a job in a second schedules no other when another setting changes before: it relies on the one that
	 * is to come, which is to come therefore also when it has run early.
	 */
	private readonly putBack = (_source: object, { kind, appId }: AppChange): void => {
		for (const [name, job] of this.early) {
			if (kind !== 'setting' || !name.endsWith(`_${appId}`) || job.nextRunAt <= Date.now()) continue;
			this.store.jobs.set(job._id, job);
			this.store.events.emit('jobs-changed');
		}
	};

	private async run({ _id, name, data }: ScheduledJob): Promise<void> {
		const processor = this.processors.get(name) as unknown as (context: object) => Promise<void>;
		await processor({ ...data, jobId: _id }).catch((error: unknown) => this.log(`Job "${name}" failed`, error));
	}

	private readonly runDue = (): void => {
		for (const job of [...this.store.jobs.values()]) {
			if (!this.processors.has(job.name) || job.nextRunAt > Date.now()) {
				continue;
			}
			if (job.interval === undefined) {
				this.store.jobs.delete(job._id);
			} else {
				job.nextRunAt = Date.now() + job.interval;
			}
			void this.run(job);
		}
		this.store.events.emit('jobs-changed');
	};
}

/** "10 seconds", "one day", "a minute and 30 seconds"; undefined for anything else, cron expressions included. */
function milliseconds(text: string): number | undefined {
	if (/^\d+$/.test(text)) {
		return Number(text);
	}
	const parts = text
		.trim()
		.toLowerCase()
		.replace(/^in /, '')
		.split(/ and |, /);
	let total = 0;
	for (const part of parts) {
		const found = /^(\d+(?:\.\d+)?|an?|one)? ?(second|minute|hour|day|week|month|year)s?$/.exec(part);
		const unit = UNITS[found?.[2] ?? ''];
		if (!found || unit === undefined) {
			return undefined;
		}
		const [, count = '1'] = found;
		total += (Number.isNaN(Number(count)) ? 1 : Number(count)) * unit;
	}
	return total;
}
