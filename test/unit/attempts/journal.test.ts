import { AttemptLog } from '../../../src/attempts/attemptLog';
import type { AttemptEntry } from '../../../src/attempts/attemptLog';
import { perMinute, surplus } from '../../../src/attempts/journal';
import { maskAddress, personOf } from '../../../src/identity/person';
import { LoginError } from '../../../src/errors';
import { ProcessMemory } from '../../../src/host/memory';
import { MemoryStore } from '../support/store';

class Log {
	readonly store = new MemoryStore();
	time = Date.UTC(2026, 0, 1);
	private readonly memory = new ProcessMemory();
	readonly attempts = this.instance(this.memory);

	/** Another instance of the server. */
	instance(memory = new ProcessMemory()): AttemptLog {
		return new AttemptLog({ store: this.store, memory, now: () => this.time });
	}

	async flood(content: Partial<AttemptEntry>, count: number): Promise<void> {
		for (let index = 0; index < count; index += 1) {
			await this.attempts.add(content);
			this.time += 1;
		}
	}
}

test('what one instance notes the other shows, newest first, and finds by its reference', async () => {
	const log = new Log();
	await log.attempts.add({ provider: 'okta', userId: 'u1' });
	log.time += 1;
	await log.attempts.add({ provider: 'okta', code: 'client_refused', detail: 'why' }, 'ABCDEFGH');
	const other = log.instance();
	expect(await other.all()).toMatchObject([{ code: 'client_refused' }, { userId: 'u1' }]);
	expect(await other.find('ABCDEFGH')).toMatchObject({ code: 'client_refused', detail: 'why', at: log.time });
	expect(await other.find('NONESUCH')).toBeUndefined();
});

test('an attempt costs one record', async () => {
	const log = new Log();
	await log.attempts.add({ provider: 'okta' });
	expect(log.store.count()).toBe(1);
});

test('of one kind, only so many a minute are noted; the next says how many were not', async () => {
	const log = new Log();
	await log.flood({ code: 'state_foreign' }, perMinute + 7);
	await log.attempts.add({ code: 'client_refused', provider: 'okta' });
	expect(await log.attempts.all()).toHaveLength(perMinute + 1);
	log.time += 60_000;
	await log.attempts.add({ code: 'state_foreign' });
	await log.attempts.add({ code: 'state_foreign' });
	expect((await log.attempts.all()).map(({ more }) => more).filter(Boolean)).toEqual([7]);
});

test('a flood of one kind pushes out nothing else, and the log stays small', async () => {
	const log = new Log();
	await log.attempts.add({ code: 'client_refused', provider: 'okta' }, 'FIRSTONE');
	for (let minute = 0; minute < 60; minute += 1) {
		await log.flood({ code: 'state_foreign' }, 100);
		await log.flood({ provider: 'okta', userId: 'u1' }, 100);
		log.time += 60_000;
	}
	expect(log.store.count()).toBeLessThan(430);
	await log.attempts.purge();
	expect(log.store.count()).toBe(400);
	expect(await log.attempts.find('FIRSTONE')).toBeDefined();
});

test('after a month it is forgotten', async () => {
	const log = new Log();
	await log.attempts.add({ provider: 'okta' });
	log.time += 29 * 24 * 3600_000;
	await log.attempts.add({ provider: 'okta' });
	log.time += 2 * 24 * 3600_000;
	await log.attempts.purge();
	expect(await log.attempts.all()).toHaveLength(1);
});

test.each<[string, string, number, number, string]>([
	['nothing, while there is room', 'aabb', 4, 0, ''],
	['the oldest of the largest kind', 'abbb', 3, 0, '1b'],
	['of two that are as large, some of both', 'aabb', 2, 0, '0a 2b'],
	['what is old, first of all', 'abbb', 3, 1, '0a'],
	['what is old, and then the rest', 'aabbb', 2, 1, '0a 2b 3b'],
])('what goes: %s', (_name, kinds, limit, oldest, expected) => {
	const entries = [...kinds].map((kind, at) => ({ id: `${at}${kind}`, at, kind }));
	const gone = surplus(entries, ({ kind }) => kind, limit, oldest).map(({ id }) => id);
	expect(gone.sort().join(' ')).toBe(expected);
});

test('a store that does not answer is no reason for anything', async () => {
	const store = new MemoryStore(async () => {
		throw new Error('crash');
	});
	const attempts = new AttemptLog({ store, memory: new ProcessMemory(), now: Date.now });
	attempts.signedIn({ provider: 'okta' });
	attempts.failed(new LoginError('internal'), 'ABCDEFGH');
	await new Promise((resolve) => setImmediate(resolve));
	await expect(attempts.all()).rejects.toThrow('crash');
});

test.each([
	['bob@example.test', 'b…@e….test'],
	['bob@mail.example.co.uk', 'b…@m….uk'],
	['b@x', 'b…@x…'],
	['"a@b"@example.com', '"…@e….com'],
	['élise@exämple.de', 'é…@e….de'],
	['@', '…@…'],
])('of %s, a list shows %s', (address, expected) => expect(maskAddress(address)).toBe(expected));

test.each([
	[{ username: 'bob', email: 'bob@example.test' }, 'bob'],
	[{ username: 'bob@example.test' }, 'b…@e….test'],
	[{ email: 'bob@example.test' }, 'b…@e….test'],
	[{ username: 'b\u202eob\n' }, 'b ob'],
	[{}, undefined],
])('%p is called %p', (identity, expected) => expect(personOf(identity)).toBe(expected));
