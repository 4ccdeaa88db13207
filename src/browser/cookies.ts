/**
 * Reads one cookie out of a `Cookie` header. A name that is there twice was set by someone else as well - a sibling
 * domain can do that, though not under the `__Host-` prefix in a current browser - and counts as absent.
 */
export function readCookie(header: unknown, name: string): string | undefined {
	const values = cookies(header).filter((cookie) => cookie.name === name);
	return values.length === 1 ? values[0]!.value : undefined;
}

export const cookieNames = (header: unknown): string[] => cookies(header).map(({ name }) => name);

function cookies(header: unknown): Array<{ name: string; value: string }> {
	if (typeof header !== 'string') return [];
	return header.split(';').flatMap((pair) => {
		const [, name, value = ''] = /^\s*([^\s=]+)\s*=(.*)$/.exec(pair) ?? [];
		return name === undefined ? [] : [{ name, value: value.trim() }];
	});
}

/**
 * A `Set-Cookie` header: `__Host-` (RFC 6265bis §4.1.3.2: this host only, over HTTPS or loopback only), out of reach of
 * scripts, and not sent along when another site posts here.
 *
 * @param maxAge seconds; 0 removes the cookie
 */
export const setCookie = (name: string, value: string, maxAge: number): string =>
	`${name}=${value}; Path=/; Max-Age=${maxAge}; Secure; HttpOnly; SameSite=Lax`;

/** One that comes along only from the workspace's own pages, and only to the paths below `path`; `__Secure-` allows that. */
export const setStrictCookie = (name: string, value: string, maxAge: number, path: string): string =>
	`${name}=${value}; Path=${path}; Max-Age=${maxAge}; Secure; HttpOnly; SameSite=Strict`;

export const removeCookie = (name: string): string => setCookie(name, '', 0);
