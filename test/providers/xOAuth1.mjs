// X's "Log in with X" by OAuth 1.0a: oauthorize and passport-http-oauth check the signatures, under X's own paths.
//
//   node xOAuth1.mjs '{
//     "client": {"id": "…", "secret": "…", "callbacks": ["…"]},   the query of a callback does not count
//     "people": {"<login>": {"id_str": "…", …}}
//   }'
//
// Behaviour: `tier`: the plan does not include the profile (403, code 453); `unconfirmed`: no oauth_callback_confirmed.
import { randomBytes } from 'node:crypto';
import bodyParser from 'body-parser';
import express from 'express';
import oauthorize from 'oauthorize';
import passport from 'passport';
import { ConsumerStrategy, TokenStrategy } from 'passport-http-oauth';
import { behaviour, loginForm, options, serve } from './serve.mjs';

const { client, people } = options;

const requestTokens = new Map();
const accessTokens = new Map();
const nonces = new Set();
const random = () => randomBytes(20).toString('hex');

const findConsumer = (key, done) => (key === client.id ? done(null, client, client.secret) : done(null, false));

/** RFC 5849 §3.3: a nonce once, and a time that is about now. */
function checkFreshness(timestamp, nonce, done) {
	const isFresh = Math.abs(Date.now() / 1000 - Number(timestamp)) < 300 && !nonces.has(nonce);
	nonces.add(nonce);
	done(null, isFresh);
}

const findRequestToken = (token, done) => done(null, requestTokens.get(token)?.secret, requestTokens.get(token));

await serve((url) => {
	const strategy = { host: new URL(url).host };
	passport.use('consumer', new ConsumerStrategy(strategy, findConsumer, findRequestToken, checkFreshness));
	passport.use(
		'token',
		new TokenStrategy(
			strategy,
			findConsumer,
			(token, done) => done(null, accessTokens.get(token), accessTokens.get(token)?.secret),
			checkFreshness,
		),
	);

	const oauth = oauthorize.createServer();
	oauth.serializeClient(({ id }, done) => done(null, id));
	oauth.deserializeClient((_id, done) => done(null, client));

	const app = express();
	const sessions = new Map();
	const refuse = (response, status, code, message) => response.status(status).json({ errors: [{ code, message }] });
	const authenticated = (name) => (request, response, next) =>
		passport.authenticate(name, { session: false }, (error, user, info) => {
			if (error) return next(error);
			if (!user) return refuse(response, 401, 32, 'Could not authenticate you.');
			Object.assign(request, { user, authInfo: info });
			next();
		})(request, response, next);

	app.use(bodyParser.urlencoded({ extended: false }));
	app.use((request, response, next) => {
		const id = /x_session=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? random();
		if (!sessions.has(id)) sessions.set(id, {});
		request.session = sessions.get(id);
		response.set('set-cookie', `x_session=${id}; Path=/`);
		next();
	});

	app.post(
		'/oauth/request_token',
		authenticated('consumer'),
		({ authInfo }, response, next) => {
			const [callback] = (authInfo.oauth.callbackURL ?? '').split('?');
			if (client.callbacks.includes(callback)) return next();
			refuse(response, 403, 415, 'Callback URL not approved for this client application.');
		},
		(_request, response, next) => {
			const end = response.end.bind(response);
			if (behaviour.unconfirmed) {
				response.end = (body) => end(body.replace('oauth_callback_confirmed=true', 'oauth_callback_confirmed=false'));
			}
			next();
		},
		oauthorize.requestToken((_client, callback, done) => {
			const [token, secret] = [random(), random()];
			requestTokens.set(token, { secret, callback });
			done(null, token, secret);
		}),
	);

	app.get(
		'/oauth/authenticate',
		oauth.userAuthorization((token, done) => {
			const found = requestTokens.get(token);
			done(null, found && client, found?.callback);
		}),
		({ oauth: { transactionID } }, response) =>
			response.send(loginForm(`/oauth/decision?transaction_id=${transactionID}`)),
	);
	// X answers a no with `denied`, which is not in the RFC.
	const decide = oauth.userDecision((token, user, _answer, done) => {
		const verifier = random();
		Object.assign(requestTokens.get(token), { verifier, user });
		done(null, verifier);
	});
	app.post('/oauth/decision', (request, response, next) => {
		request.user = request.body.login;
		if (request.body.prompt !== 'deny')
			return decide.reduceRight((rest, step) => () => step(request, response, rest), next)();
		const { callbackURL, authz } = request.session.authorize[request.query.transaction_id];
		const target = new URL(callbackURL);
		target.searchParams.set('denied', authz.token);
		response.redirect(target.href);
	});

	app.post(
		'/oauth/access_token',
		authenticated('consumer'),
		oauthorize.accessToken(
			(token, verifier, done) => done(null, verifier !== undefined && verifier === requestTokens.get(token)?.verifier),
			(_client, requestToken, done) => {
				const [token, secret] = [random(), random()];
				const { user } = requestTokens.get(requestToken);
				requestTokens.delete(requestToken);
				accessTokens.set(token, { secret, user });
				done(null, token, secret, { user_id: people[user].id_str, screen_name: people[user].screen_name });
			},
		),
	);
	app.get('/1.1/account/verify_credentials.json', authenticated('token'), (request, response) => {
		if (behaviour.tier) {
			return refuse(response, 403, 453, 'You currently have access to a subset of X API V2 endpoints only.');
		}
		const { email, ...profile } = people[request.user.user];
		response.json(request.query.include_email === 'true' ? { ...profile, email } : profile);
	});
	app.use(oauth.errorHandler());
	return { listener: app, ready: { origin: url } };
});
