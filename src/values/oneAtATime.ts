import { Queue } from './queue';

/** Runs of one task, which never overlap. However often it is asked for during a run, it is done once more after that. */
export class OneAtATime {
	private readonly queue = new Queue();
	private next: Promise<void> | undefined;
	private isAtWork = false;

	/** @returns what becomes of the run that begins now, or of the one that is still to begin */
	run(task: () => Promise<void>): Promise<void> {
		this.next ??= this.queue.run(async () => {
			this.next = undefined;
			this.isAtWork = true;
			try {
				await task();
			} finally {
				this.isAtWork = false;
			}
		});
		return this.next;
	}

	/** The same for a task that asks for its own next run: during one, no other is needed. */
	async runIfIdle(task: () => Promise<void>): Promise<void> {
		if (!this.isAtWork) await this.run(task);
	}

	/** Resolves when no run is left, however each of them ended. */
	settled(): Promise<void> {
		return this.queue.run(async () => undefined);
	}
}
