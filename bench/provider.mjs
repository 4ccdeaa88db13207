// An OpenID provider that costs little: it signs everybody in at once, as whom `login_hint` says, with one RS256 signature
// per sign-in. All contestants get the same answers from it. It checks the client, the verifier where there was a challenge,
// the redirect URI, and that a code is used once.
//
//   node provider.mjs '{"client_id":"…","client_secret":"…"}'
//
// Behaviour: `delay`, milliseconds before each answer to a server; the browser is not kept waiting.
// `GET /_bench/requests` tells how many requests each path had since it was asked last.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { behaviour, options, serve } from '../test/providers/serve.mjs';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const header = encode({ alg: 'RS256', kid: 'bench', typ: 'JWT' });
const grants = new Map();
let requests = {};

await serve((issuer) => {
	const metadata = {
		issuer,
		authorization_endpoint: `${issuer}/authorize`,
		token_endpoint: `${issuer}/token`,
		userinfo_endpoint: `${issuer}/userinfo`,
		jwks_uri: `${issuer}/jwks`,
		response_types_supported: ['code'],
		subject_types_supported: ['public'],
		id_token_signing_alg_values_supported: ['RS256'],
		token_endpoint_auth_methods_supported: ['client_secret_basic'],
		code_challenge_methods_supported: ['S256'],
		authorization_response_iss_parameter_supported: true,
	};
	const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'bench', use: 'sig', alg: 'RS256' }];

	const endpoints = {
		'/.well-known/openid-configuration': () => metadata,
		'/jwks': () => ({ keys }),
		'/token': (parameters, { authorization }) => {
			const code = parameters.get('code');
			const grant = grants.get(code);
			grants.delete(code);
			if (!isClient(authorization, parameters)) return { error: 'invalid_client' };
			const verifier = parameters.get('code_verifier');
			const challenge = verifier && createHash('sha256').update(verifier).digest('base64url');
			const isValid = grant?.challenge === challenge && grant.redirectUri === parameters.get('redirect_uri');
			if (!isValid) return { error: 'invalid_grant' };
			const now = Math.floor(Date.now() / 1000);
			const { person, nonce } = grant;
			const claims = { ...claimsOf(person), iss: issuer, aud: options.client_id, nonce, iat: now, exp: now + 300 };
			return { access_token: person, token_type: 'Bearer', expires_in: 300, id_token: signed(claims) };
		},
		'/userinfo': (_, { authorization }) => claimsOf(authorization.slice('Bearer '.length)),
	};

	async function listener(request, response) {
		const { pathname, searchParams } = new URL(request.url, issuer);
		if (pathname === '/_bench/requests') {
			answer(response, requests);
			requests = {};
			return;
		}
		requests[pathname] = (requests[pathname] ?? 0) + 1;
		if (pathname === '/authorize') {
			response.writeHead(303, { location: authorize(searchParams, issuer) }).end();
			return;
		}
		const chunks = [];
		for await (const chunk of request) chunks.push(chunk);
		if (behaviour.delay) await setTimeout(behaviour.delay);
		const body = new URLSearchParams(Buffer.concat(chunks).toString());
		answer(response, endpoints[pathname]?.(body, request.headers) ?? { error: 'not_found' });
	}

	return { listener, ready: { issuer } };
});

function authorize(query, issuer) {
	const code = randomBytes(16).toString('hex');
	const redirectUri = query.get('redirect_uri');
	grants.set(code, {
		redirectUri,
		nonce: query.get('nonce'),
		challenge: query.get('code_challenge'),
		person: query.get('login_hint') ?? 'nobody',
	});
	return `${redirectUri}?${new URLSearchParams({ code, state: query.get('state'), iss: issuer })}`;
}

function isClient(authorization, parameters) {
	if (authorization === undefined) {
		return (
			parameters.get('client_id') === options.client_id && parameters.get('client_secret') === options.client_secret
		);
	}
	const [id, secret] = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString().split(':');
	return decodeURIComponent(id) === options.client_id && decodeURIComponent(secret ?? '') === options.client_secret;
}

function claimsOf(person) {
	const email = `${person}@example.com`;
	return { sub: `sub-${person}`, name: person, preferred_username: person, email, email_verified: true };
}

function signed(claims) {
	const input = `${header}.${encode(claims)}`;
	return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
}

function encode(value) {
	return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function answer(response, content) {
	response.writeHead(content.error ? 400 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(content));
}
