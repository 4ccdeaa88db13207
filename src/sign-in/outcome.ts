import type { ConfirmReason } from '../accounts/decide';
import type { AccountRequest } from '../accounts/requests';
import type { LoginStyle, Provider } from '../settings/provider';
import type { Session } from '../workspace/session/session';
import type { SignedInBy } from './signedInBy';
import type { TrialReport } from './runTrial';

/** What is known about the browser that comes back. */
export interface BrowserRequest {
	/** The `Cookie` header. */
	readonly cookies: unknown;
	/** For core's login limit. */
	readonly clientAddress: string | undefined;
}

/** How an attempt ended, when it did not end in an error. */
export type Outcome = { readonly setCookies: string[] } & (
	| {
			readonly kind: 'signedIn';
			readonly session: Session;
			readonly by: SignedInBy;
			readonly provider: Provider;
			readonly style: LoginStyle;
			readonly returnPath?: string;
			/** The id_token as it came; absent after a suspension. */
			readonly idToken?: string | undefined;
			/** A new account has no e-mail address, because the provider sent none. */
			readonly withoutAddress?: boolean;
	  }
	/** Core's login limit is reached: the same identity may try again. */
	| { readonly kind: 'rateLimited'; readonly id: string; readonly seconds: number }
	/** The person may prove that an account is theirs: see `resume.ts`. */
	| { readonly kind: 'confirm'; readonly id: string; readonly reason: ConfirmReason; readonly provider: Provider }
	/** An admin has to approve first, and can. */
	| { readonly kind: 'awaitApproval'; readonly request: AccountRequest; readonly provider: Provider }
	/** An admin has tried the provider: nobody is signed in, and nothing has changed. */
	| { readonly kind: 'tried'; readonly provider: Provider; readonly report: TrialReport }
	/** A phone or another window is signed in, once this browser has taken the ticket there. */
	| {
			readonly kind: 'handedToClient';
			readonly userId: string;
			readonly by: SignedInBy;
			/** The client's CAS service URL with the ticket. */
			readonly location: string;
			readonly provider: Provider;
			readonly idToken?: string | undefined;
	  }
	/** The identity may be linked to the visitor's account, once they have seen which it is: see `linkForVisitor.ts`. */
	| { readonly kind: 'confirmLink'; readonly id: string; readonly provider: Provider }
	/** The identity signs in to the account. */
	| { readonly kind: 'linked'; readonly provider: Provider; readonly link: LinkResult }
	/** The visitor of the page of connected accounts has shown that they hold more than a session. */
	| { readonly kind: 'signedInAgain'; readonly provider: Provider }
);

/** Whether a link is new. */
export type LinkResult = 'made' | 'there';
