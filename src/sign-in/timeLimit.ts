import { LoginError } from '../errors';

/**
 * Milliseconds that a provider has for one sign-in, its start and its callback together. Each of its answers has a limit of
 * its own; the engine cuts a call of the app off at 30 s, and the workspace needs the rest.
 */
const maximumWait = 15_000;

/** How long a provider has been waited for in one sign-in. */
export class TimeLimit {
	private readonly startedAt: number;

	/** @param spent milliseconds of the sign-in's earlier steps */
	constructor(
		private readonly now: () => number,
		spent = 0,
	) {
		this.startedAt = now() - spent;
	}

	/** Milliseconds since the first step, without what was between the steps. */
	get spent(): number {
		return Math.max(0, this.now() - this.startedAt);
	}

	/**
	 * What `action` gives in the time that is left. What takes longer is left to itself: its own limits end it.
	 *
	 * @throws LoginError `provider_timeout`
	 */
	async run<T>(action: () => Promise<T>): Promise<T> {
		let timer: ReturnType<typeof setTimeout> | undefined;
		const end = new Promise<never>((_, reject) => {
			const refuse = (): void => reject(new LoginError('provider_timeout', `${maximumWait / 1000} s for the sign-in`));
			timer = setTimeout(refuse, Math.max(0, maximumWait - this.spent));
		});
		try {
			return await Promise.race([action(), end]);
		} finally {
			clearTimeout(timer);
		}
	}
}
