import { noteDeparture } from './departures';
import { LoginError } from '../errors';
import { createPkce } from '../oauth/pkce';
import { randomString } from '../values/random';
import type { ProviderDefinition } from '../providers/definition/definition';
import { bridgeFor } from '../workspace/bridge';
import { takeOverCasIfChosen } from '../workspace/bridgeHealth';
import type { LoginStyle } from '../settings/provider';
import type { Attempt } from './attempt';
import type { AttemptSecrets } from './protocols/protocol';
import { cookieNames, removeCookie, setCookie } from '../browser/cookies';
import type { Prepared } from '../settings/resolveProvider';
import { prepare } from '../settings/resolveProvider';
import { protocols } from './protocols';
import { returnPath } from './returnPath';
import { Sealer } from '../browser/seal';
import type { Ports } from '../ports/ports';
import { attemptCookie, isAttemptCookie, attemptLifetime } from '../browser/attemptCookie';

export interface BeginRequest {
	readonly definition: ProviderDefinition | undefined;
	/** As the button asks for it; otherwise as the admin set it. */
	readonly style?: LoginStyle;
	/** The browser's `Cookie` header. */
	readonly cookies: unknown;
	/** What the link asked for, as it came. */
	readonly wishes?: Wishes;
	/** Id of the account that is to be connected: the caller knows that the person is signed in to it. */
	readonly linkTo?: string;
	/** The caller knows that an admin wants to try the provider. */
	readonly trial?: true;
	/** The caller knows that the person has agreed to have the client signed in that has this service; see {@link Attempt}. */
	readonly service?: string | undefined;
}

/**
 * What a link may ask for besides: a deep link to a page, or a sign-in that the provider's own start page begins
 * (OpenID Connect Core §4, third-party initiated login).
 */
export interface Wishes {
	/** Page of the workspace to end on; `target_link_uri` there. */
	readonly target?: unknown;
	/** Has to be the provider's own issuer. */
	readonly iss?: unknown;
	/** Passed on to the provider. */
	readonly loginHint?: unknown;
}

export interface Begun {
	/** The provider's authorization endpoint with the request, or the way there through a proxy. */
	readonly location: string;
	readonly setCookies: readonly string[];
}

/** How many attempts of one browser are kept at once; a cookie is about 700 bytes, and a header holds 8 kB or more. */
const parallelAttempts = 6;

/**
 * Begins an attempt. All of it goes into the browser's cookie, so that nothing is stored for somebody who never comes
 * back, and whichever instance of the server is asked next can finish it.
 *
 * @throws LoginError when the provider or the workspace is not ready: better told now than after the way there and back
 */
export async function begin(request: BeginRequest, ports: Ports): Promise<Begun> {
	const { definition, style, cookies, wishes = {}, linkTo, trial, service } = request;
	const sealer = new Sealer(ports);
	const prepared = await prepare(definition, ports, { trial }).catch((error: unknown) => explain(error, sealer, ports));
	const { provider, fingerprint, workspace, route } = prepared;
	checkIssuer(wishes.iss, prepared);
	if (!trial) await bridgeFor(await takeOverCasIfChosen(ports, sealer), ports, sealer);

	const id = randomString(9);
	const secrets: AttemptSecrets = {
		state: `${id}.${randomString(32)}`,
		nonce: randomString(32),
		verifier: (await createPkce()).verifier,
	};
	const { location, temporary } = await protocols[provider.traits.protocol].begin(
		prepared,
		{ ...secrets, state: route.outgoingState(secrets.state) },
		ports,
		hint(wishes),
	);
	const attempt: Attempt = {
		...{ id, ...secrets, temporary, linkTo, trial, service },
		provider: provider.id,
		style: style ?? (provider.loginStyle === 'popup' ? 'popup' : 'redirect'),
		returnPath: returnPath(wishes.target, workspace.url),
		settings: fingerprint,
	};
	const sealed = await sealer.seal('attempt', attempt, attemptLifetime);
	noteDeparture(prepared, ports);
	return {
		location: route.departure(location),
		setCookies: [setCookie(attemptCookie(id), sealed, attemptLifetime), ...surplus(cookies).map(removeCookie)],
	};
}

/** Browsers list cookies of one path by age: the oldest attempts give way. */
function surplus(cookies: unknown): string[] {
	const attempts = cookieNames(cookies).filter(isAttemptCookie);
	return attempts.slice(0, Math.max(0, attempts.length - parallelAttempts + 1));
}

/** What keeps a provider's document from being read may be the workspace, which then is the thing to mend. */
async function explain(error: unknown, sealer: Sealer, ports: Ports): Promise<never> {
	const isAboutDiscovery = error instanceof LoginError && error.code.startsWith('discovery_');
	const health = isAboutDiscovery && (await takeOverCasIfChosen(ports, sealer));
	throw health && !health.ready ? new LoginError(health.code, health.detail) : error;
}

/** A start that is meant for another issuer is not to end at this one (OpenID Connect Core §4). */
function checkIssuer(iss: unknown, { metadata }: Prepared): void {
	if (iss !== undefined && iss !== metadata.issuer) throw new LoginError('start_issuer_mismatch');
}

const hint = ({ loginHint }: Wishes): string | undefined =>
	typeof loginHint === 'string' && /^[^\p{Cc}]{1,255}$/u.test(loginHint) ? loginHint : undefined;
