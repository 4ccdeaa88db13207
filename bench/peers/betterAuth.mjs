// better-auth with its generic OAuth plugin and its adapter of objects in memory: users, accounts and sessions are records. It
// checks PKCE, state, nonce, claims and signature of the id_token.
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { genericOAuth } from 'better-auth/plugins/generic-oauth';
import { options, serve } from '../../test/providers/serve.mjs';
import { answerWith } from './fetchServer.mjs';

await serve((url) => {
	const auth = betterAuth({
		...{ baseURL: url, secret: 'of the bench, thirty-two letters and more', rateLimit: { enabled: false } },
		...{ telemetry: { enabled: false }, logger: { disabled: true } },
		database: memoryAdapter({ user: [], account: [], session: [], verification: [] }),
		plugins: [
			genericOAuth({
				config: [
					{
						...{ providerId: 'bench', discoveryUrl: `${options.issuer}/.well-known/openid-configuration` },
						...{ clientId: options.client_id, clientSecret: options.client_secret, authentication: 'basic' },
						...{ scopes: ['openid', 'profile', 'email'], pkce: true, requireIdTokenVerification: true },
					},
				],
			}),
		],
	});
	return {
		ready: {},
		listener: answerWith(url, async (request) => {
			const { pathname, searchParams } = new URL(request.url);
			if (pathname !== '/login') return auth.handler(request);
			const body = JSON.stringify({ provider: 'bench', callbackURL: `${url}/done` });
			const headers = { 'content-type': 'application/json', origin: url };
			const begun = await auth.handler(
				new Request(`${url}/api/auth/sign-in/social`, { method: 'POST', headers, body }),
			);
			const target = new URL((await begun.json()).url);
			target.searchParams.set('login_hint', searchParams.get('login_hint'));
			const answer = new Headers({ location: target.href });
			for (const cookie of begun.headers.getSetCookie()) answer.append('set-cookie', cookie);
			return new Response(null, { status: 303, headers: answer });
		}),
	};
});
