import { identityKey, Links } from '../accounts/links';
import { concerning } from '../attempts/concerning';
import { noteReturn } from '../attempts/departures';
import { personOf } from '../attempts/person';
import type { About } from '../errors';
import type { ConfirmReason } from '../accounts/decide';
import type { AccountRequest } from '../accounts/requests';
import { LoginError } from '../errors';
import type { Ports } from '../host/ports';
import { parseState } from '../protocol/authorizationResponse';
import type { Identity } from '../identity/identity';
import type { ProviderDefinition } from '../providers/definition';
import { findProvider } from '../providers/registry';
import { bridgeFor } from '../session/bridge';
import type { Session, SessionBridge } from '../session/session';
import type { AccountRules } from '../settings/accountRules';
import { followsProvider } from '../settings/inStep';
import { mayAskAdmin } from '../settings/people';
import type { LoginStyle, Provider } from '../settings/provider';
import type { Attempt } from './attempt';
import { attemptCookie, attemptId, attemptLifetime } from './attempt';
import { askForApproval } from './askForApproval';
import { readCookie, removeCookie, setCookie } from './cookies';
import type { Applicant, Choice, Established } from './establish';
import { connect, establish, MustWait } from './establish';
import { keepInStep } from './keepInStep';
import { useOnce, wasUsed } from './once';
import type { Prepared } from './preparation';
import { prepare } from './preparation';
import { protocols } from './protocols';
import { Sealer } from './seal';
import type { TrialReport } from './trial';
import { tryOut } from './trial';
import type { Confirmation, Paused, Waiting } from './paused';
import { confirmationCookie, keepable, pauseLifetime, waitingCookie } from './paused';

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
	/** The person may prove an account to be theirs: see {@link confirm}. */
	| { readonly kind: 'confirm'; readonly id: string; readonly reason: ConfirmReason; readonly provider: Provider }
	/** An admin has to approve first, and can. */
	| { readonly kind: 'awaitApproval'; readonly request: AccountRequest; readonly provider: Provider }
	/** An admin has tried the provider: nobody is signed in, and nothing has changed. */
	| { readonly kind: 'tried'; readonly provider: Provider; readonly report: TrialReport }
	/** The identity signs in to the account from now on. */
	| { readonly kind: 'linked'; readonly provider: Provider }
);

/**
 * Finishes an attempt when the provider sends the browser back.
 *
 * @param params query or form of the callback, as a parser left it
 * @throws LoginError
 */
export async function finish(
	definition: ProviderDefinition | undefined,
	params: unknown,
	request: BrowserRequest,
	ports: Ports,
): Promise<Finished> {
	const sealer = new Sealer(ports);
	const attempt = await openAttempt(parseState(params), definition, request.cookies, sealer, ports);
	const prepared = await prepare(definition, ports, attempt);
	if (attempt.settings !== prepared.fingerprint) throw new LoginError('attempt_stale');
	noteReturn(prepared, ports);
	if (!(await useOnce(`attempt:${attempt.id}`, ports.now() + attemptLifetime * 1000, ports.store, ports.memory))) {
		throw new LoginError('state_used');
	}

	const authenticate = () =>
		protocols[prepared.provider.traits.protocol].authenticate(params, attempt, prepared, ports);
	if (attempt.trial) {
		const report = await tryOut(authenticate, prepared, ports);
		return {
			kind: 'tried',
			provider: prepared.provider,
			report,
			setCookies: [removeCookie(attemptCookie(attempt.id))],
		};
	}
	const { subject, issuer, authentication, idToken, describe } = await authenticate();
	const key = { provider: prepared.instance, issuer, subject };
	const applicant: Applicant = { key, authentication, describe, ...request, provenUserId: attempt.linkTo };
	const { id, provider, settings, style, returnPath } = attempt;
	const until = ports.now() + pauseLifetime * 1000;
	const finished = attempt.linkTo
		? await link(applicant, prepared, ports)
		: await signIn(applicant, { id, turn: 0, provider, settings, until, style, returnPath }, sealer, prepared, ports);
	const setCookies = [removeCookie(attemptCookie(id)), ...finished.setCookies];
	return finished.kind === 'signedIn' ? { ...finished, idToken, setCookies } : { ...finished, setCookies };
}

/**
 * Tries again for somebody who had to wait.
 *
 * @param id of the attempt, as the waiting page has it
 * @throws LoginError
 */
export async function resume(id: unknown, request: BrowserRequest, ports: Ports): Promise<Finished> {
	const sealer = new Sealer(ports);
	const cookie = waitingCookie(typeof id === 'string' ? id : '');
	const waiting = await open<Waiting>('waiting', readCookie(request.cookies, cookie), sealer);
	const finished = await goOn(waiting, `waiting:${waiting.turn}`, waiting.turn + 1, waiting, request, ports);
	return {
		...finished,
		setCookies: [...(finished.kind === 'wait' ? [] : [removeCookie(cookie)]), ...finished.setCookies],
	};
}

/**
 * What somebody is asked to confirm, for the page that asks.
 *
 * @param id of the attempt, as the page's address has it
 * @throws LoginError
 */
export async function openConfirmation(id: unknown, cookies: unknown, ports: Ports): Promise<Confirmation> {
	const cookie = confirmationCookie(typeof id === 'string' ? id : '');
	return open<Confirmation>('confirm', readCookie(cookies, cookie), new Sealer(ports));
}

/**
 * Goes on with what somebody has chosen who was asked: connects the account that they have proven to be theirs and signs
 * in to it, or gives them another one.
 *
 * @param id of the attempt, as the confirm page has it
 * @throws LoginError
 */
export async function confirm(id: unknown, choice: Choice, request: BrowserRequest, ports: Ports): Promise<Finished> {
	const confirmation = await openConfirmation(id, request.cookies, ports);
	const finished = await goOn(confirmation, 'confirm', 0, choice, request, ports);
	const cookie = confirmationCookie(confirmation.id);
	return { ...finished, setCookies: [removeCookie(cookie), ...finished.setCookies] };
}

/**
 * Has an admin connect an account that somebody has and can't prove to be theirs.
 *
 * @param id of the attempt, as the confirm page has it
 * @throws LoginError `linking_off` where people may not ask, or as {@link askForApproval} does
 */
export async function askAdmin(id: unknown, cookies: unknown, ports: Ports): Promise<Finished> {
	const { id: attempt, identity, ...confirmation } = await openConfirmation(id, cookies, ports);
	const { provider, fingerprint } = await prepare(await findProvider(confirmation.provider, ports.appSettings), ports);
	if (confirmation.settings !== fingerprint) throw new LoginError('attempt_stale');
	if (!provider.rules.mayLink || !(await mayAskAdmin(ports))) throw new LoginError('linking_off');
	const request = await askForApproval(identity, provider.id, 'connect', undefined, ports);
	return { kind: 'awaitApproval', request, provider, setCookies: [removeCookie(confirmationCookie(attempt))] };
}

/** From where somebody paused; each step is taken once. `turn` is the one that they wait for next, should they have to. */
function goOn(
	{ id, provider, settings, identity, authentication, until, style, returnPath }: Paused,
	step: string,
	turn: number,
	{ provenUserId, anotherName }: Choice,
	request: BrowserRequest,
	ports: Ports,
): Promise<Finished> {
	return concerning(
		() => ({ provider }),
		async () => {
			const prepared = await prepare(await findProvider(provider, ports.appSettings), ports);
			if (settings !== prepared.fingerprint) throw new LoginError('attempt_stale');
			if (!(await useOnce(`paused:${id}:${step}`, until, ports.store, ports.memory)))
				throw new LoginError('state_used');
			const choice = { provenUserId, anotherName };
			const applicant = { key: identity, authentication, describe: async () => identity, ...request, ...choice };
			const next = { id, turn, provider, settings, until, style, returnPath };
			return signIn(applicant, next, new Sealer(ports), prepared, ports);
		},
	);
}

/** Signs somebody in, or has them pause. */
async function signIn(
	applicant: Applicant,
	turn: Omit<Waiting, 'identity'>,
	sealer: Sealer,
	{ provider }: Prepared,
	ports: Ports,
): Promise<Finished> {
	const bridge = await bridgeFor(ports, sealer);
	const { id, style, returnPath } = turn;
	const seconds = Math.max(1, Math.floor((turn.until - ports.now()) / 1000));
	const pause = (identity: Identity): Paused => ({
		...turn,
		identity: keepable(identity, provider),
		authentication: applicant.authentication,
	});
	try {
		const established = await establishKnown(applicant, provider.rules, bridge, ports);
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

/** As {@link establish}; a failure says whose it was, as far as was asked by then. */
async function establishKnown(
	applicant: Applicant,
	rules: AccountRules,
	bridge: SessionBridge,
	ports: Ports,
): Promise<Established> {
	let identity: Identity | undefined;
	const describe = async (): Promise<Identity> => (identity = await applicant.describe());
	const about = async (): Promise<About> => ({
		...{ userId: (await new Links(ports.store).find(await identityKey(applicant.key))).link?.userId },
		...{ person: identity && personOf(identity) },
	});
	return concerning(about, () => establish({ ...applicant, describe }, rules, bridge, ports));
}

/** Connects an account of somebody who is signed in to it. */
async function link(applicant: Applicant, { provider }: Prepared, ports: Ports): Promise<Finished> {
	await connect(applicant, provider.rules, ports);
	return { kind: 'linked', provider, setCookies: [] };
}

/** The attempt that the state names, if this browser began it with this provider. */
async function openAttempt(
	state: string,
	definition: ProviderDefinition | undefined,
	cookies: unknown,
	sealer: Sealer,
	{ store }: Ports,
): Promise<Attempt> {
	const id = attemptId(state);
	if (!id) throw new LoginError('state_invalid');
	const cookie = readCookie(cookies, attemptCookie(id));
	// A page that was loaded again, after the cookie went with the end of the attempt.
	if (!cookie && (await wasUsed(`attempt:${id}`, store))) throw new LoginError('state_used');
	const attempt = await open<Attempt>('attempt', cookie, sealer);
	if (attempt.state !== state) throw new LoginError('state_invalid');
	if (attempt.provider !== definition?.id) throw new LoginError('state_foreign', 'begun with another provider');
	return attempt;
}

async function open<T extends object>(
	purpose: 'attempt' | 'waiting' | 'confirm',
	sealed: string | undefined,
	sealer: Sealer,
): Promise<T> {
	if (!sealed) throw new LoginError('state_foreign', 'no cookie');
	const value = await sealer.open<T>(purpose, sealed);
	if (value === 'expired') throw new LoginError('state_expired');
	if (!value) throw new LoginError('state_foreign', 'the cookie does not open');
	return value;
}
