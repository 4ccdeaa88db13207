import { clientSession } from './clientSession';
import { guarded } from './guarded';

/** Milliseconds. */
const poll = 500;
/** After a popup was closed: what it stored may be seen a moment later. */
const popupGrace = 500;
const attemptLifetime = 10 * 60 * 1000;

export interface OpenerWindow {
	readonly screenX: number;
	readonly screenY: number;
	readonly outerWidth: number;
	readonly outerHeight: number;
}

/** What `window.open` is told: a popup in the middle of the window that opens it, and not beyond the screen's edge. */
export function popupFeatures({ screenX, screenY, outerWidth, outerHeight }: OpenerWindow): string {
	const width = 600;
	const height = 700;
	const left = Math.max(0, Math.round(screenX + (outerWidth - width) / 2));
	const top = Math.max(0, Math.round(screenY + (outerHeight - height) / 2));
	return `popup=yes,width=${width},height=${height},left=${left},top=${top}`;
}

/** On a phone a popup is a tab, from which it is hard to find the way back. */
export function hasRoomForPopup(): boolean {
	return window.matchMedia('(min-width: 640px) and (pointer: fine)').matches;
}

let watching = 0;

/**
 * Waits for the end of a sign-in in a popup. A popup that the provider cut off from this page counts as closed, too.
 *
 * @param onUnfinished is called while it is closed and there is no session
 */
export function watchPopup(popup: Window, onUnfinished: () => void): void {
	const started = Date.now();
	let closed = 0;
	window.clearInterval(watching);
	watching = window.setInterval(
		guarded(() => {
			const now = Date.now();
			closed = closed || (popup.closed ? now : 0);
			if (clientSession() || now - started > attemptLifetime) {
				window.clearInterval(watching);
			} else if (closed && now - closed > popupGrace) {
				onUnfinished();
			}
		}),
		poll,
	);
}
