import type { Parameters } from '../authorizationRequest';
import type { Credentials } from './authorizationHeader';

/**
 * Where the browser goes for the person's consent (RFC 5849 §2.2); for X, `/oauth/authenticate`.
 *
 * @param extra what the provider knows besides, such as X's `force_login` and `screen_name`.
 */
export function authorizationUrl(endpoint: string, temporary: Credentials, extra: Parameters = {}): string {
	const url = new URL(endpoint);
	for (const [name, values] of Object.entries(extra)) {
		for (const value of [values].flat()) url.searchParams.append(name, value);
	}
	url.searchParams.set('oauth_token', temporary.identifier);
	return url.href;
}
