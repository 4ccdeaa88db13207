import { startHostileProvider } from './provider';
import type { HostileProvider } from './provider';

/**
 * A provider for all the tests of a file or a `describe`: it is there from the first of them on, and each of them finds
 * it honest and not asked yet.
 */
export function testedProvider(): HostileProvider {
	const provider = {} as HostileProvider;
	beforeAll(async () => {
		Object.assign(provider, await startHostileProvider());
	});
	beforeEach(() => {
		provider.set({});
		provider.requests.length = 0;
	});
	afterAll(() => provider.stop());
	return provider;
}
