import type { Link } from '../../accounts/links';
import { allLinks, areMany, linksOn, shelves } from '../../accounts/links';
import type { Needs } from '../../ports/ports';
import type { StoreReader } from '../../ports/store';
import { providerIdsByInstance } from '../../providers/instance';
import { latest, replace } from '../../values/records';

/** How many people sign in by a provider, and how the app came to know of it. */
export interface LinkCount {
	/** Id of the provider. */
	readonly provider: string;
	readonly links: number;
	readonly learnt: number;
	readonly imported: number;
}

/** The same of an instance, whether its provider is there or not. */
interface InstanceCount extends Omit<LinkCount, 'provider'> {
	readonly instance: string;
}

/** A record: what was counted last. */
interface Tally {
	readonly counts: readonly InstanceCount[];
	/** Milliseconds since 1970. */
	readonly at: number;
}

const tallyKey = 'link-tally';

/** A record: a count that one job could not finish, and that the next one continues. */
interface PartOfTally extends Tally {
	/** How many of the shelves are counted. */
	readonly shelves: number;
}

const partKey = 'link-tally-part';

/** Milliseconds that one job counts for. */
const atATime = 2_000;

/** Milliseconds for which a count is good enough, for each link that it took reading: 40 000 are read once in an hour. */
const goodFor = 100;

/**
 * For the jobs: counts the links again where that is due. The store has no count, so that every link has to be read; the
 * form and the status, which are written much more often, read this record.
 */
export async function tallyLinks({ store, now }: Needs<'store' | 'now'>): Promise<void> {
	const until = now() + atATime;
	const last = await latest<Tally>(store, tallyKey);
	if (last && last.at + sumOf(last.counts) * goodFor > now()) return;
	if (!(await areMany(store))) {
		await replace(store, tallyKey, { counts: addTo([], await allLinks(store)), at: now() } satisfies Tally);
		return;
	}
	const begun = await latest<PartOfTally>(store, partKey);
	const at = begun?.at ?? now();
	let { counts, shelves: counted }: Omit<PartOfTally, 'at'> = begun ?? { counts: [], shelves: 0 };
	for (const shelf of shelves.slice(counted)) {
		if (until <= now()) return replace(store, partKey, { counts, at, shelves: counted } satisfies PartOfTally);
		counts = addTo(counts, await linksOn(shelf, store));
		counted += 1;
	}
	await replace(store, tallyKey, { counts, at } satisfies Tally);
	await store.remove(partKey);
}

/** As they were counted last, of each provider that is there and has a link. */
export const lastLinkCounts = async (store: StoreReader): Promise<LinkCount[]> =>
	ofProviders(await lastCounts(store), store);

/** As they are now; where there are many, as they were counted last. */
export const linkCounts = async (store: StoreReader): Promise<LinkCount[]> =>
	(await areMany(store)) ? lastLinkCounts(store) : countsOf(await allLinks(store), store);

/** Of links that were read. */
export const countsOf = (links: readonly Link[], store: StoreReader): Promise<LinkCount[]> =>
	ofProviders(addTo([], links), store);

/** How many links there were at the last count. */
export const lastLinkSum = async (store: StoreReader): Promise<number> => sumOf(await lastCounts(store));

/** Before the first count there are hardly any links. */
const lastCounts = async (store: StoreReader): Promise<readonly InstanceCount[]> =>
	(await latest<Tally>(store, tallyKey))?.counts ?? addTo([], await allLinks(store));

const sumOf = (counts: readonly InstanceCount[]): number => counts.reduce((sum, { links }) => sum + links, 0);

function addTo(counted: readonly InstanceCount[], found: readonly Link[]): InstanceCount[] {
	const counts = new Map(counted.map((one) => [one.instance, one]));
	for (const { provider: instance, origin } of found) {
		const { links, learnt, imported } = counts.get(instance) ?? { links: 0, learnt: 0, imported: 0 };
		counts.set(instance, {
			instance,
			links: links + 1,
			learnt: learnt + (origin === 'core' ? 1 : 0),
			imported: imported + (origin === 'import' ? 1 : 0),
		});
	}
	return [...counts.values()];
}

/** A provider that was set up twice at once has two instances. */
async function ofProviders(counts: readonly InstanceCount[], store: StoreReader): Promise<LinkCount[]> {
	const providers = await providerIdsByInstance(store);
	const sums = new Map<string, LinkCount>();
	for (const { instance, links, learnt, imported } of counts) {
		const provider = providers.get(instance);
		if (provider === undefined) continue;
		const sum = sums.get(provider) ?? { provider, links: 0, learnt: 0, imported: 0 };
		sums.set(provider, {
			provider,
			links: sum.links + links,
			learnt: sum.learnt + learnt,
			imported: sum.imported + imported,
		});
	}
	return [...sums.values()];
}
