import { LoginError } from '../errors';
import type { Ports } from '../host/ports';
import { parseState } from '../protocol/authorizationResponse';
import type { ProviderDefinition } from '../providers/definition';
import { CasBridge } from '../session/cas/casBridge';
import { fitness } from '../session/cas/fitness';
import { TooManyLogins } from '../session/cas/loginAnswer';
import type { Session } from '../session/session';
import type { LoginStyle } from '../settings/provider';
import type { Workspace } from '../settings/workspace';
import { readWorkspace } from '../settings/workspace';
import type { Attempt } from './attempt';
import { attemptCookie, attemptId, attemptLifetime } from './attempt';
import { readCookie, removeCookie, setCookie } from './cookies';
import type { Applicant } from './establish';
import { establish } from './establish';
import { useOnce } from './once';
import { prepare } from './preparation';
import { protocols } from './protocols';
import { Sealer } from './seal';
import type { Waiting } from './waiting';
import { waitingCookie, waitingLifetime } from './waiting';

export interface FinishRequest {
	/** The browser's `Cookie` header. */
	readonly cookies: unknown;
	/** For core's count of logins. */
	readonly clientAddress: string | undefined;
}

/** How an attempt ended, when it did not end in an error. */
export type Finished =
	| {
			readonly kind: 'signedIn';
			readonly session: Session;
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
	request: FinishRequest,
	ports: Ports,
): Promise<Finished> {
	const sealer = new Sealer(ports.store, ports.memory, ports.now);
	const attempt = await openAttempt(parseState(params), definition, request.cookies, sealer);
	const prepared = await prepare(definition, ports);
	if (attempt.settings !== prepared.fingerprint) throw new LoginError('attempt_stale');
	if (!(await useOnce(`attempt:${attempt.id}`, ports.now() + attemptLifetime * 1000, ports.store, ports.memory))) {
		throw new LoginError('state_used');
	}

	const protocol = protocols[prepared.provider.traits.protocol];
	const { subject, issuer, describe } = await protocol.authenticate(params, attempt, prepared, ports);
	const applicant: Applicant = {
		key: { provider: prepared.instance, issuer, subject },
		describe,
		clientAddress: request.clientAddress,
	};
	const { id, style, returnPath } = attempt;
	const setCookies = [removeCookie(attemptCookie(id))];
	try {
		const session = await signIn(applicant, sealer, prepared.workspace, ports);
		return { kind: 'signedIn', session, style, returnPath, setCookies };
	} catch (error) {
		if (!(error instanceof TooManyLogins)) throw error;
		const waiting: Waiting = { id, identity: await describe(), style, returnPath };
		const sealed = await sealer.seal('waiting', waiting, waitingLifetime);
		setCookies.push(setCookie(waitingCookie(id), sealed, waitingLifetime));
		return { kind: 'wait', id, seconds: error.retryAfter, setCookies };
	}
}

/**
 * Tries again for somebody who had to wait.
 *
 * @param id of the attempt, as the waiting page has it
 * @throws LoginError
 */
export async function resume(id: unknown, { cookies, clientAddress }: FinishRequest, ports: Ports): Promise<Finished> {
	const sealer = new Sealer(ports.store, ports.memory, ports.now);
	const cookie = waitingCookie(typeof id === 'string' ? id : '');
	const waiting = await open<Waiting>('waiting', readCookie(cookies, cookie), sealer);
	const used = `waiting:${waiting.id}`;
	if ((await ports.store.all(`used:${used}`)).length > 0) throw new LoginError('state_used');
	const applicant: Applicant = { key: waiting.identity, describe: async () => waiting.identity, clientAddress };
	try {
		const session = await signIn(applicant, sealer, await readWorkspace(ports.serverSettings), ports);
		await useOnce(used, ports.now() + waitingLifetime * 1000, ports.store, ports.memory);
		const { style, returnPath } = waiting;
		return { kind: 'signedIn', session, style, returnPath, setCookies: [removeCookie(cookie)] };
	} catch (error) {
		if (!(error instanceof TooManyLogins)) throw error;
		return { kind: 'wait', id: waiting.id, seconds: error.retryAfter, setCookies: [] };
	}
}

async function signIn(applicant: Applicant, sealer: Sealer, { url }: Workspace, ports: Ports): Promise<Session> {
	const fit = await fitness(ports, sealer);
	if (!fit.ready) throw new LoginError(fit.code, fit.detail);
	const bridge = new CasBridge({ transport: ports.transport, sealer, siteUrl: url, internalUrl: fit.internalUrl });
	return establish(applicant, bridge, ports);
}

/** The attempt that the state names, if this browser began it with this provider. */
async function openAttempt(
	state: string,
	definition: ProviderDefinition | undefined,
	cookies: unknown,
	sealer: Sealer,
): Promise<Attempt> {
	const id = attemptId(state);
	if (!id) throw new LoginError('state_invalid');
	const attempt = await open<Attempt>('attempt', readCookie(cookies, attemptCookie(id)), sealer);
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
