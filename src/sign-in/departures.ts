import type { Slot } from '../ports/memory';
import type { ProviderContext } from '../settings/resolveProvider';
import type { JournalPorts } from '../attempts/journal';
import { AttemptLog } from '../attempts/attemptLog';

/*
 * A provider that does not know the callback URL keeps people on a page of its own: nothing ever comes back from which
 * the app could learn that. So while nobody has come back since a provider was set up as it is, those who set out are
 * noted; afterwards a start leaves nothing behind.
 */

/** Providers from which people have come back, by the fingerprint of their settings. */
const cameBack: Slot<Set<string>> = () => new Set();

type Way = Pick<ProviderContext, 'provider' | 'fingerprint'>;

const backKey = (fingerprint: string): string => `came-back:${fingerprint}`;

/** Does not keep anybody waiting, nor from going. */
export function noteDeparture({ provider, fingerprint }: Way, ports: JournalPorts): void {
	const note = async (): Promise<void> => {
		if (await hasComeBack(fingerprint, ports)) return;
		await new AttemptLog(ports).add({ provider: provider.id, departed: true });
	};
	void note().catch(() => undefined);
}

export function noteReturn({ fingerprint }: Way, ports: JournalPorts): void {
	const note = async (): Promise<void> => {
		if (await hasComeBack(fingerprint, ports)) return;
		ports.memory.of(cameBack).add(fingerprint);
		await ports.store.add(backKey(fingerprint), { at: ports.now() });
	};
	void note().catch(() => undefined);
}

async function hasComeBack(fingerprint: string, { store, memory }: JournalPorts): Promise<boolean> {
	if (memory.of(cameBack).has(fingerprint)) return true;
	const known = (await store.all(backKey(fingerprint))).length > 0;
	if (known) memory.of(cameBack).add(fingerprint);
	return known;
}
