/** How often everything is measured. */
export const rounds = Number(process.env.ROUNDS ?? 3);

/** The value below which that share of the values lies (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Whole numbers as they are, others with the digits that are worth reading. */
export const round = (value: number): string =>
	Number.isInteger(value) || value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

/** The median of several rounds, and how far they lie apart. */
export function spread(values: readonly number[]): string {
	const [low, middle, high] = [Math.min(...values), median(values), Math.max(...values)].map(round);
	return low === high ? `${middle}` : `${middle} (${low}-${high})`;
}

/** How often each is there. */
export function tally(items: readonly string[]): string {
	const counts = new Map<string, number>();
	for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
	return [...counts].map(([item, count]) => `${count} ${item}`).join(', ');
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: ReadonlyArray<ReadonlyArray<string | number>>): string {
	const line = (cells: ReadonlyArray<string | number>): string => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Runs `action` on each item, so many at once. */
export async function inParallel<Item, Result>(
	items: readonly Item[],
	concurrency: number,
	action: (item: Item) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	const queue = items.entries();
	const work = async (): Promise<void> => {
		for (const [index, item] of queue) results[index] = await action(item);
	};
	await Promise.all(Array.from({ length: concurrency }, work));
	return results;
}
