import { people, startPeer } from '../providers/peer';
import { runHere, serve } from './serve';

/**
 * `npm start`: the local workspace with the app, and a provider to sign in with, ready for a browser.
 * Environment: as for `npm run workspace`, and PROVIDER_PORT (default: PORT + 1).
 */
async function main(): Promise<void> {
	const { workspace, admin, appId, ending } = await serve();
	const below = `${workspace.url}/api/apps/public/${appId}`;
	const client = { client_id: 'rocket-chat', client_secret: 'demo-secret' };
	const starting = startPeer('oidcProvider.mjs', {
		port: Number(process.env.PROVIDER_PORT ?? Number(new URL(workspace.url).port) + 1),
		people,
		clients: [
			{
				...client,
				redirect_uris: ['okta', 'keycloak', 'openid'].map((id) => `${below}/callback/${id}`),
				post_logout_redirect_uris: [`${below}/logout`],
			},
		],
	});
	const provider = await ending.start(starting, ({ stop }) => stop());
	await admin.configure(appId, {
		Accounts_OAuth_Okta_issuer: provider.ready.issuer,
		Accounts_OAuth_Okta_id: client.client_id,
		Accounts_OAuth_Okta_secret: client.client_secret,
		Accounts_OAuth_Okta: true,
	});

	const { username, password } = workspace.admin;
	console.log(`
The workspace is ready:  ${workspace.url}

Click "Sign in with Okta" and sign in as one of these, with any password:
${Object.entries(people)
	.map(([login, { name, email }]) => `  ${login.padEnd(8)} ${name}, ${email}`)
	.join('\n')}
or as another person, of whom the provider then knows little.

People who are signed in connect more accounts at ${below}/connections

The admin signs in as ${username} with ${password}. The page for admins, with a trial of the provider:
${below}/admin

The provider (oidc-provider) is at ${provider.ready.issuer}. To set up one yourself there, choose Keycloak or OpenID Connect
under "Providers", keep the name, and enter that address, ${client.client_id} and ${client.client_secret}. Ctrl-C ends everything.
`);
}

void runHere('npm start: the local workspace with the app and a provider, ready for a browser.', main);
