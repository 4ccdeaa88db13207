import type { Slot } from '../ports/memory';
import type { ProviderContext } from '../settings/resolveProvider';
import { AttemptLog } from '../attempts/attemptLog';
import { randomReference } from '../values/random';
import type { Needs, Storage } from '../ports/ports';

/*
 * A provider that does not know the callback URL keeps people on a page of its own: no callback ever tells the app. So
 * as long as nobody has come back since a provider's settings changed, every start is noted; afterwards a start leaves
 * nothing behind.
 */

/** Providers from which people have come back, by the fingerprint of their settings. */
const cameBack: Slot<Set<string>> = () => new Set();

type ProviderState = Pick<ProviderContext, 'provider' | 'fingerprint'>;

const backKey = (fingerprint: string): string => `came-back:${fingerprint}`;

/**
 * The start does not wait for it, and does not fail with it.
 *
 * @returns what it is noted under, for {@link forgetDeparture}; undefined where it is known that nothing is noted
 */
export function noteDeparture({ provider, fingerprint }: ProviderState, ports: Storage): string | undefined {
	if (ports.memory.of(cameBack).has(fingerprint)) return undefined;
	const reference = randomReference();
	const note = async (): Promise<void> => {
		if (await hasComeBack(fingerprint, ports)) return;
		await new AttemptLog(ports).add({ provider: provider.id, departed: true }, reference);
	};
	void note().catch(() => undefined);
	return reference;
}

/** This browser is back, whatever the result of its attempt. */
export function forgetDeparture(reference: string | undefined, ports: Storage): void {
	if (reference !== undefined) void new AttemptLog(ports).remove(reference).catch(() => undefined);
}

/** The first return shows that the settings work: "not back yet" is then no longer true of any start before it. */
export function noteReturn({ provider, fingerprint }: ProviderState, ports: Storage): void {
	const note = async (): Promise<void> => {
		if (await hasComeBack(fingerprint, ports)) return;
		ports.memory.of(cameBack).add(fingerprint);
		await ports.store.add(backKey(fingerprint), { at: ports.now() });
		await new AttemptLog(ports).forget((one) => one.departed === true && one.provider === provider.id);
	};
	void note().catch(() => undefined);
}

async function hasComeBack(fingerprint: string, { store, memory }: Needs<'store' | 'memory'>): Promise<boolean> {
	if (memory.of(cameBack).has(fingerprint)) return true;
	const known = (await store.all(backKey(fingerprint))).length > 0;
	if (known) memory.of(cameBack).add(fingerprint);
	return known;
}
