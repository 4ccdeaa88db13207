import type { Link } from '../../../../src/accounts/links';
import { Links } from '../../../../src/accounts/links';
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
