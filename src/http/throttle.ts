import type { Slot } from '../ports/memory';

/** How many requests somebody may send: so many at once, and then one in each interval. */
export interface Allowance {
	readonly burst: number;
	/** Milliseconds. */
	readonly interval: number;
}

/**
 * One address. Whole offices share one: three hundred people who click in the same minute, and five more each second
 * after that. Core lets in some forty a minute from one address, so that whoever is stopped here would have waited.
 */
export const perClient: Allowance = { burst: 300, interval: 200 };

/**
 * All those whose address is not to be seen, because nothing stands in front of the server: the whole workspace, it may
 * be. Half of what everybody has, so that they leave room for those who are known.
 */
export const perUnknown: Allowance = { burst: 1_000, interval: 20 };

/** Everybody: twice what two busy cores can finish (docs/performance.md). What is beyond would wait in the server. */
export const forAll: Allowance = { burst: 2_000, interval: 10 };

/** Addresses that are remembered at once: a megabyte. Somebody who has thousands is held by {@link forAll}. */
export const rememberedClients = 10_000;

/**
 * Counts requests by the generic cell rate algorithm (ITU-T I.371, annex A): one number for each client, the time at
 * which their allowance is whole again.
 */
export class Meter {
	/** In the order of their last request. */
	private readonly wholeAt = new Map<string, number>();

	constructor(
		private readonly allowance: Allowance,
		private readonly remembered = rememberedClients,
	) {}

	/**
	 * Counts one request, unless it is too many: those who are turned away are not kept away for longer by trying.
	 *
	 * @param now milliseconds
	 * @returns milliseconds until the next one may come; 0 for one that may
	 */
	take(client: string, now: number): number {
		const { burst, interval } = this.allowance;
		const wholeAt = Math.max(now, this.wholeAt.get(client) ?? now);
		const wait = wholeAt - now - (burst - 1) * interval;
		if (wait > 0) return wait;
		this.wholeAt.delete(client);
		this.wholeAt.set(client, wholeAt + interval);
		if (this.wholeAt.size > this.remembered) this.wholeAt.delete(this.wholeAt.keys().next().value!);
		return 0;
	}
}

/**
 * Keeps one client from taking what is everybody's: each has an allowance of their own, and only what that lets through
 * counts against the one for all.
 *
 * Each instance of the server counts for itself, in memory. That is enough: this saves work, and nothing depends on it.
 */
export class Throttle {
	private readonly clients = new Meter(perClient);
	private readonly unknown = new Meter(perUnknown);
	private readonly all = new Meter(forAll);

	/**
	 * @param address of the client, as the workspace counts it; undefined where it is not to be seen
	 * @param now milliseconds
	 * @returns whole seconds until they may come again; 0 for those who may now
	 */
	take(address: string | undefined, now: number): number {
		const own = address === undefined ? this.unknown.take('', now) : this.clients.take(network(address), now);
		return Math.ceil((own || this.all.take('', now)) / 1000);
	}
}

/** Counts requests, each kind apart: a client that only starts sign-ins keeps nobody from finishing one. */
export const throttles: Slot<Record<'start' | 'callback' | 'report', Throttle>> = () => ({
	start: new Throttle(),
	callback: new Throttle(),
	report: new Throttle(),
});

/** One line has one IPv4 address, or 2^64 IPv6 addresses to choose from (RFC 6177 §2): the first half names it. */
function network(address: string): string {
	const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
	if (mapped || !address.includes(':')) return mapped ?? address;
	const [head = '', tail] = address.toLowerCase().split('::');
	const groups = head.split(':').filter(Boolean);
	const rest = tail === undefined ? [] : tail.split(':').filter(Boolean);
	const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0');
	return [...groups, ...zeros, ...rest]
		.slice(0, 4)
		.map((group) => group.replace(/^0+(?=.)/, ''))
		.join(':');
}
