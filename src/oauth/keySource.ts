import { createKeySet } from './jwks';
import type { Jwks, KeySet } from './jwks';

/** Milliseconds. How long keys are used before they are asked for again: only a withdrawn key needs it, see below. */
const maximumAge = 60 * 60 * 1000;

/**
 * Milliseconds, and how many fetches are made within them because a token has asked for newer keys: a provider may change
 * its keys twice in a row, and nobody can make the app hammer. After a fetch that failed there is none.
 */
const coolDown = 30 * 1000;
const fetchesPerCoolDown = 3;

/** Milliseconds. While the provider's keys can't be fetched, the last ones are used for a week, not for ever. */
const lastGoodAge = 7 * 24 * 60 * 60 * 1000;

/** A provider's keys and when they came. Plain JSON, so that it can be stored. */
export interface FetchedJwks {
	readonly jwks: Jwks;
	/** Milliseconds since 1970. */
	readonly fetchedAt: number;
}

export interface KeySourceOptions {
	/** See `fetchJwks`. */
	readonly fetch: () => Promise<Jwks>;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** A copy that an earlier process stored. */
	readonly cached?: FetchedJwks | undefined;
	/** Is told every set of keys that was fetched, so that it can be stored; must not throw. */
	readonly onUpdate?: ((fetched: FetchedJwks) => void) | undefined;
}

/**
 * A provider's keys over time.
 *
 * Rotation is met on demand: anyone who finds no key that verifies a token asks for newer ones. Fetches under way are
 * shared, so any number of callers make one.
 */
export interface KeySource {
	/** @throws LoginError `jwks_unavailable` when there are none, and none to fall back on. */
	current(): Promise<KeySet>;
	/** Keys that came after `seen`; undefined when there are none, or while cooling down. */
	newerThan(seen: KeySet): Promise<KeySet | undefined>;
}

export function createKeySource({ fetch, now, cached, onUpdate }: KeySourceOptions): KeySource {
	let latest = cached && { set: createKeySet(cached.jwks), fetchedAt: cached.fetchedAt };
	let loading: Promise<KeySet> | undefined;
	let demandedAt: readonly number[] = [];
	let failedAt = -Infinity;

	async function load(): Promise<KeySet> {
		const jwks = await fetch();
		latest = { set: createKeySet(jwks), fetchedAt: now() };
		onUpdate?.({ jwks, fetchedAt: latest.fetchedAt });
		return latest.set;
	}

	function shared(): Promise<KeySet> {
		loading ??= load().finally(() => {
			loading = undefined;
		});
		return loading;
	}

	async function newerThan(seen: KeySet): Promise<KeySet | undefined> {
		if (latest && latest.set !== seen) {
			return latest.set;
		}
		if (!loading) {
			demandedAt = demandedAt.filter((at) => now() - at < coolDown);
			if (now() - failedAt < coolDown || demandedAt.length >= fetchesPerCoolDown) {
				return undefined;
			}
			demandedAt = [...demandedAt, now()];
		}
		return shared().catch(() => {
			failedAt = now();
			return undefined;
		});
	}

	async function current(): Promise<KeySet> {
		const age = latest ? now() - latest.fetchedAt : Infinity;
		if (!latest || age > lastGoodAge) {
			return shared();
		}
		return age < maximumAge ? latest.set : ((await newerThan(latest.set)) ?? latest.set);
	}

	return { current, newerThan };
}
