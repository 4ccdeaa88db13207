import { base64url, EncryptJWT } from 'jose';

import type { SealPurpose, SealingKey } from '../../../src/browser/seal';
import { keyLifetime, longestLife, Sealer } from '../../../src/browser/seal';
import { ProcessMemory } from '../../../src/host/memory';
import { MemoryEnvironment } from '../support/environment';
import { MemoryStore } from '../support/store';

const clock = { time: 1_700_000_000_000 };
const now = (): number => clock.time;
const sealerOn = (store: MemoryStore, secret = ''): Sealer =>
	new Sealer({
		store,
		memory: new ProcessMemory(),
		environment: new MemoryEnvironment({ SEALING_SECRET: secret }),
		now,
	});
const value = { secret: 'of the attempt' };

let store: MemoryStore;
let sealer: Sealer;
beforeEach(() => {
	store = new MemoryStore();
	sealer = sealerOn(store);
});

const keyIn = async (from: MemoryStore): Promise<SealingKey> => (await from.all<SealingKey>('sealing-key'))[0]!;
const parts = (sealed: string): string[] => sealed.split('.');
const headerOf = (sealed: string): Record<string, unknown> =>
	JSON.parse(new TextDecoder().decode(base64url.decode(parts(sealed)[0]!))) as Record<string, unknown>;

test('what was sealed opens, and shows nothing on the outside', async () => {
	const sealed = await sealer.seal('attempt', value, 60);
	expect(await sealer.open('attempt', sealed)).toEqual(value);
	expect(
		parts(sealed)
			.map((part) => new TextDecoder().decode(base64url.decode(part)))
			.join(),
	).not.toContain('attempt');
	expect(await sealer.seal('attempt', value, 60)).not.toBe(sealed);
});

const purposes: readonly SealPurpose[] = ['attempt', 'ticket', 'waiting', 'self-check'];
test.each(purposes.flatMap((one) => purposes.map((other) => [one, other] as const)))(
	'sealed for %s, presented as %s',
	async (one, other) => {
		const opened = await sealer.open(other, await sealer.seal(one, value, 60));
		expect(opened).toEqual(one === other ? value : undefined);
	},
);

test.each([
	['a second before the end', 59_000, value],
	['at the end', 60_000, 'expired'],
	['a year later', 365 * 24 * 3600_000, 'expired'],
])('%s', async (_name, passed, expected) => {
	const sealed = await sealer.seal('attempt', value, 60);
	clock.time += passed;
	expect(await sealer.open('attempt', sealed)).toEqual(expected);
});

test('one that has expired and is for something else does not say so', async () => {
	const sealed = await sealer.seal('ticket', value, 30);
	clock.time += 31_000;
	expect(await sealer.open('attempt', sealed)).toBeUndefined();
});

test.each([0, 2, 3, 4])('a flipped bit anywhere in segment %i', async (segment) => {
	const sealed = parts(await sealer.seal('attempt', value, 60));
	const bytes = base64url.decode(sealed[segment]!);
	for (let bit = 0; bit < bytes.length * 8; bit += 7) {
		const changed = Uint8Array.from(bytes);
		changed[bit >> 3]! ^= 1 << (bit % 8);
		const tampered = sealed.map((part, index) => (index === segment ? base64url.encode(changed) : part)).join('.');
		expect(await sealer.open('attempt', tampered)).toBeUndefined();
	}
});

test.each([
	['nothing', ''],
	['some text', 'hello'],
	['five empty segments', '....'],
	['a JWT of three', 'eyJhbGciOiJub25lIn0.e30.'],
	['ten thousand characters', 'a'.repeat(10_000)],
])('%s', async (_name, sealed) => {
	await sealer.seal('attempt', value, 60);
	expect(await sealer.open('attempt', sealed)).toBeUndefined();
});

test('segments of two sealed values, mixed', async () => {
	const [one, other] = [parts(await sealer.seal('attempt', value, 60)), parts(await sealer.seal('attempt', {}, 60))];
	for (const segment of [2, 3, 4]) {
		const mixed = one.map((part, index) => (index === segment ? other[segment]! : part)).join('.');
		expect(await sealer.open('attempt', mixed)).toBeUndefined();
	}
});

test("another workspace's key, under its own name or under ours", async () => {
	const sealed = await sealer.seal('attempt', value, 60);
	const elsewhere = new MemoryStore();
	expect(await sealerOn(elsewhere).open('attempt', sealed)).toBeUndefined();
	await elsewhere.add('sealing-key', {
		id: (await keyIn(store)).id,
		key: base64url.encode(new Uint8Array(32)),
		madeAt: 0,
	});
	expect(await sealer.open('attempt', await sealerOn(elsewhere).seal('attempt', value, 60))).toBeUndefined();
});

test.each([
	['A128GCM', 'dir', 16],
	['A128CBC-HS256', 'dir', 32],
	['A256GCM', 'A256KW', 32],
])('our own key used with %s and %s', async (enc, alg, length) => {
	await sealer.seal('attempt', value, 60);
	const { id, key } = await keyIn(store);
	const foreign = await new EncryptJWT({ value })
		.setProtectedHeader({ alg, enc, kid: id })
		.setAudience('attempt')
		.setExpirationTime(Math.floor(now() / 1000) + 60)
		.encrypt(base64url.decode(key).slice(0, length));
	expect(await sealer.open('attempt', foreign)).toBeUndefined();
});

test('our own key, but no expiry', async () => {
	await sealer.seal('attempt', value, 60);
	const { id, key } = await keyIn(store);
	const endless = await new EncryptJWT({ value })
		.setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: id })
		.setAudience('attempt')
		.encrypt(base64url.decode(key));
	expect(await sealer.open('attempt', endless)).toBeUndefined();
});

test('after a restart, and on another instance, it still opens, and no second key is made', async () => {
	const sealed = await sealer.seal('attempt', value, 60);
	expect(await sealerOn(store).open('attempt', sealed)).toEqual(value);
	await sealerOn(store).seal('attempt', value, 60);
	expect(store.count('sealing-key')).toBe(1);
});

test('two instances that make the first key at once open what the other sealed, then and later', async () => {
	const instances = [sealerOn(store), sealerOn(store)];
	const sealed = await Promise.all(instances.map((one) => one.seal('attempt', value, 60)));
	expect(store.count('sealing-key')).toBe(2);
	for (const one of [...instances, sealerOn(store)]) {
		for (const each of sealed) expect(await one.open('attempt', each)).toEqual(value);
	}
	const later = await Promise.all([sealerOn(store), sealerOn(store)].map((one) => one.seal('attempt', value, 60)));
	expect(new Set(later.map((each) => headerOf(each).kid)).size).toBe(1);
});

test('made-up key ids cost one look into the store in a second, and a key made meanwhile is found by the next', async () => {
	let looks = 0;
	const counted = store.by(async () => void (looks += 1));
	const own = sealerOn(counted);
	await own.seal('attempt', value, 60);
	const madeUp = (id: number): Promise<string> =>
		new EncryptJWT({})
			.setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: `made-up-${id}` })
			.encrypt(new Uint8Array(32));
	clock.time += 2_000;
	looks = 0;
	for (let id = 0; id < 50; id++) expect(await own.open('attempt', await madeUp(id))).toBeUndefined();
	// On the way to the store and on the way back.
	expect(looks).toBe(2);
	const another = { id: 'zzzz', key: base64url.encode(new Uint8Array(32)), madeAt: clock.time };
	await store.add('sealing-key', another);
	clock.time += 1_000;
	expect(await own.open('attempt', await forged(another, 'attempt', 60))).toEqual(value);
});

/** Sealed with a stolen key, as its thief likes it. */
async function forged(
	{ id, key }: SealingKey,
	purpose: SealPurpose,
	life: number,
	issuedAt = now() / 1000,
): Promise<string> {
	return new EncryptJWT({ value })
		.setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: id })
		.setAudience(purpose)
		.setIssuedAt(Math.floor(issuedAt))
		.setExpirationTime(Math.floor(issuedAt) + life)
		.encrypt(base64url.decode(key));
}

const everyPurpose = Object.keys(longestLife) as SealPurpose[];

describe.each(everyPurpose)('%s', (purpose) => {
	const life = longestLife[purpose];

	test('lives as long as its purpose allows, whatever it says itself', async () => {
		await sealer.seal(purpose, value, life);
		const stolen = await forged(await keyIn(store), purpose, 365 * 24 * 3600);
		const own = await sealer.seal(purpose, value, 365 * 24 * 3600);
		for (const sealed of [stolen, own]) expect(await sealer.open(purpose, sealed)).toEqual(value);
		clock.time += life * 1000 + 1000;
		for (const sealed of [stolen, own]) expect(await sealer.open(purpose, sealed)).toBe('expired');
	});

	test('opens after its key was replaced, for as long as it may live, and no value of that key does after that', async () => {
		await sealer.seal('self-check', value, 30);
		const stolen = await keyIn(store);
		clock.time += keyLifetime - 1000;
		const sealed = await sealer.seal(purpose, value, life);
		clock.time += 1000;
		await sealer.rotate();
		expect(headerOf(await sealer.seal(purpose, value, life)).kid).not.toBe(stolen.id);
		expect(await sealer.open(purpose, sealed)).toEqual(value);
		expect(await sealerOn(store).open(purpose, sealed)).toEqual(value);
		clock.time += life * 1000 + 601_000;
		for (const one of [sealer, sealerOn(store)]) {
			expect(await one.open(purpose, await forged(stolen, purpose, 3600))).toBeUndefined();
		}
	});
});

describe('a key', () => {
	test('is replaced after a week and not before, and forgotten when nothing sealed with it can live', async () => {
		await sealer.seal('attempt', value, 60);
		clock.time += keyLifetime - 1;
		await sealer.rotate();
		expect(store.count('sealing-key')).toBe(1);
		for (let week = 0; week < 20; week += 1) {
			clock.time += keyLifetime;
			await sealer.rotate();
		}
		// The one in use, and those replaced in the ninety days for which a sign-out at a provider may be sealed.
		expect(store.count('sealing-key')).toBe(14);
	});

	test('that another instance has made is used soon, and what the old one sealed meanwhile opens', async () => {
		const other = sealerOn(store);
		await other.seal('attempt', value, 600);
		await sealer.seal('attempt', value, 600);
		clock.time += keyLifetime;
		await other.seal('attempt', value, 600);
		await sealer.rotate();
		clock.time += 299_000;
		const late = await other.seal('attempt', value, 600);
		clock.time += 599_000;
		expect(await sealer.open('attempt', late)).toEqual(value);
		const [own, others] = [await sealer.seal('attempt', value, 60), await other.seal('attempt', value, 60)];
		expect(headerOf(others).kid).toBe(headerOf(own).kid);
	});
});

describe('with a secret of the environment', () => {
	test('what the store has opens nothing and makes nothing', async () => {
		const kept = sealerOn(store, 'of the operator');
		const sealed = await kept.seal('attempt', value, 60);
		expect(await kept.open('attempt', sealed)).toEqual(value);
		expect(await kept.open('attempt', await forged(await keyIn(store), 'attempt', 60))).toBeUndefined();
		for (const thief of [sealerOn(store), sealerOn(store, 'of another')]) {
			expect(await thief.open('attempt', sealed)).toBeUndefined();
			expect(await kept.open('attempt', await thief.seal('attempt', value, 60))).toBeUndefined();
		}
		expect(await sealerOn(store, 'of the operator').open('attempt', sealed)).toEqual(value);
	});

	test('a code is another one', async () => {
		const codes = await Promise.all([sealer, sealerOn(store, 'a'), sealerOn(store, 'b')].map((one) => one.code(['x'])));
		expect(new Set(codes).size).toBe(3);
	});
});

test('a code is the same for the same, another for anything else, and another after a week', async () => {
	const code = await sealer.code(['connect', 'ada', 'bob']);
	expect(code).toMatch(/^[\w-]{10}$/);
	expect(await sealerOn(store).code(['connect', 'ada', 'bob'])).toBe(code);
	for (const other of [
		['connect', 'adab', 'ob'],
		['connect', 'ada'],
		['connect', 'ada', 'eve'],
	]) {
		expect(await sealer.code(other)).not.toBe(code);
	}
	clock.time += keyLifetime;
	await sealer.rotate();
	expect(await sealer.code(['connect', 'ada', 'bob'])).not.toBe(code);
});

test('what one call of the app opens twice is decrypted once, and its time is looked at each time', async () => {
	const decrypt = jest.spyOn(crypto.subtle, 'decrypt');
	const sealed = await sealer.seal('attempt', value, 60);
	expect(await sealer.open('attempt', sealed)).toEqual(value);
	expect(await sealer.open('ticket', sealed)).toBeUndefined();
	clock.time += 60_000;
	expect(await sealer.open('attempt', sealed)).toBe('expired');
	expect(decrypt).toHaveBeenCalledTimes(1);
	expect(await sealerOn(store).open('attempt', sealed)).toBe('expired');
	expect(decrypt).toHaveBeenCalledTimes(2);
	decrypt.mockRestore();
});
