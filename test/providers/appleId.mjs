// "Sign in with Apple": oidc-provider under Apple's paths and rules. The client secret is checked by jose, as Apple
// documents it (https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret).
//
//   node appleId.mjs '{
//     "origin": "https://appleid.apple.com",
//     "client": {"id": "…", "teamId": "…", "redirectUris": ["…"]},
//     "keys": {"<kid>": <public JWK>},
//     "signingKey": <private JWK, RS256>,
//     "people": {"<login>": {"name": {"firstName", "lastName"}, "claims": {…}}}
//   }'
//
// Behaviour: `user`: what comes in the form field `user` every time, in the place of the honest one.
import { importJWK, jwtVerify } from 'jose';
import Provider from 'oidc-provider';
import { behaviour, options, serve } from './serve.mjs';

const { client, keys, people, signingKey } = options;
const apple = 'https://appleid.apple.com';
const halfAYear = 15_777_000;

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text) => text.replace(/[&<>"]/g, (character) => entities[character]);

async function isClientSecret(secret) {
	try {
		const key = async ({ kid }) => importJWK(keys[kid], 'ES256');
		const { payload } = await jwtVerify(secret, key, {
			algorithms: ['ES256'],
			issuer: client.teamId,
			subject: client.id,
			audience: apple,
			requiredClaims: ['iat', 'exp'],
		});
		return payload.exp - payload.iat <= halfAYear;
	} catch {
		return false;
	}
}

await serve((url) => {
	const provider = new Provider(url, {
		clients: [
			{
				client_id: client.id,
				client_secret: 'is signed for each request',
				redirect_uris: client.redirectUris,
				token_endpoint_auth_method: 'client_secret_post',
			},
		],
		jwks: { keys: [signingKey] },
		clientAuthMethods: ['client_secret_post'],
		claims: { openid: ['sub'], name: [], email: ['email', 'email_verified', 'is_private_email'] },
		scopes: ['openid', 'name', 'email'],
		findAccount: (_context, login) => ({
			accountId: login,
			claims: () => ({ sub: `001234.${login}.0123`, ...people[login].claims }),
		}),
		// Apple has no userinfo endpoint: what is known stands in the id_token.
		conformIdTokenClaims: false,
		routes: { authorization: '/auth/authorize', token: '/auth/token', jwks: '/auth/keys' },
		features: { devInteractions: { enabled: true }, userinfo: { enabled: false } },
		cookies: { keys: ['apple'] },
		pkce: { required: () => false },
		ttl: { AccessToken: 600, AuthorizationCode: 300, IdToken: 600, Interaction: 600, Grant: 600, Session: 3600 },
	});
	provider.proxy = true;
	Object.assign(provider.Client.prototype, { compareClientSecret: isClientSecret });

	const welcomed = new Set();
	provider.use(async (context, next) => {
		const { scope = '', response_mode: mode } = context.query;
		const asksForPerson = /\b(name|email)\b/.test(String(scope));
		if (context.path === '/auth/authorize' && asksForPerson && mode !== 'form_post') {
			context.status = 400;
			context.body = 'response_mode must be form_post when name or email scope is requested.';
			return;
		}
		await next();
		if (context.path.endsWith('/openid-configuration'))
			delete context.body.authorization_response_iss_parameter_supported;
		if (
			typeof context.body !== 'string' ||
			!/<form method="post"[^>]*>\s*<input[^>]*name="(code|error)"/i.test(context.body)
		)
			return;
		const login = context.oidc?.session?.accountId;
		const { name, claims } = people[login] ?? {};
		const isFirst = name && !welcomed.has(login) && context.body.includes('name="code"');
		if (isFirst) welcomed.add(login);
		const user = behaviour.user ?? (isFirst ? JSON.stringify({ name, email: claims.email }) : undefined);
		const field = user === undefined ? '' : `<input type="hidden" name="user" value="${escape(user)}"/>`;
		// Apple sends no `iss`, and says `user_cancelled_authorize` where others say `access_denied`.
		context.body = context.body
			.replace(/<input[^>]*name="iss"[^>]*>/, '')
			.replace(/<input[^>]*name="error_description"[^>]*>/, '')
			.replace('value="access_denied"', 'value="user_cancelled_authorize"')
			.replace('</form>', `${field}</form>`);
	});
	return { listener: provider.callback(), ready: { issuer: url } };
});
