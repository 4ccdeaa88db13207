import { lazy } from '../../../src/values/lazy';

const counting = (answer: () => Promise<string>) => {
	let asked = 0;
	const value = lazy(() => {
		asked += 1;
		return answer();
	});
	return { value, asked: () => asked };
};

test('nobody is asked until the value is needed', () => {
	const { value, asked } = counting(async () => 'a');
	expect([value.known, asked()]).toEqual([undefined, 0]);
});

test('asked at most once, also by two at the same time', async () => {
	const { value, asked } = counting(async () => 'a');
	expect(await Promise.all([value.get(), value.get()])).toEqual(['a', 'a']);
	expect([await value.get(), value.known, asked()]).toEqual(['a', 'a', 1]);
});

test('a failure is the answer, too: nobody is asked again, and nothing is known', async () => {
	const { value, asked } = counting(() => Promise.reject(new Error('no')));
	await expect(value.get()).rejects.toThrow('no');
	await expect(value.get()).rejects.toThrow('no');
	expect([value.known, asked()]).toEqual([undefined, 1]);
});
