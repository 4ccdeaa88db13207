import type { Credentials } from './authorizationHeader';

/**
 * Where the browser goes for the person's consent (RFC 5849 §2.2); for X, `/oauth/authenticate`.
 *
 * @param extra what the provider knows besides, such as X's `force_login` and `screen_name`.
 */
export function authorizationUrl(
	endpoint: string,
	temporary: Credentials,
	extra: Readonly<Record<string, string>> = {},
): string {
	const url = new URL(endpoint);
	for (const [name, value] of Object.entries({ ...extra, oauth_token: temporary.identifier })) {
		url.searchParams.set(name, value);
	}
	return url.href;
}
