import { createKeySet, parseJwks } from '../../../src/oauth/jwks';
import type { Jwks } from '../../../src/oauth/jwks';
import { createKeySource } from '../../../src/oauth/keySource';
import type { FetchedJwks } from '../../../src/oauth/keySource';
import { LoginError } from '../../../src/errors';
import { Keyring } from '../../hostile/keyring';

const keyring = new Keyring();
let ed25519: Jwks;
let both: Jwks;

beforeAll(async () => {
	ed25519 = parseJwks(JSON.parse(await keyring.document('EdDSA', undefined)));
	both = parseJwks(JSON.parse(await keyring.document('ES256', undefined)));
});

const hour = 3_600_000;
const down = () => Promise.reject(new LoginError('jwks_unavailable', 'down'));

/** A source over a provider whose answers and a clock whose time the test sets. */
function sourceOf(cached?: FetchedJwks) {
	const world = { time: 1_000 * hour, fetches: 0, answer: (): Promise<Jwks> => Promise.resolve(ed25519) };
	const updates: FetchedJwks[] = [];
	const source = createKeySource({
		fetch: () => {
			world.fetches += 1;
			return world.answer();
		},
		now: () => world.time,
		cached,
		onUpdate: (fetched) => updates.push(fetched),
	});
	return { world, updates, source };
}

test('keys are fetched once, and reported for storing', async () => {
	const { world, updates, source } = sourceOf();
	const [first, second] = await Promise.all([source.current(), source.current()]);
	world.time += hour - 1;
	expect([second, await source.current()]).toEqual([first, first]);
	expect(world.fetches).toBe(1);
	expect(updates).toEqual([{ jwks: ed25519, fetchedAt: 1_000 * hour }]);
});

test('after an hour they are fetched again', async () => {
	const { world, source } = sourceOf();
	await source.current();
	world.time += hour;
	world.answer = () => Promise.resolve(both);
	await expect((await source.current()).find({ alg: 'ES256' })).resolves.toHaveLength(1);
	expect(world.fetches).toBe(2);
});

test('a stored copy is used without a fetch, as long as it is fresh', async () => {
	const copy: unknown = JSON.parse(JSON.stringify({ jwks: ed25519, fetchedAt: 1_000 * hour - 1 }));
	const { world, source } = sourceOf(copy as FetchedJwks);
	await expect((await source.current()).find({ alg: 'EdDSA' })).resolves.toHaveLength(1);
	expect(world.fetches).toBe(0);
	world.time += hour;
	await source.current();
	expect(world.fetches).toBe(1);
});

test('the last good keys are used while the provider is down, and it is not asked each time', async () => {
	const { world, source } = sourceOf();
	const good = await source.current();
	world.time += 2 * hour;
	world.answer = down;
	await expect(Promise.all([source.current(), source.current()])).resolves.toEqual([good, good]);
	await expect(source.current()).resolves.toBe(good);
	expect(world.fetches).toBe(2);
	world.time += 30_000;
	await expect(source.current()).resolves.toBe(good);
	expect(world.fetches).toBe(3);
	world.answer = () => Promise.resolve(both);
	world.time += 30_000;
	await expect(source.current()).resolves.not.toBe(good);
});

test('but not after a week', async () => {
	const { world, source } = sourceOf();
	await source.current();
	world.time += 7 * 24 * hour + 1;
	world.answer = down;
	await expect(source.current()).rejects.toMatchObject({ code: 'jwks_unavailable' });
});

test('without any keys the failure is told, and the next caller tries again', async () => {
	const { world, source } = sourceOf();
	world.answer = down;
	await expect(source.current()).rejects.toMatchObject({ code: 'jwks_unavailable' });
	world.answer = () => Promise.resolve(ed25519);
	await expect(source.current()).resolves.toBeDefined();
	expect(world.fetches).toBe(2);
});

test('500 callers that miss a key make one fetch, and all see its result', async () => {
	const { world, source } = sourceOf({ jwks: ed25519, fetchedAt: 1_000 * hour });
	world.answer = () => Promise.resolve(both);
	const seen = await source.current();
	const newer = await Promise.all(Array.from({ length: 500 }, () => source.newerThan(seen)));
	expect(world.fetches).toBe(1);
	expect(new Set(newer).size).toBe(1);
	await expect(newer[0]?.find({ alg: 'ES256' })).resolves.toHaveLength(1);
	// A caller who comes late gets what the others fetched, in spite of the cool-down.
	await expect(source.newerThan(seen)).resolves.toBe(newer[0]);
	expect(world.fetches).toBe(1);
});

test('keys that change twice in a row are met, and who misses a key a fourth time waits out the cool-down', async () => {
	const { world, source } = sourceOf();
	let known = await source.current();
	for (let change = 0; change < 3; change += 1) {
		world.time += 1_000;
		known = (await source.newerThan(known))!;
		expect(known).toBeDefined();
	}
	expect(world.fetches).toBe(4);
	world.time += 27_999;
	await expect(source.newerThan(known)).resolves.toBeUndefined();
	expect(world.fetches).toBe(4);
	world.time += 1;
	await expect(source.newerThan(known)).resolves.toBeDefined();
	expect(world.fetches).toBe(5);
});

test('a thousand tokens that nobody has signed, one after the other, cost three fetches', async () => {
	const { world, source } = sourceOf();
	let known = await source.current();
	for (let token = 0; token < 1000; token += 1) known = (await source.newerThan(known)) ?? known;
	expect(world.fetches).toBe(4);
});

test('a failed search for newer keys leaves the known ones, and cools down too', async () => {
	const { world, source } = sourceOf();
	const known = await source.current();
	world.answer = down;
	await expect(source.newerThan(known)).resolves.toBeUndefined();
	await expect(source.newerThan(known)).resolves.toBeUndefined();
	expect(world.fetches).toBe(2);
	await expect(source.current()).resolves.toBe(known);
});

describe('key sets', () => {
	test('give the key that fits algorithm and kid', async () => {
		const set = createKeySet(both);
		const { kid } = await keyring.signingKey('EdDSA');
		await expect(set.find({ alg: 'EdDSA', kid })).resolves.toHaveLength(1);
		await expect(set.find({ alg: 'ES256', kid })).resolves.toEqual([]);
		await expect(set.find({ alg: 'EdDSA', kid: 'other' })).resolves.toEqual([]);
		await expect(set.find({ alg: 'HS256' })).resolves.toEqual([]);
	});

	test('give at most eight where a token names none', async () => {
		const set = createKeySet(parseJwks(JSON.parse(await keyring.document('RS256', 'decoysWithoutKids'))));
		await expect(set.find({ alg: 'RS256' })).resolves.toHaveLength(8);
	});

	test('keep nothing that is not needed to verify', async () => {
		const { keys } = parseJwks(JSON.parse(await keyring.document('RS256', 'privateKeys')));
		expect(keys.length).toBeGreaterThan(0);
		for (const key of keys) {
			expect(key).not.toHaveProperty('d');
			expect(key).not.toHaveProperty('p');
		}
	});
});
