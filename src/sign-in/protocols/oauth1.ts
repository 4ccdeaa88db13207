import { LoginError } from '../../errors';
import { normalise } from '../../identity/normalise';
import { requestAccessToken } from '../../oauth/oauth1/accessToken';
import { parseAuthorizationResponse } from '../../oauth/oauth1/authorizationResponse';
import { authorizationUrl } from '../../oauth/oauth1/authorizationUrl';
import type { OAuth1Client } from '../../oauth/oauth1/sendSigned';
import { signedGet } from '../../oauth/oauth1/signedGet';
import { requestTemporaryCredentials } from '../../oauth/oauth1/temporaryCredentials';
import type { Provider } from '../../settings/provider';
import { documentsAndProfile, keyOf } from './documentsAndProfile';
import type { Protocol } from './protocol';
import type { Needs } from '../../ports/ports';

/** OAuth 1.0a (RFC 5849), as X's "Log in with X" speaks it. */
export const oauth1: Protocol = {
	async begin({ provider, metadata, redirectUri }, { state }, ports) {
		// There is no `state` in this protocol: it goes and comes back as part of the callback.
		const callback = `${redirectUri}?${new URLSearchParams({ state })}`;
		const temporary = await requestTemporaryCredentials(
			client(provider, ports),
			provider.endpoints.requestToken!,
			callback,
		);
		const location = authorizationUrl(metadata.authorizationEndpoint, temporary, provider.traits.extraParameters);
		return { location, temporary };
	},
	/** The first request is signed with the client's secret, and names the callback. */
	async probe({ provider, redirectUri }, ports) {
		await requestTemporaryCredentials(client(provider, ports), provider.endpoints.requestToken!, redirectUri);
		return 'passed';
	},
	async authenticate(params, { temporary }, context, ports) {
		const { provider, metadata } = context;
		if (!temporary) throw new LoginError('attempt_stale', 'begun with another protocol');
		const { verifier } = parseAuthorizationResponse(params, temporary);
		const token = await requestAccessToken(client(provider, ports), metadata.tokenEndpoint, temporary, verifier);
		const document = await signedGet(client(provider, ports), metadata.userinfoEndpoint!, token);
		const claims = provider.traits.normalised ? normalise(document) : document;
		const documents = [{ from: 'identity', claims }];
		return { key: keyOf(context, documents), ...documentsAndProfile(context, async () => documents) };
	},
};

const client = (
	{ clientId, clientSecret }: Provider,
	{ transport, now }: Needs<'transport' | 'now'>,
): OAuth1Client => ({
	credentials: { identifier: clientId, secret: clientSecret },
	transport,
	now,
});
