import type { Memory, Slot } from '../ports/memory';
import { recordCache } from '../values/timedCache';
import { sharedCalls } from '../values/sharedCalls';
import { LoginError } from '../errors';
import type { DiscoverySource } from '../oauth/discovery';
import { discover } from '../oauth/discovery';
import { fetchJwks, parseJwks } from '../oauth/jwks';
import type { FetchedJwks, KeySource } from '../oauth/keySource';
import { createKeySource } from '../oauth/keySource';
import type { ProviderMetadata } from '../oauth/metadata';
import { parseMetadata } from '../oauth/metadata';
import type { Transport } from '../ports/transport';
import type { StoreReader } from '../ports/store';
import { latest, replace } from '../values/records';
import type { Needs, Storage } from '../ports/ports';

/** Why nobody can sign in with a provider, by its document: that can't be read, and there is no good copy of it. */
const unreadable: Slot<Map<string, LoginError>> = () => new Map();

const keySourceCache: Slot<Map<string, Promise<KeySource>>> = () => new Map();

/*
 * What the app has learnt from a provider: its discovery document and its keys. Both are kept in the store, so that a
 * sign-in costs no call for them, on any instance, and so that the last good copy serves while the provider is ill.
 */

interface StoredMetadata {
	readonly metadata: unknown;
	/** Milliseconds since 1970. */
	readonly fetchedAt: number;
}

interface GoodCopy extends StoredMetadata {
	readonly metadata: ProviderMetadata;
}

/** Milliseconds. The upkeep renews the copy daily; only where it does not run does a sign-in have to. */
const maximumAge = 2 * 24 * 3600_000;
const renewalAge = 12 * 3600_000;

/** Two providers of one issuer may have different endpoints. */
const metadataKey = ({ issuer, url, replaced = {} }: DiscoverySource): string => {
	const own = [url, ...Object.entries(replaced)].filter(Boolean);
	return `metadata:${issuer}${own.length > 0 ? ` ${JSON.stringify(own)}` : ''}`;
};
const jwksKey = (uri: string): string => `jwks:${uri}`;

/**
 * The provider's metadata: a stored copy, or else by discovery.
 *
 * @throws LoginError as `discover` does, where there is no copy either
 */
export async function metadataOf(
	source: DiscoverySource,
	ports: Storage & Needs<'transport'>,
): Promise<ProviderMetadata> {
	const stored = await ports.memory.of(recordCache).get(metadataKey(source), () => storedMetadata(source, ports.store));
	const copy = goodCopy(stored, source);
	if (copy && copy.fetchedAt + maximumAge > ports.now()) return copy.metadata;
	try {
		return await refreshMetadata(source, ports);
	} catch (error) {
		if (copy) return copy.metadata;
		throw error;
	}
}

/** For the upkeep: imports what an admin has just named, and renews what is getting old. */
export async function renewMetadata(source: DiscoverySource, ports: Storage & Needs<'transport'>): Promise<void> {
	const failures = ports.memory.of(unreadable);
	const copy = goodCopy(await storedMetadata(source, ports.store), source);
	// While there is a good copy, people can sign in.
	if (copy) failures.delete(metadataKey(source));
	if (copy && copy.fetchedAt + renewalAge > ports.now()) return;
	try {
		await refreshMetadata(source, ports);
	} catch (error) {
		if (!copy && error instanceof LoginError) failures.set(metadataKey(source), error);
		throw error;
	}
}

/** Why the last {@link renewMetadata} left nobody able to sign in; undefined where people can. */
export const unreadableBecause = (source: DiscoverySource, memory: Memory): LoginError | undefined =>
	memory.of(unreadable).get(metadataKey(source));

/** Milliseconds: tokens with made-up algorithms make the app ask no more often. */
const algorithmCoolDown = 30_000;

const renewedForAlgorithm: Slot<Map<string, number>> = () => new Map();

/** The algorithms of a document that is read again because a token has another one; undefined while cooling down. */
export async function renewedAlgorithms(
	source: DiscoverySource,
	ports: Storage & Needs<'transport'>,
): Promise<readonly string[] | undefined> {
	const renewedAt = ports.memory.of(renewedForAlgorithm);
	const key = metadataKey(source);
	if ((renewedAt.get(key) ?? -Infinity) + algorithmCoolDown > ports.now()) return undefined;
	renewedAt.set(key, ports.now());
	return (await refreshMetadata(source, ports).catch(() => undefined))?.idTokenAlgs;
}

/** Discovers again; a document that is wrong or can't be had leaves the last good copy alone. */
export async function refreshMetadata(
	source: DiscoverySource,
	{ memory, store, transport, now }: Storage & Needs<'transport'>,
): Promise<ProviderMetadata> {
	const key = metadataKey(source);
	return memory.of(sharedCalls).run(key, async () => {
		const metadata = await discoverEither(source, transport);
		await replace(store, key, { metadata, fetchedAt: now() } satisfies StoredMetadata);
		memory.of(recordCache).forget(key);
		memory.of(unreadable).delete(key);
		return metadata;
	});
}

const storedMetadata = (source: DiscoverySource, store: StoreReader): Promise<StoredMetadata | undefined> =>
	latest(store, metadataKey(source));

/**
 * An issuer is compared character by character, but admins leave the slash at its end out or put one there: the
 * document says which it is, and from then on that is the issuer.
 */
async function discoverEither(source: DiscoverySource, transport: Transport): Promise<ProviderMetadata> {
	try {
		return await discover(source, transport);
	} catch (error) {
		if (!(error instanceof LoginError && error.code === 'discovery_issuer_mismatch')) throw error;
		return discover({ ...source, issuer: otherSpelling(source.issuer) }, transport).catch(() => {
			throw error;
		});
	}
}

const otherSpelling = (issuer: string): string => (issuer.endsWith('/') ? issuer.slice(0, -1) : `${issuer}/`);

/** What another version of the app wrote, or rules that have changed since, may make a copy useless. */
function goodCopy(stored: StoredMetadata | undefined, { issuer, rules }: DiscoverySource): GoodCopy | undefined {
	if (!stored) return undefined;
	for (const spelling of [issuer, otherSpelling(issuer)]) {
		try {
			return { ...stored, metadata: parseMetadata(stored.metadata, spelling, rules) };
		} catch {
			// The other one, or none.
		}
	}
	return undefined;
}

/** Milliseconds since 1970 at which the stored copies were read from the provider; nothing where there is none. */
export async function knowledgeAge(
	source: DiscoverySource,
	store: StoreReader,
): Promise<{ readonly metadataAt?: number | undefined; readonly keysAt?: number | undefined }> {
	const stored = await storedMetadata(source, store);
	const { jwksUri } = (stored?.metadata ?? {}) as Partial<ProviderMetadata>;
	const keys = jwksUri ? await latest<FetchedJwks>(store, jwksKey(jwksUri)) : undefined;
	return { metadataAt: stored?.fetchedAt, keysAt: keys?.fetchedAt };
}

/** The provider's keys, remembered by this process and, for the next one, in the store. */
export function keysOf(jwksUri: string, ports: Storage & Needs<'transport'>): Promise<KeySource> {
	const keySources = ports.memory.of(keySourceCache);
	const known = keySources.get(jwksUri);
	if (known) return known;
	// The promise is kept, so that all who come at once have one source between them.
	const source = openKeySource(jwksUri, ports);
	keySources.set(jwksUri, source);
	source.catch(() => keySources.delete(jwksUri));
	return source;
}

async function openKeySource(
	jwksUri: string,
	{ store, transport, now }: Needs<'transport' | 'store' | 'now'>,
): Promise<KeySource> {
	const stored = await latest<FetchedJwks>(store, jwksKey(jwksUri));
	return createKeySource({
		fetch: () => fetchJwks(jwksUri, transport),
		now,
		cached: stored && readKeys(stored),
		onUpdate: (fetched) => void replace(store, jwksKey(jwksUri), fetched).catch(() => undefined),
	});
}

function readKeys({ jwks, fetchedAt }: FetchedJwks): FetchedJwks | undefined {
	try {
		return { jwks: parseJwks(jwks), fetchedAt };
	} catch {
		return undefined;
	}
}
