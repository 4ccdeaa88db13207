import type { ErrorCode } from '../errors';
import type { Identity } from '../identity/identity';
import type { Account } from './account';
import type { LinkState } from './links';
import type { Policy } from './policy';

/** What is known about the workspace when a decision is made. Each comes from an accessor that exists. */
export interface Facts {
	/** The app's own records (persistence). */
	readonly link: LinkState;
	/** The linked account (user reader, by id). Undefined where there is no link, or no account any more. */
	readonly account?: Account;
	/** What a new account would be called: the first candidate that is a valid username, free or not. */
	readonly username?: string;
	/** Whether an account has that username, in any of the letter cases that can be looked up (user reader). */
	readonly usernameTaken: boolean;
}

export type Decision =
	| { readonly kind: 'signIn'; readonly account: Account }
	| { readonly kind: 'create'; readonly username: string; readonly name?: string; readonly email?: string }
	| { readonly kind: 'refuse'; readonly code: ErrorCode; readonly detail?: string };

/**
 * Which account, if any, a proven identity gets into. It changes nothing and asks nobody: what it is given is all that
 * it knows, so that a refused sign-in has left no trace.
 */
export function decide(identity: Identity, policy: Policy, facts: Facts): Decision {
	if (facts.link.link) return forLinked(facts.account);
	if (facts.link.unlinked && !policy.recreateDeleted) return refuse('account_deleted');
	return forUnknown(identity, policy, facts);
}

function forLinked(account: Account | undefined): Decision {
	if (!account) return refuse('account_deleted');
	if (account.kind !== 'person') return refuse('account_not_a_person');
	if (!account.active) return refuse('account_disabled');
	return { kind: 'signIn', account };
}

function forUnknown(identity: Identity, policy: Policy, { link, username, usernameTaken }: Facts): Decision {
	if (!policy.registrationOpen) return refuse('registration_closed');
	if (policy.approvalRequired) return refuse('approval_required');

	// An address that the provider does not vouch for is no address: it proves nothing and may be anybody's.
	const email = identity.emailVerified ? identity.email : undefined;
	if (policy.emailDomains.length > 0 && !isAllowed(email, policy.emailDomains)) {
		return refuse('email_domain_not_allowed', reasonOf(identity));
	}

	// The account of a sign-in that was interrupted is created, or found, under the name that was promised to it.
	if (link.pending) return { kind: 'create', username: link.pending.username, name: identity.name, email };
	if (!username) return refuse('username_missing');
	if (usernameTaken) return refuse('username_taken');
	return { kind: 'create', username, name: identity.name, email };
}

/** Why, without who: the three have different cures. */
const reasonOf = ({ email, emailVerified }: Identity): string =>
	email === undefined ? 'no address' : emailVerified ? 'not on the list' : 'not verified';

/** The whole domain, not its end: `evilgood.com` is not `good.com`, and neither is `a.good.com`. */
function isAllowed(email: string | undefined, domains: readonly string[]): boolean {
	return email !== undefined && domains.includes(email.slice(email.lastIndexOf('@') + 1));
}

const refuse = (code: ErrorCode, detail?: string): Decision => ({ kind: 'refuse', code, detail });
