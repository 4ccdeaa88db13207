import type { Proven, VisitedPage } from '../../../src/browser/visits';
import { signedInAs, visitLifetimes, Visits } from '../../../src/browser/visits';
import { CookieJar } from '../support/browser';
import { MemoryStore } from '../support/store';

const alice: Proven = { userId: 'alice', by: 'password', inSession: false };

/** Alice has proven herself in a browser that is signed in to Rocket.Chat as her. */
async function visiting(page: VisitedPage = 'connections') {
	const clock = { time: 1_700_000_000_000 };
	const store = new MemoryStore();
	const visits = new Visits({ store, now: () => clock.time });
	const jar = new CookieJar();
	jar.keep(['rc_uid=alice', 'rc_token=a-token', 'other=1']);
	jar.keep([await visits.begin(page, alice, jar.header)]);
	const open = () => visits.open(page, jar.header);
	return { clock, store, visits, jar, open };
}

type World = Awaited<ReturnType<typeof visiting>>;

test('is known in its browser and nowhere else, and the store could open none', async () => {
	const { visits, jar, store, open } = await visiting();
	await expect(open()).resolves.toMatchObject(alice);
	expect(await visits.open('connections', 'rc_uid=alice; rc_token=a-token')).toBeUndefined();
	const secret = /oauth-connections=([\w-]{43})/.exec(jar.header)![1]!;
	expect(store.dump()).not.toContain(secret);
	const { id, token } = (await open())!;
	for (const value of [id, token]) {
		const forged = jar.header.replace(secret, value);
		expect(await visits.open('connections', forged)).toBeUndefined();
	}
	expect(store.dump()).not.toContain(token);
});

test('of one page is none of the other', async () => {
	const { visits, jar } = await visiting();
	const secret = /oauth-connections=([\w-]{43})/.exec(jar.header)![1]!;
	jar.keep([`__Host-oauth-admin=${secret}`]);
	expect(await visits.open('admin', jar.header)).toBeUndefined();
});

test.each<[VisitedPage]>([['connections'], ['admin']])('of %s lasts as long as it may', async (page) => {
	const { clock, open } = await visiting(page);
	clock.time += visitLifetimes[page] * 1000 - 1;
	expect(await open()).toBeDefined();
	clock.time += 1;
	expect(await open()).toBeUndefined();
});

describe('ends, and does not come back, when', () => {
	test.each<[string, (world: World) => Promise<unknown> | void]>([
		['the browser is signed out of Rocket.Chat', ({ jar }) => jar.keep(['rc_uid=; Max-Age=0', 'rc_token=; Max-Age=0'])],
		['the browser is signed in as another account', ({ jar }) => jar.keep(['rc_uid=bob', 'rc_token=b-token'])],
		['the browser says that it is another account, with the session as before', ({ jar }) => jar.keep(['rc_uid=bob'])],
		['the browser has another session of the same account', ({ jar }) => jar.keep(['rc_token=another'])],
		['a cookie that names the session is there twice', ({ jar }) => jar.keep([' rc_token=x'])],
		['the account’s visits are ended', ({ visits }) => visits.endAllOf('alice')],
		['all visits are', ({ visits }) => visits.endAll()],
		['the page is finished', ({ visits, jar }) => visits.end('connections', jar.header)],
		['the browser signs out by the app', ({ visits, jar }) => visits.endHere(jar.header)],
		['another begins in the same browser', ({ visits, jar }) => visits.begin('connections', alice, jar.header)],
	])('%s', async (_name, happens) => {
		const world = await visiting();
		const before = world.jar.header;
		await happens(world);
		expect(await world.open()).toBeUndefined();
		expect(await world.visits.open('connections', before)).toBeUndefined();
	});

	test('somebody has begun too many', async () => {
		const { visits, open } = await visiting();
		for (let browser = 0; browser < 10; browser += 1) await visits.begin('connections', alice, '');
		expect(await open()).toBeUndefined();
	});
});

test('ends for nobody else', async () => {
	const { visits, open } = await visiting();
	const bob = new CookieJar();
	bob.keep([await visits.begin('admin', { ...alice, userId: 'bob' }, '')]);
	expect(await visits.visitors()).toEqual(['alice', 'bob']);
	expect(await visits.endAllOf('bob')).toBe(1);
	expect(await visits.open('admin', bob.header)).toBeUndefined();
	expect(await open()).toBeDefined();
	expect(await visits.endHere('rc_uid=alice')).toEqual([]);
	expect(await visits.endAll()).toBe(1);
});

test('that is over is forgotten', async () => {
	const { visits, clock, store } = await visiting();
	clock.time += 600_000;
	await visits.begin('connections', { ...alice, userId: 'bob' }, '');
	clock.time += 300_000;
	expect(await visits.visitors()).toEqual(['bob']);
	await visits.purge();
	expect(store.count()).toBe(1);
});

test.each([
	['rc_uid=alice; rc_token=t', 'alice'],
	['rc_uid=; rc_token=', undefined],
	['rc_uid=alice; rc_uid=bob', undefined],
	['', undefined],
	[undefined, undefined],
])('with %j the browser is signed in as %p', (cookies, expected) => expect(signedInAs(cookies)).toBe(expected));
