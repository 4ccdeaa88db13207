import { base64url, EncryptJWT } from 'jose';

import type { SealPurpose, SealingKey } from '../../../src/browser/seal';
import { Sealer } from '../../../src/browser/seal';
import { ProcessMemory } from '../../../src/host/memory';
import { MemoryStore } from '../support/store';

const clock = { time: 1_700_000_000_000 };
const now = (): number => clock.time;
const sealerOn = (store: MemoryStore): Sealer => new Sealer({ store, memory: new ProcessMemory(), now });
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
	const sealed = await sealer.seal('ticket', value, 60);
	clock.time += 61_000;
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
	await elsewhere.add('sealing-key', { id: (await keyIn(store)).id, key: base64url.encode(new Uint8Array(32)) });
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
	const another = { id: 'zzzz', key: base64url.encode(new Uint8Array(32)) };
	await store.add('sealing-key', another);
	clock.time += 1_000;
	const sealed = await new EncryptJWT({ value })
		.setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: 'zzzz' })
		.setAudience('attempt')
		.setExpirationTime(clock.time / 1000 + 60)
		.encrypt(new Uint8Array(32));
	expect(await own.open('attempt', sealed)).toEqual(value);
});
