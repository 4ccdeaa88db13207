// @node-oauth/express-oauth-server as a plain OAuth 2.0 provider: the paths, the identity documents and the ways to send
// secret and token are the caller's, so that it can stand for any server that speaks the same.
//
//   node oauth2Server.mjs '{
//     "client": {"id": "…", "secret": "…", "redirectUris": ["…"]},
//     "paths": {"authorize": "/oauth/authorize", "token": "/oauth/token", "identity": "/me", "emails": "/emails"},
//     "secretVia": "header" | "payload",   refused when sent the other way; left out: both
//     "tokenVia": "header" | "<query parameter>",   the same for the access token; left out: the header
//     "scopes": ["…"],   what may be asked for; left out: anything
//     "people": {"<login>": {"identity": …, "emails": …}}
//   }'
//
// Paths count to the last slash: without the one at the end, the answer is a redirect, as Invision Community has it.
// Behaviour: `token` and `identity`: {status, headers, body (text), repeat, delay} in the place of the honest answer;
// `callback`: more parameters for the redirect back; `server`: other `paths`, `secretVia` … than at the start.
import OAuthServer from '@node-oauth/express-oauth-server';
import bodyParser from 'body-parser';
import express from 'express';
import { behaviour, loginForm, options, serve } from './serve.mjs';

const { client } = options;
const server = () => ({ tokenVia: 'header', ...options, ...behaviour.server });

const codes = new Map();
const tokens = new Map();
const known = { id: client.id, grants: ['authorization_code'], redirectUris: client.redirectUris };

const oauth = new OAuthServer({
	allowEmptyState: false,
	model: {
		getClient: (id, secret) => (id === client.id && (secret === null || secret === client.secret) ? known : null),
		validateScope: (_user, _client, asked = []) =>
			asked.every((scope) => server().scopes?.includes(scope) ?? true) ? asked : false,
		saveAuthorizationCode: (code, { id }, user) => {
			codes.set(code.authorizationCode, { ...code, client: { id }, user });
			return code;
		},
		getAuthorizationCode: (code) => codes.get(code),
		revokeAuthorizationCode: ({ authorizationCode }) => codes.delete(authorizationCode),
		saveToken: (token, { id }, user) => {
			const saved = { ...token, client: { id }, user };
			tokens.set(token.accessToken, saved);
			return saved;
		},
		getAccessToken: (token) => tokens.get(token),
	},
});

/** For requests to the path that `what` has at the moment. */
const at = (what, method) => (request, _response, next) =>
	request.method === method && request.path === server().paths[what] ? next() : next('route');

const instead = (what) => async (_request, response, next) => {
	const answer = behaviour[what];
	if (!answer) return next();
	const { status = 200, headers = { 'content-type': 'application/json' }, body = '', repeat = 1, delay = 0 } = answer;
	await new Promise((resolve) => setTimeout(resolve, delay));
	response.status(status).set(headers).send(body.repeat(repeat));
};

/** Refuses what RFC 6749 §2.3 lets a server refuse: a secret that is sent another way than it was agreed, or twice. */
function checkSecret(request, response, next) {
	const { secretVia } = server();
	const sent = request.headers.authorization ? 'header' : 'payload';
	if (secretVia && sent !== secretVia) return response.status(401).json({ error: 'invalid_client' });
	if (sent === 'header' && request.body.client_secret) return response.status(400).json({ error: 'invalid_request' });
	next();
}

/** The library knows the query parameter under its own name only. */
function authenticate(request, response, next) {
	const { tokenVia } = server();
	if (tokenVia === 'header') return oauth.authenticate()(request, response, next);
	request.query = { access_token: request.query[tokenVia] };
	delete request.headers.authorization;
	return oauth.authenticate({ allowBearerTokensInQueryString: true })(request, response, next);
}

function prepareDecision(request, response, next) {
	const redirect = response.redirect.bind(response);
	response.redirect = (address) => {
		const target = new URL(address);
		for (const [name, value] of Object.entries(behaviour.callback ?? {})) target.searchParams.set(name, value);
		redirect(target.href);
	};
	if (request.body.prompt === 'deny') request.body.allowed = 'false';
	next();
}

await serve((url) => {
	const app = express();
	app.use(bodyParser.urlencoded({ extended: false }));
	app.all('*', at('authorize', 'GET'), (request, response) => response.send(loginForm(request.originalUrl)));
	app.all(
		'*',
		at('authorize', 'POST'),
		prepareDecision,
		oauth.authorize({ authenticateHandler: { handle: ({ body }) => ({ login: body.login }) } }),
	);
	app.all('*', at('token', 'POST'), instead('token'), checkSecret, oauth.token());
	for (const what of ['identity', 'emails']) {
		app.all('*', at(what, 'GET'), instead(what), authenticate, (_request, response) => {
			response.json(server().people[response.locals.oauth.token.user.login][what]);
		});
	}
	app.use((request, response) => {
		const [path, query] = request.originalUrl.split('?');
		if (!Object.values(server().paths).includes(`${path}/`)) return response.status(404).send('<h1>Not found</h1>');
		response.redirect(301, `${path}/${query === undefined ? '' : `?${query}`}`);
	});
	return { listener: app, ready: { origin: url } };
});
