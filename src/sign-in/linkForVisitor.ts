import type { Applicant } from '../accounts/applicant';
import { attemptLifetime } from '../browser/attemptCookie';
import { readCookie, removeCookie, setCookie } from '../browser/cookies';
import { useOnce } from '../browser/once';
import { openSealed } from '../browser/openSealed';
import { Sealer } from '../browser/seal';
import type { Visit } from '../browser/visits';
import { Visits } from '../browser/visits';
import { LoginError } from '../errors';
import type { Identity } from '../identity/identity';
import type { Authentication } from '../oauth/secondFactor';
import type { Provider } from '../settings/provider';
import { lazy } from '../values/lazy';
import type { Attempt, Visitor } from './attempt';
import type { Evaluation } from './evaluate';
import { evaluate } from './evaluate';
import { checkLinkable, linkToProvenAccount } from './linkIdentity';
import type { LinkResult } from './outcome';
import { resolveUnchanged } from './resume';
import { keepable } from './suspended';
import type { Needs, Sealing, Settings } from '../ports/ports';

/*
 * What a visitor of the page of connected accounts begins at a provider, and ends here. The person at the end has to be
 * the one of the beginning: the visit, the account and the browser's session are still the same, or nothing is done.
 */

/** A proven identity that waits for its owner's word, sealed in a cookie of this browser. */
export interface WaitingLink extends Visitor {
	/** Of the attempt. */
	readonly id: string;
	/** The definition's id, and the settings at the time. */
	readonly provider: string;
	readonly settings: string;
	readonly identity: Omit<Identity, 'avatarUrl'>;
	readonly authentication?: Authentication;
}

/** Seconds that the clocks of the provider and of this server may differ. */
const clockTolerance = 60;

const linkCookie = (id: string): string => `__Host-oauth-link-${id}`;

/**
 * The visit in which the attempt was begun.
 *
 * @throws LoginError `visit_ended`
 */
export async function requireVisit(
	{ userId, visit: id }: Visitor,
	cookies: unknown,
	ports: Needs<'store' | 'now'>,
): Promise<Visit> {
	const visit = await new Visits(ports).open('connections', cookies);
	if (!visit || visit.id !== id || visit.userId !== userId) throw new LoginError('visit_ended', visit ? 'another' : '');
	return visit;
}

/**
 * Keeps a proven identity until its owner has seen which one it is, and to which account it would be linked.
 *
 * @returns the cookie that keeps it; undefined where the identity is linked to the account already
 * @throws LoginError why it can not be linked
 */
export async function suspendLink(
	{ applicant, identity, ...evaluation }: Evaluation,
	{ id, settings }: Attempt,
	{ userId, visit }: Visitor,
	provider: Provider,
	ports: Sealing,
): Promise<string | undefined> {
	if (!checkLinkable({ applicant, identity, ...evaluation })) return undefined;
	const kept = keepable(await applicant.profile.get(), provider);
	const { authentication } = applicant;
	const waiting: WaitingLink = { id, provider: provider.id, settings, identity: kept, authentication, userId, visit };
	return setCookie(linkCookie(id), await new Sealer(ports).seal('link', waiting, attemptLifetime), attemptLifetime);
}

/**
 * What the page that asks shows.
 *
 * @param id of the attempt, as the page's address has it
 * @throws LoginError `state_foreign`, `state_expired`, `visit_ended`
 */
export async function openWaitingLink(
	id: unknown,
	{ id: visit, userId }: Visit,
	cookies: unknown,
	ports: Sealing,
): Promise<WaitingLink> {
	const cookie = readCookie(cookies, linkCookie(typeof id === 'string' ? id : ''));
	const waiting = await openSealed<WaitingLink>('link', cookie, new Sealer(ports));
	if (waiting.visit !== visit || waiting.userId !== userId) throw new LoginError('visit_ended', 'another');
	return waiting;
}

export const forgetWaitingLink = (id: unknown): string[] =>
	typeof id === 'string' && /^[\w-]{12}$/.test(id) ? [removeCookie(linkCookie(id))] : [];

/**
 * Links the identity that the visitor has been shown.
 *
 * @throws LoginError as {@link openWaitingLink} and {@link linkToProvenAccount} do, `state_used`, `attempt_stale`
 */
export async function linkForVisitor(
	id: unknown,
	visit: Visit,
	cookies: unknown,
	ports: Sealing & Settings & Needs<'appPath' | 'transport' | 'directory' | 'messenger'>,
): Promise<LinkResult> {
	const waiting = await openWaitingLink(id, visit, cookies, ports);
	const { provider } = await resolveUnchanged(waiting, ports);
	const until = ports.now() + attemptLifetime * 1000;
	if (!(await useOnce(`link:${waiting.id}`, until, ports.store, ports.memory))) throw new LoginError('state_used');
	const { identity, authentication, userId } = waiting;
	const profile = lazy(async () => identity);
	const applicant: Applicant = {
		key: identity,
		profile,
		authentication,
		clientAddress: undefined,
		provenUserId: userId,
	};
	return linkToProvenAccount(await evaluate(applicant, provider, ports), ports);
}

/**
 * A visitor has signed in again with an identity of theirs: what they visit from now on is proven by it.
 *
 * @param evaluation of that identity
 * @returns the cookie of the new visit
 * @throws LoginError `sign_in_again_other`, `sign_in_not_fresh`, or why the account can not be signed in to
 */
export async function proveVisitorAgain(
	{ applicant, decision }: Evaluation,
	{ begunAt }: Attempt,
	{ userId, inSession }: Visit,
	cookies: unknown,
	ports: Needs<'store' | 'now'>,
): Promise<string> {
	if (decision.kind === 'refuse') throw new LoginError(decision.code, decision.detail);
	if (decision.kind !== 'signIn' || decision.account.id !== userId) throw new LoginError('sign_in_again_other');
	const { authTime } = applicant.authentication ?? {};
	if (authTime === undefined || authTime < begunAt / 1000 - clockTolerance) {
		throw new LoginError('sign_in_not_fresh', authTime === undefined ? 'no "auth_time"' : 'an older sign-in');
	}
	return new Visits(ports).begin('connections', { userId, by: 'link', inSession }, cookies);
}
