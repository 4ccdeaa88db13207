import { Sealer } from '../browser/seal';
import type { KeyAlgorithm } from '../oauth/keyPair';
import { makeKeyPair } from '../oauth/keyPair';
import type { Sealing } from '../ports/ports';
import { pause, withLease } from '../values/lease';
import { randomString } from '../values/random';
import type { JsonObject } from '../values/json';
import type { Traits } from './traits/traits';

/*
 * Keys that the app makes for itself. Each provider has its own: with one key for all, what a provider encrypts could be
 * opened for another that passes it on as its own answer, and an assertion for one could be shown to another that names
 * the same audience. So neither happens even where a check of the issuer or the audience fails.
 */

/** What a key is for (RFC 7517 §4.2, §4.4). */
export interface KeyUse {
	readonly use: 'sig' | 'enc';
	readonly alg: KeyAlgorithm;
}

/** A record of the store. */
interface OwnKey extends KeyUse {
	readonly kid: string;
	/** Milliseconds since 1970. */
	readonly madeAt: number;
	/** The numbers of the public key. */
	readonly publicKey: JsonObject;
	/** The private JWK, with `kid` and `alg`. */
	readonly sealed: string;
}

const day = 24 * 3600_000;

/** Milliseconds after which the next key is made. */
export const keyRenewal = 30 * day;

/** Milliseconds for which the provider can read a new key before something is signed with it. */
export const keyLead = 7 * day;

/** Milliseconds for which the last key is kept beside the new one: a provider may remember the old one for so long. */
export const keyOverlap = 30 * day;

/** Seconds. A key that is older does not open: all of the above, and as much again in which the app was disabled. */
const sealedLife = (90 * day) / 1000;

const everyKey = 'own-keys';
const keysOfOwner = (owner: string): string => `own-keys-of:${owner}`;
const oneKey = (kid: string): string => `own-key:${kid}`;

/** The keys that a definition needs; none for most. */
export const neededKeys = ({ ownSigningKey, encryption }: Traits): KeyUse[] => [
	...(ownSigningKey ? [{ use: 'sig', alg: ownSigningKey } as const] : []),
	...(encryption ? [{ use: 'enc', alg: encryption.alg } as const] : []),
];

/** The app's own keys, by the instance of the provider that they are for. */
export class OwnKeys {
	constructor(private readonly ports: Sealing) {}

	/** The private JWK to sign with: the newest that the provider has had time to read. Made, where there is none. */
	async signingKey(owner: string, alg: KeyAlgorithm): Promise<JsonObject> {
		const use = { use: 'sig', alg } as const;
		const kept = await this.kept(owner, use);
		const isRead = ({ madeAt }: OwnKey): boolean => madeAt + keyLead <= this.ports.now();
		const inTurn = [...kept.filter(isRead), ...kept.filter((key) => !isRead(key)).reverse()];
		for (const key of inTurn) {
			const opened = await this.open(key);
			if (opened) return opened;
		}
		return this.makeOnce(owner, use);
	}

	/** The private JWKs that a message may be encrypted for, the newest first; with a `kid`, that one alone. */
	async decryptionKeys(owner: string, alg: KeyAlgorithm, kid: string | undefined): Promise<JsonObject[]> {
		const kept = await this.kept(owner, { use: 'enc', alg });
		const opened = kept.filter((key) => kid === undefined || key.kid === kid).map((key) => this.open(key));
		return (await Promise.all(opened)).filter((key) => key !== undefined);
	}

	/**
	 * The public keys, as JWKs: every one that something may be signed with, and the one that is to be encrypted for. No
	 * private part is opened for it, and nothing is made.
	 */
	async published(owner: string, needed: readonly KeyUse[]): Promise<JsonObject[]> {
		const all = await Promise.all(
			needed.map(async ({ use, alg }) => {
				const kept = await this.kept(owner, { use, alg });
				return use === 'sig' ? kept : kept.slice(0, 1);
			}),
		);
		return all.flat().map(({ publicKey, kid, use, alg }) => ({ ...publicKey, kid, use, alg }));
	}

	/** Makes what is missing, is to be replaced, or does not open any more; forgets what nothing is left of. */
	async renew(owner: string, needed: readonly KeyUse[]): Promise<void> {
		const { store, now } = this.ports;
		for (const use of needed) {
			const kept = await this.kept(owner, use);
			const [newest] = kept;
			const isGood = newest && newest.madeAt + keyRenewal > now() && (await this.open(newest));
			if (!isGood) await this.makeOnce(owner, use);
			for (const [index, { kid }] of kept.entries()) {
				const next = kept[index - 1];
				if (next && next.madeAt + keyOverlap <= now()) await store.remove(oneKey(kid));
			}
		}
	}

	/** Forgets what does not open any more, whosever it was. */
	async purge(): Promise<void> {
		const { store, now } = this.ports;
		for (const { kid, madeAt } of await store.all<OwnKey>(everyKey)) {
			if (madeAt + sealedLife * 1000 <= now()) await store.remove(oneKey(kid));
		}
	}

	/** Makes a key, unless another instance, or a sign-in beside the upkeep, has just made it: then that one. */
	private makeOnce(owner: string, use: KeyUse): Promise<JsonObject> {
		const { store, now } = this.ports;
		const work = async (): Promise<JsonObject> => {
			const [newest] = await this.kept(owner, use);
			const isNew = newest && newest.madeAt + keyRenewal > now();
			return (isNew && (await this.open(newest))) || this.make(owner, use);
		};
		return withLease(`lease:own-keys:${owner}`, work, store, { now, pause });
	}

	private async make(owner: string, { use, alg }: KeyUse): Promise<JsonObject> {
		const { store, now } = this.ports;
		const kid = randomString(12);
		const { publicKey, privateKey } = await makeKeyPair(alg);
		const jwk = { ...privateKey, kid, alg };
		const sealed = await new Sealer(this.ports).seal('own-key', jwk, sealedLife);
		const key: OwnKey = { kid, use, alg, madeAt: now(), publicKey, sealed };
		await store.add(oneKey(kid), key, keysOfOwner(owner), everyKey);
		return jwk;
	}

	/** Undefined where its time is over, or the operator's part of the sealing keys is another. */
	private async open({ sealed }: OwnKey): Promise<JsonObject | undefined> {
		const opened = await new Sealer(this.ports).open<JsonObject>('own-key', sealed);
		return opened === 'expired' ? undefined : opened;
	}

	/** Newest first; of two that were made at once, every instance takes the same for the newer. */
	private async kept(owner: string, { use, alg }: KeyUse): Promise<OwnKey[]> {
		const all = await this.ports.store.all<OwnKey>(keysOfOwner(owner));
		return all
			.filter((key) => key.use === use && key.alg === alg)
			.sort((a, b) => b.madeAt - a.madeAt || (a.kid < b.kid ? -1 : 1));
	}
}
