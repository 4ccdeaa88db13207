import type { ConfirmReason } from '../accounts/decide';
import type { ClaimedList, Identity } from '../identity/identity';
import type { Authentication } from '../oauth/secondFactor';
import type { LoginStyle, Provider } from '../settings/provider';
import type { Choice } from '../accounts/applicant';

/**
 * A proven identity on its way to an account, sealed in a cookie of this browser: the provider is not asked twice, and no
 * instance has to remember who is on the way.
 */
export interface Paused {
	/** Of the attempt. */
	readonly id: string;
	/** The definition's id, and the settings at the time: what has been switched off lets nobody in any more. */
	readonly provider: string;
	readonly settings: string;
	/** Without a picture, and of groups and roles only those that the settings ask about: a cookie holds 4 kB. */
	readonly identity: Omit<Identity, 'avatarUrl'>;
	readonly authentication?: Authentication;
	/** Milliseconds since 1970: what was proven is old then. */
	readonly until: number;
	readonly style: LoginStyle;
	readonly returnPath?: string;
}

/** Somebody who waits for core's login limit. */
export interface Waiting extends Paused, Choice {
	/** Each try uses its cookie up, and leaves another behind. */
	readonly turn: number;
}

/** Somebody who may prove an account to be theirs: one identity, one account, once. */
export interface Confirmation extends Paused {
	readonly reason: ConfirmReason;
}

/** Seconds. From one address core lets some forty people in each minute: enough for six hundred. */
export const pauseLifetime = 900;

export const waitingCookie = (id: string): string => `__Host-oauth-wait-${id}`;
export const confirmationCookie = (id: string): string => `__Host-oauth-confirm-${id}`;

/** Characters of all the names that a cookie holds of one list. */
const maximumNames = 1000;

/** Only what a later decision asks about: a cookie holds 4 kB. */
export function keepable(identity: Identity, { rules, inStep }: Provider): Paused['identity'] {
	const { provider, issuer, subject, username, name, email, emailVerified, groups, roles } = identity;
	const asked = only(groups, [...rules.onlyGroups, ...(inStep.rooms?.map.keys() ?? [])]);
	return {
		...{ provider, issuer, subject, username, name, email, emailVerified },
		groups: asked === 'absent' ? only(groups, rules.onlyGroups) : asked,
		roles: only(roles, [...(inStep.roles?.map.keys() ?? [])]),
	};
}

/** A list that is still too long is as good as none: half of it would say that somebody is not in the other half. */
function only(claimed: ClaimedList | undefined, names: readonly string[]): ClaimedList | undefined {
	if (typeof claimed !== 'object') return claimed;
	const kept = claimed.filter((name) => names.includes(name));
	return kept.join('').length <= maximumNames ? kept : 'absent';
}
