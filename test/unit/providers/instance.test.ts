import fc from 'fast-check';

import { forgetSettings } from '../../../src/host/settingCache';
import { ProcessMemory } from '../../../src/host/memory';
import { instanceOf, knownInstanceOf } from '../../../src/providers/instance';
import type { Step } from '../support/store';
import { crashAt, MemoryStore } from '../support/store';

test('a provider has one instance, always the same', async () => {
	const store = new MemoryStore();
	const first = await instanceOf('okta', store);
	expect(first).toMatch(/^[\w-]{12}$/);
	expect(await instanceOf('okta', store)).toBe(first);
	expect(store.count()).toBe(1);
});

test('two providers have two; one that was removed and set up again has another', async () => {
	const store = new MemoryStore();
	const okta = await instanceOf('okta', store);
	expect(await instanceOf('drupal', store)).not.toBe(okta);
	await store.remove('instance:okta');
	expect(await instanceOf('okta', store)).not.toBe(okta);
});

test('instances of the server that ask at once agree on one, then and ever after', async () => {
	await fc.assert(
		fc.asyncProperty(fc.scheduler(), async (scheduler) => {
			const store = new MemoryStore();
			const step: Step = () => scheduler.schedule(Promise.resolve());
			const asked = [1, 2, 3].map(() => instanceOf('okta', store.by(step)));
			const answers = await scheduler.waitFor(Promise.all(asked));
			// Links are kept under it: whatever was answered once must stay true.
			expect(new Set([...answers, await instanceOf('okta', store)]).size).toBe(1);
		}),
	);
});

test.each([1, 2, 3, 4, 5, 6])('a crash at step %i leaves at most one', async (n) => {
	const store = new MemoryStore();
	await instanceOf('okta', store.by(crashAt(n))).catch(() => undefined);
	await instanceOf('okta', store);
	expect(store.count()).toBe(1);
});

test('a process asks once, and again when a setting has changed: a provider may have been set up again', async () => {
	const [store, memory] = [new MemoryStore(), new ProcessMemory()];
	let steps = 0;
	const counted = store.by(async () => void (steps += 1));
	const first = await knownInstanceOf('okta', { store: counted, memory });
	const asked = steps;
	expect(await knownInstanceOf('okta', { store: counted, memory })).toBe(first);
	expect(steps).toBe(asked);
	await store.remove('instance:okta');
	forgetSettings(memory);
	const second = await knownInstanceOf('okta', { store: counted, memory });
	expect([second, second === first]).toEqual([await instanceOf('okta', store), false]);
});
