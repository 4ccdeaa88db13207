import { TimeLimit } from '../../../src/sign-in/timeLimit';
import { codeOf } from '../support/loginError';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const after = <T>(milliseconds: number, value: T): Promise<T> =>
	new Promise((resolve) => setTimeout(() => resolve(value), milliseconds));
const now = (): number => Date.now();

test('what is done in time is given, and no timer is left behind', async () => {
	const limit = new TimeLimit(now);
	const result = limit.run(() => after(14_999, 'done'));
	await jest.advanceTimersByTimeAsync(14_999);
	expect([await result, limit.spent, jest.getTimerCount()]).toEqual(['done', 14_999, 0]);
});

test('several steps have the time together', async () => {
	const limit = new TimeLimit(now);
	for (const step of [1, 2]) {
		const result = limit.run(() => after(6_000, step));
		await jest.advanceTimersByTimeAsync(6_000);
		expect(await result).toBe(step);
	}
	const refused = codeOf(limit.run(() => after(6_000, 3)));
	await jest.advanceTimersByTimeAsync(3_000);
	expect(await refused).toBe('provider_timeout');
});

test('what an earlier step took counts', async () => {
	const refused = codeOf(new TimeLimit(now, 10_000).run(() => after(6_000, 'late')));
	await jest.advanceTimersByTimeAsync(5_000);
	expect(await refused).toBe('provider_timeout');
});

test('what is known already is given, however late', async () => {
	expect(await new TimeLimit(now, 60_000).run(async () => 'known')).toBe('known');
});

test('an error is told as it is', async () => {
	const error = new Error('no');
	await expect(new TimeLimit(now).run(() => Promise.reject(error))).rejects.toBe(error);
});
