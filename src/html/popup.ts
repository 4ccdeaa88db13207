import leavePopup from 'browser-script:leavePopup';
import type { Html } from './html';
import { script } from './html';

/** What marks the link that leads back to the login page. */
export const backId = 'back-to-login';

/**
 * A script for pages on which a popup may end: there the login page is behind the window, and "back" closes it. Everywhere
 * else, and without the script, it is a link.
 */
export const popupScript = (nonce: string): Html => script(nonce, leavePopup, { backId });
