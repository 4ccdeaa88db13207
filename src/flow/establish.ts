import type { ConfirmReason, NewAccount } from '../accounts/decide';
import { decide } from '../accounts/decide';
import { gatherFacts } from '../accounts/facts';
import type { LinkState } from '../accounts/links';
import { identityKey, Links } from '../accounts/links';
import type { Policy } from '../accounts/policy';
import { readPolicy } from '../accounts/policy';
import { LoginError } from '../errors';
import type { Ports } from '../host/ports';
import type { Identity } from '../identity/identity';
import { hasSecondFactor } from '../protocol/secondFactor';
import type { Authentication } from '../protocol/secondFactor';
import { LoginRefused, TooManyLogins } from '../session/refusal';
import type { Session, SessionBridge } from '../session/session';
import type { AccountRules } from '../settings/accountRules';
import { createAccount, linkAccount, makeLink, signInTo } from './apply';

/** Somebody who is to be let in, and how to learn more about them should that be needed. */
export interface Applicant {
	readonly key: Pick<Identity, 'provider' | 'issuer' | 'subject'>;
	describe(): Promise<Identity>;
	/** How the provider made sure who it is. */
	readonly authentication?: Authentication;
	/** Id of an account that the person has proven to be theirs, which the identity is to be linked to. */
	readonly provenUserId?: string;
	/** For core's count of logins. */
	readonly clientAddress: string | undefined;
}

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
	const links = new Links(ports.store);
	const [found, policy] = await Promise.all([
		identityKey(applicant.key).then((key) => links.find(key)),
		readPolicy(rules, ports.serverSettings, ports.appSettings),
	]);
	const link = await withoutLostAccount(found, policy, links, ports);
	// Somebody who was here before is known by the link alone; nothing else about them is asked.
	const identity = link.link && !isAskedAbout(policy) ? bare(applicant) : await applicant.describe();
	const { authentication, provenUserId, clientAddress } = applicant;
	const secondFactor = hasSecondFactor(authentication, policy.acrWithSecondFactor);
	const circumstances = { link, provenUserId, secondFactor, approved: false };
	const facts = await gatherFacts(identity, circumstances, policy, ports.directory, links);
	const decision = decide(identity, policy, facts);
	const context = { identity, state: link, policy, links, bridge, ports, clientAddress };
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
			case 'create':
				return { kind: 'signedIn', session: await createAccount(decision, context) };
		}
	} catch (error) {
		if (error instanceof TooManyLogins) throw new MustWait(error.retryAfter, identity);
		// Core knows of an account that the app could not see: most likely one with the same address.
		if (decision.kind === 'create' && error instanceof LoginRefused && isTaken(error) && policy.mayLink) {
			return { kind: 'confirm', reason: reasonOf(error), identity };
		}
		throw error;
	}
}

/**
 * Links the identity to the account that the person is signed in to, without signing in to it.
 *
 * @throws LoginError
 */
export async function connect(applicant: Applicant, rules: AccountRules, ports: Ports): Promise<void> {
	const links = new Links(ports.store);
	const [state, policy] = await Promise.all([
		identityKey(applicant.key).then((key) => links.find(key)),
		readPolicy(rules, ports.serverSettings, ports.appSettings),
	]);
	const { provenUserId, authentication } = applicant;
	if (state.link && state.link.userId !== provenUserId) throw new LoginError('identity_linked');
	const identity = isAskedAbout(policy) ? await applicant.describe() : bare(applicant);
	const secondFactor = hasSecondFactor(authentication, policy.acrWithSecondFactor);
	const circumstances = { link: state, provenUserId, secondFactor, approved: false };
	const decision = decide(identity, policy, await gatherFacts(identity, circumstances, policy, ports.directory, links));
	if (decision.kind === 'refuse') throw new LoginError(decision.code, decision.detail);
	if (decision.kind !== 'link') return;
	const casUser = (await links.of(decision.account.id)).at(-1)?.casUser;
	await makeLink(decision.account.id, casUser, { identity, state, links, ports });
}

/** Whether something has to be known about everybody, at each sign-in. */
const isAskedAbout = ({ onlyDomains, onlyGroups }: Policy): boolean => onlyDomains.length > 0 || onlyGroups.length > 0;

const takenReasons: readonly ConfirmReason[] = ['username_taken', 'email_taken', 'account_refused'];

const isTaken = ({ code }: LoginError): boolean => takenReasons.some((reason) => reason === code);

const reasonOf = ({ code }: LoginError): ConfirmReason => takenReasons.find((reason) => reason === code)!;

const bare = ({ key: { provider, issuer, subject } }: Applicant): Identity => ({
	...{ provider, issuer, subject },
	emailVerified: false,
});

/**
 * The app may have been off when an account was deleted. Where deleted people may come back, or have another account by
 * now, their link is removed now; but not because of a directory that finds nobody at all.
 */
async function withoutLostAccount(
	state: LinkState,
	policy: Policy,
	links: Links,
	{ directory }: Ports,
): Promise<LinkState> {
	if (!state.link || !policy.recreateDeleted || (await directory.byId(state.link.userId))) return state;
	if (!(await directory.answers())) return state;
	await links.removeAllOf(state.link.userId);
	return links.find(state.identity);
}
