import type { IEnvironmentRead } from '@rocket.chat/apps-engine/definition/accessors';
import { ProcessMemory } from '../../../src/host/memory';
import { AppSettings } from '../../../src/host/settings';

function world() {
	const values = new Map<string, unknown>([['a', 1]]);
	let reads = 0;
	const environment = {
		getSettings: () => ({
			getValueById: async (id: string) => {
				reads += 1;
				if (!values.has(id)) throw new Error('No setting');
				return values.get(id);
			},
		}),
	} as unknown as IEnvironmentRead;
	const variables = { prefix: '', get: async () => '' };
	const settings = new AppSettings(environment, variables, new ProcessMemory());
	return { settings, values, reads: () => reads };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('an own setting is read once, however long nobody signs in, and again after a change was told', async () => {
	const { settings, values, reads } = world();
	await settings.get('a');
	jest.setSystemTime(Date.now() + 24 * 3600_000);
	await expect(settings.get('a')).resolves.toBe(1);
	expect(reads()).toBe(1);
	values.set('a', 2);
	settings.refresh();
	await expect(settings.get('a')).resolves.toBe(2);
});

test('a read that failed is made again', async () => {
	const { settings, values } = world();
	await expect(settings.get('b')).resolves.toBeUndefined();
	values.set('b', 3);
	await expect(settings.get('b')).resolves.toBe(3);
});

describe('what is made of settings', () => {
	test('is made once, until a setting changes', async () => {
		const { settings, values } = world();
		const make = jest.fn(async () => [await settings.get('a')]);
		const [first, second] = [await settings.kept('x', make), await settings.kept('x', make)];
		expect([first, second === first, make.mock.calls.length]).toEqual([[1], true, 1]);
		values.set('a', 2);
		settings.refresh();
		expect(await settings.kept('x', make)).toEqual([2]);
	});

	test('is made again where a setting or a variable could not be read meanwhile', async () => {
		const { settings, values } = world();
		const make = async () => await settings.get('b');
		expect(await settings.kept('x', make)).toBeUndefined();
		values.set('b', 3);
		expect(await settings.kept('x', make)).toBe(3);
	});
});
