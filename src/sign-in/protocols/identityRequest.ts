import { claimsRead, merged, missingClaims } from '../../identity/claimMap';
import { readTemplate } from '../../identity/template';
import { filledIn } from '../../oauth/requestShape';
import type { TokenResponse } from '../../oauth/tokenResponse';
import type { UserinfoRequest } from '../../oauth/userinfo';
import { userinfoRequest } from '../../oauth/userinfo';
import type { Needs } from '../../ports/ports';
import type { ProviderContext } from '../../settings/resolveProvider';
import type { Provider } from '../../settings/provider';
import { parseJson } from '../../values/json';
import type { ProviderDocument } from './protocol';
import { tokenResponse } from './protocol';

/** How a provider wants to be asked with an access token. */
export function identityRequest(
	{ clientId, traits }: Provider,
	tokens: TokenResponse,
): Pick<UserinfoRequest, 'tokenParameter' | 'shape'> {
	const { identityRequest: shape = {}, accessTokenSentVia, accessTokenParam = 'access_token' } = traits;
	const known = { client_id: clientId, ...(traits.tokenResponseClaims ? { token: tokens.rest } : {}) };
	const fill = (values: typeof shape.headers): Record<string, string> =>
		filledIn(values, (template) => readTemplate(template, known));
	// Every OpenID Connect provider takes it in the header (OpenID Connect Core §5.3.1).
	const isInQuery = accessTokenSentVia === 'query' && traits.protocol !== 'openid';
	return {
		tokenParameter: isInQuery ? accessTokenParam : undefined,
		shape: { ...shape, parameters: fill(shape.parameters), headers: fill(shape.headers) },
	};
}

/** What the token response says of the person, where the provider is known to say it there. */
export const tokenDocument = (
	{ tokenResponseClaims }: Provider['traits'],
	{ rest }: TokenResponse,
): ProviderDocument[] => (tokenResponseClaims ? [{ from: tokenResponse, claims: { token: rest } }] : []);

/**
 * The further documents from which the profile is read, each under its own name. One that fails leaves its claims out:
 * who someone is is elsewhere, and a group that is not known is none.
 *
 * @param said what is known already
 */
export async function furtherDocuments(
	said: readonly ProviderDocument[],
	tokens: TokenResponse,
	{ provider }: ProviderContext,
	{ transport }: Needs<'transport'>,
): Promise<ProviderDocument[]> {
	const { accessToken } = tokens;
	const { claims } = provider.traits;
	if (accessToken === undefined || !missingClaims(claims, merged(said.map((document) => document.claims)))) return [];
	const read = claimsRead(claims);
	const wanted = Object.entries(provider.furtherRequests).filter(([name]) => read.has(name));
	const { shape = {}, tokenParameter } = identityRequest(provider, tokens);
	const asGet = { ...shape, method: undefined, format: undefined, parameters: {} };
	const answers = await Promise.all(
		wanted.map(async ([name, endpoint]) => {
			const request = userinfoRequest({ endpoint, accessToken, tokenParameter, shape: asGet });
			const answer = await transport.send(request).catch(() => undefined);
			const document = answer?.status === 200 ? parseJson(answer.body) : undefined;
			return document === undefined ? [] : [{ from: name, claims: { [name]: document } }];
		}),
	);
	return answers.flat();
}
