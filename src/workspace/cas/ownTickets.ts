import type { Slot } from '../../ports/memory';

/** Milliseconds for which core's question is taken to reach another process, once it did not reach this one. */
const missLasts = 3600_000;

/**
 * Tickets that only this process validates. It makes one for a login that it waits for, so that its memory decides whether
 * the ticket was shown before, and the store need not. Behind a load balancer core's question may reach another process,
 * which refuses such a ticket: for an hour, this process then makes tickets that every process validates.
 */
export class OwnTickets {
	private readonly services = new Set<string>();
	/** Milliseconds since 1970. */
	private missedUntil = 0;

	/** @param now milliseconds since 1970 */
	reachThisProcess(now: number): boolean {
		return this.missedUntil <= now;
	}

	/** @param service of the ticket, which holds a random credential token */
	open(service: string): void {
		this.services.add(service);
	}

	/** @returns whether the ticket of that service is open, and shown for the first time */
	use(service: string): boolean {
		return this.services.delete(service);
	}

	/**
	 * Core has had its time: from now on the ticket is no longer good.
	 *
	 * @returns whether it was used
	 */
	close(service: string, now: number): boolean {
		const wasUsed = !this.services.delete(service);
		if (!wasUsed) this.missedUntil = now + missLasts;
		return wasUsed;
	}
}

export const ownTickets: Slot<OwnTickets> = () => new OwnTickets();
