import type { HandOffData } from './data';
import { elementWith, show } from './parts/dom';
import { isAhead, recall, remember } from './parts/memory';
import { mobileAppUrl } from './parts/mobileApp';
import { openerOfThisWorkspace } from './parts/opener';
import { expiryIn, storageOf, storeSession } from './parts/session';

/** Milliseconds for which the answer of a phone's user counts. */
const answerLifetime = 30 * 24 * 3600 * 1000;

/** Stores the session where Rocket.Chat's client looks for it, and goes to the workspace. */
export default function handOff(data: HandOffData): void {
	const opener = data.style === 'popup' ? openerOfThisWorkspace() : null;
	show('progress', true);
	try {
		// A popup has a session storage of its own: what the login page is to find must be put into the login page's.
		const storage = (opener || window)[data.storage];
		storeSession(storage, data);
		remember(storage, 'session', expiryIn(storage));
		remember(storageOf('localStorage'), 'last', data.provider);
	} catch {
		show('progress', false);
		show('failure', true);
		return;
	}
	if (opener) opener.location.replace(data.home);
	if (opener || isCutOff(data)) {
		window.close();
		window.setTimeout(goHome, 1000);
	} else if (data.mobileApp && !isAhead(recall('localStorage', 'browser'))) {
		offerMobileApp(data);
	} else {
		goHome();
	}

	/** Takes this page's place in the history, so that no one comes back to it. */
	function goHome(): void {
		window.location.replace(data.home);
	}
}

/**
 * Cut off from the login page (a provider's Cross-Origin-Opener-Policy does that), a popup may still close: the login
 * page finds the session in the shared local storage. In a session storage it would be lost with the window.
 */
function isCutOff({ style, storage }: HandOffData): boolean {
	return style === 'popup' && !window.opener && storage === 'localStorage';
}

/** Another app may have claimed the mobile app's scheme; so it takes a tap each time, and only the other answer is remembered. */
function offerMobileApp(data: HandOffData): void {
	show('progress', false);
	show('choice', true);
	show('mobile-app', true);
	elementWith('mobile-app').addEventListener('click', () => {
		window.location.href = mobileAppUrl(data);
	});
	elementWith('workspace').addEventListener('click', () => {
		remember(storageOf('localStorage'), 'browser', new Date(Date.now() + answerLifetime).toISOString());
	});
}
