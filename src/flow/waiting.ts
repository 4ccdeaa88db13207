import type { Identity } from '../identity/identity';
import type { LoginStyle } from '../settings/provider';

/**
 * A proven identity that waits for core's login limit, sealed in a cookie of this browser: the provider is not asked
 * twice, and no instance has to remember who waits.
 */
export interface Waiting {
	readonly id: string;
	readonly identity: Identity;
	readonly style: LoginStyle;
	readonly returnPath?: string;
}

/** Seconds. From one address core lets some forty people in each minute: enough for six hundred. */
export const waitingLifetime = 900;

export const waitingCookie = (id: string): string => `__Host-oauth-wait-${id}`;
