import { attemptCookie, attemptLifetime, isAttemptCookie } from '../browser/attemptCookie';
import { cookieNames, removeCookie, setCookie } from '../browser/cookies';
import { Sealer } from '../browser/seal';
import { LoginError } from '../errors';
import { createPkce } from '../oauth/pkce';
import type { ProviderDefinition } from '../providers/definition/definition';
import type { LoginStyle } from '../settings/provider';
import { isIssuer } from '../oauth/issuer';
import type { ProviderContext } from '../settings/resolveProvider';
import { resolveProvider } from '../settings/resolveProvider';
import { randomString } from '../values/random';
import { bridgeFor } from '../workspace/bridge';
import { takeOverCasIfChosen } from '../workspace/bridgeHealth';
import type { Attempt, Purpose } from './attempt';
import { noteDeparture } from './departures';
import { protocols } from './protocols';
import type { AttemptSecrets } from './protocols/protocol';
import { returnPath } from './returnPath';
import { TimeLimit } from './timeLimit';
import type { WorkspaceAccess } from '../ports/ports';

export interface AuthorizationRequest {
	readonly definition: ProviderDefinition | undefined;
	readonly purpose: RequestedPurpose;
	/** The browser's `Cookie` header. */
	readonly cookies: unknown;
	/**
	 * A sign-in that the provider's own start page begins names its issuer, as it came (OpenID Connect Core §4,
	 * third-party initiated login). It has to be the provider's own.
	 */
	readonly iss?: unknown;
	/** Passed on to the provider (the same section), as it came. */
	readonly loginHint?: unknown;
}

/**
 * The {@link Purpose} of the new attempt. The caller has checked what it says: that the person is signed in to the account
 * to be linked, that an admin wants the trial, that the person has agreed to the service.
 */
export type RequestedPurpose =
	| Exclude<Purpose, { readonly kind: 'signIn' }>
	| {
			readonly kind: 'signIn';
			/** As the button asks for it; otherwise as the admin set it. */
			readonly style?: LoginStyle | undefined;
			/** Page of the workspace to end on, as it came; `target_link_uri` of a third-party initiated login. */
			readonly target?: unknown;
	  };

export interface Authorization {
	/** The provider's authorization endpoint with the request, or the way there through a proxy. */
	readonly location: string;
	readonly setCookies: readonly string[];
}

/** How many attempts of one browser are kept at once; a cookie is about 700 bytes, and a header holds 8 kB or more. */
const parallelAttempts = 6;

/**
 * Starts an attempt. All of it goes into the browser's cookie, so that nothing is stored for people who never come back,
 * and any instance of the server can handle the callback.
 *
 * @throws LoginError when the provider or the workspace is not ready: better told now than after the way there and back
 */
export async function startAuthorization(
	{ definition, purpose, cookies, iss, loginHint }: AuthorizationRequest,
	ports: WorkspaceAccess,
): Promise<Authorization> {
	const sealer = new Sealer(ports);
	const isTrial = purpose.kind === 'trial';
	const limit = new TimeLimit(ports.now);
	const context = await limit
		.run(() => resolveProvider(definition, ports, { mayBeDisabled: isTrial }))
		.catch((error: unknown) => throwCause(error, sealer, ports));
	checkIssuer(iss, context);
	if (!isTrial) await bridgeFor(await takeOverCasIfChosen(ports, sealer), ports, sealer);

	const { provider, fingerprint, route } = context;
	const id = randomString(9);
	const secrets: AttemptSecrets = {
		state: `${id}.${randomString(32)}`,
		nonce: randomString(32),
		verifier: (await createPkce()).verifier,
	};
	const sent = { ...secrets, state: route.outgoingState(secrets.state) };
	const request = { loginHint: hint(loginHint), again: purpose.kind === 'signInAgain' };
	const { begin } = protocols[provider.traits.protocol];
	const { location, temporary } = await limit.run(() => begin(context, sent, ports, request));
	const attempt: Attempt = {
		...secrets,
		id,
		temporary,
		provider: provider.id,
		purpose: completed(purpose, context),
		settings: fingerprint,
		spent: limit.spent,
		begunAt: ports.now(),
		departure: noteDeparture(context, ports),
	};
	const sealed = await sealer.seal('attempt', attempt, attemptLifetime);
	return {
		location: route.departure(location),
		setCookies: [setCookie(attemptCookie(id), sealed, attemptLifetime), ...surplus(cookies).map(removeCookie)],
	};
}

/** With what the settings say where the request says nothing. */
function completed(purpose: RequestedPurpose, { provider, workspace }: ProviderContext): Purpose {
	if (purpose.kind !== 'signIn') return purpose;
	const { style = provider.loginStyle === 'popup' ? 'popup' : 'redirect', target } = purpose;
	return { kind: 'signIn', style, returnPath: returnPath(target, workspace.url) };
}

/** Browsers list cookies of one path by age: the oldest attempts are dropped. */
function surplus(cookies: unknown): string[] {
	const attempts = cookieNames(cookies).filter(isAttemptCookie);
	return attempts.slice(0, Math.max(0, attempts.length - parallelAttempts + 1));
}

/** Why a provider's document can't be read may be a fault of the workspace, which then is the thing to repair. */
async function throwCause(error: unknown, sealer: Sealer, ports: WorkspaceAccess): Promise<never> {
	const isAboutDiscovery = error instanceof LoginError && error.code.startsWith('discovery_');
	const health = isAboutDiscovery && (await takeOverCasIfChosen(ports, sealer));
	throw health && !health.ready ? new LoginError(health.code, health.detail) : error;
}

/** A start that is meant for another issuer is not to end at this one (OpenID Connect Core §4). */
function checkIssuer(iss: unknown, { metadata, provider }: ProviderContext): void {
	const { tenants, tokenIssuers } = provider.traits;
	if (iss !== undefined && !isIssuer(iss, { issuer: metadata.issuer, tenants, tokenIssuers }))
		throw new LoginError('start_issuer_mismatch');
}

const hint = (loginHint: unknown): string | undefined =>
	typeof loginHint === 'string' && /^[^\p{Cc}]{1,255}$/u.test(loginHint) ? loginHint : undefined;
