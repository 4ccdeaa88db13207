/** How often an app called a bridge: `calls[appId]["Persistence.create"]`. */
export type CallCounts = Record<string, Record<string, number>>;

/**
 * Watches what apps do to the workspace, and makes chosen calls fail.
 * A call is named by its bridge and method, as in "User.getById".
 */
export class Probe {
	readonly calls: CallCounts = {};
	private readonly failures = new Map<string, { error: unknown; times: number }>();
	private readonly listeners = new Set<(call: string, appId: string, parameters: unknown[]) => void>();

	/** The next `times` calls of that name throw `error`. */
	fail(call: string, error: unknown = new Error('made to fail'), times = 1): void {
		this.failures.set(call, { error, times });
	}

	/** Has `listener` told of every call. @returns a function that ends it. */
	observe(listener: (call: string, appId: string, parameters: unknown[]) => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	reset(): void {
		for (const appId of Object.keys(this.calls)) {
			delete this.calls[appId];
		}
		this.failures.clear();
	}

	/** Called before every bridge call. @throws what `fail` asked for. */
	before(call: string, parameters: unknown[]): void {
		const appId = appIdOf(parameters);
		const counts = (this.calls[appId] ??= {});
		counts[call] = (counts[call] ?? 0) + 1;
		this.listeners.forEach((listener) => listener(call, appId, parameters));
		const failure = this.failures.get(call);
		if (failure) {
			failure.times -= 1;
			if (failure.times <= 0) {
				this.failures.delete(call);
			}
			throw failure.error;
		}
	}
}

/** Bridges are given the app's id as their last parameter, but for IHttp, where it is in the request. */
function appIdOf(parameters: unknown[]): string {
	const last = parameters.at(-1);
	if (typeof last === 'string') {
		return last;
	}
	const first = parameters[0] as { appId?: string } | undefined;
	return first?.appId ?? '';
}
