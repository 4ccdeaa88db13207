import { customNames, customProvider } from '../../../src/providers/custom';
import { presets } from '../../../src/providers/presets';
import { readProvider } from '../../../src/settings/provider';
import { MemorySettings } from '../support/settings';
import { page, section } from './support';

/* What an admin fills in, and the provider that comes of it. */

const filled = (name: string, values: Record<string, unknown>) => {
	const prefix = `Accounts_OAuth_Custom-${name}`;
	const settings = Object.entries({ '': true, '-id': 'client', '-secret': 'secret', ...values });
	return readProvider(
		customProvider(name),
		new MemorySettings(Object.fromEntries(settings.map(([suffix, value]) => [prefix + suffix, value]))),
	);
};

/** The field with the server that an admin has to fill in, as the page has it; undefined where it may stay empty. */
const serverField = (id: string, name: string): string | undefined =>
	new RegExp(`\\| \`Accounts_OAuth_Custom-${name}(-url|-issuer)\` \\| (?!empty )`).exec(page(id))?.[1];

test.each(presets.map(({ id }) => [id]))('%s is ready by what its page asks for', async (id) => {
	const name = customNames(id)[0]!;
	const need = serverField(id, name);
	const bare = await filled(name, { '-preset': id });
	expect(bare.missing.length > 0).toBe(need !== undefined);
	const server = 'https://example.com/community';
	const provider = await filled(name, { '-preset': id, ...(need ? { [need]: server } : {}) });
	expect(provider.missing).toEqual([]);
	expect(provider.endpoints.token ?? `${server}/`).toMatch(
		need === '-url' ? /^https:\/\/example\.com\/community\// : /^https:/,
	);
	expect(page(id)).toContain(`\`Accounts_OAuth_Custom-${name}-preset\``);
});

test.each<[string, Record<string, string>, Record<string, unknown>]>([
	[
		'twitter',
		{ Accounts_OAuth_Twitter_id: 'a', Accounts_OAuth_Twitter_secret: 'b' },
		{
			issuer: 'https://api.x.com',
			endpoints: {
				authorization: 'https://x.com/i/oauth2/authorize',
				token: 'https://api.x.com/2/oauth2/token',
				identity: 'https://api.x.com/2/users/me?user.fields=confirmed_email,profile_image_url',
			},
		},
	],
	[
		'twitter',
		{
			...{ Accounts_OAuth_Twitter_id: 'a', Accounts_OAuth_Twitter_secret: 'b' },
			Accounts_OAuth_Twitter_oauth_version: '1.0a',
		},
		{
			// The same as above: accounts stay linked when the version changes.
			issuer: 'https://api.x.com',
			endpoints: {
				requestToken: 'https://api.x.com/oauth/request_token',
				authorization: 'https://api.x.com/oauth/authenticate',
				token: 'https://api.x.com/oauth/access_token',
			},
		},
	],
	[
		'tokenpass',
		{
			...{ Accounts_OAuth_Tokenpass_id: 'a', Accounts_OAuth_Tokenpass_secret: 'b' },
			API_Tokenpass_URL: 'https://domain.com/',
		},
		{
			endpoints: {
				authorization: 'https://domain.com/oauth/authorize',
				token: 'https://domain.com/oauth/access-token',
				identity: 'https://domain.com/oauth/user',
			},
		},
	],
	[
		'drupal',
		{
			...{ Accounts_OAuth_Drupal_id: 'a', Accounts_OAuth_Drupal_secret: 'b', API_Drupal_URL: 'domain.com' },
			Accounts_OAuth_Drupal_token_path: '/custom/token',
		},
		{
			endpoints: {
				authorization: 'https://domain.com/oauth2/authorize',
				token: 'https://domain.com/custom/token',
				identity: 'https://domain.com/oauth2/UserInfo',
			},
		},
	],
	[
		'dolphin',
		{
			...{ Accounts_OAuth_Dolphin_id: 'a', Accounts_OAuth_Dolphin_secret: 'b' },
			Accounts_OAuth_Dolphin_URL: 'https://domain.com/site',
		},
		{
			loginStyle: 'redirect',
			button: { color: '#1d74f5', labelColor: '#FFFFFF' },
			endpoints: {
				authorization: 'https://domain.com/site/m/oauth2/auth/',
				token: 'https://domain.com/site/m/oauth2/token/',
				identity: 'https://domain.com/site/m/oauth2/api/me/',
			},
		},
	],
	[
		'apple',
		{
			...{ Accounts_OAuth_Apple_id: 'com.example.web', Accounts_OAuth_Apple_secretKey: 'k' },
			...{ Accounts_OAuth_Apple_iss: 'TEAM', Accounts_OAuth_Apple_kid: 'KEY' },
		},
		{ issuer: 'https://appleid.apple.com', teamId: 'TEAM', keyId: 'KEY', scope: 'openid name email' },
	],
])('%s with %j', async (id, settings, expected) => {
	expect(await readProvider(section(id), new MemorySettings(settings))).toMatchObject({ missing: [], ...expected });
});

test.each(['_id', '_secretKey', '_iss', '_kid'])('Apple without %s is not ready for the web', async (suffix) => {
	const all = Object.fromEntries(
		['_id', '_secretKey', '_iss', '_kid'].map((end) => [`Accounts_OAuth_Apple${end}`, 'x']),
	);
	const settings = new MemorySettings({ ...all, [`Accounts_OAuth_Apple${suffix}`]: ' ' });
	expect((await readProvider(section('apple'), settings)).missing).toHaveLength(1);
});
