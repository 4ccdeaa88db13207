import { Changes } from '../../../src/app/changes';

/** Has a form save so many settings, one each so many milliseconds, with jobs that come on time. @returns when the upkeep runs */
function upkeepsOf(settings: number, each: number): { runs: number[]; jobs: number } {
	const changes = new Changes();
	const start = 1_700_000_000_000;
	const waiting: Array<{ at: number; known: number }> = [];
	const runs: number[] = [];
	let jobs = 0;
	for (let now = start; now < start + settings * each + 100_000; now += 10) {
		const passed = now - start;
		if (passed % each === 0 && passed / each < settings) {
			const at = changes.note(now);
			if (at !== undefined) waiting.push({ at, known: now });
		}
		for (const job of waiting.filter(({ at }) => at <= now)) {
			waiting.splice(waiting.indexOf(job), 1);
			jobs += 1;
			const turn = changes.turnOf(job.known, now);
			if (turn.kind === 'again') waiting.push(turn);
			if (turn.kind === 'run') runs.push(passed);
		}
	}
	return { runs, jobs };
}

test.each([
	[1, 10, [1_000]],
	[5, 10, [2_000]],
	[1_000, 10, [11_000]],
	[1_000, 20, [21_000]],
	[20, 900, [19_000]],
	[3, 2_000, [1_000, 3_000, 5_000]],
])('of %i settings, one each %i ms, an upkeep follows after the last one, once', (settings, each, expected) => {
	const { runs, jobs } = upkeepsOf(settings, each);
	// One a second, at most two.
	expect(jobs).toBeLessThanOrEqual((2 * (settings * each)) / 1_000 + 2);
	expect(runs).toHaveLength(expected.length);
	// A job that is put off comes a second after the last change that was known.
	runs.forEach((run, index) => expect(Math.abs(run - expected[index]!)).toBeLessThanOrEqual(1_100));
	const last = (settings - 1) * each;
	expect(runs.at(-1)).toBeGreaterThan(last);
});

test('who goes on saving for ever has an upkeep each half a minute', () => {
	const { runs } = upkeepsOf(10_000, 10);
	expect(runs.length).toBeGreaterThanOrEqual(3);
	expect(runs.length).toBeLessThanOrEqual(5);
});

test('a job that no change has asked for is not put off, nor one of another process', () => {
	const changes = new Changes();
	changes.note(1_000);
	expect(changes.turnOf(0, 1_500)).toEqual({ kind: 'run' });
	expect(new Changes().turnOf(1_000, 2_000)).toEqual({ kind: 'run' });
});

test('a job whose changes came early is put off, also where it is run before its time', () => {
	const changes = new Changes();
	expect(changes.note(1_000)).toBe(2_000);
	expect(changes.note(1_200)).toBeUndefined();
	expect(changes.turnOf(1_000, 1_300)).toEqual({ kind: 'again', at: 2_300, known: 1_200 });
	expect(changes.turnOf(1_200, 1_400)).toEqual({ kind: 'run' });
	expect(changes.note(1_500)).toBe(2_500);
});

test('of two jobs the earlier one leaves it to the later', () => {
	const changes = new Changes();
	changes.note(1_000);
	// The first job is late, and this change schedules another.
	expect(changes.note(2_000)).toBe(3_000);
	expect(changes.turnOf(1_000, 2_010)).toEqual({ kind: 'drop' });
	expect(changes.turnOf(2_000, 3_000)).toEqual({ kind: 'run' });
});
