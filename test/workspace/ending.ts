/**
 * Ends a program at SIGINT or SIGTERM, also while it starts: what is being started comes to its end first, so that it can be
 * stopped like the rest. To be made before anything is started.
 */
export class Ending {
	private readonly stops: Array<() => Promise<void>> = [];
	private starting = 0;
	private signalled = false;

	constructor() {
		for (const signal of ['SIGINT', 'SIGTERM'] as const) {
			process.on(signal, () => {
				if (this.signalled) return;
				this.signalled = true;
				if (this.starting === 0) void this.end();
			});
		}
	}

	/**
	 * Waits for a part of the start. After a signal, it does not return.
	 *
	 * @param stop of what was started
	 */
	async start<T>(work: Promise<T>, stop?: (started: T) => Promise<void>): Promise<T> {
		this.starting += 1;
		try {
			const started = await work;
			if (stop) this.stops.push(() => stop(started));
			return started;
		} finally {
			this.starting -= 1;
			if (this.signalled) await this.end();
		}
	}

	private async end(): Promise<never> {
		await Promise.all(this.stops.map((stop) => stop()));
		process.exit(0);
	}
}
