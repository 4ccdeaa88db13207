import type { Account } from '../../ports/directory';
import { LoginError } from '../../errors';
import { cookieNames, readCookie, removeCookie, setCookie } from '../../browser/cookies';
import { useOnce } from '../../browser/once';
import { Sealer } from '../../browser/seal';
import { sha256 } from '../../values/digest';
import { randomString } from '../../values/random';
import { FreshLogins } from './freshLogins';
import { Proofs } from './proofs';
import type { Needs, Sealing } from '../../ports/ports';

/** The page that asks. What is proven to one is worth nothing to another. */
export type ProofUse = 'connections' | 'confirm' | 'admin';

/** What this browser's cookie keeps of a challenge, sealed. */
interface Sealed {
	readonly use: ProofUse;
	/** Hash of the nonce. */
	readonly challenge: string;
	/** Milliseconds since 1970: when the page asked. */
	readonly askedAt: number;
}

export interface Challenge {
	/** For the page, and nothing but the page. */
	readonly nonce: string;
	readonly setCookies: readonly string[];
}

export interface Redeemed {
	readonly account: Account;
	/** `password`: core has let the person in for this page, with all that it asks for. */
	readonly by: 'session' | 'password';
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
 * the account's owner can do in Rocket.Chat: its script has the server run `/oauth-login confirm <nonce>` for anyone who is
 * signed in. The nonce is in the page alone, and its hash in a cookie of the browser that got the page.
 */
export async function poseChallenge(use: ProofUse, cookies: unknown, ports: Sealing): Promise<Challenge> {
	const nonce = randomString(32);
	const challenge = await sha256(nonce);
	const question: Sealed = { use, challenge, askedAt: ports.now() };
	const sealed = await new Sealer(ports).seal('proof', question, proofLifetime);
	// Browsers list cookies of one path by age: the oldest pages give way.
	const others = cookieNames(cookies).filter((name) => name.startsWith(prefix));
	const surplus = others.slice(0, Math.max(0, others.length - parallelChallenges + 1));
	return {
		nonce,
		setCookies: [setCookie(challengeCookie(challenge), sealed, proofLifetime), ...surplus.map(removeCookie)],
	};
}

/**
 * The account that answered the challenge of a page, once. Two different accounts that answered it are none: someone
 * else knows the nonce, and could mean to be taken for the owner of this browser.
 *
 * @param form what the page posts: its nonce, and by what it says that the account was proven. A page can say anything,
 * so that a password counts only where core has told of a login
 * @throws LoginError `proof_expired`, `proof_missing`, `proof_ambiguous`, `proof_unconfirmed`, or what is wrong with the
 * account
 */
export async function redeemChallenge(
	use: ProofUse,
	{ nonce, by }: Readonly<Record<string, unknown>>,
	cookies: unknown,
	ports: Sealing & Needs<'directory'>,
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
	const [answer, ...others] = await new Proofs(ports.store).take(challenge, ports.now());
	if (answer === undefined) throw new LoginError('proof_missing');
	if (others.length > 0) throw new LoginError('proof_ambiguous');
	const { userId, at: answeredAt } = answer;
	const account = await person(userId, ports);
	const proven = by === 'password' ? by : 'session';
	// Adding a way in takes more than a session, which can be stolen: the identity of the confirm page is a way in.
	const isConfirmed =
		proven === 'session'
			? use !== 'confirm'
			: await new FreshLogins(ports).use({ userId, askedAt: sealed.askedAt, answeredAt });
	if (!isConfirmed) throw new LoginError('proof_unconfirmed', proven);
	return { account, by: proven, setCookies: [removeCookie(cookie)] };
}

/** The session is Rocket.Chat's, but whose it is may have changed since. */
async function person(userId: string, { directory }: Needs<'directory'>): Promise<Account> {
	const account = await directory.byId(userId);
	if (!account) throw new LoginError('account_deleted');
	if (account.kind !== 'person') throw new LoginError('account_not_a_person');
	if (!account.active) throw new LoginError('account_disabled');
	return account;
}
