import type { AttemptSecrets } from './protocols/protocol';
import type { LoginStyle } from '../settings/provider';

/** One try to sign in, from the click to the hand-off. It lives in a sealed cookie; a start leaves nothing behind. */
export interface Attempt extends AttemptSecrets {
	readonly id: string;
	/** The definition's id. */
	readonly provider: string;
	readonly style: LoginStyle;
	/** Page of the workspace to end on; absent: the first one. */
	readonly returnPath?: string;
	/** Id of the account that is to be connected, of somebody who is signed in to it; absent: a sign-in. */
	readonly linkTo?: string;
	/** An admin's: it ends with a report, and nobody is signed in. */
	readonly trial?: true;
	/** Service URL of a client that has begun core's CAS flow, and gets the session instead of this browser. */
	readonly service?: string | undefined;
	/** {@link Prepared.fingerprint} of the settings that it was begun with. */
	readonly settings: string;
}
