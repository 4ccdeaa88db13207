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
// `callback`: more parameters for the redirect back.
import OAuthServer from '@node-oauth/express-oauth-server';
import bodyParser from 'body-parser';
import express from 'express';
import { behaviour, loginForm, options, serve } from './serve.mjs';

const { client, paths, secretVia, tokenVia = 'header', scopes, people } = options;

const codes = new Map();
const tokens = new Map();
const known = { id: client.id, grants: ['authorization_code'], redirectUris: client.redirectUris };

const oauth = new OAuthServer({
	allowEmptyState: false,
	allowBearerTokensInQueryString: tokenVia !== 'header',
	model: {
		getClient: (id, secret) => (id === client.id && (secret === null || secret === client.secret) ? known : null),
		validateScope: (_user, _client, asked = []) =>
			!scopes || asked.every((scope) => scopes.includes(scope)) ? asked : false,
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

const instead = (what) => async (_request, response, next) => {
	const answer = behaviour[what];
	if (!answer) return next();
	const { status = 200, headers = { 'content-type': 'application/json' }, body = '', repeat = 1, delay = 0 } = answer;
	await new Promise((resolve) => setTimeout(resolve, delay));
	response.status(status).set(headers).send(body.repeat(repeat));
};

/** Refuses what RFC 6749 §2.3 lets a server refuse: a secret that is sent another way than it was agreed. */
function checkSecret(request, response, next) {
	const sent = request.headers.authorization ? 'header' : 'payload';
	if (secretVia && sent !== secretVia) return response.status(401).json({ error: 'invalid_client' });
	if (sent === 'header' && request.body.client_secret) return response.status(400).json({ error: 'invalid_request' });
	next();
}

/** The library knows the query parameter under its own name only. */
function findToken(request, _response, next) {
	if (tokenVia !== 'header') {
		request.query = { access_token: request.query[tokenVia] };
		delete request.headers.authorization;
	}
	next();
}

await serve((url) => {
	const app = express();
	app.enable('strict routing');
	app.use(bodyParser.urlencoded({ extended: false }));
	app.get(paths.authorize, (request, response) => response.send(loginForm(request.originalUrl)));
	app.post(
		paths.authorize,
		(request, response, next) => {
			const redirect = response.redirect.bind(response);
			response.redirect = (address) => {
				const target = new URL(address);
				for (const [name, value] of Object.entries(behaviour.callback ?? {})) target.searchParams.set(name, value);
				redirect(target.href);
			};
			if (request.body.prompt === 'deny') request.body.allowed = 'false';
			next();
		},
		oauth.authorize({ authenticateHandler: { handle: ({ body }) => ({ login: body.login }) } }),
	);
	app.post(paths.token, instead('token'), checkSecret, oauth.token());
	for (const what of ['identity', 'emails'].filter((each) => paths[each])) {
		app.get(paths[what], instead(what), findToken, oauth.authenticate(), (_request, response) => {
			response.json(people[response.locals.oauth.token.user.login][what]);
		});
	}
	app.use((request, response) => {
		const [path, query] = request.originalUrl.split('?');
		if (!Object.values(paths).includes(`${path}/`)) return response.status(404).send('<h1>Not found</h1>');
		response.redirect(301, `${path}/${query === undefined ? '' : `?${query}`}`);
	});
	return { listener: app, ready: { origin: url } };
});
