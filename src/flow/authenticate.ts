import { LoginError } from '../errors';
import type { Ports } from '../host/ports';
import { missingClaims, toIdentity } from '../identity/claimMap';
import type { Identity } from '../identity/identity';
import { parseAuthorizationResponse } from '../protocol/authorizationResponse';
import type { Claims } from '../protocol/claims';
import { verifyIdToken } from '../protocol/idToken';
import type { ProviderMetadata } from '../protocol/metadata';
import { exchangeCode } from '../protocol/tokenRequest';
import type { TokenResponse } from '../protocol/tokenResponse';
import { fetchUserinfo } from '../protocol/userinfo';
import { keysOf } from '../providers/knowledge';
import type { Provider, SecretMethod } from '../settings/provider';
import type { Attempt } from './attempt';
import type { Prepared } from './preparation';

/** A person who has signed in at the provider. */
export interface Proof {
	/** Who it is: enough to find a link. */
	readonly subject: string;
	readonly issuer: string;
	/** Who it is, described: asks the provider's UserInfo endpoint where the id_token says too little. */
	describe(): Promise<Identity>;
}

/**
 * From the provider's answer to a proven identity: code -> tokens -> verified claims.
 *
 * @param params query of the callback, as a parser left it
 */
export async function authenticate(
	params: unknown,
	attempt: Attempt,
	prepared: Prepared,
	ports: Ports,
): Promise<Proof> {
	const { provider, metadata, redirectUri } = prepared;
	const { code } = parseAuthorizationResponse(params, metadata);
	const tokens = await exchangeCode(
		{
			endpoint: metadata.tokenEndpoint,
			client: {
				method: provider.authenticationMethod ?? announcedMethod(metadata),
				clientId: provider.clientId,
				clientSecret: provider.clientSecret,
			},
			code,
			redirectUri,
			codeVerifier: attempt.verifier,
		},
		ports.transport,
	);
	const claims = await verifiedClaims(tokens, attempt, prepared, ports);
	let description: Promise<Identity> | undefined;
	const describe = async (): Promise<Identity> =>
		identityOf(provider, prepared, await complete(claims, tokens, prepared, ports));
	return { subject: claims.sub, issuer: metadata.issuer, describe: () => (description ??= describe()) };
}

/** RFC 8414 §2: a server that announces nothing takes `client_secret_basic`. */
const announcedMethod = ({ tokenAuthMethods }: ProviderMetadata): SecretMethod =>
	!tokenAuthMethods.includes('client_secret_basic') && tokenAuthMethods.includes('client_secret_post')
		? 'client_secret_post'
		: 'client_secret_basic';

async function verifiedClaims(
	{ idToken }: TokenResponse,
	{ nonce }: Attempt,
	{ provider, metadata }: Prepared,
	ports: Ports,
): Promise<Claims & { readonly sub: string }> {
	if (!idToken) throw new LoginError('id_token_missing');
	if (!metadata.jwksUri) throw new LoginError('jwks_unavailable', 'the discovery document names no jwks_uri');
	return verifyIdToken(idToken, {
		issuer: metadata.issuer,
		clientId: provider.clientId,
		nonce,
		algorithms: metadata.idTokenAlgs,
		keys: await keysOf(metadata.jwksUri, ports),
		now: new Date(ports.now()),
	});
}

/** The id_token wins where both say something: it is signed. */
async function complete(
	claims: Claims & { readonly sub: string },
	{ accessToken }: TokenResponse,
	{ provider, metadata: { userinfoEndpoint } }: Prepared,
	{ transport }: Ports,
): Promise<Claims> {
	if (!userinfoEndpoint || !missingClaims(provider.definition.claims, claims)) return claims;
	const more = await fetchUserinfo({ endpoint: userinfoEndpoint, accessToken, expectedSubject: claims.sub }, transport);
	return { ...more, ...claims };
}

const identityOf = ({ definition }: Provider, { instance, metadata }: Prepared, claims: Claims): Identity =>
	toIdentity(claims, {
		map: definition.claims,
		emailTrust: definition.emailTrust,
		provider: instance,
		issuer: metadata.issuer,
	});
