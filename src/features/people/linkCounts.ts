import { providerIdsByInstance } from '../../providers/instance';
import { allLinks } from '../../accounts/links';
import type { StoreReader } from '../../ports/store';

/** How many people sign in by a provider, and how the app came to know of it. */
export interface LinkCount {
	/** Id of the provider. */
	readonly provider: string;
	readonly links: number;
	readonly learnt: number;
	readonly imported: number;
}

/** Of each provider that is there and has a link. */
export async function linkCounts(store: StoreReader): Promise<LinkCount[]> {
	const [links, providers] = await Promise.all([allLinks(store), providerIdsByInstance(store)]);
	const counts = new Map<string, LinkCount>();
	for (const { provider: instance, origin } of links) {
		const provider = providers.get(instance);
		if (provider === undefined) continue;
		const count = counts.get(provider) ?? { provider, links: 0, learnt: 0, imported: 0 };
		counts.set(provider, {
			provider,
			links: count.links + 1,
			learnt: count.learnt + (origin === 'core' ? 1 : 0),
			imported: count.imported + (origin === 'import' ? 1 : 0),
		});
	}
	return [...counts.values()];
}
