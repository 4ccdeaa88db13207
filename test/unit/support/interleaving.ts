import type { Step } from './store';

/**
 * Several parties, of which one at a time takes a step: which one, a number decides, so that an order that went wrong
 * can be had again.
 */
export class Interleaving {
	private readonly waiting: Array<() => void> = [];

	constructor(private seed: number) {}

	/** What a party does between two of its operations: it waits until it is chosen. */
	readonly step: Step = () => new Promise((resolve) => this.waiting.push(resolve));

	/** Runs the parties to their ends, whatever these are. */
	async run(...parties: Array<() => Promise<unknown>>): Promise<void> {
		let running = parties.length;
		for (const party of parties) void party().then(...[() => running--, () => running--]);
		for (;;) {
			// Until everybody has come as far as their next step.
			await new Promise((resolve) => setImmediate(resolve));
			if (running === 0) return;
			const [chosen] = this.waiting.splice(this.choose(this.waiting.length), 1);
			if (!chosen) throw new Error('Everybody waits for something other than a step');
			chosen();
		}
	}

	/** Most often the one who has just taken a step, and waits as the last: then others fall behind by many. */
	private choose(count: number): number {
		return this.random() < 0.85 ? count - 1 : Math.floor(this.random() * count);
	}

	/** A linear congruential generator (Numerical Recipes), of which the high bits are random enough. */
	private random(): number {
		this.seed = (Math.imul(this.seed, 1_664_525) + 1_013_904_223) >>> 0;
		return this.seed / 2 ** 32;
	}
}
