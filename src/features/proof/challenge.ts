import type { Account } from '../../ports/directory';
import { LoginError } from '../../errors';
import { cookieNames, readCookie, removeCookie, setCookie } from '../../browser/cookies';
import { useOnce } from '../../browser/once';
import { Sealer } from '../../browser/seal';
import { sha256 } from '../../values/digest';
import { randomString } from '../../values/random';
import { Proofs } from './proofs';
import type { Needs, Storage } from '../../ports/ports';

/** The page that asks. What is proven to one is worth nothing to another. */
export type ProofUse = 'connections' | 'confirm' | 'admin';

/** What this browser's cookie keeps of a challenge, sealed. */
interface Sealed {
	readonly use: ProofUse;
	/** Hash of the nonce. */
	readonly challenge: string;
}

export interface Challenge {
	/** For the page, and nothing but the page. */
	readonly nonce: string;
	readonly setCookies: readonly string[];
}

export interface Redeemed {
	readonly account: Account;
	readonly setCookies: readonly string[];
}

/** Seconds: enough to type a password and to wait for the mail with a code. */
export const proofLifetime = 600;

const prefix = '__Host-oauth-proof-';
const challengeCookie = (challenge: string): string => prefix + challenge.slice(0, 12);

/** How many pages of one browser may ask at once. */
const parallelChallenges = 4;

/** Whether it may be a nonce of {@link poseChallenge}. */
export const isNonce = (value: unknown): value is string => typeof value === 'string' && /^[\w-]{43}$/.test(value);

/**
 * Asks which account this browser is signed in to. An app is never shown a session, so the page proves it by what only
 * the account's owner can do in Rocket.Chat: its script has the server run `/oauth-login confirm <nonce>` for whoever is
 * signed in. The nonce is in the page alone, and its hash in a cookie of the browser that got the page.
 */
export async function poseChallenge(use: ProofUse, cookies: unknown, ports: Storage): Promise<Challenge> {
	const nonce = randomString(32);
	const challenge = await sha256(nonce);
	const sealed = await new Sealer(ports).seal('proof', { use, challenge } satisfies Sealed, proofLifetime);
	// Browsers list cookies of one path by age: the oldest pages give way.
	const others = cookieNames(cookies).filter((name) => name.startsWith(prefix));
	const surplus = others.slice(0, Math.max(0, others.length - parallelChallenges + 1));
	return {
		nonce,
		setCookies: [setCookie(challengeCookie(challenge), sealed, proofLifetime), ...surplus.map(removeCookie)],
	};
}

/**
 * The account that answered the challenge of a page, once. Two different accounts that answered it are none: somebody
 * else knows the nonce, and could mean to be taken for the owner of this browser.
 *
 * @param nonce as the page posts it
 * @throws LoginError `proof_expired`, `proof_missing`, `proof_ambiguous`, or what is wrong with the account
 */
export async function redeemChallenge(
	use: ProofUse,
	nonce: unknown,
	cookies: unknown,
	ports: Storage & Needs<'directory'>,
): Promise<Redeemed> {
	if (!isNonce(nonce)) throw new LoginError('proof_expired', 'no nonce');
	const challenge = await sha256(nonce);
	const cookie = challengeCookie(challenge);
	const sealed = await new Sealer(ports).open<Sealed>('proof', readCookie(cookies, cookie) ?? '');
	if (!sealed || sealed === 'expired') throw new LoginError('proof_expired', sealed ?? 'no cookie');
	if (sealed.challenge !== challenge || sealed.use !== use) throw new LoginError('proof_expired', 'of another page');
	const until = ports.now() + proofLifetime * 1000;
	if (!(await useOnce(`proof:${challenge}`, until, ports.store, ports.memory))) {
		throw new LoginError('proof_expired', 'used');
	}
	const [userId, ...others] = await new Proofs(ports.store).take(challenge, ports.now());
	if (userId === undefined) throw new LoginError('proof_missing');
	if (others.length > 0) throw new LoginError('proof_ambiguous');
	return { account: await person(userId, ports), setCookies: [removeCookie(cookie)] };
}

/** The session is Rocket.Chat's, but whose it is may have changed since. */
async function person(userId: string, { directory }: Needs<'directory'>): Promise<Account> {
	const account = await directory.byId(userId);
	if (!account) throw new LoginError('account_deleted');
	if (account.kind !== 'person') throw new LoginError('account_not_a_person');
	if (!account.active) throw new LoginError('account_disabled');
	return account;
}
