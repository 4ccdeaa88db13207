import { LoginError } from '../../errors';
import { describeFailure, otherFailure } from '../../oauth/providerFailure';
import type { IdentityKey } from '../../identity/identity';
import { normalise } from '../../identity/normalise';
import type { TokenResponse } from '../../oauth/tokenResponse';
import { fetchUserinfo } from '../../oauth/userinfo';
import type { ProviderContext } from '../../settings/resolveProvider';
import { begin, probe, redeem } from './authorizationCode';
import { documentsAndProfile, keyOf } from './documentsAndProfile';
import { furtherDocuments, identityRequest, tokenDocument } from './identityRequest';
import type { Protocol, ProviderDocument } from './protocol';
import type { Needs } from '../../ports/ports';

/**
 * Plain OAuth 2.0: there is no id_token, so who someone is is in what the identity endpoint answers to the access
 * token that was given out for this attempt's code a moment ago.
 */
export const oauth2: Protocol = {
	begin,
	probe,
	async authenticate(params, attempt, context, ports) {
		const tokens = await redeem(params, attempt, context, ports);
		const documents = await readIdentity(tokens, context, ports);
		return {
			key: keyIn(documents, tokens, context),
			...documentsAndProfile(context, async () => [
				// First: what is asked for an address knows more about it than the identity does.
				...(await furtherDocuments(documents, tokens, context, ports)),
				...documents,
			]),
		};
	},
};

/** @throws LoginError with the server's own words where it answers with an error in the place of an identity */
function keyIn(
	documents: readonly ProviderDocument[],
	{ accessToken = '' }: TokenResponse,
	context: ProviderContext,
): IdentityKey {
	try {
		return keyOf(context, documents);
	} catch (error) {
		const answer = documents.find(({ from }) => from === 'identity')?.claims;
		const failure = answer && otherFailure(answer, [accessToken]);
		throw failure ? new LoginError('userinfo_failed', describeFailure(200, failure), { cause: error }) : error;
	}
}

/** The identity, and what the token response says, where that counts. */
async function readIdentity(
	tokens: TokenResponse,
	{ provider, metadata: { userinfoEndpoint } }: ProviderContext,
	{ transport }: Needs<'transport'>,
): Promise<ProviderDocument[]> {
	const { accessToken } = tokens;
	const { traits } = provider;
	const beside = tokenDocument(traits, tokens);
	// Without an identity's address, the token response tells all.
	if (!userinfoEndpoint) return beside;
	if (!accessToken) throw new LoginError('token_response_invalid', 'access_token is missing');
	const request = { endpoint: userinfoEndpoint, accessToken, expectedSubject: null };
	const claims = await fetchUserinfo({ ...request, ...identityRequest(provider, tokens) }, transport);
	return [{ from: 'identity', claims: traits.normalised ? normalise(claims) : claims }, ...beside];
}
