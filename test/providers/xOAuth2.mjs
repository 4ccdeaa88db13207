// X's OAuth 2.0: oidc-provider without OpenID Connect, under X's paths, with X's way to ask for the profile.
//
//   node xOAuth2.mjs '{
//     "origin": "https://api.x.com",
//     "client": {"id": "…", "secret": "…", "redirectUris": ["…"]},
//     "people": {"<login>": {"id": "…", "name": "…", "username": "…", "confirmed_email": "…"}}
//   }'
//
// Behaviour: `profile`: {status, body} in the place of the honest answer of /2/users/me.
import Provider from 'oidc-provider';
import { behaviour, options, serve } from './serve.mjs';

const { client, people } = options;

await serve((url) => {
	const provider = new Provider(url, {
		clients: [
			{
				client_id: client.id,
				client_secret: client.secret,
				redirect_uris: client.redirectUris,
				token_endpoint_auth_method: 'client_secret_basic',
			},
		],
		scopes: ['users.read', 'tweet.read', 'users.email', 'offline.access'],
		findAccount: (_context, login) => ({ accountId: login, claims: () => ({ sub: people[login].id }) }),
		routes: { authorization: '/i/oauth2/authorize', token: '/2/oauth2/token' },
		features: { devInteractions: { enabled: true } },
		pkce: { required: () => true },
		cookies: { keys: ['x'] },
		ttl: { AccessToken: 600, AuthorizationCode: 30, Interaction: 600, Grant: 600, Session: 3600 },
	});
	provider.proxy = true;
	provider.use(async (context, next) => {
		if (context.path !== '/2/users/me') return next();
		const token = await provider.AccessToken.find(/^Bearer (.+)$/.exec(context.get('authorization'))?.[1] ?? '');
		if (!token) {
			context.status = 401;
			context.body = { title: 'Unauthorized', type: 'about:blank', status: 401, detail: 'Unauthorized' };
		} else if (behaviour.profile) {
			context.status = behaviour.profile.status;
			context.body = behaviour.profile.body;
		} else {
			const { id, name, username, ...more } = people[token.accountId];
			const wanted = String(context.query['user.fields'] ?? '').split(',');
			const isAllowed = (field) => field !== 'confirmed_email' || token.scope.split(' ').includes('users.email');
			const fields = Object.entries(more).filter(([field]) => wanted.includes(field) && isAllowed(field));
			context.body = { data: { id, name, username, ...Object.fromEntries(fields) } };
		}
	});
	return { listener: provider.callback(), ready: { issuer: url } };
});
