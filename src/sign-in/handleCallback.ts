import { attemptCookie, attemptId, attemptLifetime } from '../browser/attemptCookie';
import { readCookie, removeCookie } from '../browser/cookies';
import { useOnce, wasUsed } from '../browser/once';
import { openSealed } from '../browser/openSealed';
import { Sealer } from '../browser/seal';
import { LoginError } from '../errors';
import { checkLength, parseState } from '../oauth/authorizationResponse';
import { unverifiedAnswer } from '../oauth/signedResponse';
import type { ProviderDefinition } from '../providers/definition/definition';
import { resolveProvider } from '../settings/resolveProvider';
import { bridgeFor } from '../workspace/bridge';
import { takeOverCasIfChosen } from '../workspace/bridgeHealth';
import type { Attempt } from './attempt';
import { completeSignIn } from './completeSignIn';
import { forgetDeparture, noteReturn } from './departures';
import { evaluate } from './evaluate';
import { handToClient } from './handToClient';
import { proveVisitorAgain, requireVisit, suspendLink } from './linkForVisitor';
import type { BrowserRequest, Outcome } from './outcome';
import { protocols } from './protocols';
import { runTrial } from './runTrial';
import { suspensionLifetime } from './suspended';
import { TimeLimit } from './timeLimit';
import type { Lazy } from '../values/lazy';
import { lazy } from '../values/lazy';
import type { Needs, Storage, WorkspaceAccess } from '../ports/ports';

/**
 * The provider has sent the browser back: from its answer to a session, or to what else the attempt is for.
 *
 * @param params query or form of the callback, as a parser left it
 * @throws LoginError
 */
export async function handleCallback(
	definition: ProviderDefinition | undefined,
	params: unknown,
	{ cookies, clientAddress }: BrowserRequest,
	ports: WorkspaceAccess & Needs<'directory' | 'messenger' | 'rooms'>,
): Promise<Outcome> {
	const sealer = new Sealer(ports);
	checkLength(params);
	const attempt = await openAttempt(parseState(unverifiedAnswer(params)), definition, cookies, sealer, ports);
	const { id, purpose, settings, spent } = attempt;
	forgetDeparture(attempt.departure, ports);
	const limit = new TimeLimit(ports.now, spent);
	const context = await limit.run(() =>
		resolveProvider(definition, ports, { mayBeDisabled: purpose.kind === 'trial' }),
	);
	const { provider, fingerprint } = context;
	if (settings !== fingerprint) throw new LoginError('attempt_stale');
	noteReturn(context, ports);
	await useUp(attempt, ports);

	const setCookies = [removeCookie(attemptCookie(id))];
	const { authenticate } = protocols[provider.traits.protocol];
	/** Code -> tokens -> verified claims -> who it is. */
	const identify = async () => {
		const { documents, profile, ...person } = await limit.run(() => authenticate(params, attempt, context, ports));
		const timed = <T>(value: Lazy<T>): Lazy<T> => lazy(() => limit.run(() => value.get()));
		return { ...person, documents: timed(documents), profile: timed(profile), clientAddress };
	};
	switch (purpose.kind) {
		case 'signIn': {
			const applicant = await identify();
			const bridge = await bridgeFor(await takeOverCasIfChosen(ports, sealer), ports, sealer);
			const evaluation = await evaluate(applicant, provider, ports);
			const { style, returnPath } = purpose;
			const until = ports.now() + suspensionLifetime * 1000;
			const request = { id, provider: provider.id, settings, until, style, returnPath, turn: 0 };
			const outcome = await completeSignIn(evaluation, bridge, request, provider, sealer, ports);
			return { ...outcome, setCookies: [...setCookies, ...outcome.setCookies] };
		}
		case 'link': {
			await requireVisit(purpose, cookies, ports);
			const applicant = { ...(await identify()), provenUserId: purpose.userId };
			const evaluation = await evaluate(applicant, provider, ports);
			const waiting = await suspendLink(evaluation, attempt, purpose, provider, ports);
			if (waiting === undefined) return { kind: 'linked', provider, link: 'there', setCookies };
			return { kind: 'confirmLink', id, provider, setCookies: [...setCookies, waiting] };
		}
		case 'signInAgain': {
			const visit = await requireVisit(purpose, cookies, ports);
			const evaluation = await evaluate(await identify(), provider, ports);
			const visiting = await proveVisitorAgain(evaluation, attempt, visit, cookies, ports);
			return { kind: 'signedInAgain', provider, setCookies: [...setCookies, visiting] };
		}
		case 'handToClient': {
			const applicant = await identify();
			const ticket = await handToClient(applicant, purpose.service, provider, sealer, ports);
			return { kind: 'handedToClient', ...ticket, provider, idToken: applicant.idToken, setCookies };
		}
		case 'trial':
			// That the provider's answer is refused is a result of the trial, and no failure of it.
			return { kind: 'tried', provider, report: await runTrial(identify, provider, ports), setCookies };
	}
}

/** The attempt that the state names, if this browser began it with this provider. */
async function openAttempt(
	state: string,
	definition: ProviderDefinition | undefined,
	cookies: unknown,
	sealer: Sealer,
	{ store }: Needs<'store'>,
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

/** Before the provider is asked anything: of two answers to one attempt, at most one is looked at. */
async function useUp({ id }: Attempt, { store, memory, now }: Storage): Promise<void> {
	if (!(await useOnce(`attempt:${id}`, now() + attemptLifetime * 1000, store, memory))) {
		throw new LoginError('state_used');
	}
}
