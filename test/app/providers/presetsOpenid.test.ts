import { presets } from '../../../src/providers/presets';
import { nameOf, oddClient as client, ProviderScene, verified } from './support';

/*
 * Every preset of OpenID Connect, at the vendor's own issuer, against oidc-provider with the claims that the vendor
 * documents.
 */

interface Case {
	/** Of the tenant or the server of one's own, which the admin fills in. */
	readonly issuer?: string;
	/** The vendor's, which the preset has to know, where it is not just the origin. */
	readonly vendorIssuer?: string;
	readonly origin: string;
	/** How the vendor documents that it wants the secret. */
	readonly method?: 'client_secret_basic' | 'client_secret_post';
	readonly pkce?: 'optional';
	readonly configuration?: object;
	readonly person: object;
	readonly who: Record<string, unknown>;
	/** Whether the id_token tells everything that is wanted. */
	readonly complete?: true;
}

const standard = (name: string, more: object = {}): object => ({
	...{ preferred_username: name.toLowerCase(), name: `${name} Doe`, email: `${name.toLowerCase()}@example.com` },
	...{ email_verified: true, picture: `https://img.example.com/${name}` },
	...more,
});

/** A provider that puts what it knows into the id_token. */
const talkative = { conformIdTokenClaims: false };

const cases: Record<string, Case> = {
	auth0: {
		issuer: 'https://example.eu.auth0.com/',
		origin: 'https://example.eu.auth0.com',
		person: { name: 'Auth Zero', nickname: 'auth.zero', email: 'auth0@example.com', email_verified: true },
		configuration: {
			...talkative,
			claims: { openid: ['sub'], profile: ['name', 'nickname'], email: ['email', 'email_verified'] },
		},
		who: { username: 'auth.zero', name: 'Auth Zero', ...verified('auth0@example.com') },
		complete: true,
	},
	authentik: {
		issuer: 'https://sso.example.com/application/o/rocket/',
		origin: 'https://sso.example.com',
		person: standard('Akadmin', { groups: ['authentik Admins'] }),
		configuration: {
			...talkative,
			claims: {
				openid: ['sub'],
				profile: ['name', 'preferred_username', 'groups'],
				email: ['email', 'email_verified'],
			},
		},
		who: { username: 'akadmin', name: 'Akadmin Doe', ...verified('akadmin@example.com') },
		complete: true,
	},
	cognito: {
		issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf',
		origin: 'https://cognito-idp.eu-west-1.amazonaws.com',
		// The userInfo endpoint says it as a text.
		person: standard('Cog', { email_verified: 'true' }),
		who: { username: 'cog', name: 'Cog Doe', ...verified('cog@example.com') },
	},
	gitea: {
		issuer: 'https://git.example.com/',
		origin: 'https://git.example.com',
		person: standard('Tea'),
		who: { username: 'tea', name: 'Tea Doe', ...verified('tea@example.com') },
	},
	gitlab: {
		origin: 'https://gitlab.com',
		person: {
			name: 'Tanuki Doe',
			nickname: 'tanuki',
			preferred_username: 'tanuki',
			email: 't@example.com',
			email_verified: true,
		},
		who: { username: 'tanuki', name: 'Tanuki Doe', ...verified('t@example.com') },
	},
	kakao: {
		origin: 'https://kauth.kakao.com',
		method: 'client_secret_post',
		person: { nickname: '라이언', email: 'ryan@example.com', email_verified: true },
		configuration: {
			...talkative,
			scopes: ['openid', 'profile_nickname', 'profile_image', 'account_email'],
			claims: { openid: ['sub'], profile_nickname: ['nickname'], account_email: ['email', 'email_verified'] },
		},
		who: { username: 'raieon', name: '라이언', ...verified('ryan@example.com') },
		complete: true,
	},
	keycloak: {
		issuer: 'https://keycloak.example.com/realms/staff',
		origin: 'https://keycloak.example.com',
		person: standard('Cloakey'),
		configuration: talkative,
		who: { username: 'cloakey', name: 'Cloakey Doe', ...verified('cloakey@example.com') },
		complete: true,
	},
	slack: {
		origin: 'https://slack.com',
		pkce: 'optional',
		person: {
			name: 'Slack Doe',
			email: 'slack@example.com',
			email_verified: true,
			picture: 'https://img.example.com/s',
		},
		configuration: talkative,
		who: { username: 'slack', name: 'Slack Doe', ...verified('slack@example.com') },
		complete: true,
	},
	twitch: {
		vendorIssuer: 'https://id.twitch.tv/oauth2',
		origin: 'https://id.twitch.tv',
		method: 'client_secret_post',
		person: { preferred_username: 'Streamer', email: 'stream@example.com', email_verified: true },
		configuration: {
			features: { devInteractions: { enabled: true }, claimsParameter: { enabled: true } },
			claims: { openid: ['sub'], email: null, email_verified: null, picture: null, preferred_username: null },
		},
		who: { username: 'streamer', name: 'Streamer', ...verified('stream@example.com') },
		complete: true,
	},
	yahoo: {
		origin: 'https://api.login.yahoo.com',
		person: { name: 'Yodel Doe', nickname: 'yodel', email: 'yodel@yahoo.example', email_verified: true },
		configuration: { claims: { openid: ['sub'], profile: ['name', 'nickname'], email: ['email', 'email_verified'] } },
		who: { username: 'yodel', name: 'Yodel Doe', ...verified('yodel@yahoo.example') },
	},
	zitadel: {
		issuer: 'https://example.zitadel.cloud',
		origin: 'https://example.zitadel.cloud',
		person: standard('Zita', { preferred_username: 'zita@example.zitadel.cloud' }),
		who: { username: 'zita', name: 'Zita Doe', ...verified('zita@example.com') },
	},
};

/** What a preset without a row above is tried with: an issuer of one's own, and the standard claims. */
function standardCase(id: string): Case {
	const origin = `https://${id.replaceAll('_', '-')}.example.com`;
	const who = { username: id, name: `${nameOf(id)} Doe`, ...verified(`${id}@example.com`) };
	return { issuer: origin, origin, person: standard(nameOf(id)), who };
}

/** Those that emulate has: another test's. */
const elsewhere = ['google', 'microsoft'];

const openid = presets.filter(({ id, traits }) => traits.protocol === 'openid' && !elsewhere.includes(id));
const tried = openid.map(({ id }) => [id, cases[id] ?? standardCase(id)] as const);

const scene = ProviderScene.forTests({
	settings: { Accounts_OAuth_Custom: openid.map(({ id }) => nameOf(id)).join(', ') },
});

test('every row is of a preset, and a preset that knows its issuer has a row', () => {
	const ids = openid.map(({ id }) => id);
	expect(Object.keys(cases).filter((id) => !ids.includes(id))).toEqual([]);
	const knowing = openid.filter(({ traits }) => traits.issuer !== undefined).map(({ id }) => id);
	expect(knowing.filter((id) => !Object.hasOwn(cases, id))).toEqual([]);
});

test.each(tried)('%s', async (id, each) => {
	const { issuer, vendorIssuer, origin, method = 'client_secret_basic' } = each;
	const { pkce, configuration, person, who, complete } = each;
	const known = issuer ?? vendorIssuer ?? origin;
	const base = known.replace(/\/$/, '');
	const peer = await scene.meet(
		'oidcProvider.mjs',
		{
			origin: known,
			pkce,
			people: { somebody: person },
			configuration,
			clients: [
				{
					client_id: client.id,
					client_secret: client.secret,
					redirect_uris: [scene.callback(id)],
					token_endpoint_auth_method: method,
				},
			],
		},
		[origin],
	);
	await scene.configureCustom(nameOf(id), {
		'-preset': id,
		...(issuer === undefined ? {} : { '-issuer': issuer }),
		'-id': client.id,
		'-secret': client.secret,
		...(method === 'client_secret_post' ? { '-token_sent_via': 'payload' } : {}),
		'': true,
	});
	const { first, second } = await scene.expectTwice(id, 'somebody', who);
	const token = `POST ${base}/token`;
	expect(first).toEqual([token, ...(complete ? [] : [`GET ${base}/me`])]);
	expect(second).toEqual([token]);
	await peer.stop();
});
