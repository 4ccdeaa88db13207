// A plain OAuth 2.0 provider with ways of its own, as public bug reports show them: other names for parameters, the token
// request by GET or as JSON, a wrapped answer, the access token in a header of its own, several documents. Strict: what
// is not sent in its way is refused.
//
//   node ownWays.mjs '{"client": {"id": "…", "secret": "…", "redirectUris": ["…"]}}'
//
// Behaviour:
//   `authorize`: {names: {"client_id": "appid"}, scope: "a,b"}   `scope`: what has to be sent, exactly
//   `code`: the name of the code in the answer
//   `token`: {method, format ("form" | "json"), names, headers, answer}   of the answer, "$token" becomes the token
//   `documents`: {"/me": {method, format, header, prefix, parameter, headers, parameters, answer}}   where the token has to
//      be (`header` with `prefix`, else `parameter`), and what has to be sent besides
import { createHash, randomUUID } from 'node:crypto';
import express from 'express';
import { behaviour, loginForm, options, serve } from './serve.mjs';

const { client } = options;
const codes = new Map();
const tokens = new Set();

const refuse = (response, status, why) =>
	response.status(status).json({ error: 'invalid_request', error_description: why });
const named = (names = {}, name) => names[name] ?? name;
const lacks = (expected = {}, sent) =>
	Object.keys(expected).find((name) => sent[name.toLowerCase()] !== expected[name] && sent[name] !== expected[name]);

/** The parameters of a request, if it came as it has to. */
function sent({ method = 'POST', format = 'form' }, request) {
	if (request.method !== method) return undefined;
	if (method === 'GET') return request.query;
	const types = { form: 'application/x-www-form-urlencoded', json: 'application/json' };
	return request.is(types[format]) ? request.body : undefined;
}

function authorize(request, response) {
	const { names, scope } = behaviour.authorize ?? {};
	const own = (name) => request.query[named(names, name)];
	if (own('client_id') !== client.id) return refuse(response, 400, 'unknown client');
	if (!client.redirectUris.includes(own('redirect_uri'))) return refuse(response, 400, 'unknown redirect URI');
	if (scope !== undefined && own('scope') !== scope) return refuse(response, 400, `scope ${own('scope')}`);
	if (request.method === 'GET') return response.send(loginForm(request.originalUrl));
	const code = randomUUID();
	codes.set(code, { redirectUri: own('redirect_uri'), challenge: request.query.code_challenge });
	const target = new URL(own('redirect_uri'));
	target.searchParams.set(behaviour.code ?? 'code', code);
	target.searchParams.set('state', request.query.state);
	response.redirect(target.href);
}

function token(request, response) {
	const rules = behaviour.token ?? {};
	const parameters = sent(rules, request);
	if (!parameters) return refuse(response, 405, 'another method or format');
	const own = (name) => parameters[named(rules.names, name)];
	const header = lacks(rules.headers, request.headers);
	if (header) return refuse(response, 400, `header ${header}`);
	if (own('client_id') !== client.id || own('client_secret') !== client.secret) {
		return response.status(401).json({ error: 'invalid_client' });
	}
	const code = codes.get(own('code'));
	codes.delete(own('code'));
	const challenge = createHash('sha256')
		.update(own('code_verifier') ?? '')
		.digest('base64url');
	if (!code || code.redirectUri !== own('redirect_uri') || code.challenge !== challenge) {
		return response.status(400).json({ error: 'invalid_grant' });
	}
	const value = randomUUID();
	tokens.add(value);
	const answer = rules.answer ?? { access_token: '$token', token_type: 'Bearer' };
	response.type('json').send(JSON.stringify(answer).replace('$token', value));
}

function document(request, response) {
	const rules = behaviour.documents?.[request.path];
	if (!rules) return response.status(404).send('<h1>Not found</h1>');
	const parameters = sent({ ...rules, method: rules.method ?? 'GET' }, request);
	if (!parameters) return refuse(response, 405, 'another method or format');
	const { header = 'authorization', prefix = 'Bearer ', parameter } = rules;
	const carried = parameter === undefined ? String(request.headers[header] ?? '') : `${prefix}${parameters[parameter]}`;
	if (!carried.startsWith(prefix) || !tokens.has(carried.slice(prefix.length)))
		return refuse(response, 401, 'no token');
	const missing = lacks(rules.headers, request.headers) ?? lacks(rules.parameters, parameters);
	if (missing) return refuse(response, 401, `${missing} is missing`);
	response.json(rules.answer);
}

await serve((url) => {
	const app = express();
	app.use(express.urlencoded({ extended: false }), express.json());
	app.all('/authorize', authorize);
	app.all('/token', token);
	app.all('*', document);
	return { listener: app, ready: { origin: url } };
});
