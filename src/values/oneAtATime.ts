/** Runs of one task, which never overlap. However often it is asked for during a run, it is done once more after that. */
export class OneAtATime {
	private running: Promise<void> = Promise.resolve();
	private next: Promise<void> | undefined;

	/** @returns what becomes of the run that begins now, or of the one that is still to begin */
	async run(task: () => Promise<void>): Promise<void> {
		this.next ??= this.running
			.catch(() => undefined)
			.then(async () => {
				this.running = this.next!;
				this.next = undefined;
				await task();
			});
		return this.next;
	}

	/** Resolves when no run is left, however each of them ended. */
	async settled(): Promise<void> {
		await Promise.allSettled([this.running, this.next]);
	}
}
