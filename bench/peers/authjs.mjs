// Auth.js (@auth/core), sessions in a cookie (JWE). Its own checks: PKCE, state, nonce, and the claims of the id_token; not
// the signature. It reads the discovery document at each request.
import { Auth, skipCSRFCheck } from '@auth/core';
import { options, serve } from '../../test/providers/serve.mjs';
import { answerWith } from './fetchServer.mjs';

await serve((url) => {
	const config = {
		...{ secret: 'of the bench, thirty-two letters', trustHost: true, basePath: '/auth', skipCSRFCheck },
		// Its start is a form's; the bench opens a link.
		providers: [
			{
				...{ id: 'bench', name: 'bench', type: 'oidc', issuer: options.issuer },
				...{ clientId: options.client_id, clientSecret: options.client_secret, checks: ['pkce', 'state', 'nonce'] },
			},
		],
	};
	return {
		ready: {},
		listener: answerWith(url, async (request) => {
			const { pathname, search } = new URL(request.url);
			if (pathname !== '/login') return Auth(request, config);
			const form = { method: 'POST', body: new URLSearchParams({ callbackUrl: url }) };
			return Auth(new Request(`${url}/auth/signin/bench${search}`, form), config);
		}),
	};
});
