import { randomBytes } from 'node:crypto';

import { base64url, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWK } from 'jose';

import { value } from '../kept';
import type { JwksFault } from './faults';

export interface SigningKey {
	readonly kid: string;
	readonly privateKey: CryptoKey;
	readonly publicJwk: JWK;
	readonly privateJwk: JWK;
}

/** The provider's signing keys: one for each algorithm, made when first needed. */
export class Keyring {
	private keys = new Map<string, Promise<SigningKey>>();
	private readonly announced: JWK[] = [];

	/** The key that signs with `alg` now. */
	signingKey(alg: string): Promise<SigningKey> {
		const existing = this.keys.get(alg) ?? nextKey(alg);
		this.keys.set(alg, existing);
		return existing;
	}

	/** New keys from now on; the old ones are withdrawn. */
	rotate(): void {
		this.keys = new Map();
	}

	/** Publishes a key that a forged token was signed with. */
	announce(jwk: JWK): void {
		this.announced.push(jwk);
	}

	/** The JWKS document, as text. */
	async document(alg: string, fault: JwksFault | undefined): Promise<string> {
		await this.signingKey(alg);
		const signing = await Promise.all(this.keys.values());
		const published = [...signing.map(({ publicJwk }) => publicJwk), ...this.announced];
		return JSON.stringify({ keys: await faultyKeys(fault, published, signing) });
	}
}

async function faultyKeys(fault: JwksFault | undefined, published: JWK[], signing: SigningKey[]): Promise<unknown[]> {
	switch (fault) {
		case 'empty':
			return [];
		case 'tooMany':
			return [...Array.from({ length: 1000 }, () => decoy()), ...published];
		case 'encryptionOnly':
			return published.map((jwk) => ({ ...jwk, use: 'enc' }));
		case 'otherKey':
			return published.map((jwk) => ({ ...decoy(), kid: jwk.kid }));
		case 'withoutKids':
			return published.map(withoutKid);
		case 'severalWithoutKids':
			return [decoy(), decoy(), ...published, decoy()].map(withoutKid);
		case 'decoysWithoutKids':
			return [...Array.from({ length: 8 }, () => decoy()), ...published].map(withoutKid);
		case 'privateKeys':
			return signing.map(({ privateJwk }) => privateJwk);
		case 'oddKeys':
			return [...oddKeys(published[0]), ...published];
		default:
			return published;
	}
}

/** Entries that must not keep the good one from being found. */
function oddKeys(good: JWK | undefined): unknown[] {
	return [
		null,
		'text',
		[],
		{},
		{ kty: 'oct', k: 'c2VjcmV0', kid: good?.kid },
		{ kty: 'XYZ', kid: good?.kid },
		{ ...good, use: 'enc' },
		{ ...good, kty: undefined },
		{ ...good, key_ops: ['encrypt'] },
		{ ...good, n: 'not base64url!' },
		{ kty: 'EC', crv: 'P-521', x: 'AA', y: 'AA', kid: good?.kid, use: 'sig' },
		{ ...good, kid: 'bad-chain', x5c: ['not a certificate'] },
	];
}

const made = new Map<string, number>();

/** One that no provider of this test file has had. It may have been made for another test file: that takes its time. */
function nextKey(alg: string): Promise<SigningKey> {
	const count = (made.get(alg) ?? 0) + 1;
	made.set(alg, count);
	return value(`${alg} key ${count}`, () => makeKey(alg));
}

async function makeKey(alg: string): Promise<SigningKey> {
	const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
	const kid = `${alg}-${randomBytes(4).toString('hex')}`;
	const common = { kid, use: 'sig', alg };
	return {
		kid,
		privateKey,
		publicJwk: { ...(await exportJWK(publicKey)), ...common },
		privateJwk: { ...(await exportJWK(privateKey)), ...common },
	};
}

/** Looks like a key and verifies nothing. */
export function decoy(): JWK {
	return {
		kty: 'RSA',
		n: decoyModulus(),
		e: 'AQAB',
		kid: randomBytes(4).toString('hex'),
		use: 'sig',
		alg: 'RS256',
	};
}

function decoyModulus(): string {
	const bytes = randomBytes(256);
	bytes[0] = 0xc5;
	bytes[bytes.length - 1] = 0xb1;
	return base64url.encode(bytes);
}

function withoutKid({ kid: _, ...jwk }: JWK): JWK {
	return jwk;
}
