import { sha256 } from '../values/digest';
import { randomString } from '../values/random';

export interface Pkce {
	/** 43 characters holding 256 random bits (RFC 7636 §4.1 and §7.1). */
	readonly verifier: string;
	readonly challenge: string;
}

/** A fresh verifier and its challenge, for one attempt. There is no `plain`: the method is always `S256`. */
export async function createPkce(): Promise<Pkce> {
	const verifier = randomString(32);
	return { verifier, challenge: await challengeOf(verifier) };
}

/** BASE64URL(SHA-256(ASCII(verifier))), RFC 7636 §4.2. */
export const challengeOf = (verifier: string): Promise<string> => sha256(verifier);
