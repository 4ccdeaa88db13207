import type { Credentials } from './rest';

/**
 * "Login on web" of the desktop and the mobile client (8.7 and later, read): the browser was opened with `loginClient`, and
 * gives its session to the client by a deep link.
 */
export function wantedByOtherClient({ search }: Location): boolean {
	return /^(?:desktop|mobile)$/.test(new URLSearchParams(search).get('loginClient') ?? '');
}

/** The deep link that the desktop and the mobile client register. */
export function handOver({ userId, authToken }: Credentials): void {
	location.href = `rocketchat://auth?${new URLSearchParams({ host: location.origin, token: authToken, userId })}`;
}
