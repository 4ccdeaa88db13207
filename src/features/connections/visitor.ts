import type { Html } from '../../html/html';
import { linkTarget, script } from '../../html/html';

/**
 * Where a page is for one account, and this browser is signed in to another by now, or to none, it is asked anew whose
 * it is: whoever sits down at somebody's computer next is not to connect their own identity to that person's account.
 *
 * @param again where it is asked
 */
export const sameVisitor = (nonce: string, userId: string, again: string): Html =>
	script(nonce, expectVisitor, { userId, again: linkTarget(again) });

/** Runs in the browser (see callInBrowser). The session is looked for where `proof.ts` looks for it. */
function expectVisitor({ userId, again }: { readonly userId: string; readonly again: string }): void {
	for (const storage of [window.localStorage, window.sessionStorage]) {
		if (storage.getItem('Meteor.loginToken') && storage.getItem('Meteor.userId')) {
			if (storage.getItem('Meteor.userId') !== userId) window.location.replace(again);
			return;
		}
	}
	window.location.replace(again);
}
