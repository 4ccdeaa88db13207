import expectVisitor from 'browser-script:expectVisitor';
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
