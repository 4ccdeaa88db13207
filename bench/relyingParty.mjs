// What a sign-in costs without a workspace behind it: the smallest honest relying party on openid-client, in a process of
// its own. PKCE (S256), state, nonce, `iss` of the response, claims and signature of the id_token are checked. It has no
// accounts: a sign-in ends with an entry in a map.
//
//   node relyingParty.mjs '{"issuer":"…","client_id":"…","client_secret":"…"}'
//
// `GET /_bench/usage` tells the milliseconds of CPU that it has used so far.
import { randomUUID } from 'node:crypto';
import * as openid from 'openid-client';
import { options, serve } from '../test/providers/serve.mjs';

const config = await openid.discovery(
	new URL(options.issuer),
	options.client_id,
	undefined,
	openid.ClientSecretBasic(options.client_secret),
	{ execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks] },
);
const attempts = new Map();
const sessions = new Map();

await serve((url) => {
	const redirect_uri = `${url}/callback`;

	async function login({ searchParams }, response) {
		const id = randomUUID();
		const attempt = {
			pkceCodeVerifier: openid.randomPKCECodeVerifier(),
			expectedState: openid.randomState(),
			expectedNonce: openid.randomNonce(),
		};
		attempts.set(id, attempt);
		const location = openid.buildAuthorizationUrl(config, {
			redirect_uri,
			scope: 'openid profile email',
			state: attempt.expectedState,
			nonce: attempt.expectedNonce,
			code_challenge: await openid.calculatePKCECodeChallenge(attempt.pkceCodeVerifier),
			code_challenge_method: 'S256',
			login_hint: searchParams.get('login_hint'),
		});
		response.writeHead(303, { location: location.href, 'set-cookie': `attempt=${id}; Path=/; HttpOnly` }).end();
	}

	async function callback(current, response, cookie) {
		const id = /attempt=([^;]+)/.exec(cookie)?.[1];
		const attempt = attempts.get(id);
		attempts.delete(id);
		const tokens = await openid.authorizationCodeGrant(config, current, attempt);
		const session = randomUUID();
		sessions.set(session, tokens.claims().sub);
		response.writeHead(200, { 'set-cookie': `session=${session}; Path=/; HttpOnly` }).end('Signed in');
	}

	async function listener(request, response) {
		const current = new URL(request.url, url);
		try {
			if (current.pathname === '/login') return await login(current, response);
			if (current.pathname === '/callback') return await callback(current, response, request.headers.cookie);
			const { user, system } = process.cpuUsage();
			response.end(JSON.stringify({ server: (user + system) / 1000, app: 0 }));
		} catch (error) {
			response.writeHead(500).end(String(error));
		}
	}

	return { listener, ready: {} };
});
