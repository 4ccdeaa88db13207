import { PersistenceReader, PersistenceStore } from '../../../src/host/store';
import { EnginePersistence } from '../support/engine';
import { MemoryStore } from '../support/store';
import { latest, replace } from '../../../src/values/records';

const engine = () => {
	const { reader, writer } = new EnginePersistence();
	return new PersistenceStore(reader, writer);
};

/** The store that the other tests use has to be like the one on the engine. */
describe.each([
	['on the engine', engine],
	['of the tests', () => new MemoryStore()],
])('the store %s', (_name, make) => {
	test('keeps records under their keys, in the order of their creation', async () => {
		const store = make();
		for (const n of [1, 2, 3]) await store.add('a', { n });
		await store.add('b', { n: 4 });
		expect(await store.all('a')).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
		expect([await store.all('b'), await store.all('c')]).toEqual([[{ n: 4 }], []]);
		expect(await latest(store, 'a')).toEqual({ n: 3 });
		expect(await latest(store, 'c')).toBeUndefined();
	});

	test('finds a record under each of its keys, and removes it with any of them', async () => {
		const store = make();
		await store.add('a', { n: 1 }, 'all', 'more');
		await store.add('b', { n: 2 }, 'all');
		expect(await store.all('all')).toEqual([{ n: 1 }, { n: 2 }]);
		await store.remove('more');
		expect([await store.all('a'), await store.all('all')]).toEqual([[], [{ n: 2 }]]);
	});

	test('removes what is not there without a word', async () => {
		await expect(make().remove('nothing')).resolves.toBeUndefined();
	});

	test('puts one record in the place of any number', async () => {
		const store = make();
		for (const n of [1, 2]) await store.add('a', { n });
		await replace(store, 'a', { n: 3 });
		expect(await store.all('a')).toEqual([{ n: 3 }]);
	});

	test('gives back copies', async () => {
		const store = make();
		const value = { list: [1] };
		await store.add('a', value);
		value.list.push(2);
		const [first] = await store.all<typeof value>('a');
		first!.list.push(3);
		expect(await store.all('a')).toEqual([{ list: [1] }]);
	});
});

describe('without the permission, which the engine does not tell', () => {
	const { reader, writer } = new EnginePersistence(false);

	test('reading does not pass for an empty store', async () => {
		await expect(new PersistenceReader(reader).all('a')).rejects.toThrow('permission');
		await expect(latest(new PersistenceStore(reader, writer), 'a')).rejects.toThrow('permission');
	});

	test('adding does not pass for done', async () => {
		await expect(new PersistenceStore(reader, writer).add('a', {})).rejects.toThrow('permission');
	});
});

test.each([[undefined], [null], [{}], ['']])('an answer of %p is no list of records', async (answer) => {
	const reader = { readByAssociation: async () => answer } as unknown as EnginePersistence['reader'];
	await expect(new PersistenceReader(reader).all('a')).rejects.toThrow();
});
