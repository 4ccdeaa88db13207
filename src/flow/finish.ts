import { identityKey, Links } from '../accounts/links';
import { concerning } from '../attempts/concerning';
import { personOf } from '../attempts/person';
import type { About } from '../errors';
import { LoginError } from '../errors';
import type { Ports } from '../host/ports';
import { parseState } from '../protocol/authorizationResponse';
import type { Identity } from '../identity/identity';
import type { ProviderDefinition } from '../providers/definition';
import { findProvider } from '../providers/registry';
import { CasBridge } from '../session/cas/casBridge';
import { fitness } from '../session/cas/fitness';
import type { Session, SessionBridge } from '../session/session';
import type { LoginStyle } from '../settings/provider';
import type { Attempt } from './attempt';
import { attemptCookie, attemptId, attemptLifetime } from './attempt';
import { readCookie, removeCookie, setCookie } from './cookies';
import type { Applicant } from './establish';
import { establish, MustWait } from './establish';
import { useOnce, wasUsed } from './once';
import type { Prepared } from './preparation';
import { prepare } from './preparation';
import { protocols } from './protocols';
import { Sealer } from './seal';
import type { Waiting } from './waiting';
import { waitingCookie, waitingLifetime } from './waiting';

/** What is known about the browser that comes back. */
export interface BrowserRequest {
	/** The `Cookie` header. */
	readonly cookies: unknown;
	/** For core's count of logins. */
	readonly clientAddress: string | undefined;
}

/** How an attempt ended, when it did not end in an error. */
export type Finished =
	| {
			readonly kind: 'signedIn';
			readonly session: Session;
			/** The definition's id. */
			readonly provider: string;
			readonly style: LoginStyle;
			readonly returnPath?: string;
			readonly setCookies: string[];
	  }
	/** Core's login limit is reached: the same identity may try again. */
	| { readonly kind: 'wait'; readonly id: string; readonly seconds: number; readonly setCookies: string[] };

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
	const prepared = await prepare(definition, ports);
	if (attempt.settings !== prepared.fingerprint) throw new LoginError('attempt_stale');
	if (!(await useOnce(`attempt:${attempt.id}`, ports.now() + attemptLifetime * 1000, ports.store, ports.memory))) {
		throw new LoginError('state_used');
	}

	const protocol = protocols[prepared.provider.traits.protocol];
	const { subject, issuer, describe } = await protocol.authenticate(params, attempt, prepared, ports);
	const applicant = { key: { provider: prepared.instance, issuer, subject }, describe, ...request };
	const { id, provider, settings, style, returnPath } = attempt;
	const until = ports.now() + waitingLifetime * 1000;
	const turn = { id, turn: 0, provider, settings, until, style, returnPath };
	const finished = await signIn(applicant, turn, sealer, prepared, ports);
	return { ...finished, setCookies: [removeCookie(attemptCookie(id)), ...finished.setCookies] };
}

/**
 * Tries again for somebody who had to wait.
 *
 * @param id of the attempt, as the waiting page has it
 * @throws LoginError
 */
export async function resume(id: unknown, request: BrowserRequest, ports: Ports): Promise<Finished> {
	const sealer = new Sealer(ports);
	const sealed = readCookie(request.cookies, waitingCookie(typeof id === 'string' ? id : ''));
	const waiting = await open<Waiting>('waiting', sealed, sealer);
	const about = (): About => ({ provider: waiting.provider });
	return concerning(about, () => goOn(waiting, request, sealer, ports));
}

async function goOn(waiting: Waiting, request: BrowserRequest, sealer: Sealer, ports: Ports): Promise<Finished> {
	const prepared = await prepare(await findProvider(waiting.provider, ports.appSettings), ports);
	if (waiting.settings !== prepared.fingerprint) throw new LoginError('attempt_stale');
	if (!(await useOnce(`waiting:${waiting.id}:${waiting.turn}`, waiting.until, ports.store, ports.memory))) {
		throw new LoginError('state_used');
	}
	const identity: Identity = waiting.identity;
	const applicant = { key: identity, describe: async () => identity, ...request };
	const finished = await signIn(applicant, { ...waiting, turn: waiting.turn + 1 }, sealer, prepared, ports);
	const isOver = finished.kind === 'signedIn';
	return {
		...finished,
		setCookies: [...(isOver ? [removeCookie(waitingCookie(waiting.id))] : []), ...finished.setCookies],
	};
}

/** Signs somebody in, or has them wait for the given turn. */
async function signIn(
	applicant: Applicant,
	turn: Omit<Waiting, 'identity'>,
	sealer: Sealer,
	{ workspace }: Prepared,
	ports: Ports,
): Promise<Finished> {
	const fit = await fitness(ports, sealer);
	if (!fit.ready) throw new LoginError(fit.code, fit.detail);
	const { internalUrl } = fit;
	const bridge = new CasBridge({ transport: ports.transport, sealer, siteUrl: workspace.url, internalUrl });
	try {
		const session = await establishKnown(applicant, bridge, ports);
		const { provider, style, returnPath } = turn;
		return { kind: 'signedIn', session, provider, style, returnPath, setCookies: [] };
	} catch (error) {
		if (!(error instanceof MustWait)) throw error;
		const { provider, issuer, subject, username, name, email, emailVerified } = error.identity;
		const identity = { provider, issuer, subject, username, name, email, emailVerified };
		const seconds = Math.max(1, Math.floor((turn.until - ports.now()) / 1000));
		const sealed = await sealer.seal('waiting', { ...turn, identity } satisfies Waiting, seconds);
		const setCookies = [setCookie(waitingCookie(turn.id), sealed, seconds)];
		return { kind: 'wait', id: turn.id, seconds: error.retryAfter, setCookies };
	}
}

/** As {@link establish}; a failure says whose it was, as far as was asked by then. */
async function establishKnown(applicant: Applicant, bridge: SessionBridge, ports: Ports): Promise<Session> {
	let identity: Identity | undefined;
	const describe = async (): Promise<Identity> => (identity = await applicant.describe());
	const about = async (): Promise<About> => ({
		...{ userId: (await new Links(ports.store).find(await identityKey(applicant.key))).link?.userId },
		...{ person: identity && personOf(identity) },
	});
	return concerning(about, () => establish({ ...applicant, describe }, bridge, ports));
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
	purpose: 'attempt' | 'waiting',
	sealed: string | undefined,
	sealer: Sealer,
): Promise<T> {
	if (!sealed) throw new LoginError('state_foreign', 'no cookie');
	const value = await sealer.open<T>(purpose, sealed);
	if (value === 'expired') throw new LoginError('state_expired');
	if (!value) throw new LoginError('state_foreign', 'the cookie does not open');
	return value;
}
