import type { Claims } from '../oauth/claims';
import { parseEmail } from './email';
import { isNo, isYes } from './flag';
import type { Identity } from './identity';
import type { Template } from './template';
import { evaluate, flagFor } from './template';

/**
 * When the provider's word on an e-mail address is good enough to be called verified. A provider that says no is
 * believed under each of them.
 *
 * - `claim`: the flag says so: `true`, or what stands for it (`flag.ts`).
 * - `trusted`: always; for a provider that hands out the addresses itself, or gives only confirmed ones.
 * - `never`.
 */
export type EmailTrust = 'claim' | 'trusted' | 'never';

/** An address, and the flag that says whether this address is verified; absent where nothing says it. */
export interface FlaggedAddress {
	readonly email?: Template | undefined;
	readonly emailVerified?: Template | undefined;
}

/** OpenID Connect Core §5.1. */
const standard: FlaggedAddress = {
	email: { parts: [[{ path: ['email'] }]] },
	emailVerified: { parts: [[{ path: ['email_verified'] }]] },
};

/**
 * The address of a person, and whether the provider vouches for it.
 *
 * A flag counts for the address beside it in the same document, and for no other one. Otherwise an attacker's own verified
 * address would make each address verified that they can write into another claim or another document.
 *
 * @param documents the first one that has an address gives it
 * @param taken where it is read
 * @param preset where the preset reads it, if that is another claim: its flag can deny an address, and confirms none
 */
export function verifiedAddress(
	documents: readonly Claims[],
	taken: FlaggedAddress,
	preset: FlaggedAddress,
	trust: EmailTrust,
): Pick<Identity, 'email' | 'emailVerified'> {
	const email = documents.map((document) => addressIn(document, taken)).find((address) => address !== undefined);
	if (email === undefined) return { email, emailVerified: false };
	const flagsOf = (pair: FlaggedAddress): unknown[] =>
		documents.filter((document) => addressIn(document, pair) === email).map((document) => flagIn(document, pair));
	const flags = flagsOf(taken);
	const isDenied = [...flags, ...flagsOf(preset), ...flagsOf(standard)].some(isNo);
	return { email, emailVerified: !isDenied && (trust === 'trusted' || (trust === 'claim' && flags.some(isYes))) };
}

const addressIn = (document: Claims, { email }: FlaggedAddress): string | undefined =>
	email && parseEmail(evaluate(email, document));

const flagIn = (document: Claims, { email, emailVerified }: FlaggedAddress): unknown =>
	email && emailVerified && flagFor(email, emailVerified, document);
