import type { Applicant, ConfirmChoice } from '../accounts/applicant';
import { withErrorContext } from '../attempts/withErrorContext';
import { readCookie, removeCookie } from '../browser/cookies';
import { useOnce } from '../browser/once';
import { openSealed } from '../browser/openSealed';
import { Sealer } from '../browser/seal';
import { LoginError } from '../errors';
import { findProvider } from '../providers/registry';
import { mayAskAdmin } from '../settings/people';
import type { ProviderContext } from '../settings/resolveProvider';
import { resolveProvider } from '../settings/resolveProvider';
import { lazy } from '../values/lazy';
import { bridgeFor } from '../workspace/bridge';
import { takeOverCasIfChosen } from '../workspace/bridgeHealth';
import { askForApproval } from './askForApproval';
import { completeSignIn } from './completeSignIn';
import { evaluate } from './evaluate';
import type { BrowserRequest, Outcome } from './outcome';
import type { Confirmation, RateLimited, SignInRequest, SuspendedSignIn } from './suspended';
import { confirmationCookie, rateLimitedCookie } from './suspended';
import type { Needs, Settings, Sealing, WorkspaceAccess } from '../ports/ports';

/**
 * Tries again after core's login limit.
 *
 * @param id of the attempt, as the waiting page has it
 * @throws LoginError
 */
export async function resumeRateLimited(
	id: unknown,
	browser: BrowserRequest,
	ports: WorkspaceAccess & Needs<'directory' | 'messenger' | 'rooms'>,
): Promise<Outcome> {
	const cookie = rateLimitedCookie(typeof id === 'string' ? id : '');
	const limited = await openSealed<RateLimited>('waiting', readCookie(browser.cookies, cookie), new Sealer(ports));
	const { turn } = limited;
	const outcome = await resumeSignIn(limited, `waiting:${turn}`, turn + 1, limited, browser, ports);
	const ended = outcome.kind === 'rateLimited' ? [] : [removeCookie(cookie)];
	return { ...outcome, setCookies: [...ended, ...outcome.setCookies] };
}

/**
 * What the person is asked to confirm, for the page that asks.
 *
 * @param id of the attempt, as the page's address has it
 * @throws LoginError
 */
export async function openConfirmation(id: unknown, cookies: unknown, ports: Sealing): Promise<Confirmation> {
	const cookie = confirmationCookie(typeof id === 'string' ? id : '');
	return openSealed<Confirmation>('confirm', readCookie(cookies, cookie), new Sealer(ports));
}

/**
 * Continues after the confirm page: links the account that the person has proven to be theirs and signs in to it, or
 * gives them another one.
 *
 * @param id of the attempt, as the confirm page has it
 * @throws LoginError
 */
export async function resumeConfirmed(
	id: unknown,
	choice: ConfirmChoice,
	browser: BrowserRequest,
	ports: WorkspaceAccess & Needs<'directory' | 'messenger' | 'rooms'>,
): Promise<Outcome> {
	const confirmation = await openConfirmation(id, browser.cookies, ports);
	const outcome = await resumeSignIn(confirmation, 'confirm', 0, choice, browser, ports);
	const cookie = confirmationCookie(confirmation.id);
	return { ...outcome, setCookies: [removeCookie(cookie), ...outcome.setCookies] };
}

/**
 * Asks an admin to link an account that the person has, and can't prove to be theirs.
 *
 * @param id of the attempt, as the confirm page has it
 * @throws LoginError `linking_off` where people may not ask, or as {@link askForApproval} does
 */
export async function askAdmin(
	id: unknown,
	cookies: unknown,
	ports: Sealing & Settings & Needs<'appPath' | 'transport' | 'messenger'>,
): Promise<Outcome> {
	const confirmation = await openConfirmation(id, cookies, ports);
	const { provider } = await resolveUnchanged(confirmation, ports);
	if (!provider.rules.mayLink || !(await mayAskAdmin(ports))) throw new LoginError('linking_off');
	const request = await askForApproval(confirmation.identity, provider.id, 'connect', undefined, ports);
	return { kind: 'awaitApproval', request, provider, setCookies: [removeCookie(confirmationCookie(confirmation.id))] };
}

/**
 * From a suspended sign-in to a session; see `handleCallback`, whose last steps these are.
 *
 * @param step each is taken once
 * @param turn of the next suspension, should there be one
 */
const resumeSignIn = (
	suspended: SuspendedSignIn,
	step: string,
	turn: number,
	{ provenUserId, anotherName }: ConfirmChoice,
	{ clientAddress }: BrowserRequest,
	ports: WorkspaceAccess & Needs<'directory' | 'messenger' | 'rooms'>,
): Promise<Outcome> =>
	withErrorContext(
		async () => {
			const sealer = new Sealer(ports);
			const { id, until, settings, style, returnPath, identity, authentication } = suspended;
			const { provider } = await resolveUnchanged(suspended, ports);
			if (!(await useOnce(`paused:${id}:${step}`, until, ports.store, ports.memory))) {
				throw new LoginError('state_used');
			}
			const profile = lazy(async () => identity);
			const applicant: Applicant = {
				key: identity,
				profile,
				authentication,
				clientAddress,
				provenUserId,
				anotherName,
			};
			const bridge = await bridgeFor(await takeOverCasIfChosen(ports, sealer), ports, sealer);
			const evaluation = await evaluate(applicant, provider, ports);
			const request: SignInRequest = { id, provider: provider.id, settings, until, style, returnPath, turn };
			return completeSignIn(evaluation, bridge, request, provider, sealer, ports);
		},
		() => ({ provider: suspended.provider }),
	);

/** @throws LoginError `attempt_stale` where the provider is not what it was when the sign-in was suspended */
export async function resolveUnchanged(
	{ provider, settings }: Pick<SignInRequest, 'provider' | 'settings'>,
	ports: Sealing & Settings & Needs<'appPath' | 'transport'>,
): Promise<ProviderContext> {
	const context = await resolveProvider(await findProvider(provider, ports.appSettings), ports);
	if (settings !== context.fingerprint) throw new LoginError('attempt_stale');
	return context;
}
