import { presets } from '../../../src/providers/presets';
import { client, nameOf, ProviderScene, verified } from './support';
import type { ProviderPeer } from './support';

/*
 * Every preset of plain OAuth 2.0, at the vendor's own addresses and with answers in the shapes that its documentation
 * shows. For a server of one's own the admin gives the URL, and nothing else.
 */

interface Case {
	/** Of the server that people run themselves; else the vendor's, which the preset has to know. */
	readonly url?: string;
	/** Where the vendor has them. */
	readonly authorize: string;
	readonly token: string;
	readonly identity: string;
	readonly emails?: string;
	readonly secretVia?: 'header' | 'payload';
	readonly tokenVia?: string;
	readonly scopes?: readonly string[];
	readonly person: { readonly identity: object; readonly emails?: object };
	readonly who: Record<string, unknown>;
}

const endpointsOf = ({ authorize, token, identity, emails }: Case): Record<string, string> => ({
	...{ authorize, token, identity },
	...(emails && { emails }),
});

const cases: Record<string, Case> = {
	discord: {
		authorize: 'https://discord.com/oauth2/authorize',
		token: 'https://discord.com/api/oauth2/token',
		identity: 'https://discord.com/api/users/@me',
		scopes: ['identify', 'email'],
		person: {
			identity: {
				...{ id: '80351110224678912', username: 'nelly', discriminator: '0', global_name: 'Nelly L.' },
				...{ avatar: '8342729096ea3675442027381ff50dfe', verified: true, email: 'nelly@example.com' },
			},
		},
		who: { username: 'nelly', name: 'Nelly L.', ...verified('nelly@example.com') },
	},
	facebook: {
		authorize: 'https://www.facebook.com/dialog/oauth',
		token: 'https://graph.facebook.com/oauth/access_token',
		identity: 'https://graph.facebook.com/me',
		person: {
			identity: {
				...{ id: '10158765432109876', name: 'Mira Fb', email: 'mira@example.com' },
				picture: {
					data: { height: 200, is_silhouette: false, url: 'https://platform-lookaside.fbsbx.com/x', width: 200 },
				},
			},
		},
		who: { username: 'mira.fb', name: 'Mira Fb', emails: [] },
	},
	github_enterprise: {
		url: 'https://github.example.com',
		authorize: 'https://github.example.com/login/oauth/authorize',
		token: 'https://github.example.com/login/oauth/access_token',
		identity: 'https://github.example.com/api/v3/user',
		emails: 'https://github.example.com/api/v3/user/emails',
		scopes: ['read:user', 'user:email'],
		person: {
			identity: { login: 'monalisa', id: 1, type: 'User', name: 'Mona Lisa', email: null, avatar_url: '' },
			emails: [
				{ email: 'old@example.com', primary: false, verified: true, visibility: null },
				{ email: 'mona@example.com', primary: true, verified: true, visibility: 'private' },
			],
		},
		who: { username: 'monalisa', name: 'Mona Lisa', ...verified('mona@example.com') },
	},
	invision: {
		url: 'https://community.example.com/forums/',
		authorize: 'https://community.example.com/forums/oauth/authorize/',
		token: 'https://community.example.com/forums/oauth/token/',
		identity: 'https://community.example.com/forums/api/core/me',
		scopes: ['profile', 'email'],
		person: {
			identity: {
				...{ id: 7, name: 'Ívar Öz', title: null, email: 'ivar@example.com', validating: false, posts: 12 },
				primaryGroup: { id: 3, name: 'Members', formattedName: 'Members' },
				...{ photoUrl: '//community.example.com/p.png', photoUrlIsDefault: true },
			},
		},
		who: { username: 'ivar.oz', name: 'Ívar Öz', emails: [] },
	},
	ips4: {
		url: 'https://ips.example.com',
		authorize: 'https://ips.example.com/applications/oauth2server/interface/oauth/authorize.php',
		token: 'https://ips.example.com/applications/oauth2server/interface/oauth/token.php',
		identity: 'https://ips.example.com/applications/oauth2server/interface/oauth/me.php',
		scopes: ['user.email', 'user.profile'],
		person: { identity: { id: '12', username: 'Old Forum Hand', displayName: 'Hand', email: 'hand@example.com' } },
		who: { username: 'old.forum.hand', name: 'Old Forum Hand', emails: [] },
	},
	line: {
		authorize: 'https://access.line.me/oauth2/v2.1/authorize',
		token: 'https://api.line.me/oauth2/v2.1/token',
		identity: 'https://api.line.me/v2/profile',
		secretVia: 'payload',
		person: { identity: { userId: 'U4af4980629', displayName: '田中太郎', statusMessage: 'Hello', pictureUrl: '' } },
		who: { username: expect.stringMatching(/^user-[a-z0-9]{10}$/) as string, name: '田中太郎', emails: [] },
	},
	linkedin: {
		authorize: 'https://www.linkedin.com/oauth/v2/authorization',
		token: 'https://www.linkedin.com/oauth/v2/accessToken',
		identity: 'https://api.linkedin.com/v2/userinfo',
		secretVia: 'payload',
		scopes: ['openid', 'profile', 'email'],
		person: {
			identity: {
				...{ sub: '782bbtaQ', name: 'Lin Kedin', given_name: 'Lin', family_name: 'Kedin', locale: 'en-US' },
				...{ picture: 'https://media.licdn.com/x', email: 'lin@example.com', email_verified: true },
			},
		},
		who: { username: 'lin', name: 'Lin Kedin', ...verified('lin@example.com') },
	},
	mattermost: {
		url: 'https://mattermost.example.com',
		authorize: 'https://mattermost.example.com/oauth/authorize',
		token: 'https://mattermost.example.com/oauth/access_token',
		identity: 'https://mattermost.example.com/api/v4/users/me',
		person: {
			identity: {
				...{ id: 'kx6p', username: 'matt', first_name: 'Matt', last_name: 'Ermost', nickname: 'M' },
				...{ email: 'matt@example.com', email_verified: true, roles: 'system_user' },
			},
		},
		who: { username: 'matt', name: 'Matt Ermost', ...verified('matt@example.com') },
	},
	meteor: {
		authorize: 'https://www.meteor.com/oauth2/authorize',
		token: 'https://www.meteor.com/oauth2/token',
		identity: 'https://www.meteor.com/api/v1/identity',
		person: {
			identity: {
				id: 'zR7',
				username: 'meteorite',
				emails: [{ address: 'met@example.com', verified: true, primary: true }],
			},
		},
		who: { username: 'meteorite', name: 'meteorite', ...verified('met@example.com') },
	},
	nextcloud: {
		url: 'https://cloud.example.com/nextcloud',
		authorize: 'https://cloud.example.com/nextcloud/index.php/apps/oauth2/authorize',
		token: 'https://cloud.example.com/nextcloud/index.php/apps/oauth2/api/v1/token',
		identity: 'https://cloud.example.com/nextcloud/ocs/v2.php/cloud/user',
		person: {
			identity: {
				ocs: {
					meta: { status: 'ok', statuscode: 200, message: 'OK' },
					data: {
						...{ enabled: true, id: 'frank', email: 'frank@example.com', groups: ['admin'] },
						...{ displayname: 'Frank K.', 'display-name': 'Frank K.' },
					},
				},
			},
		},
		who: { username: 'frank', name: 'Frank K.', emails: [] },
	},
	wordpress: {
		url: 'https://blog.example.com',
		authorize: 'https://blog.example.com/oauth/authorize',
		token: 'https://blog.example.com/oauth/token',
		identity: 'https://blog.example.com/oauth/me',
		person: {
			identity: {
				...{ ID: 5, user_login: 'wapuu', user_nicename: 'wapuu', user_email: 'wapuu@example.com', user_status: '0' },
				...{ display_name: 'Wapuu', user_roles: ['subscriber'] },
			},
		},
		who: { username: 'wapuu', name: 'Wapuu', emails: [] },
	},
	wordpress_com: {
		authorize: 'https://public-api.wordpress.com/oauth2/authorize',
		token: 'https://public-api.wordpress.com/oauth2/token',
		identity: 'https://public-api.wordpress.com/rest/v1.1/me',
		secretVia: 'payload',
		person: {
			identity: {
				...{ ID: 78972699, display_name: 'Apiex Amples', username: 'apiexamples', email: 'api@example.com' },
				...{ email_verified: true, avatar_URL: 'https://0.gravatar.com/avatar/x', profile_URL: 'http://x' },
			},
		},
		who: { username: 'apiexamples', name: 'Apiex Amples', ...verified('api@example.com') },
	},
};

const ids = Object.keys(cases);
const scene = ProviderScene.forTests({ settings: { Accounts_OAuth_Custom: ids.map(nameOf).join(', ') } });
let server: ProviderPeer;
beforeAll(async () => {
	const origins = Object.values(cases).flatMap((each) =>
		Object.values(endpointsOf(each)).map((url) => new URL(url).origin),
	);
	const redirectUris = ids.map((id) => scene.callback(id));
	server = await scene.meet('oauth2Server.mjs', { client: { ...client, redirectUris } }, origins);
});

/** The one that emulate has, which is another test's. */
const elsewhere = ['github'];

test('every preset is a case', () => {
	const plain = presets.filter(({ traits }) => traits.protocol === 'oauth2').map(({ id }) => id);
	expect([...Object.keys(cases), ...elsewhere].sort()).toEqual(plain.sort());
});

test.each(Object.entries(cases))('%s', async (id, each) => {
	const { url, person, who, secretVia, tokenVia, scopes } = each;
	const endpoints = endpointsOf(each);
	const paths = Object.fromEntries(
		Object.entries(endpoints).map(([role, endpoint]) => [role, new URL(endpoint).pathname]),
	);
	await server.behave({ server: { paths, secretVia, tokenVia, scopes, people: { somebody: person } } });
	await scene.configureCustom(nameOf(id), {
		'-preset': id,
		...(url === undefined ? {} : { '-url': url }),
		'-id': client.id,
		'-secret': client.secret,
		'': true,
	});
	const { first, second } = await scene.expectTwice(id, 'somebody', who);
	const calls = [`POST ${each.token}`, `GET ${each.identity}`];
	// A list of addresses is asked for somebody new only.
	expect(first).toEqual(each.emails ? [...calls, `GET ${each.emails}`] : calls);
	expect(second).toEqual(calls);
});
