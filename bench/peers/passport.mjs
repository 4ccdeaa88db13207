// passport with passport-openidconnect, sessions of express-session in its memory. Of the id_token the claims are checked and
// not the signature; there is no PKCE.
import express from 'express';
import session from 'express-session';
import passport from 'passport';
import { Strategy } from 'passport-openidconnect';
import { options, serve } from '../../test/providers/serve.mjs';
import { usage } from './usage.mjs';

const { issuer, client_id: clientID, client_secret: clientSecret } = options;

await serve((url) => {
	const strategy = new Strategy(
		{
			...{ issuer, clientID, clientSecret, callbackURL: `${url}/callback`, scope: 'profile email', nonce: true },
			...{ authorizationURL: `${issuer}/authorize`, tokenURL: `${issuer}/token`, skipUserProfile: true },
		},
		(_issuer, profile, done) => done(null, { id: profile.id }),
	);
	passport.use('bench', strategy);
	passport.serializeUser((user, done) => done(null, user.id));
	const app = express();
	app.get('/_bench/usage', (_request, response) => response.json(usage()));
	app.use(session({ secret: 'bench', resave: false, saveUninitialized: false }));
	app.get('/login', (request, response, next) =>
		passport.authenticate('bench', { loginHint: request.query.login_hint })(request, response, next),
	);
	app.get('/callback', passport.authenticate('bench'), (_request, response) => response.send('Signed in'));
	return { listener: app, ready: {} };
});
