import type { Slot } from '../ports/memory';
import { randomReference } from '../values/random';
import type { Storage } from '../ports/ports';

/** One line of a {@link Journal}. */
export interface Entry {
	/** What the entry is looked up by: eight characters that can be read aloud. */
	readonly id: string;
	/** Milliseconds since 1970. */
	readonly at: number;
	/** How many of the same kind were only counted since the one before it. */
	readonly more?: number;
}

export interface JournalOptions<T extends Entry> {
	readonly name: string;
	/** How many entries are kept. */
	readonly limit: number;
	/** Entries of one kind give way to each other: what happens often does not push out what happens once. */
	kindOf(entry: Omit<T, 'id' | 'at'>): string;
}

/** Of one kind, in one minute, in one process; the others are counted. */
export const perMinute = 30;
/** So many entries may be there above the limit, for each process, until they are purged. */
const slack = 25;
/** Milliseconds: as long as the server keeps an app's log. */
const maximumAge = 30 * 24 * 3600_000;

/** What this process has written into a journal. */
interface JournalMemory {
	added: number;
	/** By kind: how many entries in the last minute that had any, and how many of them were left out so far. */
	readonly kinds: Map<string, { readonly minute: number; readonly count: number; readonly leftOut: number }>;
}

const journals: Slot<Map<string, JournalMemory>> = () => new Map();

/**
 * A log that every instance of the server shares and that stays small, however much is written into it: an entry is one
 * record, added and never changed. What is written in masses is counted instead, and each kind of entry has its share
 * of the room, so that a flood of one kind pushes out nothing else.
 */
export class Journal<T extends Entry> {
	constructor(
		private readonly options: JournalOptions<T>,
		private readonly ports: Storage,
	) {}

	/** @returns whether it was noted, and not only counted */
	async add(content: Omit<T, 'id' | 'at' | 'more'>, id: string = randomReference()): Promise<boolean> {
		const { store, now } = this.ports;
		const { name } = this.options;
		const more = this.counted(this.options.kindOf(content as Omit<T, 'id' | 'at'>));
		if (more === undefined) return false;
		const entry = { ...withoutGaps(content), id, at: now(), ...(more > 0 ? { more } : {}) };
		await store.add(name, entry, recordKey(name, id));
		this.memory.added += 1;
		if (this.memory.added % slack === 0) await this.purge();
		return true;
	}

	/** Newest first. What was written twice, by a process that was cut off and the one after it, is there once. */
	async all(): Promise<T[]> {
		const entries = new Map<string, T>();
		for (const entry of await this.ports.store.all<T>(this.options.name)) {
			if (!entries.has(entry.id)) entries.set(entry.id, entry);
		}
		return [...entries.values()].sort((a, b) => b.at - a.at);
	}

	async find(id: string): Promise<T | undefined> {
		return (await this.ports.store.all<T>(recordKey(this.options.name, id)))[0];
	}

	async remove(id: string): Promise<void> {
		await this.ports.store.remove(recordKey(this.options.name, id));
	}

	/** Removes the entries of which that is true. */
	async forget(isVoid: (entry: T) => boolean): Promise<void> {
		for (const { id } of (await this.all()).filter(isVoid)) await this.remove(id);
	}

	/** Removes what is old, and what is too much. */
	async purge(): Promise<void> {
		const { limit, kindOf } = this.options;
		for (const { id } of surplus(await this.all(), kindOf, limit, this.ports.now() - maximumAge)) await this.remove(id);
	}

	/** @returns how many of this kind were left out before it; undefined when this one is left out, too */
	private counted(kind: string): number | undefined {
		const minute = Math.floor(this.ports.now() / 60_000);
		const known = this.memory.kinds.get(kind);
		const count = known?.minute === minute ? known.count + 1 : 1;
		const isLeftOut = count > perMinute;
		const leftOut = (known?.leftOut ?? 0) + (isLeftOut ? 1 : 0);
		this.memory.kinds.set(kind, { minute, count, leftOut: isLeftOut ? leftOut : 0 });
		return isLeftOut ? undefined : leftOut;
	}

	private get memory(): JournalMemory {
		const known = this.ports.memory.of(journals);
		const own = known.get(this.options.name) ?? { added: 0, kinds: new Map() };
		known.set(this.options.name, own);
		return own;
	}
}

const recordKey = (name: string, id: string): string => `${name}:${id}`;

/** On its way to the store, what is undefined becomes null. */
const withoutGaps = (content: object): object =>
	Object.fromEntries(Object.entries(content).filter(([, value]) => value !== undefined));

/** What has to go: everything from before `oldest`, then the oldest of whatever kind there is most of. */
export function surplus<T extends Entry>(
	entries: readonly T[],
	kindOf: (entry: T) => string,
	limit: number,
	oldest: number,
): T[] {
	const old = entries.filter(({ at }) => at < oldest);
	const kinds = new Map<string, T[]>();
	for (const entry of entries.filter(({ at }) => at >= oldest).sort((a, b) => b.at - a.at)) {
		const kind = kindOf(entry);
		kinds.set(kind, [...(kinds.get(kind) ?? []), entry]);
	}
	const tooMany = Math.max(0, entries.length - old.length - limit);
	for (let removed = 0; removed < tooMany; removed += 1) {
		const largest = [...kinds.values()].reduce((a, b) => (b.length > a.length ? b : a));
		old.push(largest.pop()!);
	}
	return old;
}
