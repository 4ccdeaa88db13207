import { Queue } from './queue';

/** Runs of one task, which never overlap. However often it is asked for during a run, it is done once more after that. */
export class OneAtATime {
	private readonly queue = new Queue();
	private next: Promise<void> | undefined;

	/** @returns what becomes of the run that begins now, or of the one that is still to begin */
	run(task: () => Promise<void>): Promise<void> {
		this.next ??= this.queue.run(() => {
			this.next = undefined;
			return task();
		});
		return this.next;
	}

	/** Resolves when no run is left, however each of them ended. */
	settled(): Promise<void> {
		return this.queue.run(async () => undefined);
	}
}
