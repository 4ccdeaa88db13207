import { parse } from 'qs';

import { LoginError } from '../../../src/errors';
import { authorizationUrl } from '../../../src/oauth/authorizationRequest';
import { checkLength, parseAuthorizationResponse, parseState } from '../../../src/oauth/authorizationResponse';
import type { Claims } from '../../../src/oauth/claims';
import type { ClientAuthentication } from '../../../src/oauth/clientAuthentication';
import { discover } from '../../../src/oauth/discovery';
import { verifyIdToken } from '../../../src/oauth/idToken';
import type { IdTokenClaims } from '../../../src/oauth/idTokenClaims';
import { fetchJwks } from '../../../src/oauth/jwks';
import { createKeySource } from '../../../src/oauth/keySource';
import type { KeySource } from '../../../src/oauth/keySource';
import { createPkce } from '../../../src/oauth/pkce';
import { randomString } from '../../../src/values/random';
import { exchangeCode } from '../../../src/oauth/tokenRequest';
import type { TokenQuirks, TokenResponse } from '../../../src/oauth/tokenResponse';
import type { Transport } from '../../../src/ports/transport';
import { fetchUserinfo } from '../../../src/oauth/userinfo';
import type { HostileProvider } from '../../hostile/provider';
import { nodeTransport } from './nodeTransport';

export const redirectUri = 'http://127.0.0.1/api/apps/public/app/callback/hostile';

export interface SignInOptions {
	readonly transport?: Transport;
	readonly method?: ClientAuthentication['method'];
	readonly quirks?: TokenQuirks;
	readonly keys?: KeySource;
	readonly algorithms?: readonly string[];
}

export interface SignedIn {
	readonly tokens: TokenResponse;
	readonly idToken: IdTokenClaims;
	readonly userinfo: Claims;
}

/** The whole way as the app goes it, over loopback. */
export async function signIn(provider: HostileProvider, options: SignInOptions = {}): Promise<SignedIn> {
	const { transport = nodeTransport, method = 'client_secret_basic', quirks } = options;
	const { clientId, clientSecret, issuer } = provider;
	const metadata = await discover({ issuer, rules: { allowHttpLoopback: true } }, transport);
	const state = randomString(32);
	const nonce = randomString(32);
	const { verifier, challenge } = await createPkce();

	const params = await approve(
		authorizationUrl({
			endpoint: metadata.authorizationEndpoint,
			clientId,
			redirectUri,
			scope: 'openid profile email',
			state,
			nonce,
			codeChallenge: challenge,
		}),
	);
	checkLength(params);
	if (parseState(params) !== state) {
		throw new LoginError('state_foreign');
	}
	const { code } = parseAuthorizationResponse(params, metadata);

	const client: ClientAuthentication = { method, clientId, credential: clientSecret };
	const endpoint = metadata.tokenEndpoint;
	const tokens = await exchangeCode({ endpoint, client, code, redirectUri, codeVerifier: verifier, quirks }, transport);
	if (!tokens.idToken) throw new LoginError('id_token_missing');
	const idToken = await verifyIdToken(tokens.idToken, {
		issuer,
		clientId,
		nonce,
		algorithms: options.algorithms ?? metadata.idTokenAlgs,
		keys: options.keys ?? keySource(provider, transport),
		now: new Date(),
	});
	const userinfo = await fetchUserinfo(
		{
			endpoint: metadata.userinfoEndpoint ?? `${issuer}/userinfo`,
			accessToken: tokens.accessToken!,
			expectedSubject: idToken.sub,
		},
		transport,
	);
	return { tokens, idToken, userinfo };
}

export function keySource({ issuer }: HostileProvider, transport: Transport = nodeTransport): KeySource {
	return createKeySource({ fetch: () => fetchJwks(`${issuer}/jwks`, transport), now: Date.now });
}

/** Plays the browser, and gives the callback's parameters as the server's parser makes them. */
async function approve(url: string): Promise<unknown> {
	const { status, headers } = await nodeTransport.send({ method: 'GET', url });
	expect(status).toBe(303);
	return parse(new URL(headers.location ?? '').search.slice(1));
}
