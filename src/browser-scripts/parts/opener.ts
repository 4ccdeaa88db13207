/**
 * The window that opened this popup, if it is a page of this origin. Of any other nothing can be read, nothing is said
 * to it, and the window is not ours to close.
 */
export function openerOfThisWorkspace(): Window | null {
	try {
		const { opener } = window as { readonly opener: Window | null };
		const isOpen = opener && opener !== window && !opener.closed;
		return isOpen && opener.location.origin === window.location.origin ? opener : null;
	} catch {
		return null;
	}
}
