import type { Link } from '../../../../src/accounts/links';
import { Links, shelveLinks, shelves } from '../../../../src/accounts/links';
import { lastLinkCounts, lastLinkSum, linkCounts, tallyLinks } from '../../../../src/features/people/linkCounts';
import { instanceOf } from '../../../../src/providers/instance';
import { MemoryStore } from '../../support/store';

/** A store that tells how often every link was read. */
class CountingStore extends MemoryStore {
	public scans = 0;

	public override all<T extends object>(key: string): Promise<T[]> {
		if (key === 'links') this.scans += 1;
		return super.all<T>(key);
	}
}

async function workspace(people: number) {
	const store = new CountingStore();
	const links = new Links(store);
	const okta = await instanceOf('okta', store);
	const clock = { time: 1_700_000_000_000 };
	const connect = (subject: number, more: Partial<Link> = {}): Promise<void> =>
		links.link({
			...{ identity: `i${subject}`, provider: okta, issuer: 'https://id.example.com', subject: `${subject}` },
			...{ userId: `u${subject}`, generation: 0, linkedAt: 0, ...more },
		});
	for (let index = 0; index < people; index++) await connect(index);
	return { store, connect, clock, ports: { store, now: () => clock.time } };
}

const counted = (links: number, more = {}) => [{ provider: 'okta', links, learnt: 0, imported: 0, ...more }];

test('links are told apart by where they come from, and those of a provider that is not known are in the sum alone', async () => {
	const { store, connect } = await workspace(1);
	await connect(1, { origin: 'core' });
	await connect(2, { origin: 'import' });
	await connect(3, { provider: 'of nothing' });
	expect(await linkCounts(store)).toEqual(counted(3, { learnt: 1, imported: 1 }));
	expect(await lastLinkSum(store)).toBe(4);
});

test('what the form and the status show reads one record, however many links there are', async () => {
	const { store, ports, connect } = await workspace(300);
	await tallyLinks(ports);
	store.scans = 0;
	await connect(300);
	expect(await lastLinkCounts(store)).toEqual(counted(300));
	expect([await lastLinkSum(store), store.scans]).toEqual([300, 0]);
	expect(await linkCounts(store)).toEqual(counted(301));
});

test.each([
	[0, 0, true],
	[10, 1_000, true],
	[100, 9_999, false],
	[100, 10_000, true],
])('%i links that were counted %i ms ago are counted again: %p', async (people, passed, expected) => {
	const { store, ports, clock } = await workspace(people);
	await tallyLinks(ports);
	store.scans = 0;
	clock.time += passed;
	await tallyLinks(ports);
	expect(store.scans > 0).toBe(expected);
});

describe('more links than are read at once', () => {
	const perShelf = 32;

	/** A store whose reads of links take so many milliseconds, each. */
	async function crowded(readTakes: number) {
		const clock = { time: 1_700_000_000_000 };
		const read: string[] = [];
		const step = { takes: 0 };
		class SlowStore extends MemoryStore {
			public override all<T extends object>(key: string): Promise<T[]> {
				if (key.startsWith('links')) read.push(key);
				if (key.startsWith('links:')) clock.time += step.takes;
				return super.all<T>(key);
			}
		}
		const store = new SlowStore();
		const provider = await instanceOf('okta', store);
		for (const shelf of shelves) {
			for (let index = 0; index < perShelf; index++) {
				const identity = `${shelf}${index}`;
				await store.add(`link:${identity}`, { identity, provider, userId: identity }, `links:${shelf}`, 'links');
			}
		}
		// Each has its shelf already.
		await store.add('links-shelved', { done: true });
		await shelveLinks(store, () => false);
		step.takes = readTakes;
		return { store, read, ports: { store, now: () => clock.time } };
	}

	test('are counted by several jobs, two seconds each, and never read as a whole', async () => {
		const { store, read, ports } = await crowded(90);
		let jobs = 0;
		for (; (await store.all('link-tally')).length === 0 && jobs < 10; jobs++) await tallyLinks(ports);
		expect(jobs).toBe(3);
		expect(await lastLinkCounts(store)).toEqual(counted(perShelf * shelves.length));
		expect(await linkCounts(store)).toEqual(counted(perShelf * shelves.length));
		expect(read).not.toContain('links');
		expect(store.count('link-tally-part')).toBe(0);
	});
});
