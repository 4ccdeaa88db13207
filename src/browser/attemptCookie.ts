export const prefix = '__Host-oauth-login-';

/** Each attempt has a cookie of its own, so that two tabs do not disturb each other. */
export const attemptCookie = (id: string): string => prefix + id;

/** A state names its attempt, so that the callback finds the cookie: `<id>.<random>`. */
export function attemptId(state: string): string | undefined {
	return /^([\w-]{12})\.[\w-]{43}$/.exec(state)?.[1];
}

export const isAttemptCookie = (name: string): boolean =>
	name.startsWith(prefix) && /^[\w-]{12}$/.test(name.slice(prefix.length));

/** The state of the app's own checks of a provider, which begin no attempt: what comes back with it is nobody's sign-in. */
export const checkState = 'trial';

/** Seconds. */
export const attemptLifetime = 600;
