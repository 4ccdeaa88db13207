import type { LoginPageData } from '../../data';
import { pageAfter, wantsPassword } from './address';
import { arrange } from './arrange';
import { newBlock } from './block';
import { clientSession } from './clientSession';
import { leaveToClient } from './clientWatch';
import { loginForm } from './coreForm';
import { unfoldAll } from './fold';
import { noteSession } from './straight';
import { guarded } from './guarded';

const attribute = 'data-oauth-login';

/** Milliseconds: more than the client needs to find out whether a stored session is good. */
const resumeTime = 60_000;

/**
 * Shows the providers' buttons while the login form is there. The page belongs to React and to other scripts: the buttons
 * stay out of React's nodes, and come back when React drops them with its own.
 */
export function putButtons(data: LoginPageData): void {
	let pending = false;
	/** Whether the form was there at the last look. */
	let formShown = false;
	/** Whether another page has changed the storage since: this page's own client may know nothing of a session in it. */
	let storedElsewhere = false;
	/** Of this page's client. Its cookies tell less: all pages of the browser share them. */
	let clientSignedIn = false;
	/** Timer: ends the watch of a page whose client had taken up a stored session before this script came. */
	let ending = 0;

	const arrangement = {
		foldsCas: data.casButton === 'fold',
		hidesPassword: data.passwordForm === 'hide' && !wantsPassword(arrivalUrl()),
	};
	const root = document.documentElement;
	if (root.hasAttribute(attribute) || data.providers.length === 0) return;
	root.setAttribute(attribute, '');

	const block = newBlock(data);
	block.element.setAttribute(attribute, '');
	const observer = new MutationObserver(soon);
	lookOut();
	window.addEventListener('Custom_Script_Logged_Out', () => {
		clientSignedIn = false;
		lookOut();
	});
	window.addEventListener('Custom_Script_Logged_In', () => {
		clientSignedIn = true;
		noteSession();
		// The pages of a person who is signed in are not watched.
		observer.disconnect();
		soon();
	});
	window.addEventListener('storage', () => {
		storedElsewhere = true;
		soon();
	});

	function lookOut(): void {
		observer.observe(document.body, { childList: true, subtree: true });
		soon();
	}

	/** Once for the many changes that one rendering makes. */
	function soon(): void {
		if (pending) return;
		pending = true;
		window.setTimeout(
			guarded(() => {
				pending = false;
				look();
			}),
			20,
		);
	}

	/** From 9.x on, a page is logged out until the server has taken its stored session, and then this script is loaded. */
	function endWatch(isSignedIn: boolean): void {
		if (!isSignedIn) {
			window.clearTimeout(ending);
			ending = 0;
		} else if (ending === 0) {
			ending = window.setTimeout(() => observer.disconnect(), resumeTime);
		}
	}

	function look(): void {
		const isSignedIn = clientSession();
		if (isSignedIn && formShown && storedElsewhere) {
			leaveToClient(
				() => clientSignedIn,
				() => pageAfter(window.location, data.homePath) || data.homePath,
			);
		}
		endWatch(isSignedIn);
		if (isSignedIn) noteSession();
		const form = isSignedIn ? null : loginForm();
		formShown = form !== null;
		storedElsewhere = false;
		if (form) {
			arrange(form, block, arrangement);
			if (!wantsPassword(arrivalUrl())) block.goStraight();
		} else {
			block.element.remove();
			unfoldAll();
		}
	}
}

/** Where the browser came in: the client may have changed the address since. */
function arrivalUrl(): string {
	const [arrival] = window.performance.getEntriesByType('navigation');
	return arrival ? arrival.name : window.location.href;
}
