import expectVisitor from 'browser-script:expectVisitor';
import type { Html } from '../../html/html';
import { linkTarget, script } from '../../html/html';

/**
 * Where a page is for one account, and this browser is signed in to another by now, or to none, it is asked again whose
 * it is: anyone who sits down at someone's computer next is not to connect their own identity to that person's account.
 *
 * @param again where it is asked
 */
export const sameVisitor = (nonce: string, userId: string, again: string): Html =>
	script(nonce, expectVisitor, { userId, again: linkTarget(again) });
