import type { ClientConfig } from '../publicSettings';

/** What an address asks for, and what it becomes. */
export interface Arrival {
	/** The login token in the address, where this client takes it from there. */
	readonly token?: string;
	/** Path and query to show once the token was used, or when there was none. */
	readonly address: string;
}

/**
 * `?resumeToken=` as the two lines of the client were seen to treat it: 7.x logs in everywhere but on `/login` and
 * cleans the address; 6.x logs in everywhere, and cleans only where it leaves the route anyway.
 */
export function arrival(location: Location, line: ClientConfig['line']): Arrival {
	const { pathname, search } = location;
	const query = new URLSearchParams(search);
	const token = query.get('resumeToken') ?? undefined;
	const redirects = pathname === '/' || pathname === '/login';

	if (line === 6) return { token, address: redirects ? '/home' : pathname + search };
	if (pathname === '/login') return { address: '/home' };
	query.delete('resumeToken');
	query.delete('userId');
	return { token, address: (redirects ? '/home' : pathname) + (query.size > 0 ? `?${query}` : '') };
}
