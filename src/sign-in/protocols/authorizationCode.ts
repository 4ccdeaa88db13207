import { LoginError } from '../../errors';
import { acceptedAlgorithms } from '../../oauth/algorithms';
import type { AuthorizationRequest } from '../../oauth/authorizationRequest';
import { authorizationUrl } from '../../oauth/authorizationRequest';
import { parseAuthorizationResponse } from '../../oauth/authorizationResponse';
import type { ClientAuthentication, ClientAuthMethod } from '../../oauth/clientAuthentication';
import { jwksUriOf } from '../../oauth/metadata';
import { challengeOf } from '../../oauth/pkce';
import { pushAuthorization } from '../../oauth/pushedAuthorization';
import { randomString } from '../../values/random';
import { filledIn } from '../../oauth/requestShape';
import { isSignedMode } from '../../oauth/responseMode';
import { verifySignedResponse } from '../../oauth/signedResponse';
import type { TokenRequestShape } from '../../oauth/tokenRequest';
import { exchangeCode } from '../../oauth/tokenRequest';
import type { TokenResponse } from '../../oauth/tokenResponse';
import { readTemplate } from '../../identity/template';
import { keysOf } from '../../providers/knowledge';
import type { Provider } from '../../settings/provider';
import type { ProviderContext } from '../../settings/resolveProvider';
import type { AttemptSecrets, AuthorizationWishes, Protocol, ProtocolPorts } from './protocol';
import { forgetMethod, methodOf, notOffered, otherWay, rememberMethod, requireMethods } from './clientMethod';
import { clientProof, proofDetail } from './clientProof';

/** The authorization request of OAuth 2.0 and OpenID Connect: they differ in the nonce. */
export const begin: Protocol['begin'] = async (context, secrets, ports, wishes = {}) => {
	// Who can't prove itself is told so now, and not after the way there and back.
	requireMethods(context);
	const isOpenid = context.provider.traits.protocol === 'openid';
	return { location: await authorizationAddress(context, secrets, isOpenid ? asParameters(wishes) : {}, ports) };
};

/** Where the browser is sent to. */
export async function authorizationAddress(
	context: ProviderContext,
	{ state, nonce, verifier }: AttemptSecrets,
	extra: Readonly<Record<string, string>>,
	ports: ProtocolPorts,
): Promise<string> {
	const { provider, metadata, redirectUri } = context;
	const { traits } = provider;
	const request: AuthorizationRequest = {
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
		fragment: traits.authorizationFragment,
	};
	const isPushed = traits.pushedAuthorization ?? metadata.requiresPushedAuthorization ?? false;
	return isPushed ? push(request, context, ports) : authorizationUrl(request);
}

async function push(request: AuthorizationRequest, context: ProviderContext, ports: ProtocolPorts): Promise<string> {
	const endpoint = context.metadata.pushedAuthorizationEndpoint;
	if (!endpoint) {
		throw new LoginError(
			'provider_incomplete',
			'the document names no pushed_authorization_request_endpoint that can be called',
		);
	}
	const client = await clientProof(context, await methodOf(context, ports), ports);
	return pushAuthorization({ endpoint, client, request }, ports.transport).catch((error: unknown) => {
		throw withProof(error, client, context);
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
	ports: ProtocolPorts,
): Promise<TokenResponse> {
	const { provider, metadata } = context;
	const issuer = provider.traits.protocol === 'openid' ? metadata.issuer : undefined;
	const { tenants, tokenIssuers, codeName } = provider.traits;
	const expected = { ...metadata, issuer, tenants, tokenIssuers, codeName };
	const answer = isSignedMode(provider.traits.responseMode)
		? await signedAnswer(params, state, context, ports)
		: params;
	const { code } = parseAuthorizationResponse(answer, expected, [state, nonce, verifier]);
	try {
		const attempt = { code, verifier, known: { state, answer: textsIn(answer) } };
		return await exchange(await methodOf(context, ports), attempt, context, ports);
	} catch (error) {
		if (isRefusal(error)) forgetMethod(context, ports.memory);
		throw error;
	}
}

/** The members of the provider's answer that are a text, for a server that wants one of them back (VK ID's `device_id`). */
const textsIn = (params: unknown): Record<string, string> =>
	Object.fromEntries(
		Object.entries(params ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
	);

/** The parameters of an answer that the provider has signed for this attempt (JARM). */
async function signedAnswer(
	params: unknown,
	state: string,
	{ provider: { clientId, traits }, metadata }: ProviderContext,
	ports: ProtocolPorts,
): Promise<unknown> {
	const { issuer, responseAlgs } = metadata;
	return verifySignedResponse(params, {
		...{
			issuer,
			tenants: traits.tenants,
			tokenIssuers: traits.tokenIssuers,
			clientId,
			state,
			now: new Date(ports.now()),
		},
		algorithms: acceptedAlgorithms(responseAlgs),
		keys: await keysOf(jwksUriOf(metadata), ports),
	});
}

/**
 * Shows the token endpoint a code that it never gave out. It looks at the client first (RFC 6749 §4.1.3): who is told
 * that the code is wrong has been recognised.
 */
export const probe: Protocol['probe'] = async (context, ports) => {
	const method = await methodOf(context, ports);
	try {
		return await knock(method, context, ports);
	} catch (error) {
		if (!isRefusal(error)) throw error;
		const other = otherWay(method, context);
		const isTaken = other && (await knock(other, context, ports).catch(() => 'unknown')) === 'passed';
		if (isTaken && (await rememberMethod(other, context, ports))) return 'passed';
		const cure = isTaken ? `${takenAs} ${sentVia[other]}` : notOffered(context);
		throw cure ? new LoginError('client_refused', `${error.detail}; ${cure}`) : error;
	}
};

/** In the detail of a refusal: the provider takes the same secret where it is sent in the other way. */
const takenAs = 'the secret is accepted as';

/** As the form names them. */
const sentVia = { client_secret_post: 'Payload', client_secret_basic: 'Header' } as const;

async function knock(
	method: ClientAuthMethod,
	context: ProviderContext,
	ports: ProtocolPorts,
): Promise<'passed' | 'unknown'> {
	try {
		await exchange(method, { code: randomString(32), verifier: randomString(32) }, context, ports);
		return 'unknown';
	} catch (error) {
		const { code } = error instanceof LoginError ? error : {};
		if (code === 'code_refused') return 'passed';
		// Other reasons than the client's own are no sign of anything.
		if (code === 'token_request_failed' || code === 'token_response_invalid') return 'unknown';
		throw error;
	}
}

const isRefusal = (error: unknown): error is LoginError =>
	error instanceof LoginError && error.code === 'client_refused';

/** What a token request is made of. */
interface Redemption {
	readonly code: string;
	readonly verifier: string;
	/** What parameters of the definition can name, where there was an answer. */
	readonly known?: Readonly<Record<string, unknown>>;
}

async function exchange(
	method: ClientAuthMethod,
	{ code, verifier, known }: Redemption,
	context: ProviderContext,
	ports: ProtocolPorts,
): Promise<TokenResponse> {
	const { provider, metadata, redirectUri } = context;
	const { traits } = provider;
	const client = await clientProof(context, method, ports);
	try {
		return await exchangeCode(
			{
				endpoint: metadata.tokenEndpoint,
				client,
				code,
				redirectUri,
				codeVerifier: traits.withoutPkce ? undefined : verifier,
				quirks: traits.tokenQuirks,
				shape: tokenRequestShape(provider, known),
			},
			ports.transport,
		);
	} catch (error) {
		throw withProof(error, client, context);
	}
}

/** A refusal with what was wrong, as far as the settings tell. */
function withProof(error: unknown, client: ClientAuthentication, context: ProviderContext): unknown {
	const detail = isRefusal(error) && proofDetail(client, context);
	return detail ? new LoginError('client_refused', `${error.detail}; ${detail}`) : error;
}

function tokenRequestShape({ clientId, scope, traits }: Provider, known: Redemption['known'] = {}): TokenRequestShape {
	const { tokenRequest = {}, insecureTokenRequestInQuery } = traits;
	const fill = (values: TokenRequestShape['headers'] = {}): Record<string, string> => {
		const filled = filledIn(values, (template) => readTemplate(template, { ...known, client_id: clientId, scope }));
		// What the provider did not say is left out.
		return Object.fromEntries(Object.entries(filled).filter(([name, value]) => value !== '' || values[name] === ''));
	};
	return {
		...tokenRequest,
		inQuery: insecureTokenRequestInQuery,
		parameters: fill(tokenRequest.parameters),
		headers: fill(tokenRequest.headers),
	};
}
