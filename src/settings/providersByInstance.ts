import { instanceOf } from '../providers/instance';
import { allProviders } from '../providers/registry';
import { readProviders } from './provider';
import type { Provider } from './provider';
import type { Needs } from '../ports/ports';

export async function providersByInstance({ appSettings, store }: Needs<'store' | 'appSettings'>): Promise<Instances> {
	const providers = await readProviders(await allProviders(appSettings), appSettings);
	return new Map(await Promise.all(providers.map(async (one) => [await instanceOf(one.id, store), one] as const)));
}

/** Providers by the instance that links name. */
export type Instances = ReadonlyMap<string, Provider>;
