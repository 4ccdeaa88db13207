import type { ProviderDefinition } from '../../providers/definition/definition';
import { findProvider } from '../../providers/registry';
import type { Provider } from '../../settings/provider';
import { readWorkspace } from '../../settings/workspace';
import { readCookie, setStrictCookie } from '../../browser/cookies';
import type { ProviderContext } from '../../settings/resolveProvider';
import { resolveProvider } from '../../settings/resolveProvider';
import { Sealer } from '../../browser/seal';
import type { Needs, Sealing, Settings } from '../../ports/ports';

/*
 * Signing out at the provider, too (OpenID Connect RP-Initiated Logout 1.0). What it takes is kept in a cookie of the
 * browser that signed in, and nowhere else. The cookie is sent to the app's own paths only, and never from another site:
 * no link elsewhere signs anybody out.
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
	return [setStrictCookie(cookieName, value, lifetime, await cookiePath(ports))];
}

export const forgetProvider = async (ports: Needs<'appPath' | 'serverSettings'>): Promise<string> =>
	setStrictCookie(cookieName, '', 0, await cookiePath(ports));

const cookiePath = async ({ serverSettings, appPath }: Needs<'appPath' | 'serverSettings'>): Promise<string> =>
	(await readWorkspace(serverSettings)).path + appPath;

/**
 * Where the browser goes to end the provider's session.
 *
 * @returns undefined where there is no such provider, or it names no such place
 */
export async function signOutAtProvider(
	cookies: unknown,
	ports: Sealing & Settings & Needs<'appPath' | 'transport'>,
): Promise<string | undefined> {
	const remembered = await new Sealer(ports).open<SignedInWith>(
		'signed-in-with',
		readCookie(cookies, cookieName) ?? '',
	);
	if (!remembered || remembered === 'expired') return undefined;
	const context = await signOutsOf(await findProvider(remembered.provider, ports.appSettings), ports);
	if (!context?.metadata.endSessionEndpoint) return undefined;
	const { workspace, provider } = context;
	const url = new URL(context.metadata.endSessionEndpoint);
	const parameters = {
		client_id: provider.clientId,
		post_logout_redirect_uri: signedOutUrl(workspace.url, ports.appPath),
		state: await new Sealer(ports).seal('sign-out', { provider: provider.id }, tripLifetime),
		...(remembered.idToken ? { id_token_hint: remembered.idToken } : {}),
	};
	for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
	return url.href;
}

/** What is needed of a provider whose sign-outs are ours and the other way round; undefined where they are not. */
export async function signOutsOf(
	definition: ProviderDefinition | undefined,
	ports: Sealing & Settings & Needs<'appPath' | 'transport'>,
): Promise<ProviderContext | undefined> {
	const context = await resolveProvider(definition, ports).catch(() => undefined);
	return context?.provider.signOut ? context : undefined;
}

/** @returns the name of the provider that the browser comes back from, if this app has sent it there just now */
export async function returnedFrom(state: unknown, ports: Sealing & Needs<'appSettings'>): Promise<string | undefined> {
	const trip = await new Sealer(ports).open<{ provider: string }>('sign-out', typeof state === 'string' ? state : '');
	return trip && trip !== 'expired' ? (await findProvider(trip.provider, ports.appSettings))?.name : undefined;
}
