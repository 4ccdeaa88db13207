import fc from 'fast-check';

import type { Link, PendingLink } from '../../../src/accounts/links';
import {
	allLinks,
	areMany,
	areShelved,
	casUserOf,
	identityKey,
	Links,
	linksBeside,
	linksOn,
	shelveLinks,
} from '../../../src/accounts/links';
import { Requests } from '../../../src/accounts/requests';
import { alice } from '../support/applicant';
import { crashAt, MemoryStore } from '../support/store';

const pending: PendingLink = {
	identity: 'i',
	casUser: 'c:0',
	generation: 0,
	username: 'alice',
	secret: 's',
	startedAt: 1,
};
const link: Link = {
	...{ identity: 'i', provider: 'okta', issuer: 'https://id.example.com', subject: '1' },
	...{ userId: 'u1', casUser: 'c:0', generation: 0, linkedAt: 2 },
};

describe('an identity', () => {
	test.each<[string, (links: Links) => Promise<unknown>, object]>([
		['that was never here', async () => undefined, { generation: 0 }],
		['that is about to get an account', (links) => links.reserve(pending), { pending, generation: 0 }],
		[
			'that got none',
			async (links) => {
				await links.reserve(pending);
				await links.release('i');
			},
			{ generation: 0 },
		],
		[
			'that got one',
			async (links) => {
				await links.reserve(pending);
				await links.link(link);
			},
			{ link, generation: 0 },
		],
		[
			'whose account is gone',
			async (links) => {
				await links.link(link);
				await links.unlinkAllOf('u1');
			},
			{ unlinked: { identity: 'i', generation: 1, reason: 'account_deleted' }, generation: 1 },
		],
		[
			'that comes back',
			async (links) => {
				await links.link(link);
				await links.unlinkAllOf('u1');
				await links.link({ ...link, userId: 'u2', casUser: 'c:1', generation: 1 });
			},
			{ link: { ...link, userId: 'u2', casUser: 'c:1', generation: 1 }, generation: 1 },
		],
		[
			'whose second account is gone, too',
			async (links) => {
				for (const generation of [0, 1]) {
					await links.link({ ...link, userId: `u${generation}`, generation });
					await links.unlinkAllOf(`u${generation}`);
				}
			},
			{ unlinked: { identity: 'i', generation: 2, reason: 'account_deleted' }, generation: 2 },
		],
		[
			"whose neighbour's account is gone",
			async (links) => {
				await links.link(link);
				await links.link({ ...link, identity: 'other', userId: 'u2' });
				await links.unlinkAllOf('u2');
			},
			{ link, generation: 0 },
		],
		[
			'that two instances linked at once, and whose account is gone',
			async (links) => {
				await links.link(link);
				await links.link({ ...link, userId: 'u2', linkedAt: 3 });
				await links.unlinkAllOf('u1');
			},
			{ unlinked: { identity: 'i', generation: 1, reason: 'account_deleted' }, generation: 1 },
		],
	])('%s', async (_name, history, expected) => {
		const links = new Links(new MemoryStore());
		await history(links);
		expect(await links.find('i')).toEqual({ identity: 'i', ...expected });
	});
});

test('of two links that two instances made at once, all instances find the older', async () => {
	const links = new Links(new MemoryStore());
	await links.link(link);
	await links.link({ ...link, userId: 'u2', linkedAt: 3 });
	expect((await links.find('i')).link).toEqual(link);
});

test('one account with several identities loses all of them', async () => {
	const links = new Links(new MemoryStore());
	for (const identity of ['i', 'j']) await links.link({ ...link, identity });
	await links.unlinkAllOf('u1');
	expect([(await links.find('i')).link, (await links.find('j')).link]).toEqual([undefined, undefined]);
});

test('a link is nowhere to be found by a key that has personal data in it', async () => {
	const store = new MemoryStore();
	const identity = await identityKey({ provider: 'okta', issuer: 'https://id.example.com', subject: 'me@example.com' });
	expect(identity).toMatch(/^[\w-]{43}$/);
	await new Links(store).reserve({ ...pending, identity });
	expect(store.dump()).not.toContain('me@example.com');
});

test('no two identities, and no two generations of one, share a key', async () => {
	const part = fc.string({ maxLength: 3 });
	const identity = fc.record({ provider: part, issuer: part, subject: part });
	await fc.assert(
		fc.asyncProperty(identity, identity, fc.nat(3), fc.nat(3), async (one, other, m, n) => {
			const [keyOfOne, keyOfOther] = [await identityKey(one), await identityKey(other)];
			const same = JSON.stringify(one) === JSON.stringify(other);
			expect(keyOfOne === keyOfOther).toBe(same);
			expect((await casUserOf(keyOfOne, m, 'p:')) === (await casUserOf(keyOfOther, n, 'p:'))).toBe(same && m === n);
		}),
	);
});

test('what a crash left of an earlier sign-up does not come back once that account is gone', async () => {
	const store = new MemoryStore();
	const links = new Links(store);
	await links.reserve(pending);
	// A link is added and its pending one removed: the process ends between the two.
	await new Links(store.by(crashAt(3))).link(link).catch(() => undefined);
	expect((await links.find('i')).link).toEqual(link);
	await links.unlinkAllOf('u1');
	// Its cas:user is the old generation's, which core may still let in.
	expect(await links.find('i')).toEqual({
		...{ identity: 'i', generation: 1 },
		unlinked: { identity: 'i', generation: 1, reason: 'account_deleted' },
	});
});

test('what a crash left of an earlier sign-up does not hide the one that is under way', async () => {
	const store = new MemoryStore();
	const links = new Links(store);
	const pending = { identity: 'i', casUser: 'c0', generation: 0, username: 'alice', secret: 's', startedAt: 0 };
	await links.reserve(pending);
	await store.add('unlinked:i', { identity: 'i', generation: 1, reason: 'account_deleted' });
	await links.reserve({ ...pending, casUser: 'c1', generation: 1 });
	expect((await links.find('i')).pending).toMatchObject({ casUser: 'c1', generation: 1 });
});

describe('a crash between any two steps', () => {
	const steps = Array.from({ length: 14 }, (_, index) => index + 1);

	test.each(steps)('of making a link leaves what the next try goes on with (step %i)', async (n) => {
		const store = new MemoryStore();
		await new Links(store).reserve(pending);
		await new Links(store.by(crashAt(n))).link(link).catch(() => undefined);
		const { link: found, pending: left } = await new Links(store).find('i');
		expect(found ?? left).toMatchObject({ casUser: 'c:0', generation: 0 });
	});

	test('of removing it leaves nothing of what was synchronised, nor of an approval that led to it', async () => {
		const outcomes = new Set<boolean>();
		for (let [n, isOver] = [1, false]; !isOver; n++) {
			const store = new MemoryStore();
			const clock = { time: 1 };
			const requests = new Requests({ store, now: () => clock.time });
			const { request } = await requests.ask('i', 'okta', alice, 'create', 'alice');
			await requests.answer(request, 'approved');
			await new Links(store).link(link);
			await store.add('kept:i', { userId: 'u1', rooms: ['staff'] });
			const crash = crashAt(n);
			await new Links(store.by(crash)).unlink(link).catch(() => undefined);
			isOver = !crash.crashed;
			const isLinked = (await new Links(store).find('i')).link !== undefined;
			const left = ['kept:', 'verdict:', 'request:'].filter((key) => store.count(key) > 0);
			if (!isLinked) expect({ n, left }).toEqual({ n, left: [] });
			outcomes.add(isLinked);
		}
		expect(outcomes).toEqual(new Set([true, false]));
	});

	test.each(steps)('of removing it lets nobody in under the old name again (step %i)', async (n) => {
		const store = new MemoryStore();
		await new Links(store).link(link);
		await new Links(store.by(crashAt(n))).unlinkAllOf('u1').catch(() => undefined);
		const { link: found, generation } = await new Links(store).find('i');
		// Either still linked, to an account that is not there any more, or cut off for good.
		expect(found ? found.userId : generation).toEqual(found ? 'u1' : 1);
		await new Links(store).unlinkAllOf('u1');
		const after = await new Links(store).find('i');
		expect([after.link, after.generation]).toEqual([undefined, 1]);
	});
});

test('an approval of another account, given after the link was made, outlives it', async () => {
	const store = new MemoryStore();
	const requests = new Requests({ store, now: () => 3 });
	await new Links(store).link(link);
	const { request } = await requests.ask('i', 'okta', alice, 'create', 'alice');
	await requests.answer(request, 'approved');
	await new Links(store).unlinkAllOf('u1');
	expect(await requests.answerTo('i')).toBe('approved');
});

test('all of them can be listed, until they are removed', async () => {
	const links = new Links(new MemoryStore());
	await links.link({ ...link, identity: 'a' });
	await links.link({ ...link, identity: 'b', userId: 'u2' });
	expect((await links.all()).map(({ identity }) => identity)).toEqual(['a', 'b']);
	await links.unlinkAllOf('u1');
	expect((await links.all()).map(({ identity }) => identity)).toEqual(['b']);
});

test('what one noted about a link stays, though another who noted something did not know of it', async () => {
	const links = new Links(new MemoryStore());
	const { casUser, ...learnt } = link;
	await links.link(link);
	await links.link({ ...learnt, origin: 'core' });
	const whole = { ...link, casUser, origin: 'core' };
	expect((await links.find('i')).link).toEqual(whole);
	expect(await links.of('u1')).toEqual([whole]);
});

test('what is taken back was never there', async () => {
	const links = new Links(new MemoryStore());
	await links.link(link);
	await links.takeBack(link);
	expect(await links.find('i')).toEqual({ identity: 'i', generation: 0 });
	expect(await links.of('u1')).toEqual([]);
});

describe('what is noted about a link', () => {
	test('is read with it, everywhere, and makes no second one', async () => {
		const links = new Links(new MemoryStore());
		const bare = { ...link, casUser: undefined };
		await links.link(bare);
		await links.note(bare, 'c:1');
		await links.note(bare, 'c:2');
		const noted = { ...link, casUser: 'c:2' };
		expect(await links.find('i')).toEqual({ identity: 'i', link: noted, generation: 0 });
		expect([await links.of('u1'), await links.all()]).toEqual([[noted], [noted]]);
	});

	test('brings no link back that was removed in the meantime, and is nothing to the next one', async () => {
		const links = new Links(new MemoryStore());
		await links.link(link);
		await links.unlink(link);
		await links.note(link, 'c:late');
		const { link: found, unlinked } = await links.find('i');
		expect([found, unlinked?.reason]).toEqual([undefined, 'removed']);
		expect([await links.of('u1'), await links.all()]).toEqual([[], []]);
		const next = { ...link, casUser: 'c:1', generation: 1 };
		await links.link(next);
		expect([await links.of('u1'), await links.all()]).toEqual([[next], [next]]);
	});
});

test('of two first sign-ins at once both go by what the first has reserved, and by its link once that is there', async () => {
	const links = new Links(new MemoryStore());
	const other = { ...pending, username: 'alice.2', secret: 'other' };
	expect(await links.reserve(pending)).toEqual({ pending });
	expect(await links.reserve(other)).toEqual({ pending });
	await links.link(link);
	expect(await links.reserve(other)).toEqual({ link });
});

describe('links from before 1.0.0, which have no shelf', () => {
	const old = (store: MemoryStore, identity: string) =>
		store.add(`link:${identity}`, { ...link, identity }, `links-of:${link.userId}`, 'links');
	const identities = (links: readonly Link[]) => links.map(({ identity }) => identity);

	test('are found at once, and once each after they got theirs', async () => {
		const store = new MemoryStore();
		for (const identity of ['a1', 'a2', 'b1']) await old(store, identity);
		await new Links(store).link({ ...link, identity: 'a3' });
		expect(identities(await linksOn('a', store))).toEqual(['a1', 'a2', 'a3']);
		await shelveLinks(store, () => false);
		expect(await areShelved(store)).toBe(true);
		expect(identities(await linksOn('a', store)).sort()).toEqual(['a1', 'a2', 'a3']);
		expect(identities(await linksOn('b', store))).toEqual(['b1']);
		expect(await allLinks(store)).toHaveLength(4);
		expect((await new Links(store).find('a1')).link).toEqual({ ...link, identity: 'a1' });
	});

	test('are continued with where the time was over', async () => {
		const store = new MemoryStore();
		for (const identity of ['a1', 'a2', 'a3']) await old(store, identity);
		let calls = 0;
		await shelveLinks(store, () => ++calls > 1);
		expect(await areShelved(store)).toBe(false);
		expect(await linksOn('a', store)).toHaveLength(3);
		await shelveLinks(store, () => false);
		expect(await areShelved(store)).toBe(true);
		expect(await linksOn('a', store)).toHaveLength(3);
		expect(store.count('link:a1')).toBe(2);
	});

	test('do not come back where they were removed meanwhile', async () => {
		const store = new MemoryStore();
		await old(store, 'a1');
		const [read] = await allLinks(store);
		await new Links(store).unlink(read!);
		await new Links(store).shelve(read!);
		expect(await allLinks(store)).toEqual([]);
		expect((await new Links(store).find('a1')).generation).toBe(1);
	});
});

describe('links beside an identity, in the order of identities', () => {
	const shelved = async (identities: readonly string[]): Promise<MemoryStore> => {
		const store = new MemoryStore();
		for (const identity of identities) await new Links(store).link({ ...link, identity });
		await shelveLinks(store, () => false);
		return store;
	};

	test.each<[Parameters<typeof linksBeside>[0], string, number, string[]]>([
		['after', '', 2, ['-1', 'A1']],
		['after', 'A1', 3, ['A2', 'a1', 'z1']],
		['after', 'A3', 1, ['a1']],
		['after', 'z1', 2, []],
		['before', 'z1', 2, ['A2', 'a1']],
		['before', 'A2', 9, ['-1', 'A1']],
		['before', '-1', 2, []],
	])('%s %j, %i at most', async (side, identity, most, expected) => {
		const store = await shelved(['z1', 'A2', '-1', 'a1', 'A1']);
		expect((await linksBeside(side, identity, most, store)).map((one) => one.identity)).toEqual(expected);
	});

	test.each([
		[31, false],
		[32, true],
	])('%i on a shelf: there are many: %p', async (number, expected) => {
		const store = await shelved(Array.from({ length: number }, (_, index) => `-${index}`));
		expect(await areMany(store)).toBe(expected);
	});
});
