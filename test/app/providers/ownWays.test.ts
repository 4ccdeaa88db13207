import type { ErrorCode } from '../../../src/errors';
import { client, ProviderScene, verified } from './support';
import type { ProviderPeer } from './support';

/** A server, what an admin says of it, and who comes of it. */
interface Case {
	/** As `test/providers/ownWays.mjs` has it. */
	readonly server: object;
	readonly definition: object;
	readonly settings?: Record<string, unknown>;
	readonly who?: Record<string, unknown>;
	/** Where nobody is let in. */
	readonly code?: ErrorCode;
}

const me = (answer: unknown, more: object = {}): object => ({ '/me': { answer, ...more } });

const cases: Record<string, Case> = {
	'names of its own, the token request by GET, an id in its answer alone (WeChat)': {
		server: {
			authorize: { names: { client_id: 'appid' } },
			token: {
				method: 'GET',
				names: { client_id: 'appid', client_secret: 'secret' },
				answer: { access_token: '$token', openid: 'o-1' },
			},
			documents: me({ nickname: 'wei' }, { parameter: 'access_token', parameters: { openid: 'o-1' } }),
		},
		definition: {
			authorizationNames: { client_id: 'appid' },
			insecureTokenRequestInQuery: true,
			tokenRequest: { names: { client_id: 'appid', client_secret: 'secret' } },
			tokenQuirks: { tokenTypeOmitted: true },
			tokenResponseClaims: true,
			accessTokenSentVia: 'query',
			identityRequest: { parameters: { openid: '{{token.openid}}' } },
			claims: { subject: 'token.openid', username: 'nickname' },
		},
		who: { username: 'wei' },
	},
	'a token request in JSON, another name for the code, the token in a header of its own (DingTalk)': {
		server: {
			code: 'authCode',
			token: {
				format: 'json',
				names: { client_id: 'clientId', client_secret: 'clientSecret', grant_type: 'grantType' },
				answer: { accessToken: '$token' },
			},
			documents: me({ unionId: 'u-2', nick: 'ding' }, { header: 'x-acs-dingtalk-access-token', prefix: '' }),
		},
		definition: {
			codeName: 'authCode',
			tokenRequest: {
				format: 'json',
				names: { client_id: 'clientId', client_secret: 'clientSecret', grant_type: 'grantType' },
			},
			tokenQuirks: { names: { access_token: 'accessToken' }, tokenTypeOmitted: true },
			identityRequest: { tokenHeader: 'x-acs-dingtalk-access-token' },
			claims: { subject: 'unionId', username: 'nick' },
		},
		who: { username: 'ding' },
	},
	'answers within a member (Feishu)': {
		server: {
			token: { format: 'json', answer: { code: 0, data: { access_token: '$token', token_type: 'Bearer' } } },
			documents: me({ code: 0, data: { user_id: 'f-3', username: 'fei' } }),
		},
		definition: { tokenRequest: { format: 'json' }, tokenQuirks: { within: 'data' } },
		who: { username: 'fei' },
	},
	'commas between scopes (TikTok)': {
		server: {
			authorize: { names: { client_id: 'client_key' }, scope: 'user.info.basic,user.info.profile' },
			token: { names: { client_id: 'client_key' } },
			documents: me({ data: { user: { open_id: 't-4', display_name: 'tik' } } }),
		},
		definition: {
			scope: 'user.info.basic user.info.profile',
			scopeSeparator: ',',
			authorizationNames: { client_id: 'client_key' },
			tokenRequest: { names: { client_id: 'client_key' } },
			claims: { subject: 'data.user.open_id', username: 'data.user.display_name' },
		},
		who: { username: 'tik' },
	},
	'another scheme than Bearer (Yandex)': {
		server: { documents: me({ id: 'y-5', login: 'yan' }, { prefix: 'OAuth ' }) },
		definition: { identityRequest: { scheme: 'OAuth' }, claims: { username: 'login' } },
		who: { username: 'yan' },
	},
	'the identity by POST in JSON (Misskey)': {
		server: { documents: me({ id: 'm-6', username: 'mis' }, { method: 'POST', format: 'json', parameter: 'i' }) },
		definition: {
			accessTokenSentVia: 'query',
			accessTokenParam: 'i',
			identityRequest: { method: 'POST', format: 'json' },
		},
		who: { username: 'mis' },
	},
	'a header for the client, and an identity in a list (Twitch, Kick)': {
		server: { documents: me({ data: [{ user_id: 7, name: 'kick' }] }, { headers: { 'Client-Id': client.id } }) },
		definition: {
			identityRequest: { headers: { 'Client-Id': '{{client_id}}' } },
			claims: { subject: 'data.0.user_id', username: 'data.0.name' },
		},
		who: { username: 'kick' },
	},
	'a header for the token request (Notion)': {
		server: { token: { headers: { 'X-Version': '2' } }, documents: me({ id: 'n-8', username: 'not' }) },
		definition: { tokenRequest: { headers: { 'X-Version': '2' } } },
		who: { username: 'not' },
	},
	'all that is known in the token response': {
		server: { token: { answer: { access_token: '$token', token_type: 'bearer', user: { id: 9, login: 'tok' } } } },
		definition: {
			tokenResponseClaims: true,
			userinfo: 'off',
			claims: { subject: 'token.user.id', username: 'token.user.login' },
		},
		who: { username: 'tok' },
	},
	'addresses in a second document, the primary one and its flag (Bitbucket)': {
		server: {
			documents: {
				...me({ id: 'b-10', username: 'bit' }),
				'/emails': {
					answer: {
						values: [
							{ email: 'old@example.com', is_primary: false, is_confirmed: true },
							{ email: 'bit@example.com', is_primary: true, is_confirmed: true },
						],
					},
				},
			},
		},
		definition: {
			furtherRequests: { emails: '/emails' },
			claims: { email: 'emails.values.[is_primary].email', emailVerified: 'emails.values.[is_primary].is_confirmed' },
		},
		who: { username: 'bit', ...verified('bit@example.com') },
	},
	'a primary address that is not confirmed, beside one that is': {
		server: {
			documents: {
				...me({ id: 'b-11', username: 'bat' }),
				'/emails': {
					answer: [
						{ email: 'ceo@example.com', primary: true, confirmed: false },
						{ email: 'bat@example.com', primary: false, confirmed: true },
					],
				},
			},
		},
		definition: {
			furtherRequests: { emails: '/emails' },
			claims: { email: 'emails.[primary].email', emailVerified: 'emails.[primary].confirmed' },
		},
		who: { username: 'bat', emails: [] },
	},
	'a group from a second document': {
		server: {
			documents: { ...me({ id: 'g-12', username: 'gil' }), '/guilds': { answer: [{ slug: 'a' }, { slug: 'staff' }] } },
		},
		definition: { furtherRequests: { guilds: '/guilds' }, claims: { groups: 'guilds.slug' } },
		settings: { '-required_group': 'staff' },
		who: { username: 'gil' },
	},
	'a second document that fails: who needs it is not let in': {
		server: { documents: me({ id: 'g-13', username: 'gus' }) },
		definition: { furtherRequests: { guilds: '/guilds' }, claims: { groups: 'guilds.slug' } },
		settings: { '-required_group': 'staff' },
		code: 'group_required',
	},
	'attributes as lists, in a list of objects (CAS)': {
		server: {
			documents: me({
				id: 'cas-14',
				attributes: [{ uid: ['cas'] }, { mail: ['cas@example.com'] }, { ok: ['true'] }, { cn: ['Cas S.'] }],
			}),
		},
		definition: {
			claims: {
				username: 'attributes.uid',
				email: 'attributes.mail',
				emailVerified: 'attributes.ok',
				name: 'attributes.cn',
			},
		},
		who: { username: 'cas', name: 'Cas S.', ...verified('cas@example.com') },
	},
	'a name in two parts (ORCID)': {
		server: { documents: me({ id: '0000-15', name: null, given_name: 'Josiah', family_name: 'Carberry' }) },
		definition: { claims: { name: 'name' } },
		who: { name: 'Josiah Carberry' },
	},
	'a secret in a header that has to stay one': {
		server: { documents: me({ id: 'h-16', username: 'hed' }, { headers: { 'X-Who': 'o' } }) },
		definition: { tokenResponseClaims: true, identityRequest: { headers: { 'X-Who': 'é{{client_id}}' } } },
		code: 'provider_incomplete',
	},
};

const scene = ProviderScene.forTests({
	settings: {
		Accounts_OAuth_Custom: Object.keys(cases)
			.map((_, i) => `W${i}`)
			.join(),
	},
});
let server: ProviderPeer;
beforeAll(async () => {
	const redirectUris = Object.keys(cases).map((_, index) => scene.callback(`w${index}`));
	server = await scene.meet('ownWays.mjs', { origin: 'https://ways.example.com', client: { ...client, redirectUris } });
});

test.each(Object.entries(cases).map(([title, one], index) => [title, one, index] as const))(
	'%s',
	async (_, { server: behaviour, definition, settings = {}, who, code }, index) => {
		await server.behave(behaviour);
		await scene.configureCustom(`W${index}`, {
			'-url': 'https://ways.example.com',
			...{ '-id': client.id, '-secret': client.secret, ...settings },
			'-definition': JSON.stringify({
				version: 1,
				...{ authorizePath: '/authorize', tokenPath: '/token', identityPath: '/me' },
				...definition,
			}),
			'': true,
		});
		if (code) await scene.base.expectRefusal(code, () => scene.signIn(`w${index}`, 'somebody'));
		else await scene.expectTwice(`w${index}`, 'somebody', who ?? {});
	},
);

test('claims go into custom fields: others stay, and a field that is not sent is not emptied', async () => {
	const { users } = scene.base.workspace.store;
	const signIn = async (person: object) => {
		await server.behave({ documents: me({ id: 'c-1', username: 'cus', ...person }) });
		const { userId } = await scene.base.expectSignedIn(scene.signIn('w0', 'somebody'));
		await scene.base.settle();
		return users.get(userId)!;
	};
	await scene.configureCustom('W0', {
		'-url': 'https://ways.example.com',
		...{ '-id': client.id, '-secret': client.secret },
		'-definition': JSON.stringify({
			version: 1,
			...{ authorizePath: '/authorize', tokenPath: '/token', identityPath: '/me' },
			claims: { customFields: { department: 'org.department', city: '{{city}} ({{country}})', grade: 'grade' } },
		}),
		'': true,
	});
	const user = await signIn({ org: { department: 'R&D' }, city: 'Ghent', country: 'BE', grade: 7 });
	expect(user.customFields).toEqual({ department: 'R&D', city: 'Ghent (BE)', grade: '7' });
	user.customFields = { ...user.customFields, ownWord: 'kept' };
	await signIn({ org: { department: 'Ops' } });
	expect(user.customFields).toEqual({ department: 'Ops', city: 'Ghent (BE)', grade: '7', ownWord: 'kept' });
});
