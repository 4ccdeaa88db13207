import { LoginError } from '../errors';
import type { Slot } from '../ports/memory';

/** Milliseconds for which an address is not asked again. */
const pauseLength = 10 * 60_000;

/** Addresses that are remembered at once. */
const remembered = 1_000;

/**
 * Addresses whose answer was too big (a circuit breaker). The server reads an answer whole before the app sees it, and the
 * app has one thread: an answer of fifty megabytes stops everyone for 18 seconds. It is not to do so again and again.
 *
 * Each process counts for itself. An address is that of one endpoint, without its query: the others of the same server
 * are asked all the same.
 */
export class Pauses {
	private readonly until = new Map<string, number>();

	/**
	 * Runs a call, unless the address is paused.
	 *
	 * @throws LoginError `provider_answer_too_long`, what the call throws
	 */
	async run<T>(url: string, now: () => number, call: () => Promise<T>): Promise<T> {
		const address = addressOf(url);
		if ((this.until.get(address) ?? 0) > now()) {
			throw new LoginError('provider_answer_too_long', `${new URL(url).host}: not asked again for some minutes`);
		}
		try {
			return await call();
		} catch (error) {
			if (error instanceof LoginError && error.code === 'provider_answer_too_long') this.pause(address, now());
			throw error;
		}
	}

	/** Someone has changed settings, perhaps of what was wrong. */
	clear(): void {
		this.until.clear();
	}

	private pause(address: string, now: number): void {
		this.until.delete(address);
		this.until.set(address, now + pauseLength);
		if (this.until.size > remembered) this.until.delete(this.until.keys().next().value!);
	}
}

export const pauses: Slot<Pauses> = () => new Pauses();

function addressOf(url: string): string {
	const { origin, pathname } = new URL(url);
	return origin + pathname;
}
