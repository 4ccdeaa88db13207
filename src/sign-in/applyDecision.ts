import { isPublicPicture } from '../accounts/avatar';
import type { ConfirmReason, NewAccount } from '../accounts/decide';
import type { Link, LinkState, PendingLink } from '../accounts/links';
import { casUserOf, Links } from '../accounts/links';
import { Requests } from '../accounts/requests';
import { Audit } from '../attempts/audit';
import type { NoticePorts } from '../attempts/linkNotices';
import { tellOf } from '../attempts/linkNotices';
import { has, LoginError } from '../errors';
import type { Account } from '../ports/directory';
import { sha256 } from '../values/digest';
import { randomString } from '../values/random';
import { casUserPrefix } from '../workspace/cas/casUser';
import { LoginRefused } from '../workspace/session/refusal';
import type { Entry, Newcomer, Session, SessionBridge } from '../workspace/session/session';
import type { Evaluation } from './evaluate';
import { linkIdentity, linkTo, unlinkLostAccount } from './linkIdentity';
import type { Needs, Storage } from '../ports/ports';

/** What a decision has led to, where that was no refusal. */
export type Applied =
	| { readonly kind: 'signedIn'; readonly session: Session }
	/** Nothing has changed: the person may prove that an account is theirs. */
	| { readonly kind: 'confirm'; readonly reason: ConfirmReason }
	/** Nothing has changed: an admin has to approve the account first. */
	| { readonly kind: 'awaitApproval'; readonly account: NewAccount };

/**
 * From a decision to a session. A refusal of ours has changed nothing.
 *
 * @throws LoginError: the refusal, or what the bridge throws, among it `TooManyLogins`
 */
export async function applyDecision(
	evaluation: Evaluation,
	bridge: SessionBridge,
	ports: NoticePorts,
): Promise<Applied> {
	const { applicant, policy, facts, decision } = evaluation;
	switch (decision.kind) {
		case 'refuse':
			throw new LoginError(decision.code, decision.detail);
		case 'confirm':
			return { kind: 'confirm', reason: decision.reason };
		case 'awaitApproval':
			return { kind: 'awaitApproval', account: decision };
		case 'signIn': {
			const link = facts.link.link!;
			const { session } = await signInToLinked(decision.account, link, applicant.clientAddress, bridge, ports);
			return { kind: 'signedIn', session };
		}
		case 'link':
			return { kind: 'signedIn', session: await signInAndLink(decision.account, evaluation, bridge, ports) };
		case 'create':
			try {
				const session = await createAccount(decision, evaluation, bridge, ports);
				if (facts.approved) await new Requests(ports).settle(facts.link.identity).catch(() => undefined);
				return { kind: 'signedIn', session };
			} catch (error) {
				// Core knows of an account that the app could not see: most likely one with the same address.
				const reason = error instanceof LoginRefused && policy.mayLink && confirmReasonOf(error);
				if (!reason) throw error;
				return { kind: 'confirm', reason };
			}
	}
}

const confirmReasonOf = ({ code }: LoginError): ConfirmReason | undefined => (has(code, 'confirm') ? code : undefined);

/**
 * Signs in to the account that the identity is linked to.
 *
 * @returns also what core's CAS login knows the account by
 */
export async function signInToLinked(
	account: Account,
	link: Link,
	clientAddress: string | undefined,
	bridge: SessionBridge,
	{ store }: Needs<'store'>,
): Promise<Entry> {
	const entry = await requireAccount(account, await bridge.signIn(account, link.casUser, clientAddress), bridge);
	const { casUser } = entry;
	if (casUser !== undefined && casUser !== link.casUser) await new Links(store).note(link, casUser);
	return entry;
}

/** Signs in to an account that the identity is not linked to yet. Only a sign-in that worked makes the link. */
async function signInAndLink(
	account: Account,
	evaluation: Evaluation,
	bridge: SessionBridge,
	ports: NoticePorts,
): Promise<Session> {
	const { clientAddress, provenUserId } = evaluation.applicant;
	const known = (await new Links(ports.store).of(account.id)).map(({ casUser }) => casUser).filter(Boolean);
	const entry = await requireAccount(account, await bridge.signIn(account, known.at(-1), clientAddress), bridge);
	const isMerged = provenUserId === undefined;
	if (isMerged) await endOthers(entry.session, bridge);
	await unlinkLostAccount(evaluation, ports);
	const message = isMerged ? 'link_merged' : 'link_made';
	const notice = await linkIdentity(account.id, entry.casUser, message, evaluation, ports);
	// The sign-in does not wait for a message.
	void tellOf(notice, ports);
	return entry.session;
}

/**
 * Nobody has proven the account that an address led to: the person who made it before its owner had shown that the address is
 * theirs may still be signed in to it. Where their sessions can't be ended, nothing is linked.
 */
async function endOthers(session: Session, bridge: SessionBridge): Promise<void> {
	try {
		await bridge.endOthers(session);
	} catch (error) {
		await bridge.end(session).catch(() => undefined);
		throw error;
	}
}

/** Creates the account, or resumes an interrupted creation, and signs in to it. */
async function createAccount(
	profile: NewAccount,
	evaluation: Evaluation,
	bridge: SessionBridge,
	ports: Storage & Needs<'directory'>,
): Promise<Session> {
	const { applicant, identity, facts } = evaluation;
	const { clientAddress } = applicant;
	await unlinkLostAccount(evaluation, ports);
	const { link, pending } = facts.link.pending ? facts.link : await reservePending(profile.username, evaluation, ports);
	if (!pending) return signInToOther(link!, clientAddress, bridge, ports);
	const { casUser, secret } = pending;
	const newcomer = { ...profile, casUser, secret, approved: facts.approved };
	const entry = await createTwice(newcomer, bridge, clientAddress).catch(async (error: unknown) => {
		// Only after core's no to an account: after a limit, or no answer at all, it may exist or still be created.
		if (error instanceof LoginRefused && !error.accountExists) await new Links(ports.store).release(pending.identity);
		throw error;
	});

	const { session } = entry;
	const account = await ports.directory.byId(session.userId).catch(() => undefined);
	// What was created now has the name that was asked for; what an interrupted sign-in left may have another since.
	const isExpected =
		account?.kind === 'person' && (facts.link.pending || account.username.toLowerCase() === profile.username);
	if (!account || !isExpected) return endMismatch(session, bridge, 'the new account');
	const made = linkTo(account.id, entry.casUser, evaluation, ports);
	await noteCreation(made, pending, ports);
	await new Links(ports.store).link(made);
	// The sign-in does not wait for a picture, and does not fail without one.
	if (facts.registration?.avatars && isPublicPicture(identity.avatarUrl)) {
		void bridge.setAvatar(session, identity.avatarUrl).catch(() => undefined);
	}
	return session;
}

/**
 * The audit is told before the link is there: until then, a sign-in that was cut off is done again, and tells the same
 * under the same id, which counts once. A journal that can't be written refuses nobody.
 */
async function noteCreation({ userId, issuer: what }: Link, { casUser }: PendingLink, ports: Storage): Promise<void> {
	const id = (await sha256(`account created: ${casUser}`)).slice(0, 16);
	await new Audit(ports).add({ event: 'account_created', userId, what }, id).catch(() => undefined);
}

/** Another sign-in of the same person has made the link a moment ago. */
async function signInToOther(
	link: Link,
	clientAddress: string | undefined,
	bridge: SessionBridge,
	ports: Needs<'store' | 'directory'>,
): Promise<Session> {
	const account = await ports.directory.byId(link.userId);
	if (!account) throw new LoginError('account_deleted');
	return (await signInToLinked(account, link, clientAddress, bridge, ports)).session;
}

/**
 * Writes which account is about to be created, so that the next sign-in finds it if this one is interrupted, and so that of
 * two first sign-ins at once each finds what the other has created.
 *
 * @returns what is known since: a link, where the other was faster
 */
async function reservePending(
	username: string,
	{ facts }: Evaluation,
	{ store, now }: Needs<'store' | 'now'>,
): Promise<Pick<LinkState, 'link' | 'pending'>> {
	const { identity, generation } = facts.link;
	const casUser = await casUserOf(identity, generation, casUserPrefix(facts.registration!.usernameRules.pattern));
	const secret = randomString(32);
	return new Links(store).reserve({ identity, generation, username, startedAt: now(), casUser, secret });
}

/** A session of another account never leaves the app, whichever bridge it came over. */
const requireAccount = async ({ id }: Account, entry: Entry, bridge: SessionBridge): Promise<Entry> =>
	entry.session.userId === id ? entry : endMismatch(entry.session, bridge, id);

async function endMismatch(session: Session, bridge: SessionBridge, expected: string): Promise<never> {
	await bridge.end(session).catch(() => undefined);
	throw new LoginError('session_mismatch', `expected ${expected}, got ${session.userId}`);
}

/**
 * Where two first sign-ins of one person come at the same time, core refuses one, "username already exists"; asked again,
 * it knows the account.
 */
async function createTwice(
	newcomer: Newcomer,
	bridge: SessionBridge,
	clientAddress: string | undefined,
): Promise<Entry> {
	try {
		return await bridge.create(newcomer, clientAddress);
	} catch (error) {
		if (!(error instanceof LoginRefused) || error.accountExists) throw error;
		return bridge.create(newcomer, clientAddress);
	}
}
