import { OneAtATime } from '../../../src/values/oneAtATime';

/** A task whose runs end when the test says so. */
function manual() {
	const ends: Array<(error?: Error) => void> = [];
	const task = async () =>
		new Promise<void>((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve())));
	return { ends, task };
}

const settle = async () => new Promise((resolve) => setImmediate(resolve));

test('what is asked for five times during a run is done once after it', async () => {
	const { ends, task } = manual();
	const one = new OneAtATime();
	void one.run(task);
	await settle();
	const later = Array.from({ length: 5 }, async () => one.run(task));
	await settle();
	expect(ends).toHaveLength(1);
	ends[0]!();
	await settle();
	expect(ends).toHaveLength(2);
	ends[1]!();
	await Promise.all(later);
	expect(ends).toHaveLength(2);
});

test('a run that fails is told to who asked for it, and the next one begins', async () => {
	const { ends, task } = manual();
	const one = new OneAtATime();
	const first = one.run(task);
	await settle();
	const second = one.run(task);
	ends[0]!(new Error('no'));
	await expect(first).rejects.toThrow('no');
	await settle();
	ends[1]!();
	await expect(second).resolves.toBeUndefined();
});

test('it is settled when the run that waits has ended, too', async () => {
	const { ends, task } = manual();
	const one = new OneAtATime();
	void one.run(task);
	await settle();
	void one.run(task);
	let isSettled = false;
	const settled = one.settled().then(() => (isSettled = true));
	ends[0]!();
	await settle();
	expect(isSettled).toBe(false);
	ends[1]!();
	await settled;
});

test('a task that asks for its own next run is not queued during one, and is done when none is under way', async () => {
	const { ends, task } = manual();
	const one = new OneAtATime();
	const first = one.runIfIdle(task);
	await settle();
	await one.runIfIdle(task);
	ends[0]!(new Error('failed'));
	await expect(first).rejects.toThrow('failed');
	await settle();
	expect(ends).toHaveLength(1);
	void one.runIfIdle(task);
	await settle();
	expect(ends).toHaveLength(2);
});
