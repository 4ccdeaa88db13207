import type { ProviderDefinition } from '../../providers/definition/definition';
import { findProvider } from '../../providers/registry';
import type { Provider } from '../../settings/provider';
import { readSite } from '../../settings/workspace';
import { readCookie, removeCookie, setCookie, setStrictCookie } from '../../browser/cookies';
import { readTemplate } from '../../identity/template';
import { filledIn } from '../../oauth/requestShape';
import { sha256 } from '../../values/digest';
import { randomString } from '../../values/random';
import type { ProviderContext } from '../../settings/resolveProvider';
import { resolveProvider } from '../../settings/resolveProvider';
import { Sealer } from '../../browser/seal';
import type { Needs, Sealing, Settings } from '../../ports/ports';

/*
 * Signing out at the provider, too (OpenID Connect RP-Initiated Logout 1.0). What it takes is kept in a cookie of the
 * browser that signed in, and nowhere else. The cookie is sent to the app's own paths only, and never from another site:
 * no link elsewhere signs anyone out.
 */

/** How this browser signed in. */
interface SignedInWith {
	/** The definition's id. */
	readonly provider: string;
	/** Tells the provider whose session is to end; without it, many ask the person. */
	readonly idToken?: string | undefined;
}

const cookieName = '__Secure-oauth-login-provider';

/** Seconds: as long as a login lasts where the admin does not say otherwise. */
const lifetime = 90 * 24 * 3600;

/** Browsers drop a cookie of more than 4096 bytes, name and attributes included (RFC 6265bis §5.6). */
const longestValue = 3_800;

/** Seconds for the way to the provider and back. */
const tripLifetime = 600;

/** Seconds between the script that runs after core's sign-out and the page that it opens. */
const nowLifetime = 60;

/** Holds the {@link Trip} where the provider gives no state back. */
const tripCookie = '__Host-oauth-sign-out-trip';

/** Holds the secret of the page in this browser: what begins there and what ends there is one sign-out. */
const pageCookie = '__Host-oauth-sign-out';

export interface SignOutPageSecret {
	readonly form: string;
	readonly setCookies: readonly string[];
}

export function newPageSecret(): SignOutPageSecret {
	const form = randomString(16);
	return { form, setCookies: [setCookie(pageCookie, form, tripLifetime)] };
}

/** @returns whether the form was filled in by the page that this browser was given */
export const isOfPage = (form: unknown, cookies: unknown): form is string =>
	typeof form === 'string' && form !== '' && readCookie(cookies, pageCookie) === form;

/**
 * Says that core's own sign-out led to the page, so that the person is not asked again. Only for this browser: it is about
 * the cookie that nobody else has.
 *
 * @returns undefined for a browser without that cookie
 */
export async function sealNow(cookies: unknown, ports: Sealing): Promise<string | undefined> {
	const cookie = readCookie(cookies, cookieName);
	return cookie && new Sealer(ports).seal('sign-out-now', { of: await sha256(cookie) }, nowLifetime);
}

export async function isNow(sealed: unknown, cookies: unknown, ports: Sealing): Promise<boolean> {
	const cookie = readCookie(cookies, cookieName);
	if (!cookie || typeof sealed !== 'string') return false;
	const opened = await new Sealer(ports).open<{ of: string }>('sign-out-now', sealed);
	return Boolean(opened) && opened !== 'expired' && opened!.of === (await sha256(cookie));
}

/** The end of a sign-out, for the browser in which it began. */
interface Trip {
	/** The definition's id; '' where the browser was sent to no provider. */
	readonly provider: string;
	/** See {@link SignOutPageSecret}. */
	readonly form: string;
}

/** What the last page is opened with, by the provider or at once. */
export const sealTrip = (trip: Trip, ports: Sealing): Promise<string> =>
	new Sealer(ports).seal('sign-out', trip, tripLifetime);

/**
 * What the trip is known by that ends with a request: the state, or the cookie of a browser that another site has just sent
 * here. A page of the workspace that leads here ends nothing.
 *
 * @param site the header `Sec-Fetch-Site`
 */
export const tripOf = (state: unknown, cookies: unknown, site: string | undefined): unknown =>
	state ?? (site === 'same-origin' || site === 'none' ? undefined : readCookie(cookies, tripCookie));

export const forgetTrip = (): string => removeCookie(tripCookie);

/** Where the provider is to send people back to: registered there as it is. */
export const signedOutUrl = (siteUrl: string, appPath: string): string => `${siteUrl}${appPath}/logout`;

/** @returns the cookies to set, none where the admin has not switched it on */
export async function rememberProvider(
	{ id: provider, signOut }: Provider,
	idToken: string | undefined,
	ports: Sealing & Needs<'appPath' | 'serverSettings'>,
): Promise<string[]> {
	if (!signOut) return [];
	const seal = (value: SignedInWith): Promise<string> => new Sealer(ports).seal('signed-in-with', value, lifetime);
	const whole = await seal({ provider, idToken });
	const value = whole.length <= longestValue ? whole : await seal({ provider });
	return [setStrictCookie(cookieName, value, lifetime, await cookiePath(ports)), forgetTrip()];
}

export const forgetProvider = async (ports: Needs<'appPath' | 'serverSettings'>): Promise<string> =>
	setStrictCookie(cookieName, '', 0, await cookiePath(ports));

const cookiePath = async ({ serverSettings, appPath }: Needs<'appPath' | 'serverSettings'>): Promise<string> =>
	(await readSite(serverSettings)).path + appPath;

export interface Departure {
	readonly url: string;
	readonly setCookies: readonly string[];
}

/**
 * Where the browser goes to end the provider's session.
 *
 * @param form see {@link SignOutPageSecret}
 * @returns undefined where there is no such provider, or it names no such place
 */
export async function signOutAtProvider(
	cookies: unknown,
	form: string,
	ports: Sealing & Settings & Needs<'appPath' | 'transport'>,
): Promise<Departure | undefined> {
	const remembered = await new Sealer(ports).open<SignedInWith>(
		'signed-in-with',
		readCookie(cookies, cookieName) ?? '',
	);
	if (!remembered || remembered === 'expired') return undefined;
	const context = await signOutsOf(await findProvider(remembered.provider, ports.appSettings), ports);
	const endpoint = context?.provider.endpoints.logout ?? context?.metadata.endSessionEndpoint;
	if (!context || !endpoint) return undefined;
	const { workspace, provider } = context;
	const { logout } = provider.traits;
	const trip = await sealTrip({ provider: provider.id, form }, ports);
	const named = { client_id: provider.clientId, return_url: signedOutUrl(workspace.url, ports.appPath), state: trip };
	const parameters = logout
		? filledIn(logout.parameters, (template) => readTemplate(template, named))
		: {
				client_id: named.client_id,
				post_logout_redirect_uri: named.return_url,
				state: named.state,
				...(remembered.idToken ? { id_token_hint: remembered.idToken } : {}),
			};
	const url = new URL(endpoint);
	for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
	const isNamed = Object.values(parameters).includes(trip);
	return { url: url.href, setCookies: isNamed ? [] : [setCookie(tripCookie, trip, tripLifetime)] };
}

/** What is needed of a provider whose sign-outs are ours and the other way round; undefined where they are not. */
export async function signOutsOf(
	definition: ProviderDefinition | undefined,
	ports: Sealing & Settings & Needs<'appPath' | 'transport'>,
): Promise<ProviderContext | undefined> {
	const context = await resolveProvider(definition, ports).catch(() => undefined);
	return context?.provider.signOut ? context : undefined;
}

/**
 * The sign-out that ends with this request, if it began in this browser, just now.
 *
 * @returns the name of the provider that the browser comes back from, if it was sent to one
 */
export async function endedSignOut(
	state: unknown,
	cookies: unknown,
	ports: Sealing & Needs<'appSettings'>,
): Promise<{ readonly provider: string | undefined } | undefined> {
	const trip = typeof state === 'string' ? await new Sealer(ports).open<Trip>('sign-out', state) : undefined;
	if (!trip || trip === 'expired' || !isOfPage(trip.form, cookies)) return undefined;
	return { provider: (await findProvider(trip.provider, ports.appSettings))?.name };
}
