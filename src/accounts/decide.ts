import type { CodeWith, ErrorCode } from '../errors';
import { isRelayAddress } from '../identity/email';
import type { Identity } from '../identity/identity';
import type { Account } from '../ports/directory';
import type { Link, LinkState } from './links';
import { notInGroup } from './membership';
import type { Policy, Registration } from './policy';

/** What is known about the workspace when a decision is made. Each names its source, which exists. */
export interface Facts {
	/** The app's own records (persistence). */
	readonly link: LinkState;
	/** The linked account (user reader, by id). Undefined where there is no link, or no account any more. */
	readonly account?: Account;
	/** An account that the person has proven to be theirs, by signing in to it (`features/proof/`; user reader, by id). */
	readonly proven?: Account;
	/**
	 * The account that has the policy's key (user reader by username; the REST API by e-mail address, where the app may
	 * use it). `unknown` where nobody could be asked.
	 */
	readonly match?: Account | 'unknown';
	/** The links of that account (persistence). */
	readonly matchLinks?: readonly Link[];
	/** What a new account would be called: the first candidate that is a valid username, free or not. */
	readonly username?: string;
	/** Whether an account has that username, in any of the letter cases that can be looked up (user reader). */
	readonly usernameTaken: boolean;
	/** Whether an account has the address (the REST API). */
	readonly emailTaken: boolean | 'unknown';
	/** Whether the provider says that it asked for a second factor (the id_token's `acr` and `amr`). */
	readonly secondFactor: boolean;
	/** Roles, by name or id, that the account is given once it is signed in to (claims, by the admin's role map). */
	readonly rolesToCome: readonly string[];
	/** What the workspace wants of new accounts (server settings). Absent where the person has an account. */
	readonly registration?: Registration;
	/** Whether an admin has approved of this identity (persistence). */
	readonly approved: boolean;
}

/** Why the person is asked to prove that an account is theirs. They would be refused with this code otherwise. */
export type ConfirmReason = CodeWith<'confirm'>;

export interface NewAccount {
	readonly username: string;
	readonly name?: string;
	/** Verified by the provider. */
	readonly email?: string;
}

export type Decision =
	| { readonly kind: 'signIn'; readonly account: Account }
	/** Account linking: the account exists, and from now on this identity signs in to it. */
	| { readonly kind: 'link'; readonly account: Account }
	| ({ readonly kind: 'create' } & NewAccount)
	/** The person may prove an account to be theirs. */
	| { readonly kind: 'confirm'; readonly reason: ConfirmReason }
	| ({ readonly kind: 'awaitApproval' } & NewAccount)
	| { readonly kind: 'refuse'; readonly code: ErrorCode; readonly detail?: string };

/**
 * Which account, if any, a proven identity gets into. It changes nothing and asks nobody: what it is given is all that
 * it knows, so that a refused sign-in has left no trace.
 */
export function decide(identity: Identity, policy: Policy, facts: Facts): Decision {
	const { link, account, proven } = facts;
	return (
		refuseByProfile(identity, policy) ??
		// The session would be that of a privileged account, whichever account it is.
		refusePrivileged({ roles: facts.rolesToCome }, policy, facts) ??
		(link.link ? admit('signIn', account, policy, facts) : undefined) ??
		(proven ? linkToProven(proven, policy, facts) : undefined) ??
		(link.unlinked?.reason === 'account_deleted' && !policy.recreateDeleted ? refuse('account_deleted') : undefined) ??
		linkToMatch(identity, policy, facts) ??
		createOrConfirm(identity, policy, facts)
	);
}

/** What is required of everyone, at every sign-in. */
function refuseByProfile(identity: Identity, { onlyDomains, onlyGroups }: Policy): Decision | undefined {
	if (onlyDomains.length > 0 && !isAllowed(identity, onlyDomains)) {
		return refuse('email_domain_not_allowed', `${reasonOf(identity)}; the list is that of the provider`);
	}
	const reason = notInGroup(identity, onlyGroups);
	return reason && (reason === 'elsewhere' ? refuse('groups_not_listed') : refuse('group_required', reason));
}

function admit(kind: 'signIn' | 'link', account: Account | undefined, policy: Policy, facts: Facts): Decision {
	if (!account) return refuse('account_deleted');
	if (account.kind !== 'person') return refuse('account_not_a_person');
	if (!account.active) return refuse('account_disabled');
	return refusePrivileged(account, policy, facts) ?? { kind, account };
}

/** What an admin wants of a sign-in to an account with privileged roles. */
export function refusePrivileged(
	account: Pick<Account, 'roles'>,
	policy: Policy,
	{ secondFactor }: Pick<Facts, 'secondFactor'>,
): Extract<Decision, { kind: 'refuse' }> | undefined {
	if (!isPrivileged(account, policy)) return undefined;
	if (policy.privileged === 'refuse') return refuse('account_privileged');
	return policy.privileged === 'second_factor' && !secondFactor ? refuse('second_factor_missing') : undefined;
}

const linkToProven = (proven: Account, policy: Policy, facts: Facts): Decision =>
	policy.mayLink ? admit('link', proven, policy, facts) : refuse('linking_off');

/** Core's "merge users", but a provider's word alone opens no account: both sides have to have verified the address. */
function linkToMatch(
	identity: Identity,
	policy: Policy,
	{ link, match, matchLinks = [] }: Facts,
): Decision | undefined {
	if (!policy.mergeUsers || !match || match === 'unknown') return undefined;
	// The person who removed the link may have lost control of the identity: it is linked again after a proof only.
	if (link.unlinked?.reason === 'removed') return undefined;
	const { email, emailVerified, provider } = identity;
	const isSame =
		emailVerified &&
		email !== undefined &&
		!isRelayAddress(email) &&
		match.emails.some(({ address, verified }) => verified && address === email);
	// An account that another identity of this provider signs in to is another person there.
	const isFree = matchLinks.every((link) => policy.mergeDistinct && link.provider !== provider);
	const isOrdinary = match.kind === 'person' && match.active && !isPrivileged(match, policy);
	return isSame && isFree && isOrdinary ? { kind: 'link', account: match } : undefined;
}

function createOrConfirm(identity: Identity, policy: Policy, facts: Facts): Decision {
	const { link, username, usernameTaken, emailTaken, registration, approved } = facts;
	// It is asked for where the person has no account: the one that they have proven is gone.
	if (!registration) return refuse('account_deleted');
	const confirmOrRefuse = (reason: ConfirmReason): Decision =>
		policy.mayLink ? { kind: 'confirm', reason } : refuse(reason);

	if (!policy.mayCreate) return confirmOrRefuse('creation_off');
	if (!registration.registrationOpen) return confirmOrRefuse('registration_closed');
	const { emailDomains } = registration;
	if (emailDomains.length > 0 && !isAllowed(identity, emailDomains)) {
		return refuse('email_domain_not_allowed', reasonOf(identity));
	}
	const needsApproval = registration.approvalRequired || policy.approval;
	const kind = needsApproval && !approved ? 'awaitApproval' : 'create';
	const { name } = identity;
	const email = verifiedEmail(identity);
	// The account of an interrupted sign-in is created, or found, under the username that was reserved for it.
	if (link.pending) return { kind, username: link.pending.username, name, email };
	if (!username) return refuse('username_missing');
	if (usernameTaken) return confirmOrRefuse('username_taken');
	if (emailTaken === true) return confirmOrRefuse('email_taken');
	return { kind, username, name, email };
}

export const isPrivileged = (
	{ roles }: Pick<Account, 'roles'>,
	{ privilegedRoles }: Pick<Policy, 'privilegedRoles'>,
): boolean => roles.some((role) => privilegedRoles.includes(role));

/** An address that the provider has not verified counts as none: it proves nothing and may be anyone's. */
const verifiedEmail = ({ email, emailVerified }: Identity): string | undefined => (emailVerified ? email : undefined);

/** Why, without who: the three have different cures. */
const reasonOf = ({ email, emailVerified }: Identity): string =>
	email === undefined ? 'no address' : emailVerified ? 'not on the list' : 'not verified';

/** The whole domain, not its end: `evilgood.com` is not `good.com`, and neither is `a.good.com`. */
function isAllowed(identity: Identity, domains: readonly string[]): boolean {
	const email = verifiedEmail(identity);
	return email !== undefined && domains.includes(email.slice(email.lastIndexOf('@') + 1));
}

const refuse = (code: ErrorCode, detail?: string): Extract<Decision, { kind: 'refuse' }> => ({
	kind: 'refuse',
	code,
	detail,
});
