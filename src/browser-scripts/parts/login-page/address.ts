/** The emergency way, `/login?password=1`. */
export function wantsPassword(url: string): boolean {
	return /[?&]password=1(?:[&#]|$)/.test(url);
}

export interface Address {
	readonly pathname: string;
	readonly search: string;
}

/**
 * The page of the client where the sign-in is to end: the one where it begins, as path and query; empty for the first
 * page. No secret of the address goes along; `loginClient` and `layout`, which core reads after the sign-in, do.
 *
 * @param homePath path of the workspace's first page
 */
export function pageAfter({ pathname, search }: Address, homePath: string): string {
	const page = pathname.slice(homePath.replace(/\/home$/, '').length);
	if (/^\/(?:register|reset-password|enroll-account|login-token)(?:\/|$)/.test(page)) return '';
	const query = search
		.slice(1)
		.split('&')
		.filter((pair) => pair && !/^[^=]*(?:pass|token|secret)/i.test(pair))
		.join('&');
	return query || !/^\/(?:login|home)?$/.test(page) ? pathname + (query && `?${query}`) : '';
}

/**
 * Where a sign-in starts.
 *
 * @param href of the provider's button
 * @param page from {@link pageAfter}
 */
export function startUrl(href: string, style: 'popup' | 'redirect', page: string): string {
	const target = page && `&target_link_uri=${encodeURIComponent(page)}`;
	return `${href}${href.indexOf('?') < 0 ? '?' : '&'}style=${style}${target}`;
}
