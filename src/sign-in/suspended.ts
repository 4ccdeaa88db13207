import type { ConfirmChoice } from '../accounts/applicant';
import type { ConfirmReason } from '../accounts/decide';
import { setCookie } from '../browser/cookies';
import type { Sealer } from '../browser/seal';
import type { ClaimedList, Identity } from '../identity/identity';
import type { Authentication } from '../oauth/secondFactor';
import type { LoginStyle, Provider } from '../settings/provider';
import type { Evaluation } from './evaluate';
import type { Needs } from '../ports/ports';

/** What of a sign-in stays the same when it is suspended. */
export interface SignInRequest {
	/** Of the attempt. */
	readonly id: string;
	/** The definition's id, and the settings at the time: a provider that was disabled lets nobody in any more. */
	readonly provider: string;
	readonly settings: string;
	/** Milliseconds since 1970: what was proven is too old then. */
	readonly until: number;
	readonly style: LoginStyle;
	readonly returnPath?: string;
	/** How often core's login limit has suspended it. Each time uses its cookie up, and leaves another behind. */
	readonly turn: number;
}

/**
 * A proven identity before it has a session, sealed in a cookie of this browser: the provider is not asked twice, and no
 * instance of the server has to remember it.
 */
export interface SuspendedSignIn extends SignInRequest {
	/** Without a picture, and of groups and roles only those that the settings ask about: a cookie holds 4 kB. */
	readonly identity: Omit<Identity, 'avatarUrl'>;
	readonly authentication?: Authentication;
}

/** Suspended by core's login limit. */
export interface RateLimited extends SuspendedSignIn, ConfirmChoice {}

/** Suspended until the person has proven that an account is theirs: one identity, one account, once. */
export interface Confirmation extends SuspendedSignIn {
	readonly reason: ConfirmReason;
}

/** Seconds. From one address core lets some forty people in each minute: enough for six hundred. */
export const suspensionLifetime = 900;

export const rateLimitedCookie = (id: string): string => `__Host-oauth-wait-${id}`;
export const confirmationCookie = (id: string): string => `__Host-oauth-confirm-${id}`;

/** @returns the cookie with the suspended sign-in */
export async function suspendForLimit(
	{ applicant, identity }: Evaluation,
	request: SignInRequest,
	provider: Provider,
	sealer: Sealer,
	ports: Needs<'now'>,
): Promise<string> {
	const { authentication, provenUserId, anotherName } = applicant;
	const kept = keepable(identity, provider);
	const limited: RateLimited = { ...request, identity: kept, authentication, provenUserId, anotherName };
	const seconds = secondsLeft(request, ports);
	return setCookie(rateLimitedCookie(request.id), await sealer.seal('waiting', limited, seconds), seconds);
}

/** @returns the cookie with the suspended sign-in */
export async function suspendForConfirmation(
	reason: ConfirmReason,
	{ applicant, identity }: Evaluation,
	request: SignInRequest,
	provider: Provider,
	sealer: Sealer,
	ports: Needs<'now'>,
): Promise<string> {
	const { authentication } = applicant;
	const confirmation: Confirmation = { ...request, identity: keepable(identity, provider), authentication, reason };
	const seconds = secondsLeft(request, ports);
	return setCookie(confirmationCookie(request.id), await sealer.seal('confirm', confirmation, seconds), seconds);
}

const secondsLeft = ({ until }: SignInRequest, { now }: Needs<'now'>): number =>
	Math.max(1, Math.floor((until - now()) / 1000));

/** Characters of all the names that a cookie holds of one list. */
const maximumNames = 1000;

/** Only what a later decision asks about: a cookie holds 4 kB. */
export function keepable(identity: Identity, { rules, syncRules }: Provider): SuspendedSignIn['identity'] {
	const { provider, issuer, subject, username, name, email, emailVerified, groups, roles } = identity;
	const asked = only(groups, [...rules.onlyGroups, ...(syncRules.rooms?.map.keys() ?? [])]);
	return {
		provider,
		issuer,
		subject,
		username,
		name,
		email,
		emailVerified,
		groups: asked === 'absent' ? only(groups, rules.onlyGroups) : asked,
		roles: only(roles, [...(syncRules.roles?.map.keys() ?? [])]),
	};
}

/** A list that is still too long counts as none: half of it would say that the person is not in the other half. */
function only(claimed: ClaimedList | undefined, names: readonly string[]): ClaimedList | undefined {
	if (typeof claimed !== 'object') return claimed;
	const kept = claimed.filter((name) => names.includes(name));
	return kept.join('').length <= maximumNames ? kept : 'absent';
}
