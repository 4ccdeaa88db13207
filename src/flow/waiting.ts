import type { Identity } from '../identity/identity';
import type { LoginStyle } from '../settings/provider';

/**
 * A proven identity that waits for core's login limit, sealed in a cookie of this browser: the provider is not asked
 * twice, and no instance has to remember who waits.
 */
export interface Waiting {
	/** Of the attempt. */
	readonly id: string;
	/** Each try uses its cookie up, and leaves another behind. */
	readonly turn: number;
	/** The definition's id, and the settings at the time: what has been switched off lets nobody in any more. */
	readonly provider: string;
	readonly settings: string;
	/** Of the description, only what an account is created from. */
	readonly identity: Omit<Identity, 'avatarUrl' | 'groups'>;
	/** Milliseconds since 1970: what was proven is old then. */
	readonly until: number;
	readonly style: LoginStyle;
	readonly returnPath?: string;
}

/** Seconds. From one address core lets some forty people in each minute: enough for six hundred. */
export const waitingLifetime = 900;

export const waitingCookie = (id: string): string => `__Host-oauth-wait-${id}`;
