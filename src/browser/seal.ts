import type { CryptoKey } from 'jose';
import { base64url, compactDecrypt, decodeProtectedHeader, EncryptJWT } from 'jose';
import { isJsonObject } from '../values/json';
import { randomString } from '../values/random';
import type { Slot } from '../ports/memory';
import type { Sealing } from '../ports/ports';
import type { StoreReader } from '../ports/store';

/** A key of 256 bits, as the store has it. `id` is random. */
export interface SealingKey {
	readonly id: string;
	readonly key: string;
	/** Milliseconds since 1970. */
	readonly madeAt: number;
}

const day = 24 * 3600;

/**
 * What a sealed value is for, and how many seconds it lives at most, whatever it says itself. One that was sealed for
 * another purpose does not open.
 */
export const longestLife = {
	attempt: 600,
	ticket: 30,
	waiting: 900,
	confirm: 900,
	link: 600,
	'sign-out': 600,
	'sign-out-now': 60,
	'signed-in-with': 90 * day,
	'self-check': 30,
	proxy: 600,
	proof: 600,
	'native-button': 600,
	'own-key': 90 * day,
} as const satisfies Record<string, number>;

export type SealPurpose = keyof typeof longestLife;

/** Milliseconds. A week of sealing, and then a key only opens. */
export const keyLifetime = 7 * day * 1000;

/** Milliseconds after which an instance of the server looks for a key that another one has made. */
const reloadInterval = 5 * 60_000;

/** Milliseconds. An instance may continue to seal with a key for so long after another one has made the next. */
const overlap = 2 * reloadInterval;

/** Milliseconds between two looks for keys that are not known. */
const lookInterval = 1_000;

/** Name of the variable, below the app's prefix, that the keys are derived with where it is set. */
export const sealingSecretVariable = 'SEALING_SECRET';

const storeKey = 'sealing-key';
const oneKey = (id: string): string => `sealing-key:${id}`;

/** The keys that this process knows, newest first. */
interface KnownKeys {
	keys: readonly SealingKey[];
	/** Milliseconds since 1970. */
	loadedAt: number;
}

const knownKeys: Slot<KnownKeys> = () => ({ keys: [], loadedAt: 0 });

const lastLook: Slot<{ at: number; done: Promise<unknown> }> = () => ({ at: -Infinity, done: Promise.resolve() });

/** What each call of the app has decrypted, by the ports of the call. */
const decrypted = new WeakMap<Sealing, Map<string, Promise<unknown>>>();

/** Keys as the runtime uses them, and the operator's secret that each was derived with. */
const contentKeys = new WeakMap<SealingKey, { readonly secret: string; readonly key: Promise<CryptoKey> }>();

const decoder = new TextDecoder();

/**
 * Values that leave the app and come back, encrypted and authenticated (JWE, `dir` with A256GCM): the attempt in the
 * browser's cookie, the ticket for the CAS server. Anyone who holds one can neither read nor change it, and any instance of
 * the server can open it.
 *
 * The store has a random value for each key. Where the operator sets {@link sealingSecretVariable}, the keys are derived
 * from both (HKDF, RFC 5869), so that a copy of the database opens and makes nothing. A key seals for a week; after that
 * it opens a value only for as long as one of that purpose may live.
 */
export class Sealer {
	constructor(private readonly ports: Sealing) {}

	/** @param lifetime seconds, {@link longestLife} at most */
	async seal(purpose: SealPurpose, value: object, lifetime: number): Promise<string> {
		const key = await this.sealingKey();
		const issuedAt = Math.floor(this.ports.now() / 1000);
		return new EncryptJWT({ value })
			.setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: key.id })
			.setAudience(purpose)
			.setIssuedAt(issuedAt)
			.setExpirationTime(issuedAt + Math.min(lifetime, longestLife[purpose]))
			.encrypt(await this.contentKey(key));
	}

	/**
	 * @returns what was sealed; `'expired'` when its time is over; undefined for anything that this app did not seal for
	 * this purpose
	 */
	async open<T extends object>(purpose: SealPurpose, sealed: string): Promise<T | 'expired' | undefined> {
		const key = await this.openingKey(sealed, purpose);
		if (!key) return undefined;
		const claims = await this.decrypt(sealed, key).catch(() => undefined);
		if (!isJsonObject(claims) || claims.aud !== purpose) return undefined;
		const { iat, exp, value } = claims;
		if (typeof iat !== 'number' || typeof exp !== 'number' || !isJsonObject(value)) return undefined;
		const now = this.ports.now() / 1000;
		return exp <= Math.floor(now) || now - iat > longestLife[purpose] ? 'expired' : (value as T);
	}

	/** Once for each call of the app: the rate limit opens what the handler opens again. */
	private decrypt(sealed: string, key: SealingKey): Promise<unknown> {
		const known = decrypted.get(this.ports) ?? new Map<string, Promise<unknown>>();
		decrypted.set(this.ports, known);
		const name = `${key.key} ${sealed}`;
		const claims = known.get(name) ?? this.decryptAfresh(sealed, key);
		known.set(name, claims);
		return claims;
	}

	private async decryptAfresh(sealed: string, key: SealingKey): Promise<unknown> {
		const { plaintext } = await compactDecrypt(sealed, await this.contentKey(key), {
			keyManagementAlgorithms: ['dir'],
			contentEncryptionAlgorithms: ['A256GCM'],
		});
		return JSON.parse(decoder.decode(plaintext));
	}

	/** Imported once, as long as the key is in memory. */
	private async contentKey(key: SealingKey): Promise<CryptoKey> {
		const secret = await this.ports.environment.get(sealingSecretVariable);
		const known = contentKeys.get(key);
		if (known?.secret === secret) return known.key;
		const bytes = await this.derived(key, 'seal', secret);
		const imported = crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
		contentKeys.set(key, { secret, key: imported });
		return imported;
	}

	/** Ten characters that nobody can make up who does not know the key: for an admin to copy. They change with the key. */
	async code(about: readonly string[]): Promise<string> {
		const secret = await this.ports.environment.get(sealingSecretVariable);
		const key = await this.derived(await this.sealingKey(), 'code', secret);
		const hmac = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
		const signed = await crypto.subtle.sign('HMAC', hmac, new TextEncoder().encode(JSON.stringify(about)));
		return base64url.encode(new Uint8Array(signed)).slice(0, 10);
	}

	/** Makes the next key once the newest is a week old, and forgets those that nothing can be sealed with any more. */
	async rotate(): Promise<void> {
		const { store, now } = this.ports;
		const [newest, ...older] = await this.load();
		if (newest && newest.madeAt + keyLifetime <= now()) await this.make();
		const longest = Math.max(...Object.values(longestLife)) * 1000 + overlap;
		let replacedAt = newest?.madeAt ?? 0;
		for (const { id, madeAt } of older) {
			if (replacedAt + longest < now()) await store.remove(oneKey(id));
			replacedAt = madeAt;
		}
	}

	private async make(): Promise<void> {
		const id = randomString(9);
		const key: SealingKey = { id, key: randomString(32), madeAt: this.ports.now() };
		await this.ports.store.add(storeKey, key, oneKey(id));
		await this.load();
	}

	private async sealingKey(): Promise<SealingKey> {
		const known = this.ports.memory.of(knownKeys);
		if (known.loadedAt + reloadInterval <= this.ports.now()) await this.load();
		if (known.keys.length === 0) await this.make();
		return known.keys[0]!;
	}

	/** The key that a sealed value names, if it is one of this app's and may still open a value of that purpose. */
	private async openingKey(sealed: string, purpose: SealPurpose): Promise<SealingKey | undefined> {
		const id = keyId(sealed);
		if (id === undefined) return undefined;
		const { memory, now } = this.ports;
		let keys = memory.of(knownKeys).keys;
		if (!keys.some((key) => key.id === id)) keys = await this.lookAgain();
		const position = keys.findIndex((key) => key.id === id);
		const next = keys[position - 1];
		const isOver = next !== undefined && next.madeAt + longestLife[purpose] * 1000 + overlap < now();
		return isOver ? undefined : keys[position];
	}

	/** For a key that another instance may have made: made-up ids cost one read of the store in a second. */
	private async lookAgain(): Promise<readonly SealingKey[]> {
		const { memory, now } = this.ports;
		const look = memory.of(lastLook);
		if (now() - look.at >= lookInterval) {
			look.at = now();
			look.done = this.load();
		}
		await look.done;
		return memory.of(knownKeys).keys;
	}

	/** Newest first; of two that were made at once, every instance takes the same for the newer. */
	private async load(): Promise<readonly SealingKey[]> {
		const { store, memory, now } = this.ports;
		const known = memory.of(knownKeys);
		known.keys = await keysIn(store);
		known.loadedAt = now();
		return known.keys;
	}

	/** @param secret the operator's */
	private async derived({ key }: SealingKey, use: 'seal' | 'code', secret: string): Promise<Uint8Array<ArrayBuffer>> {
		const stored = Uint8Array.from(base64url.decode(key));
		if (secret === '' && use === 'seal') return stored;
		const material = secret === '' ? stored : new TextEncoder().encode(secret);
		const base = await crypto.subtle.importKey('raw', material, 'HKDF', false, ['deriveBits']);
		const info = new TextEncoder().encode(`oauth-login ${use}`);
		return new Uint8Array(
			await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: stored, info }, base, 256),
		);
	}
}

const keysIn = async (store: StoreReader): Promise<SealingKey[]> =>
	(await store.all<SealingKey>(storeKey)).sort((a, b) => b.madeAt - a.madeAt || (a.id < b.id ? -1 : 1));

function keyId(sealed: string): string | undefined {
	try {
		const { kid } = decodeProtectedHeader(sealed);
		return typeof kid === 'string' ? kid : undefined;
	} catch {
		return undefined;
	}
}
