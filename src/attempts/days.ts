import type { AttemptEntry } from './attemptLog';
import type { Outcome } from './filter';
import { outcomeOf } from './filter';

const day = 24 * 3600_000;

/** How the attempts of one day ended. */
export interface Day {
	/** ISO 8601, in UTC. */
	readonly date: string;
	/** How many ended so; those that were only counted are among them. */
	readonly counts: ReadonlyMap<Outcome, number>;
}

/**
 * The last days, oldest first, today being the last. Who has not come back yet is not counted.
 *
 * @param now milliseconds since 1970
 */
export function daysOf(entries: readonly AttemptEntry[], now: number, count: number): Day[] {
	const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
	const days = new Map<string, Map<Outcome, number>>();
	for (let index = count - 1; index >= 0; index -= 1) days.set(dateOf(now - index * day), new Map());
	for (const entry of entries) {
		const counts = days.get(dateOf(entry.at));
		const outcome = outcomeOf(entry);
		if (!counts || outcome === 'departed') continue;
		counts.set(outcome, (counts.get(outcome) ?? 0) + 1 + (entry.more ?? 0));
	}
	return [...days].map(([date, counts]) => ({ date, counts }));
}
