import fc from 'fast-check';

import { inFlight, purgeUsed, useOnce, wasUsed } from '../../../src/browser/once';
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

test.each([1, 2, 3, 4])('whoever crashes at step %i does not win, and bars nobody else in this process', async (n) => {
	const [store, memory] = [new MemoryStore(), new ProcessMemory()];
	await expect(useOnce('a', until, store.by(crashAt(n)), memory)).rejects.toThrow('crash');
	expect(memory.of(inFlight).size).toBe(0);
	// Once a record may be there, the thing counts as used.
	expect(await useOnce('a', until, store, memory)).toBe(n === 1);
});

describe('the purge', () => {
	const minute = 60_000;
	const clock = 1_700_000_000_000;
	const used = (store: MemoryStore): number => store.count('used:');

	test('forgets what has expired by itself, and nothing else', async () => {
		const [store, memory] = [new MemoryStore(), new ProcessMemory()];
		for (const [name, end] of [
			['old', clock - 2 * minute],
			['just now', clock - 1],
			['new', clock + 1],
		] as const)
			await useOnce(name, end, store, memory);
		await purgeUsed({ store, now: () => clock });
		expect(await Promise.all(['old', 'just now', 'new'].map((name) => wasUsed(name, store)))).toEqual([
			...[false, true, true],
		]);
	});

	test('does a bounded part at a time, and goes on where it stopped', async () => {
		const [store, memory] = [new MemoryStore(), new ProcessMemory()];
		await purgeUsed({ store, now: () => clock });
		const hours = 72;
		for (let hour = 0; hour < hours; hour++) await useOnce(`${hour}`, clock + hour * 60 * minute, store, memory);
		const later = clock + hours * 60 * minute;
		const left = [used(store)];
		while (left.at(-1)! > 0 && left.length < 20) {
			let steps = 0;
			const counted = store.by(async () => void (steps += 1));
			await purgeUsed({ store: counted, now: () => later });
			expect(steps).toBeLessThan(3_000);
			left.push(used(store));
		}
		expect(left).toEqual([72, 48, 24, 0]);
	});

	test('after a crash, what was left is purged all the same', async () => {
		const [store, memory] = [new MemoryStore(), new ProcessMemory()];
		await useOnce('a', clock, store, memory);
		const later = clock + 30 * minute;
		await expect(purgeUsed({ store: store.by(crashAt(40)), now: () => later })).rejects.toThrow('crash');
		for (let run = 0; run < 5; run++) await purgeUsed({ store, now: () => later });
		expect(used(store)).toBe(0);
	});
});
