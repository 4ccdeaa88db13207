import { LoginError } from '../../errors';
import { merged, missingClaims } from '../../identity/claimMap';
import { plainText } from '../../identity/plainText';
import { acceptedAlgorithms } from '../../oauth/algorithms';
import type { Claims } from '../../oauth/claims';
import { sharedSecretAlgorithms, sharedSecretKeys } from '../../oauth/sharedSecretKeys';
import type { SignatureRules } from '../../oauth/signedToken';
import { algorithmOf, verifySignedToken } from '../../oauth/signedToken';
import { isIssuer } from '../../oauth/issuer';
import { jwksUriOf } from '../../oauth/metadata';
import { verifyIdToken } from '../../oauth/idToken';
import type { IdTokenClaims } from '../../oauth/idTokenClaims';
import { parseJsonObject } from '../../values/json';
import type { TokenResponse } from '../../oauth/tokenResponse';
import { authenticationOf } from '../../oauth/secondFactor';
import { fetchUserinfo, otherPerson } from '../../oauth/userinfo';
import { keysOf, renewedAlgorithms } from '../../providers/knowledge';
import type { ProviderContext } from '../../settings/resolveProvider';
import { discoverySource } from '../../settings/resolveProvider';
import { lazy } from '../../values/lazy';
import { begin, probe, redeem } from './authorizationCode';
import { decrypted, isToBeEncrypted } from './decryption';
import { documentsAndProfile, identityOf } from './documentsAndProfile';
import { furtherDocuments, identityRequest, tokenDocument } from './identityRequest';
import type { Authenticated, AttemptSecrets, Protocol, ProtocolPorts, ProviderDocument } from './protocol';

/** OpenID Connect, authorization code flow (OpenID Connect Core §3.1). */
export const openid: Protocol = {
	begin,
	probe,
	async authenticate(params, secrets, context, ports) {
		const tokens = await redeem(params, secrets, context, ports);
		const idToken = await signedIdToken(tokens, context, ports);
		const claims = await verifiedClaims(idToken, secrets, context, ports);
		return {
			key: { provider: context.instance, issuer: claims.iss, subject: claims.sub },
			authentication: authenticationOf(claims),
			idToken,
			...withUnsignedName(
				nameInForm(params, context),
				documentsAndProfile(context, () => documents(claims, tokens, context, ports)),
			),
		};
	},
};

/** The id_token, and what it lacks. */
async function documents(
	claims: IdTokenClaims,
	tokens: TokenResponse,
	context: ProviderContext,
	ports: ProtocolPorts,
): Promise<ProviderDocument[]> {
	const said = [
		{ from: 'id_token', claims },
		...(await userinfo(claims, tokens, context, ports)),
		...tokenDocument(context.provider.traits, tokens),
	];
	return [...said, ...(await furtherDocuments(said, tokens, context, ports))];
}

/** Decrypted, where it is to be encrypted: what is inside is verified, and tells the provider whose session ends. */
async function signedIdToken(
	{ idToken }: TokenResponse,
	context: ProviderContext,
	ports: ProtocolPorts,
): Promise<string> {
	if (!idToken) throw new LoginError('id_token_missing');
	return decrypted('id_token', idToken, 'id_token_invalid', context, ports);
}

async function verifiedClaims(
	idToken: string,
	{ nonce }: AttemptSecrets,
	context: ProviderContext,
	ports: ProtocolPorts,
): Promise<IdTokenClaims> {
	const { provider, metadata } = context;
	const { traits } = provider;
	return verifyIdToken(idToken, {
		...{ issuer: metadata.issuer, tenants: traits.tenants, tokenIssuers: traits.tokenIssuers },
		...{ clientId: provider.clientId, nonce },
		...{ otherAudiences: traits.otherAudiences, audiences: traits.audiences },
		...{ nonceMayBeMissing: traits.insecureWithoutNonce, anyAge: traits.insecureWithoutTokenAge },
		...(await signatureRules(idToken, context, ports)),
		now: new Date(ports.now()),
	});
}

/** With the client secret only where the definition says so, and then with nothing else: no public key is ever one. */
async function signatureRules(
	token: string,
	{ workspace, provider, metadata }: ProviderContext,
	ports: ProtocolPorts,
): Promise<SignatureRules> {
	const { traits, clientSecret } = provider;
	if (traits.insecureSharedSecretSignature) {
		return { algorithms: [], accepted: sharedSecretAlgorithms, keys: sharedSecretKeys(clientSecret) };
	}
	const keys = await keysOf(jwksUriOf(metadata), ports);
	const algorithm = algorithmOf(token) ?? '';
	const isNew = acceptedAlgorithms().includes(algorithm) && !metadata.idTokenAlgs.includes(algorithm);
	const newer =
		isNew && !traits.withoutDiscovery
			? await renewedAlgorithms(discoverySource(provider, workspace), ports)
			: undefined;
	return { algorithms: newer ?? metadata.idTokenAlgs, keys };
}

/**
 * What the id_token lacks. They are documents of their own: the id_token is signed, and userinfo need not be.
 *
 * An id_token that says who someone is is enough: what a userinfo endpoint that fails would have said stays unknown.
 */
async function userinfo(
	claims: IdTokenClaims,
	tokens: TokenResponse,
	context: ProviderContext,
	ports: ProtocolPorts,
): Promise<ProviderDocument[]> {
	const { accessToken } = tokens;
	const { provider, metadata } = context;
	const { traits } = provider;
	const endpoint = metadata.userinfoEndpoint;
	const own =
		traits.accessTokenClaims && accessToken
			? [{ from: 'access token', claims: await accessTokenClaims(accessToken, claims, context, ports) }]
			: [];
	if (
		!endpoint ||
		traits.userinfo === 'off' ||
		!missingClaims(traits.claims, merged([claims, ...own.map((document) => document.claims)]))
	)
		return own;
	if (!accessToken) return own;
	const request = {
		...{ endpoint, accessToken, expectedSubject: claims.sub, ...identityRequest(provider, tokens) },
		verify: (token: string) => userinfoClaims(token, claims.iss, context, ports),
		isToBeJwt: isToBeEncrypted('userinfo', context),
	};
	try {
		return [{ from: 'userinfo', claims: await fetchUserinfo(request, ports.transport) }, ...own];
	} catch (error) {
		// Another person's answer is no failure: something is wrong.
		const isOther = error instanceof LoginError && error.detail === otherPerson;
		if (traits.userinfo === 'required' || isOther || !saysWho(claims, context)) throw error;
		return own;
	}
}

const saysWho = (claims: Claims, context: ProviderContext): boolean => {
	const { username, name, email } = identityOf(context, [{ from: 'id_token', claims }]);
	return [username, name, email].some(Boolean);
};

/** OpenID Connect Core §5.3.2: signed, encrypted, or both; encrypted alone it is as good as it is without. */
async function userinfoClaims(
	token: string,
	issuer: string,
	context: ProviderContext,
	ports: ProtocolPorts,
): Promise<Claims> {
	const content = await decrypted('userinfo', token, 'userinfo_failed', context, ports);
	const isPlain = isToBeEncrypted('userinfo', context) && content.trimStart().startsWith('{');
	if (!isPlain) return signedUserinfo(content, issuer, context, ports);
	const claims = parseJsonObject(content);
	if (!claims) throw new LoginError('userinfo_failed', 'the encrypted answer is neither signed nor a JSON object');
	return claims;
}

/** OpenID Connect Core §5.3.2: signed, it names who made it and for whom. */
async function signedUserinfo(
	token: string,
	issuer: string,
	{ provider, metadata }: ProviderContext,
	ports: ProtocolPorts,
): Promise<Claims> {
	const claims = await verified(token, metadata.jwksUri, ['JWT'], ports).catch((error: unknown) => {
		const why = error instanceof LoginError ? `${error.code} (${error.detail ?? ''})` : String(error);
		throw new LoginError('userinfo_failed', `the signed answer: ${why}`);
	});
	// Without the two it says no less than an answer that is not signed at all.
	const { iss = issuer, aud = provider.clientId } = claims;
	const isOurs =
		isIssuer(iss, { issuer, tokenIssuers: provider.traits.tokenIssuers }) &&
		[aud].flat().some((one) => String(one) === provider.clientId);
	if (!isOurs)
		throw new LoginError('userinfo_failed', 'the signed answer is from another issuer, or for another client');
	return claims;
}

/** Keycloak and others tell roles there alone (RFC 9068 §2.2.3.1). It has to be about the same person, for this client. */
async function accessTokenClaims(
	token: string,
	{ iss, sub }: IdTokenClaims,
	{ provider: { clientId, traits }, metadata }: ProviderContext,
	ports: ProtocolPorts,
): Promise<Claims> {
	if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) {
		throw new LoginError('provider_incomplete', 'definition: accessTokenClaims, but the access token is no signed JWT');
	}
	const claims = await verified(token, metadata.jwksUri, ['JWT', 'at+jwt'], ports);
	const isOurs = [claims.azp, claims.client_id, claims.aud].flat().includes(clientId);
	const isInTime = typeof claims.exp === 'number' && claims.exp * 1000 > ports.now();
	const isFromThere = isIssuer(claims.iss, { issuer: iss, tokenIssuers: traits.tokenIssuers });
	if (!isFromThere || claims.sub !== sub || !isOurs || !isInTime) {
		throw new LoginError('id_token_invalid', 'the access token is of another issuer, person, client or time');
	}
	return claims;
}

async function verified(
	token: string,
	jwksUri: string | undefined,
	types: readonly string[],
	ports: ProtocolPorts,
): Promise<Claims> {
	const keys = await keysOf(jwksUriOf({ jwksUri }), ports);
	return verifySignedToken(token, { algorithms: acceptedAlgorithms(), keys, types });
}

/**
 * Apple tells the name once, in a form field that the browser carries and nothing signs: it is a name to show and
 * nothing else, and no template finds it. The address beside it is not read: a person who changes it there would be whom they
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
	{ documents, profile }: Pick<Authenticated, 'documents' | 'profile'>,
): Pick<Authenticated, 'documents' | 'profile'> => ({
	documents,
	profile: lazy(async () => {
		const identity = await profile.get();
		return { ...identity, name: identity.name ?? name };
	}),
});
