import type { Slot } from '../ports/memory';

/** How many requests someone may send: so many at once, and then one in each interval. */
export interface Allowance {
	readonly burst: number;
	/** Milliseconds. */
	readonly interval: number;
}

/**
 * One IPv4 address, or an IPv6 /64. A whole office shares one: three hundred people may click in the same minute, and five
 * more in each second after that. Core lets in some forty a minute from one address: others would wait in any case.
 */
export const perClient: Allowance = { burst: 300, interval: 200 };

/**
 * All those whose address is not to be seen, because nothing is in front of the server: the whole workspace, it may
 * be. Half of what everyone has, so that they leave room for those who are known.
 */
export const perUnknown: Allowance = { burst: 1_000, interval: 20 };

/** Everyone: twice what two busy cores can finish (docs/performance.md). What is beyond would wait in the server. */
export const forAll: Allowance = { burst: 2_000, interval: 10 };

/** The networks that one customer has: of a home (an IPv6 /56), and of an organisation (a /48). RFC 6177 §2. */
export const perSite: Allowance = { burst: 600, interval: 100 };
export const perOrganisation: Allowance = { burst: 1_000, interval: 20 };

/** One attempt: the pages of a sign-in, reloaded a few times. */
export const perAttempt: Allowance = { burst: 10, interval: 1_000 };

/** Clients that are remembered at once: a megabyte. Someone who has thousands of addresses is held by {@link forAll}. */
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
	 * @param now milliseconds
	 * @returns milliseconds until the next request may come; 0 for one that may
	 */
	wait(client: string, now: number): number {
		const { burst, interval } = this.allowance;
		return Math.max(0, (this.wholeAt.get(client) ?? now) - now - (burst - 1) * interval);
	}

	count(client: string, now: number): void {
		const wholeAt = Math.max(now, this.wholeAt.get(client) ?? now);
		this.wholeAt.delete(client);
		this.wholeAt.set(client, wholeAt + this.allowance.interval);
		if (this.wholeAt.size > this.remembered) this.wholeAt.delete(this.wholeAt.keys().next().value!);
	}
}

/** Those who count together: each has an allowance of their own, and all have one. */
class Group {
	private readonly meters = {
		client: new Meter(perClient),
		site: new Meter(perSite),
		organisation: new Meter(perOrganisation),
		unknown: new Meter(perUnknown),
		attempt: new Meter(perAttempt),
		all: new Meter(forAll),
	};

	/**
	 * Counts one request, unless it is too many: those who are turned away are not kept away for longer by trying.
	 *
	 * @returns milliseconds; 0 for those who need not wait
	 */
	take(address: string | undefined, attempt: string | undefined, now: number): number {
		const counted: Array<readonly [Meter, string]> = [
			...this.networksOf(address),
			...(attempt === undefined ? [] : [[this.meters.attempt, attempt] as const]),
			[this.meters.all, ''],
		];
		const wait = Math.max(...counted.map(([meter, client]) => meter.wait(client, now)));
		if (wait === 0) for (const [meter, client] of counted) meter.count(client, now);
		return wait;
	}

	private networksOf(address: string | undefined): Array<readonly [Meter, string]> {
		const { client, site, organisation, unknown } = this.meters;
		if (address === undefined) return [[unknown, '']];
		const prefix = ipv6Prefix(address);
		if (!prefix) return [[client, withoutMapping(address)]];
		// One line has one IPv4 address, or 2^64 IPv6 addresses and more to choose from.
		return [
			[client, prefix.slice(0, 16)],
			[site, prefix.slice(0, 14)],
			[organisation, prefix.slice(0, 12)],
		];
	}
}

/**
 * Keeps one client from taking what is everyone's. Strangers count apart from those who have an attempt, so that rubbish
 * takes nothing from a sign-in that has begun.
 *
 * Each instance of the server counts for itself, in memory. That is enough: this saves work, and nothing depends on it.
 */
export class Throttle {
	private readonly strangers = new Group();
	private readonly begun = new Group();

	/**
	 * @param address of the client, as the workspace counts it; undefined where it is not to be seen
	 * @param now milliseconds
	 * @param attempt id of the attempt whose cookie the request has
	 * @returns whole seconds until they may come again; 0 for those who may now
	 */
	take(address: string | undefined, now: number, attempt?: string): number {
		const group = attempt === undefined ? this.strangers : this.begun;
		return Math.ceil(group.take(address, attempt, now) / 1000);
	}
}

/**
 * Among whom a request counts: among strangers; not at all, because what it brings was made by this app for one use, or
 * because to answer it costs no more than to turn it away; or among those who have an attempt.
 */
export type Standing = 'stranger' | 'uncounted' | { readonly attempt: string };

/** What requests are counted by, each kind apart: a client that only starts sign-ins keeps nobody from finishing one. */
const kinds = ['start', 'callback', 'resume', 'report', 'page', 'script', 'server', 'proxy'] as const;

type Kind = (typeof kinds)[number];

export const throttles: Slot<Record<Kind, Throttle>> = () =>
	Object.fromEntries(kinds.map((kind) => [kind, new Throttle()])) as Record<Kind, Throttle>;

const withoutMapping = (address: string): string => /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address;

/** The first 64 bits of an IPv6 address, as sixteen hexadecimal digits; undefined for IPv4, mapped or not. */
function ipv6Prefix(address: string): string | undefined {
	if (!address.includes(':') || withoutMapping(address) !== address) return undefined;
	const [head = '', tail] = address.toLowerCase().split('::');
	const groups = head.split(':').filter(Boolean);
	const rest = tail === undefined ? [] : tail.split(':').filter(Boolean);
	const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0');
	return [...groups, ...zeros, ...rest]
		.slice(0, 4)
		.map((group) => group.slice(-4).padStart(4, '0'))
		.join('');
}
