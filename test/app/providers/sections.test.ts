import { oddClient as client, ProviderScene } from './support';
import type { ProviderPeer } from './support';

/*
 * Every provider with a section of its own, but for Apple, X and Okta, under the paths that it has by itself.
 */

const scene = ProviderScene.forTests();
let server: ProviderPeer;
beforeAll(async () => {
	const redirectUris = cases.map(({ provider }) => scene.callback(provider));
	const origins = cases.map(({ origin }) => origin);
	server = await scene.meet('oauth2Server.mjs', { client: { ...client, redirectUris } }, origins);
});

interface Case {
	readonly name: string;
	readonly provider: string;
	readonly origin: string;
	readonly paths: Record<string, string>;
	readonly secretVia?: string;
	readonly tokenVia?: string;
	readonly scopes?: readonly string[];
	readonly person: object;
	readonly settings: Record<string, unknown>;
	readonly who: Record<string, unknown>;
}

const cases: Case[] = [
	{
		name: 'Tokenpass',
		provider: 'tokenpass',
		origin: 'https://tokenpass.example.com',
		paths: { authorize: '/oauth/authorize', token: '/oauth/access-token', identity: '/oauth/user' },
		secretVia: 'payload',
		tokenVia: 'access_token',
		scopes: ['user'],
		person: { id: 'b7c5', username: 'Satoshi', name: 'Satoshi N.', email: 'satoshi@example.com', email_verified: true },
		settings: {
			API_Tokenpass_URL: 'https://tokenpass.example.com/',
			Accounts_OAuth_Tokenpass_id: client.id,
			Accounts_OAuth_Tokenpass_secret: client.secret,
			Accounts_OAuth_Tokenpass: true,
		},
		who: { username: 'satoshi', name: 'Satoshi N.', emails: [{ address: 'satoshi@example.com', verified: true }] },
	},
	{
		name: 'Drupal with oauth2_server',
		provider: 'drupal',
		origin: 'https://drupal.example.com',
		paths: { authorize: '/oauth2/authorize', token: '/oauth2/token', identity: '/oauth2/UserInfo' },
		secretVia: 'payload',
		scopes: ['openid', 'email', 'profile', 'offline_access'],
		person: { sub: '42', preferred_username: 'dries', name: 'dries', email: 'dries@example.com', email_verified: true },
		settings: {
			API_Drupal_URL: 'https://drupal.example.com',
			Accounts_OAuth_Drupal_id: client.id,
			Accounts_OAuth_Drupal_secret: client.secret,
			Accounts_OAuth_Drupal: true,
		},
		// An address of Drupal's may be anybody's.
		who: { username: 'dries', name: 'dries', emails: [] },
	},
	{
		name: 'Drupal with simple_oauth',
		provider: 'drupal',
		origin: 'https://drupal-ten.example.com',
		paths: { authorize: '/oauth/authorize', token: '/oauth/token', identity: '/oauth/userinfo' },
		scopes: ['openid'],
		person: {
			sub: '42',
			preferred_username: 'angie',
			name: 'angie',
			profile: 'https://drupal-ten.example.com/user/42',
		},
		settings: {
			API_Drupal_URL: 'https://drupal-ten.example.com',
			Accounts_OAuth_Drupal_module: 'simple_oauth',
		},
		who: { username: 'angie', name: 'angie' },
	},
	{
		name: 'Drupal with paths of its own',
		provider: 'drupal',
		origin: 'https://drupal-sub.example.com',
		paths: { authorize: '/cms/de/oauth/authorize', token: '/cms/oauth/token', identity: '/cms/me' },
		scopes: ['basic'],
		person: { sub: '42', preferred_username: 'karoly', name: 'karoly' },
		settings: {
			API_Drupal_URL: 'https://drupal-sub.example.com/cms/',
			Accounts_OAuth_Drupal_authorize_path: 'de/oauth/authorize',
			Accounts_OAuth_Drupal_token_path: 'https://drupal-sub.example.com/cms/oauth/token',
			Accounts_OAuth_Drupal_identity_path: '/me',
			Accounts_OAuth_Drupal_scope: 'basic',
		},
		who: { username: 'karoly' },
	},
	{
		name: 'Dolphin',
		provider: 'dolphin',
		origin: 'https://dolphin.example.com',
		paths: { authorize: '/m/oauth2/auth/', token: '/m/oauth2/token/', identity: '/m/oauth2/api/me/' },
		secretVia: 'payload',
		tokenVia: 'access_token',
		scopes: ['basic'],
		person: { ID: '7', NickName: 'Flipper', FullName: 'Flipper Ricks', Email: 'flipper@example.com' },
		settings: {
			Accounts_OAuth_Dolphin_URL: 'https://dolphin.example.com',
			Accounts_OAuth_Dolphin_id: client.id,
			Accounts_OAuth_Dolphin_secret: client.secret,
			Accounts_OAuth_Dolphin: true,
		},
		who: { username: 'flipper', name: 'Flipper Ricks' },
	},
];

test.each(cases)('$name: twice into one account, by two calls each time', async (each) => {
	const { provider, origin, paths, person, settings, who, secretVia, tokenVia, scopes } = each;
	await server.behave({ server: { paths, secretVia, tokenVia, scopes, people: { somebody: { identity: person } } } });
	await scene.configure(settings);
	const { first, second } = await scene.expectTwice(provider, 'somebody', who);
	expect(first).toEqual([`POST ${origin}${paths.token}`, `GET ${origin}${paths.identity}`]);
	expect(second).toEqual(first);
});
