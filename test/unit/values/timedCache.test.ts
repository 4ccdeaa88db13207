import { TimedCache } from '../../../src/values/timedCache';
import { SharedCalls } from '../../../src/values/sharedCalls';

beforeEach(() => {
	jest.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
	jest.useRealTimers();
});

/** A call that ends when it is told to. */
function slow<T>() {
	const calls: Array<{ resolve: (value: T) => void; reject: (error: Error) => void }> = [];
	const call = (): Promise<T> => new Promise<T>((resolve, reject) => calls.push({ resolve, reject }));
	return { calls, call };
}

describe('TimedCache', () => {
	test('remembers for its lifetime and no longer', async () => {
		const cache = new TimedCache(5_000);
		let reads = 0;
		const read = async (): Promise<number> => (reads += 1);
		expect(await cache.get('a', read)).toBe(1);
		jest.setSystemTime(1_004_999);
		expect(await cache.get('a', read)).toBe(1);
		jest.setSystemTime(1_005_000);
		expect(await cache.get('a', read)).toBe(2);
	});

	test('reads at the same time share one answer; other keys do not', async () => {
		const { calls, call } = slow<string>();
		const cache = new TimedCache(5_000);
		const answers = [cache.get('a', call), cache.get('a', call), cache.get('b', call)];
		expect(calls).toHaveLength(2);
		calls.forEach(({ resolve }, index) => resolve(`${index}`));
		expect(await Promise.all(answers)).toEqual(['0', '0', '1']);
	});

	test('a failure is not remembered', async () => {
		const cache = new TimedCache(5_000);
		await expect(cache.get('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
		expect(await cache.get('a', async () => 1)).toBe(1);
	});

	test.each<[string, (cache: TimedCache) => void, number]>([
		['forgotten', (cache) => cache.forget('a'), 2],
		['another forgotten', (cache) => cache.forget('b'), 1],
		['all forgotten', (cache) => cache.clear(), 2],
	])('%s', async (_name, act, expected) => {
		const cache = new TimedCache(5_000);
		let reads = 0;
		const read = async (): Promise<number> => (reads += 1);
		await cache.get('a', read);
		act(cache);
		expect(await cache.get('a', read)).toBe(expected);
	});

	test('what was read before it was forgotten does not come back afterwards', async () => {
		const { calls, call } = slow<string>();
		const cache = new TimedCache(5_000);
		const before = cache.get('a', call);
		cache.forget('a');
		const after = cache.get('a', call);
		calls[1]!.resolve('new');
		calls[0]!.resolve('old');
		expect([await before, await after, await cache.get('a', call)]).toEqual(['old', 'new', 'new']);
	});
});

describe('SharedCalls', () => {
	test('many who want the same at once get one call; the next one gets another', async () => {
		const { calls, call } = slow<number>();
		const shared = new SharedCalls();
		const all = [1, 2, 3].map(() => shared.run('a', call));
		expect(calls).toHaveLength(1);
		calls[0]!.resolve(7);
		expect(await Promise.all(all)).toEqual([7, 7, 7]);
		const next = shared.run('a', call);
		calls[1]!.resolve(8);
		expect(await next).toBe(8);
	});

	test('other things are other calls', () => {
		const { calls, call } = slow<number>();
		const shared = new SharedCalls();
		void shared.run('a', call);
		void shared.run('b', call);
		expect(calls).toHaveLength(2);
	});

	test.each([
		[0, 1],
		[2_000, 1],
		[2_001, 2],
	])('%i ms after a failure, there have been %i calls', async (passed, expected) => {
		const { calls, call } = slow<number>();
		const shared = new SharedCalls();
		const first = shared.run('a', call);
		calls[0]!.reject(new Error('down'));
		await expect(first).rejects.toThrow('down');
		jest.setSystemTime(1_000_000 + passed);
		const second = shared.run('a', call).catch(() => undefined);
		expect(calls).toHaveLength(expected);
		calls[1]?.resolve(1);
		expect(await second).toBe(expected === 2 ? 1 : undefined);
	});

	test('a call that fails late does not count as a failure of the one after it', async () => {
		const { calls, call } = slow<number>();
		const shared = new SharedCalls();
		const first = shared.run('a', call).catch(() => 'failed');
		calls[0]!.reject(new Error('down'));
		expect(await first).toBe('failed');
		jest.setSystemTime(1_003_000);
		const second = shared.run('a', call);
		const third = shared.run('a', call);
		calls[1]!.resolve(2);
		expect([await second, await third, calls.length]).toEqual([2, 2, 2]);
	});
});
