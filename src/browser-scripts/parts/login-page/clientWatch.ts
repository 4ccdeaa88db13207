import { clientSession } from './clientSession';
import { guarded } from './guarded';

/** Milliseconds. */
const clientGrace = 5000;

let waiting = 0;

/**
 * Another page has stored a session: a popup that was cut off, or another tab. Up to 8.x the client finds it within three
 * seconds. From 9.x on it finds it when the page is loaded only, and shows a skeleton instead of the form until then: so
 * the page is loaded for it.
 *
 * @param isClientSignedIn asked after the time that the client has for it
 * @param target where the browser goes
 */
export function leaveToClient(isClientSignedIn: () => boolean, target: () => string): void {
	window.clearTimeout(waiting);
	waiting = window.setTimeout(
		guarded(() => {
			if (clientSession() && !isClientSignedIn()) window.location.replace(target());
		}),
		clientGrace,
	);
}
