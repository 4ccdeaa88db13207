interface Entry {
	caller: string;
	severity: string;
	method: string;
	timestamp: Date;
	args: unknown[];
}

/** The logger of one call. What it has noted leaves the process with the call's answer. */
export class Logger {
	readonly entries: Entry[] = [];
	readonly start = new Date();

	/** @param print gets each entry at once, in addition */
	constructor(
		readonly method: string,
		private readonly print?: (entry: Entry) => void,
	) {}

	debug(...items: unknown[]): void {
		this.add('debug', items);
	}

	info(...items: unknown[]): void {
		this.add('info', items);
	}

	log(...items: unknown[]): void {
		this.add('log', items);
	}

	warn(...items: unknown[]): void {
		this.add('warning', items);
	}

	error(...items: unknown[]): void {
		this.add('error', items);
	}

	success(...items: unknown[]): void {
		this.add('success', items);
	}

	hasEntries(): boolean {
		return this.entries.length > 0;
	}

	getLogs(appId: string) {
		const now = new Date();
		return {
			appId,
			method: this.method,
			entries: this.entries,
			startTime: this.start,
			endTime: now,
			totalTime: now.getTime() - this.start.getTime(),
			_createdAt: now,
		};
	}

	private add(severity: string, items: unknown[]): void {
		const args = items.map(asNoted);
		const entry = { caller: caller(), severity, method: this.method, timestamp: new Date(), args };
		this.entries.push(entry);
		this.print?.(entry);
	}
}

/** An error is noted as a text of all its own properties, anything else as its JSON. */
function asNoted(item: unknown): unknown {
	if (typeof item === 'object' && item !== null && ('stack' in item || 'message' in item)) {
		return JSON.stringify(item, Object.getOwnPropertyNames(item));
	}
	const json = JSON.stringify(item);
	return json === undefined ? undefined : JSON.parse(json);
}

/** The function that has called the logger: fourth line of a stack, below `caller`, `add` and the logger's method. */
function caller(): string {
	return /at (?:async )?(\S+) \(/.exec(new Error().stack?.split('\n')[4] ?? '')?.[1] ?? 'anonymous';
}
