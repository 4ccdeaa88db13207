import type { ConfirmReason, Decision, Facts, NewAccount } from '../accounts/decide';
import { decide } from '../accounts/decide';
import { gatherFacts } from '../accounts/facts';
import type { LinkState } from '../accounts/links';
import { identityKey, Links } from '../accounts/links';
import type { Policy } from '../accounts/policy';
import { readPolicy } from '../accounts/policy';
import { announce } from '../accounts/announce';
import { Requests } from '../accounts/requests';
import { has, LoginError } from '../errors';
import type { Identity } from '../identity/identity';
import { hasSecondFactor } from '../oauth/secondFactor';
import { LoginRefused, TooManyLogins } from '../workspace/session/refusal';
import type { Session, SessionBridge } from '../workspace/session/session';
import type { AccountRules } from '../settings/accountRules';
import type { Context } from './applyDecision';
import { createAccount, linkAccount, makeLink, signInTo } from './applyDecision';
import type { Ports } from '../ports/ports';
import type { Applicant } from '../accounts/applicant';

/** How it ended, where it did not end in a refusal. */
export type Established =
	| { readonly kind: 'signedIn'; readonly session: Session }
	/** Nothing has changed: the person may prove an account to be theirs. */
	| { readonly kind: 'confirm'; readonly reason: ConfirmReason; readonly identity: Identity }
	/** Nothing has changed: an admin has to approve of the account first. */
	| { readonly kind: 'awaitApproval'; readonly identity: Identity; readonly account: NewAccount };

/** Core's limit is reached. What was learnt about the person so far is enough to try again. */
export class MustWait extends TooManyLogins {
	constructor(
		retryAfter: number,
		readonly identity: Identity,
	) {
		super(retryAfter);
	}
}

/** What is to become of somebody, and what that rests on. */
export interface Considered {
	readonly identity: Identity;
	readonly policy: Policy;
	readonly facts: Facts;
	readonly decision: Decision;
	/** Id of an account that is gone without the app having heard of it: its links have to go, too. */
	readonly lostUserId?: string;
}

/**
 * Looks, decides, and changes nothing.
 *
 * @throws LoginError
 */
export async function consider(applicant: Applicant, rules: AccountRules, ports: Ports): Promise<Considered> {
	const links = new Links(ports.store);
	const [found, policy] = await Promise.all([
		identityKey(applicant.key).then((key) => links.find(key)),
		readPolicy(rules, ports.serverSettings, ports.appSettings),
	]);
	const lostUserId = await lostAccount(found, policy, ports);
	const link = lostUserId === undefined ? found : withoutLink(found);
	// Somebody who was here before is known by the link alone; nothing else about them is asked.
	const identity = link.link && !isAskedAbout(policy) ? bare(applicant) : await applicant.describe();
	const { authentication, provenUserId, anotherName } = applicant;
	const secondFactor = hasSecondFactor(authentication, policy.acrWithSecondFactor);
	const mayWait = !link.link && policy.approvalRequired;
	const approved = mayWait && (await new Requests(ports).answerTo(link.identity)) === 'approved';
	const circumstances = { link, provenUserId, anotherName, secondFactor, approved };
	const facts = await gatherFacts(identity, circumstances, policy, ports.directory, links);
	return { identity, policy, facts, decision: decide(identity, policy, facts), lostUserId };
}

/**
 * From a proven identity to a session: decide first, then act. A refusal of ours has changed nothing.
 *
 * @throws LoginError, among them {@link MustWait}
 */
export async function establish(
	applicant: Applicant,
	rules: AccountRules,
	bridge: SessionBridge,
	ports: Ports,
): Promise<Established> {
	const considered = await consider(applicant, rules, ports);
	const { identity, policy, facts, decision } = considered;
	const context = contextOf(considered, bridge, applicant, ports);
	try {
		switch (decision.kind) {
			case 'refuse':
				throw new LoginError(decision.code, decision.detail);
			case 'confirm':
				return { kind: 'confirm', reason: decision.reason, identity };
			case 'awaitApproval':
				return { kind: 'awaitApproval', identity, account: decision };
			case 'signIn':
				return { kind: 'signedIn', session: await signInTo(decision.account, context) };
			case 'link':
				return { kind: 'signedIn', session: await linkAccount(decision.account, context) };
			case 'create': {
				const session = await createAccount(decision, context);
				if (facts.approved) await new Requests(ports).settle(facts.link.identity).catch(() => undefined);
				return { kind: 'signedIn', session };
			}
		}
	} catch (error) {
		if (error instanceof TooManyLogins) throw new MustWait(error.retryAfter, identity);
		// Core knows of an account that the app could not see: most likely one with the same address.
		if (decision.kind === 'create' && error instanceof LoginRefused && policy.mayLink) {
			const { code } = error;
			if (has(code, 'confirm')) return { kind: 'confirm', reason: code, identity };
		}
		throw error;
	}
}

/**
 * Links the identity to the account that the person is signed in to, without signing in to it.
 *
 * @returns whether that is new
 * @throws LoginError
 */
export async function connect(applicant: Applicant, rules: AccountRules, ports: Ports): Promise<'made' | 'there'> {
	const { identity, facts, decision, lostUserId } = await consider(applicant, rules, ports);
	const { link } = facts.link;
	if (link && link.userId !== applicant.provenUserId) throw new LoginError('identity_linked');
	if (decision.kind === 'refuse') throw new LoginError(decision.code, decision.detail);
	if (decision.kind !== 'link') return 'there';
	const links = new Links(ports.store);
	if (lostUserId !== undefined) await links.removeAllOf(lostUserId);
	const casUser = (await links.of(decision.account.id)).at(-1)?.casUser;
	const { id: userId } = decision.account;
	await makeLink(userId, casUser, { identity, state: facts.link, links, ports });
	await announce({ event: 'link_made', userId, instance: identity.provider }, ports);
	return 'made';
}

/** What it takes to act on a decision. */
export const contextOf = (
	{ identity, policy, facts, lostUserId }: Considered,
	bridge: SessionBridge,
	{ clientAddress }: Applicant,
	ports: Ports,
): Context => ({
	...{ identity, policy, lostUserId, bridge, clientAddress, ports },
	...{ state: facts.link, approved: facts.approved, links: new Links(ports.store) },
});

/** Whether something has to be known about everybody, at each sign-in. */
const isAskedAbout = ({ onlyDomains, onlyGroups }: Policy): boolean => onlyDomains.length > 0 || onlyGroups.length > 0;

const bare = ({ key: { provider, issuer, subject } }: Applicant): Identity => ({
	...{ provider, issuer, subject },
	emailVerified: false,
});

/**
 * The app may have been off when an account was deleted. Where deleted people may come back, their link no longer
 * counts; but not because of a directory that finds nobody at all.
 */
async function lostAccount({ link }: LinkState, policy: Policy, { directory }: Ports): Promise<string | undefined> {
	if (!link || !policy.recreateDeleted || (await directory.byId(link.userId))) return undefined;
	return (await directory.answers()) ? link.userId : undefined;
}

/** As it will be when the link has been removed. */
function withoutLink({ identity, generation }: LinkState): LinkState {
	const next = generation + 1;
	return { identity, generation: next, unlinked: { identity, generation: next, reason: 'account_deleted' } };
}
