import type { Html } from './html';
import { script } from './html';

/** What marks the link that leads back to the login page. */
export const backId = 'back-to-login';

/**
 * A script for pages on which a popup may end: there the login page is behind the window, and "back" closes it. Everywhere
 * else, and without the script, it is a link.
 */
export const popupScript = (nonce: string): Html => script(nonce, leavePopup, { backId });

/** Runs in the browser (see callInBrowser). */
function leavePopup(data: { readonly backId: string }): void {
	const link = document.getElementById(data.backId);
	if (!link || !isPopup()) {
		return;
	}
	link.addEventListener('click', (event) => {
		event.preventDefault();
		window.close();
		// Where the browser lets no script close it, the link is followed after all.
		window.setTimeout(() => window.location.assign(link.getAttribute('href') || '/'), 300);
	});

	/** Opened by a page of this workspace; of any other, nothing can be read, and the window is not ours to close. */
	function isPopup(): boolean {
		try {
			const { opener } = window;
			return (
				Boolean(opener) && opener !== window && !opener.closed && opener.location.origin === window.location.origin
			);
		} catch {
			return false;
		}
	}
}
