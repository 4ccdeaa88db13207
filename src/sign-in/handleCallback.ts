import { noteReturn } from './departures';
import { LoginError } from '../errors';
import { checkLength, parseState } from '../oauth/authorizationResponse';
import type { ProviderDefinition } from '../providers/definition/definition';
import type { Attempt } from './attempt';
import { readCookie, removeCookie } from '../browser/cookies';
import type { BrowserRequest, Finished } from './signIn';
import { knowing, signIn } from './signIn';
import { connect } from './completeSignIn';
import { useOnce, wasUsed } from '../browser/once';
import { openSealed } from '../browser/openSealed';
import { pauseLifetime } from './suspended';
import type { Prepared } from '../settings/resolveProvider';
import { prepare } from '../settings/resolveProvider';
import { protocols } from './protocols';
import { Sealer } from '../browser/seal';
import { tryOut } from './trial';
import { vouch } from './vouch';
import type { Ports } from '../ports/ports';
import { attemptCookie, attemptId, attemptLifetime } from '../browser/attemptCookie';
import type { Applicant } from '../accounts/applicant';

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
	checkLength(params);
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
	const { id, provider, settings, style, returnPath, service } = attempt;
	const ended = [removeCookie(attemptCookie(id))];
	if (service !== undefined) {
		const vouched = await knowing(applicant, ports, (known) => vouch(known, service, prepared.provider, sealer, ports));
		return { kind: 'vouched', vouched, provider: prepared.provider, idToken, setCookies: ended };
	}
	const until = ports.now() + pauseLifetime * 1000;
	const finished = attempt.linkTo
		? await link(applicant, prepared, ports)
		: await signIn(applicant, { id, turn: 0, provider, settings, until, style, returnPath }, sealer, prepared, ports);
	const setCookies = [...ended, ...finished.setCookies];
	return finished.kind === 'signedIn' ? { ...finished, idToken, setCookies } : { ...finished, setCookies };
}

/** Connects an account of somebody who is signed in to it. */
async function link(applicant: Applicant, { provider }: Prepared, ports: Ports): Promise<Finished> {
	return { kind: 'linked', provider, link: await connect(applicant, provider.rules, ports), setCookies: [] };
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
	const attempt = await openSealed<Attempt>('attempt', cookie, sealer);
	if (attempt.state !== state) throw new LoginError('state_invalid');
	if (attempt.provider !== definition?.id) throw new LoginError('state_foreign', 'begun with another provider');
	return attempt;
}
