import type { LoginStyle } from '../settings/provider';
import type { AttemptSecrets } from './protocols/protocol';

/**
 * What an attempt is for. It is sealed with the attempt: anyone who starts one has checked that the person may have it, and
 * the callback believes it for no other reason.
 */
export type Purpose =
	| {
			readonly kind: 'signIn';
			readonly style: LoginStyle;
			/** Page of the workspace to end on; absent: the first one. */
			readonly returnPath?: string;
	  }
	/** The identity is to be linked to an account whose owner visits the page of connected accounts. */
	| ({ readonly kind: 'link' } & Visitor)
	/** The visitor signs in again with an identity that is linked: more than the session that opened the page. */
	| ({ readonly kind: 'signInAgain' } & Visitor)
	/** An admin tries the provider: it ends with a report, and nobody is signed in. */
	| { readonly kind: 'trial' }
	/** The session goes to the client that began core's CAS flow, under its CAS service URL, and not to this browser. */
	| { readonly kind: 'handToClient'; readonly service: string };

/** Whose visit of the page of connected accounts an attempt was begun in: it ends in that visit, or not at all. */
export interface Visitor {
	readonly userId: string;
	/** Id of the visit. */
	readonly visit: string;
}

/** One try at a provider, from the click to the callback. It lives in a sealed cookie; a start leaves nothing behind. */
export interface Attempt extends AttemptSecrets {
	readonly id: string;
	/** The definition's id. */
	readonly provider: string;
	readonly purpose: Purpose;
	/** {@link ProviderContext.fingerprint} of the settings that it was begun with. */
	readonly settings: string;
	/** Milliseconds that the provider was waited for until it began; see `timeLimit.ts`. */
	readonly spent: number;
	/** Milliseconds since 1970. */
	readonly begunAt: number;
	/** What the start is noted under; see `departures.ts`. */
	readonly departure?: string | undefined;
}
