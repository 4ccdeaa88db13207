// oauth2-mock-server: an OpenID Connect provider that checks nothing and lets its tokens and answers be changed, so that
// a correct protocol can be bent where providers differ.
//
//   node mockServer.mjs '{"issuer": "/", …}'   `issuer`: what is added to the URL to make the issuer; default: nothing
//
// Behaviour: `claims` of the id_token, `userinfo`, `callback` parameters, and `token`: {status, body} of the endpoint.
import { OAuth2Server } from 'oauth2-mock-server';
import { behaviour, options, serve } from './serve.mjs';

await serve(async (url) => {
	const server = new OAuth2Server();
	server.issuer.url = `${url}${options.issuer ?? ''}`;
	await server.issuer.keys.generate('RS256');
	const { service } = server;
	service.on('beforeTokenSigning', ({ payload }) => {
		Object.assign(payload, behaviour.claims);
	});
	service.on('beforeResponse', (answer) => {
		if (!behaviour.token) return;
		answer.statusCode = behaviour.token.status;
		answer.body = behaviour.token.body;
	});
	service.on('beforeUserinfo', (answer) => {
		Object.assign(answer, { body: behaviour.userinfo ?? { sub: 'johndoe' } });
	});
	service.on('beforeAuthorizeRedirect', ({ url: target }) => {
		for (const [name, value] of Object.entries(behaviour.callback ?? {})) target.searchParams.set(name, value);
	});
	return { listener: service.requestHandler, ready: { issuer: server.issuer.url } };
});
