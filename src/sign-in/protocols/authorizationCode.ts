import { LoginError } from '../../errors';
import { appleClientSecret, parseApplePrivateKey } from '../../oauth/appleClientSecret';
import { authorizationUrl } from '../../oauth/authorizationRequest';
import { parseAuthorizationResponse } from '../../oauth/authorizationResponse';
import type { ClientAuthentication } from '../../oauth/clientAuthentication';
import { challengeOf } from '../../oauth/pkce';
import { randomString } from '../../values/random';
import { filledIn } from '../../oauth/requestShape';
import type { TokenRequestShape } from '../../oauth/tokenRequest';
import { exchangeCode } from '../../oauth/tokenRequest';
import type { TokenResponse } from '../../oauth/tokenResponse';
import { readTemplate } from '../../identity/template';
import type { Provider } from '../../settings/provider';
import type { ProviderContext } from '../../settings/resolveProvider';
import type { AttemptSecrets, AuthorizationWishes, Protocol } from './protocol';
import type { Needs } from '../../ports/ports';

/** The authorization request of OAuth 2.0 and OpenID Connect: they differ in the nonce. */
export const begin: Protocol['begin'] = async (context, secrets, _ports, wishes = {}) => {
	const isOpenid = context.provider.traits.protocol === 'openid';
	return { location: await authorizationAddress(context, secrets, isOpenid ? asParameters(wishes) : {}) };
};

/** Where the browser is sent to. */
export async function authorizationAddress(
	{ provider, metadata, redirectUri }: ProviderContext,
	{ state, nonce, verifier }: AttemptSecrets,
	extra: Readonly<Record<string, string>>,
): Promise<string> {
	const { traits } = provider;
	return authorizationUrl({
		endpoint: metadata.authorizationEndpoint,
		clientId: provider.clientId,
		redirectUri,
		scope: provider.scope,
		state,
		nonce: traits.protocol === 'openid' ? nonce : undefined,
		codeChallenge: traits.withoutPkce ? undefined : await challengeOf(verifier),
		responseMode: traits.responseMode,
		extra: { ...traits.extraParameters, ...extra },
		names: traits.authorizationNames,
	});
}

const asParameters = ({ loginHint, again }: AuthorizationWishes): Record<string, string> => ({
	...(loginHint ? { login_hint: loginHint } : {}),
	...(again ? { prompt: 'login', max_age: '0' } : {}),
});

/** From the provider's answer to its tokens. */
export async function redeem(
	params: unknown,
	{ state, nonce, verifier }: AttemptSecrets,
	context: ProviderContext,
	ports: Needs<'transport' | 'now'>,
): Promise<TokenResponse> {
	const { provider, metadata } = context;
	const issuer = provider.traits.protocol === 'openid' ? metadata.issuer : undefined;
	const { tenants, codeName } = provider.traits;
	const expected = { ...metadata, issuer, tenants, codeName };
	const { code } = parseAuthorizationResponse(params, expected, [state, nonce, verifier]);
	return exchange(code, verifier, context, ports);
}

/**
 * Shows the token endpoint a code that it never gave out. It looks at the client first (RFC 6749 §4.1.3): who is told
 * that the code is wrong has been recognised.
 */
export const probe: Protocol['probe'] = async (context, ports) => {
	try {
		return await knock(context, ports);
	} catch (error) {
		if (!(error instanceof LoginError) || error.code !== 'client_refused') throw error;
		const other = otherWay(await clientAuthentication(context, ports.now()), context);
		const isTaken = other && (await knock(context, ports, other).catch(() => 'unknown')) === 'passed';
		throw isTaken ? new LoginError('client_refused', `${error.detail}; ${takenAs} ${nameOf(other)}`) : error;
	}
};

/** In the detail of a refusal: the provider takes the same secret where it is sent in the other way. */
const takenAs = 'the secret is accepted as';

const nameOf = ({ method }: ClientAuthentication): string => (method === 'client_secret_post' ? 'Payload' : 'Header');

function otherWay(
	{ method, ...client }: ClientAuthentication,
	{ provider: { traits } }: ProviderContext,
): ClientAuthentication | undefined {
	if (traits.signedSecret || method === 'none') return undefined;
	return { ...client, method: method === 'client_secret_post' ? 'client_secret_basic' : 'client_secret_post' };
}

async function knock(
	context: ProviderContext,
	ports: Needs<'transport' | 'now'>,
	client?: ClientAuthentication,
): Promise<'passed' | 'unknown'> {
	try {
		await exchange(randomString(32), randomString(32), context, ports, client);
		return 'unknown';
	} catch (error) {
		const { code } = error instanceof LoginError ? error : {};
		if (code === 'code_refused') return 'passed';
		// Other reasons than the client's own are no sign of anything.
		if (code === 'token_request_failed' || code === 'token_response_invalid') return 'unknown';
		throw error;
	}
}

async function exchange(
	code: string,
	verifier: string,
	context: ProviderContext,
	ports: Needs<'transport' | 'now'>,
	client?: ClientAuthentication,
): Promise<TokenResponse> {
	const { provider, metadata, redirectUri } = context;
	const { traits, teamId, keyId } = provider;
	try {
		return await exchangeCode(
			{
				endpoint: metadata.tokenEndpoint,
				client: client ?? (await clientAuthentication(context, ports.now())),
				code,
				redirectUri,
				codeVerifier: traits.withoutPkce ? undefined : verifier,
				quirks: traits.tokenQuirks,
				shape: tokenRequestShape(provider),
			},
			ports.transport,
		);
	} catch (error) {
		if (!traits.signedSecret || !(error instanceof LoginError) || error.code !== 'client_refused') throw error;
		throw new LoginError('client_refused', `${error.detail}; signed with Key ID ${keyId} of Team ID ${teamId}`);
	}
}

function tokenRequestShape({ clientId, traits }: Provider): TokenRequestShape {
	const { tokenRequest = {}, insecureTokenRequestInQuery } = traits;
	const fill = (values: TokenRequestShape['headers']): Record<string, string> =>
		filledIn(values, (template) => readTemplate(template, { client_id: clientId }));
	return {
		...tokenRequest,
		inQuery: insecureTokenRequestInQuery,
		parameters: fill(tokenRequest.parameters),
		headers: fill(tokenRequest.headers),
	};
}

async function clientAuthentication(
	{ provider, metadata }: ProviderContext,
	now: number,
): Promise<ClientAuthentication> {
	const { clientId, clientSecret, traits } = provider;
	if (traits.signedSecret) {
		const key = await parseApplePrivateKey(clientSecret);
		if ('error' in key) throw new LoginError('provider_incomplete', key.error);
		const { teamId, keyId } = provider;
		const signed = await appleClientSecret({ teamId, keyId, clientId, key, now });
		return { method: 'client_secret_post', clientId, clientSecret: signed };
	}
	if (traits.clientAuthentication === 'none') return { method: 'none', clientId, clientSecret: '' };
	const { tokenAuthMethods } = metadata;
	// RFC 8414 §2: a server that announces nothing takes `client_secret_basic`.
	const postOnly = tokenAuthMethods.includes('client_secret_post') && !tokenAuthMethods.includes('client_secret_basic');
	const sentVia = traits.secretSentVia ?? (postOnly ? 'payload' : 'header');
	return { method: sentVia === 'payload' ? 'client_secret_post' : 'client_secret_basic', clientId, clientSecret };
}
