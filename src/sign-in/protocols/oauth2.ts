import { LoginError } from '../../errors';
import { missingClaims } from '../../identity/claimMap';
import { primaryAddress } from '../../identity/emailList';
import { normalise } from '../../identity/normalise';
import type { Claims } from '../../oauth/claims';
import { fetchUserinfo, userinfoRequest } from '../../oauth/userinfo';
import type { ProviderContext } from '../../settings/resolveProvider';
import { begin, probe, redeem } from './authorizationCode';
import { claimsAndProfile, identityOf, keyOf } from './claimsAndProfile';
import type { Protocol } from './protocol';
import type { Needs } from '../../ports/ports';

/**
 * Plain OAuth 2.0: there is no id_token, so who somebody is stands in what the identity endpoint answers to the access
 * token that was given out for this attempt's code a moment ago.
 */
export const oauth2: Protocol = {
	begin,
	probe,
	async authenticate(params, attempt, context, ports) {
		const { accessToken } = await redeem(params, attempt, context, ports);
		if (!accessToken) throw new LoginError('token_response_invalid', 'access_token is missing');
		const claims = await readIdentity(accessToken, context, ports);
		const key = keyOf(identityOf(context, [claims]));
		return {
			key,
			...claimsAndProfile(context, async () => [await readAddress(claims, accessToken, context, ports), claims]),
		};
	},
};

async function readIdentity(
	accessToken: string,
	{ provider: { traits }, metadata: { userinfoEndpoint } }: ProviderContext,
	{ transport }: Needs<'transport'>,
): Promise<Claims> {
	const tokenParameter =
		traits.accessTokenSentVia === 'query' ? (traits.accessTokenParam ?? 'access_token') : undefined;
	const endpoint = userinfoEndpoint!;
	const claims = await fetchUserinfo({ endpoint, accessToken, expectedSubject: null, tokenParameter }, transport);
	return traits.normalised ? normalise(claims) : claims;
}

/** The person's address where it is a document of its own; without one the sign-in goes on. */
async function readAddress(
	claims: Claims,
	accessToken: string,
	{ provider: { endpoints, traits } }: ProviderContext,
	{ transport }: Needs<'transport'>,
): Promise<Claims> {
	if (!endpoints.emails || !missingClaims(traits.claims, claims)) return {};
	const request = userinfoRequest({ endpoint: endpoints.emails, accessToken, expectedSubject: null });
	const answer = await transport.send(request).catch(() => undefined);
	return answer?.status === 200 ? primaryAddress(answer.body) : {};
}
