import { removedLifetime } from '../../providers/instance';
import { allProviders } from '../../providers/registry';
import type { SettingReader } from '../../ports/settings';
import type { StoreReader } from '../../ports/store';
import type { Texts } from '../../texts/texts';
import { lastLinkCounts } from '../people/linkCounts';

/** A provider that was taken off the list, and whose people can't sign in by it. */
export interface RemovedProvider {
	readonly id: string;
	readonly links: number;
}

/** Those that people are still linked to: while the instance is kept, the name can be put back. */
export async function removedProviders(appSettings: SettingReader, store: StoreReader): Promise<RemovedProvider[]> {
	const [counts, definitions] = await Promise.all([lastLinkCounts(store), allProviders(appSettings)]);
	return counts
		.filter(({ provider }) => !definitions.some(({ id }) => id === provider))
		.map(({ provider, links }) => ({ id: provider, links }));
}

/** Who loses a way in, and how to undo it; undefined where nobody does. */
export const removedNote = (removed: readonly RemovedProvider[], { t }: Texts): string | undefined =>
	removed
		.map(({ id, links }) => t('status_removed', { id, count: links, days: removedLifetime / (24 * 3600_000) }))
		.join(' ') || undefined;
