export interface RateLimit {
	calls: number;
	/** Milliseconds. */
	interval: number;
}

export interface RateLimitState {
	allowed: boolean;
	/** Milliseconds until the window ends. */
	timeToReset: number;
	remaining: number;
}

/** Counts calls in fixed windows that begin with the first call. */
export class RateLimiter {
	private readonly windows = new Map<string, { calls: number; endsAt: number }>();

	/** Counts one call under `key`. */
	count(key: string, { calls, interval }: RateLimit): RateLimitState {
		const now = Date.now();
		let window = this.windows.get(key);
		if (!window || window.endsAt <= now) {
			window = { calls: 0, endsAt: now + interval };
			this.windows.set(key, window);
		}
		window.calls += 1;
		return {
			allowed: window.calls <= calls,
			timeToReset: window.endsAt - now,
			remaining: Math.max(0, calls - window.calls),
		};
	}

	reset(): void {
		this.windows.clear();
	}
}
