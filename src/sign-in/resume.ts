import { concerning } from '../attempts/concerning';
import { LoginError } from '../errors';
import { findProvider } from '../providers/registry';
import { mayAskAdmin } from '../settings/people';
import { askForApproval } from './askForApproval';
import { readCookie, removeCookie } from '../browser/cookies';
import type { BrowserRequest, Finished } from './signIn';
import { signIn } from './signIn';
import { useOnce } from '../browser/once';
import { openSealed } from '../browser/openSealed';
import type { Confirmation, Paused, Waiting } from './suspended';
import { confirmationCookie, waitingCookie } from './suspended';
import { prepare } from '../settings/resolveProvider';
import { Sealer } from '../browser/seal';
import type { Ports } from '../ports/ports';
import type { Choice } from '../accounts/applicant';

/**
 * Tries again for somebody who had to wait.
 *
 * @param id of the attempt, as the waiting page has it
 * @throws LoginError
 */
export async function resume(id: unknown, request: BrowserRequest, ports: Ports): Promise<Finished> {
	const sealer = new Sealer(ports);
	const cookie = waitingCookie(typeof id === 'string' ? id : '');
	const waiting = await openSealed<Waiting>('waiting', readCookie(request.cookies, cookie), sealer);
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
	return openSealed<Confirmation>('confirm', readCookie(cookies, cookie), new Sealer(ports));
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
