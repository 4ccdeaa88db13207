import type { LeavePopupData } from './data';
import { openerOfThisWorkspace } from './parts/opener';

/** In a popup, the link back to the login page closes the window: that page is behind it. */
export default function leavePopup({ backId }: LeavePopupData): void {
	const link = document.getElementById(backId);
	if (!link || !openerOfThisWorkspace()) return;
	link.addEventListener('click', (event) => {
		event.preventDefault();
		window.close();
		// Where the browser lets no script close it, the link is followed after all.
		window.setTimeout(() => window.location.assign(link.getAttribute('href') || '/'), 300);
	});
}
