import type { Store } from '../../../src/ports/store';

/** Called on the way to the store and on the way back: others may go first meanwhile, or it may throw, as a crash does. */
export type Step = () => Promise<void>;

const atOnce: Step = async () => undefined;

interface Entry {
	readonly keys: readonly string[];
	readonly json: string;
}

/**
 * A store with the guarantees of Rocket.Chat's persistence and no others: records in the order of their creation, JSON
 * values, and removal by key. Two operations of one caller are never atomic.
 */
export class MemoryStore implements Store {
	/** Shared by the views of one store. By each of its keys, an entry is found without a look at the others. */
	private entries = { all: new Set<Entry>(), byKey: new Map<string, Set<Entry>>() };

	constructor(private readonly step: Step = atOnce) {}

	/** The same records, reached by another way. */
	by(step: Step): MemoryStore {
		const view = new MemoryStore(step);
		view.entries = this.entries;
		return view;
	}

	async all<T extends object>(key: string): Promise<T[]> {
		return this.travel(() => this.under(key).map(({ json }) => JSON.parse(json) as T));
	}

	async add(key: string, value: object, ...furtherKeys: string[]): Promise<void> {
		const entry = { keys: [key, ...furtherKeys], json: JSON.stringify(value) };
		await this.travel(() => {
			this.entries.all.add(entry);
			for (const one of entry.keys)
				this.entries.byKey.set(one, (this.entries.byKey.get(one) ?? new Set<Entry>()).add(entry));
		});
	}

	async remove(key: string): Promise<void> {
		await this.travel(() => {
			for (const entry of this.under(key)) {
				this.entries.all.delete(entry);
				for (const one of entry.keys) this.entries.byKey.get(one)!.delete(entry);
			}
		});
	}

	/** How many records there are whose first key begins so. */
	count(prefix = ''): number {
		return [...this.entries.all].filter(({ keys }) => keys[0]!.startsWith(prefix)).length;
	}

	/** Everything in it, to look for what must not be there. */
	dump(): string {
		return JSON.stringify([...this.entries.all]);
	}

	private under(key: string): Entry[] {
		return [...(this.entries.byKey.get(key) ?? [])];
	}

	private async travel<T>(action: () => T): Promise<T> {
		await this.step();
		const result = action();
		await this.step();
		return result;
	}
}

/** A step that crashes the n-th time (counted from 1), and each time after that: the process is gone. */
export function crashAt(n: number): Step & { readonly crashed: boolean } {
	let steps = 0;
	const step = async (): Promise<void> => {
		steps += 1;
		if (steps >= n) throw new Error('crash');
	};
	return Object.defineProperty(step, 'crashed', { get: () => steps >= n }) as Step & { readonly crashed: boolean };
}
