import { LoginError } from '../../errors';
import { missingClaims } from '../../identity/claimMap';
import { plainText } from '../../identity/plainText';
import type { Claims } from '../../oauth/claims';
import { verifyIdToken } from '../../oauth/idToken';
import type { IdTokenClaims } from '../../oauth/idTokenClaims';
import { parseJsonObject } from '../../values/json';
import type { TokenResponse } from '../../oauth/tokenResponse';
import { authenticationOf } from '../../oauth/secondFactor';
import { fetchUserinfo } from '../../oauth/userinfo';
import { keysOf } from '../../providers/knowledge';
import type { ProviderContext } from '../../settings/resolveProvider';
import { lazy } from '../../values/lazy';
import { begin, probe, redeem } from './authorizationCode';
import { claimsAndProfile } from './claimsAndProfile';
import type { Authenticated, AttemptSecrets, Protocol } from './protocol';
import type { Needs, Storage } from '../../ports/ports';

/** OpenID Connect, authorization code flow (OpenID Connect Core §3.1). */
export const openid: Protocol = {
	begin,
	probe,
	async authenticate(params, secrets, context, ports) {
		const tokens = await redeem(params, secrets, context, ports);
		const claims = await verifiedClaims(tokens, secrets, context, ports);
		return {
			key: { provider: context.instance, issuer: context.metadata.issuer, subject: claims.sub },
			authentication: authenticationOf(claims),
			idToken: tokens.idToken,
			...withUnsignedName(
				nameInForm(params, context),
				claimsAndProfile(context, async () => [claims, ...(await userinfo(claims, tokens, context, ports))]),
			),
		};
	},
};

async function verifiedClaims(
	{ idToken }: TokenResponse,
	{ nonce }: AttemptSecrets,
	{ provider, metadata }: ProviderContext,
	ports: Storage & Needs<'transport'>,
): Promise<IdTokenClaims> {
	if (!idToken) throw new LoginError('id_token_missing');
	if (!metadata.jwksUri) throw new LoginError('jwks_unavailable', 'the discovery document names no jwks_uri');
	return verifyIdToken(idToken, {
		issuer: metadata.issuer,
		clientId: provider.clientId,
		nonce,
		otherAudiences: provider.traits.otherAudiences,
		algorithms: metadata.idTokenAlgs,
		keys: await keysOf(metadata.jwksUri, ports),
		now: new Date(ports.now()),
	});
}

/** What the id_token lacks. It is a document of its own: the id_token is signed, and this is not. */
async function userinfo(
	claims: IdTokenClaims,
	{ accessToken }: TokenResponse,
	{ provider: { traits }, metadata: { userinfoEndpoint } }: ProviderContext,
	{ transport }: Needs<'transport'>,
): Promise<Claims[]> {
	if (!userinfoEndpoint || !missingClaims(traits.claims, claims)) return [];
	return [await fetchUserinfo({ endpoint: userinfoEndpoint, accessToken, expectedSubject: claims.sub }, transport)];
}

/**
 * Apple tells the name once, in a form field that the browser carries and nothing signs: it is a name to show and
 * nothing else, and no template finds it. The address beside it is not read: whoever changes it there would be whom they
 * like.
 */
function nameInForm(params: unknown, { provider: { traits } }: ProviderContext): string | undefined {
	const user: unknown = traits.nameInForm ? (params as Record<string, unknown>).user : undefined;
	const name = typeof user === 'string' && user.length < 4096 ? parseJsonObject(user)?.name : undefined;
	const { firstName, lastName } = (typeof name === 'object' && name !== null ? name : {}) as Record<string, unknown>;
	const parts = [firstName, lastName].map((part) => (typeof part === 'string' ? plainText(part, 60) : ''));
	return parts.filter(Boolean).join(' ') || undefined;
}

/** With the name, where nothing that is signed has one. */
const withUnsignedName = (
	name: string | undefined,
	{ claims, profile }: Pick<Authenticated, 'claims' | 'profile'>,
): Pick<Authenticated, 'claims' | 'profile'> => ({
	claims,
	profile: lazy(async () => {
		const identity = await profile.get();
		return { ...identity, name: identity.name ?? name };
	}),
});
