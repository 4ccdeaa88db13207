import { setTimeout } from 'node:timers/promises';

/** Asks again until the answer is not undefined or false, for a minute at most. @returns the answer. */
export async function until<Result>(ask: () => Promise<Result>): Promise<Exclude<Result, undefined | false>> {
	for (let tries = 0; tries < 1200; tries++) {
		const answer = await ask();
		if (answer !== undefined && answer !== false) {
			return answer as Exclude<Result, undefined | false>;
		}
		await setTimeout(50);
	}
	throw new Error('It did not come about');
}
