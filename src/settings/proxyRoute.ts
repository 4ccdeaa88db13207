/** How a browser gets to a provider and back to this workspace. */
export interface Route {
	/** What is registered at the provider, and what the token request repeats (RFC 6749 §4.1.3). */
	readonly redirectUri: string;
	/** What is sent as `state` for the state of an attempt. It comes back as the attempt's own. */
	outgoingState(state: string): string;
	/** Where the browser goes first, for the provider's authorization URL. */
	departure(authorizationUrl: string): string;
}

/** @param callback where the attempt ends: a callback URL of this workspace */
export const directRoute = (callback: string): Route => ({
	redirectUri: callback,
	outgoingState: (state) => state,
	departure: (authorizationUrl) => authorizationUrl,
});

/**
 * Through a proxy that speaks the protocol of Rocket.Chat's core (`app/lib/client/OAuthProxy.ts`): the provider knows
 * the proxy's one address, and the state tells the proxy where to. The proxy sees a code, which is worth nothing without
 * the client secret and PKCE's verifier; both stay here.
 *
 * @param host the proxy's address, without a slash at the end
 */
export const proxiedRoute = (host: string, callback: string): Route => ({
	redirectUri: `${host}/oauth_redirect`,
	outgoingState: (state) => `${callback}!${state}`,
	departure: (authorizationUrl) => `${host}/redirect/${encodeURIComponent(authorizationUrl)}`,
});
