import fc from 'fast-check';

import { inFlight, purgeUsed, useOnce } from '../../../src/browser/once';
import { ProcessMemory } from '../../../src/host/memory';
import { crashAt, MemoryStore } from '../support/store';

const until = 1_000;

test('the second use of a thing loses, on this instance and on another', async () => {
	const store = new MemoryStore();
	const memory = new ProcessMemory();
	expect(await useOnce('a', until, store, memory)).toBe(true);
	expect(await useOnce('a', until, store, memory)).toBe(false);
	expect(await useOnce('a', until, store, new ProcessMemory())).toBe(false);
	expect(await useOnce('b', until, store, memory)).toBe(true);
});

test('of ten uses at once in one process, exactly one wins', async () => {
	const [store, memory] = [new MemoryStore(), new ProcessMemory()];
	const outcomes = await Promise.all(Array.from({ length: 10 }, () => useOnce('a', until, store, memory)));
	expect(outcomes.filter(Boolean)).toHaveLength(1);
});

test('of several instances, in whatever order their steps come, at most one wins, and nobody after them', async () => {
	let [winners, draws] = [0, 0];
	await fc.assert(
		fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 4 }), async (scheduler, instances) => {
			const store = new MemoryStore();
			const step = (): Promise<void> => scheduler.schedule(Promise.resolve());
			const uses = Array.from({ length: instances }, () => useOnce('a', until, store.by(step), new ProcessMemory()));
			const won = (await scheduler.waitFor(Promise.all(uses))).filter(Boolean).length;
			expect(won).toBeLessThanOrEqual(1);
			expect(await useOnce('a', until, store, new ProcessMemory())).toBe(false);
			winners += won;
			draws += 1 - won;
		}),
		{ numRuns: 300 },
	);
	// The orders that were tried hold both outcomes, or they would prove little.
	expect(Math.min(winners, draws)).toBeGreaterThan(0);
});

test.each([1, 2, 3, 4, 5, 6])(
	'whoever crashes at step %i does not win, and bars nobody else in this process',
	async (n) => {
		const [store, memory] = [new MemoryStore(), new ProcessMemory()];
		await expect(useOnce('a', until, store.by(crashAt(n)), memory)).rejects.toThrow('crash');
		expect(memory.of(inFlight).size).toBe(0);
		// Once a record may be there, the thing counts as used.
		expect(await useOnce('a', until, store, memory)).toBe(n <= 3);
	},
);

test('what has expired by itself is forgotten, and nothing else', async () => {
	const [store, memory] = [new MemoryStore(), new ProcessMemory()];
	for (const [name, end] of [
		['old', 99],
		['edge', 100],
		['new', 101],
	] as const)
		await useOnce(name, end, store, memory);
	await purgeUsed(store, 100);
	expect(await useOnce('old', 200, store, memory)).toBe(true);
	expect(await useOnce('edge', 200, store, memory)).toBe(false);
	expect(await useOnce('new', 200, store, memory)).toBe(false);
});
