import type { ConfirmReason } from '../accounts/decide';
import type { AccountRequest } from '../accounts/requests';
import { concerning } from '../attempts/concerning';
import { personOf } from '../identity/person';
import type { About } from '../errors';
import type { Identity } from '../identity/identity';
import { keepInStep } from '../sync/syncAccount';
import { identityKey, Links } from '../accounts/links';
import { bridgeFor } from '../workspace/bridge';
import { takeOverCasIfChosen } from '../workspace/bridgeHealth';
import type { Session } from '../workspace/session/session';
import { followsProvider } from '../settings/sync';
import type { LoginStyle, Provider } from '../settings/provider';
import { askForApproval } from './askForApproval';
import { setCookie } from '../browser/cookies';
import { establish, MustWait } from './completeSignIn';
import type { Confirmation, Paused, Waiting } from './suspended';
import { confirmationCookie, keepable, waitingCookie } from './suspended';
import type { Prepared } from '../settings/resolveProvider';
import type { Sealer } from '../browser/seal';
import type { TrialReport } from './trial';
import type { Vouched } from './vouch';
import type { Ports } from '../ports/ports';
import type { Applicant } from '../accounts/applicant';

/** What is known about the browser that comes back. */
export interface BrowserRequest {
	/** The `Cookie` header. */
	readonly cookies: unknown;
	/** For core's count of logins. */
	readonly clientAddress: string | undefined;
}

/** How an attempt ended, when it did not end in an error. */
export type Finished = { readonly setCookies: string[] } & (
	| {
			readonly kind: 'signedIn';
			readonly session: Session;
			readonly provider: Provider;
			readonly style: LoginStyle;
			readonly returnPath?: string;
			/** What the provider said, as it came; absent for those who had to wait. */
			readonly idToken?: string | undefined;
	  }
	/** Core's login limit is reached: the same identity may try again. */
	| { readonly kind: 'wait'; readonly id: string; readonly seconds: number }
	/** The person may prove an account to be theirs: see `resume.ts`. */
	| { readonly kind: 'confirm'; readonly id: string; readonly reason: ConfirmReason; readonly provider: Provider }
	/** An admin has to approve first, and can. */
	| { readonly kind: 'awaitApproval'; readonly request: AccountRequest; readonly provider: Provider }
	/** An admin has tried the provider: nobody is signed in, and nothing has changed. */
	| { readonly kind: 'tried'; readonly provider: Provider; readonly report: TrialReport }
	/** A phone or another window is signed in, once it has what the browser takes there. */
	| {
			readonly kind: 'vouched';
			readonly vouched: Vouched;
			readonly provider: Provider;
			readonly idToken?: string | undefined;
	  }
	/** The identity signs in to the account from now on. */
	| { readonly kind: 'linked'; readonly provider: Provider; readonly link: 'made' | 'there' }
);

/** Signs somebody in, or has them pause. */
export async function signIn(
	applicant: Applicant,
	turn: Omit<Waiting, 'identity'>,
	sealer: Sealer,
	{ provider }: Prepared,
	ports: Ports,
): Promise<Finished> {
	const bridge = await bridgeFor(await takeOverCasIfChosen(ports, sealer), ports, sealer);
	const { id, style, returnPath } = turn;
	const seconds = Math.max(1, Math.floor((turn.until - ports.now()) / 1000));
	const pause = (identity: Identity): Paused => ({
		...turn,
		identity: keepable(identity, provider),
		authentication: applicant.authentication,
	});
	try {
		const established = await knowing(applicant, ports, (known) => establish(known, provider.rules, bridge, ports));
		switch (established.kind) {
			case 'signedIn':
				await keepInStep(applicant, established.session, provider, sealer, ports);
				return { ...established, provider, style, returnPath, setCookies: [] };
			case 'awaitApproval': {
				const { identity, account } = established;
				const request = await askForApproval(identity, provider.id, 'create', account.username, ports);
				return { kind: 'awaitApproval', request, provider, setCookies: [] };
			}
			case 'confirm': {
				const { reason, identity } = established;
				const sealed = await sealer.seal('confirm', { ...pause(identity), reason } satisfies Confirmation, seconds);
				return {
					kind: 'confirm',
					id,
					reason,
					provider,
					setCookies: [setCookie(confirmationCookie(id), sealed, seconds)],
				};
			}
		}
	} catch (error) {
		if (!(error instanceof MustWait)) throw error;
		const { provenUserId, anotherName } = applicant;
		// What will be needed then can be asked now only.
		const identity = followsProvider(provider.inStep)
			? await applicant.describe().catch(() => error.identity)
			: error.identity;
		const waiting: Waiting = { ...pause(identity), turn: turn.turn, provenUserId, anotherName };
		const sealed = await sealer.seal('waiting', waiting, seconds);
		return { kind: 'wait', id, seconds: error.retryAfter, setCookies: [setCookie(waitingCookie(id), sealed, seconds)] };
	}
}

/** Has a failure of `action` say whose it was, as far as was asked by then. */
export async function knowing<T>(
	applicant: Applicant,
	ports: Ports,
	action: (applicant: Applicant) => Promise<T>,
): Promise<T> {
	let identity: Identity | undefined;
	const describe = async (): Promise<Identity> => (identity = await applicant.describe());
	const about = async (): Promise<About> => ({
		...{ userId: (await new Links(ports.store).find(await identityKey(applicant.key))).link?.userId },
		...{ person: identity && personOf(identity) },
	});
	return concerning(about, () => action({ ...applicant, describe }));
}
