import { base64url, decodeProtectedHeader, EncryptJWT, jwtDecrypt } from 'jose';
import { randomString } from '../values/random';
import type { Slot } from '../ports/memory';
import type { Storage } from '../ports/ports';

/** A key of 256 bits. `id` is random; where two instances made one each, the smaller id is used for sealing. */
export interface SealingKey {
	readonly id: string;
	readonly key: string;
}

/** What a sealed value is for. One that was sealed for another purpose does not open. */
export type SealPurpose =
	| 'attempt'
	| 'ticket'
	| 'waiting'
	| 'confirm'
	| 'sign-out'
	| 'sign-out-now'
	| 'signed-in-with'
	| 'self-check'
	| 'proxy'
	| 'proof'
	| 'connections'
	| 'admin'
	| 'native-button';

const storeKey = 'sealing-key';

/** Milliseconds between two looks for keys that are not known. */
const lookInterval = 1_000;

const lastLook: Slot<{ at: number; done: Promise<void> }> = () => ({ at: -Infinity, done: Promise.resolve() });

const sealingKeys: Slot<Map<string, SealingKey>> = () => new Map();

/**
 * Values that leave the app and come back, encrypted and authenticated with a key that never does (JWE, `dir` with
 * A256GCM): the attempt in the browser's cookie, the ticket for the CAS server. Whoever holds one can neither read nor
 * change it, and any instance of the server can open it.
 */
export class Sealer {
	constructor(private readonly ports: Storage) {}

	/** @param lifetime seconds */
	async seal(purpose: SealPurpose, value: object, lifetime: number): Promise<string> {
		const { id, key } = await this.sealingKey();
		const issuedAt = Math.floor(this.ports.now() / 1000);
		return new EncryptJWT({ value })
			.setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: id })
			.setAudience(purpose)
			.setIssuedAt(issuedAt)
			.setExpirationTime(issuedAt + lifetime)
			.encrypt(base64url.decode(key));
	}

	/**
	 * @returns what was sealed; `'expired'` when its time is over; undefined for anything that this app did not seal for
	 * this purpose
	 */
	async open<T extends object>(purpose: SealPurpose, sealed: string): Promise<T | 'expired' | undefined> {
		const key = await this.openingKey(sealed);
		if (!key) return undefined;
		try {
			const { payload } = await jwtDecrypt(sealed, key, {
				audience: purpose,
				keyManagementAlgorithms: ['dir'],
				contentEncryptionAlgorithms: ['A256GCM'],
				currentDate: new Date(this.ports.now()),
				requiredClaims: ['exp'],
			});
			return payload.value as T;
		} catch (error) {
			return (error as { code?: string }).code === 'ERR_JWT_EXPIRED' ? 'expired' : undefined;
		}
	}

	private async sealingKey(): Promise<SealingKey> {
		const { store, memory } = this.ports;
		if (memory.of(sealingKeys).size === 0) await this.load();
		if (memory.of(sealingKeys).size === 0) {
			await store.add(storeKey, { id: randomString(9), key: randomString(32) });
			await this.load();
		}
		return [...memory.of(sealingKeys).values()].reduce((first, other) => (other.id < first.id ? other : first));
	}

	/** The key that a sealed value names, if it is one of this app's. */
	private async openingKey(sealed: string): Promise<Uint8Array | undefined> {
		const id = keyId(sealed);
		if (id === undefined) return undefined;
		const keys = this.ports.memory.of(sealingKeys);
		if (!keys.has(id)) await this.lookAgain();
		const found = keys.get(id);
		return found && base64url.decode(found.key);
	}

	/** For a key that another instance may have made: a made-up id costs no read of the store each time. */
	private async lookAgain(): Promise<void> {
		const look = this.ports.memory.of(lastLook);
		if (this.ports.now() - look.at >= lookInterval) {
			look.at = this.ports.now();
			look.done = this.load();
		}
		await look.done;
	}

	private async load(): Promise<void> {
		const { store, memory } = this.ports;
		for (const key of await store.all<SealingKey>(storeKey)) memory.of(sealingKeys).set(key.id, key);
	}
}

function keyId(sealed: string): string | undefined {
	try {
		const { kid } = decodeProtectedHeader(sealed);
		return typeof kid === 'string' ? kid : undefined;
	} catch {
		return undefined;
	}
}
