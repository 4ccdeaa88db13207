/** What the client shows at a path. */
export type PageKind = 'main' | 'legal' | 'notFound';

const pages: readonly (readonly [PageKind, RegExp])[] = [
	['main', /^\/(?:login|home|register|invite\/[^/]+|(?:channel|direct)\/[^/]+)?$/],
	['legal', /^\/(?:terms-of-service|privacy-policy|legal-notice)$/],
];

/** The catch-all route comes last: an unknown path never falls back to the server. */
export const pageAt = (path: string): PageKind => pages.find(([, pattern]) => pattern.test(path))?.[0] ?? 'notFound';

/** Paths that only lead on to the first page. */
export const leadsHome = (path: string): boolean => path === '/' || path === '/login';

/**
 * The client's router, which takes every click on a link of this page but those that `leftToBrowser` names. What it has
 * taken, the server never hears of.
 *
 * @param show shows what is at the page's address
 */
export class ClientRouter {
	constructor(private readonly show: () => void) {
		document.addEventListener('click', (event) => this.take(event));
		window.addEventListener('popstate', show);
	}

	go(address: string): void {
		history.pushState(null, '', leadsHome(new URL(address, location.origin).pathname) ? '/home' : address);
		this.show();
	}

	private take(event: MouseEvent): void {
		const link = event.target instanceof Element ? event.target.closest('a') : null;
		if (!link || leftToBrowser(event, link)) return;
		event.preventDefault();
		this.go(link.pathname + link.search + link.hash);
	}
}

/** The exemptions of client/router/page.ts (8.x and 9.x, read) and of page.js 1.9 (7.7.1, seen); Alt is none of them. */
function leftToBrowser(event: MouseEvent, link: HTMLAnchorElement): boolean {
	const { protocol, host, pathname, search } = location;
	return (
		event.button !== 0 ||
		event.metaKey ||
		event.ctrlKey ||
		event.shiftKey ||
		event.defaultPrevented ||
		!link.hasAttribute('href') ||
		link.hasAttribute('download') ||
		link.getAttribute('rel') === 'external' ||
		(link.pathname === pathname && link.search === search && link.hash !== '') ||
		link.protocol === 'mailto:' ||
		link.target !== '' ||
		link.protocol !== protocol ||
		link.host !== host
	);
}
