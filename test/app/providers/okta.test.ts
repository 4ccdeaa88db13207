import { emulatedClient as client, ProviderScene } from './support';
import type { ProviderPeer } from './support';

const origin = 'https://example.okta.com';

const scene = ProviderScene.forTests();
let okta: ProviderPeer;
beforeAll(async () => {
	const registration = { client_secret: client.secret, name: 'Workspace', redirect_uris: [scene.callback('okta')] };
	okta = await scene.meet('emulator.mjs', {
		service: 'okta',
		origin,
		seed: {
			users: [
				{ login: 'ada@example.com', email: 'ada@example.com', first_name: 'Ada', last_name: 'Lovelace' },
				{ login: 'grace@example.com', email: 'grace@example.com', first_name: 'Grace', last_name: 'Hopper' },
				{ okta_id: '00u1', login: 'edith@example.com', email: 'edith@example.com', first_name: 'Edith' },
			],
			groups: [{ name: 'Engineers', okta_id: '00g1' }],
			group_memberships: [{ group_okta_id: '00g1', user_okta_id: '00u1' }],
			authorization_servers: [{ id: 'default', name: 'default' }],
			oauth_clients: [
				{ ...registration, client_id: client.id, auth_server_id: 'default' },
				{ ...registration, client_id: 'org-client', auth_server_id: 'org' },
			],
		},
	});
	await scene.configure({ Accounts_OAuth_Okta_secret: client.secret, Accounts_OAuth_Okta: true });
});

const calls = (server: string): { first: string[]; second: string[] } => ({
	first: [`POST ${origin}/oauth2/${server}v1/token`],
	second: [`POST ${origin}/oauth2/${server}v1/token`],
});

test.each([
	['a custom authorization server', `${origin}/oauth2/default`, client.id, 'ada', 'default/'],
	['the org, by its bare domain', 'example.okta.com', 'org-client', 'grace', ''],
])('%s', async (_, issuer, id, name, server) => {
	await scene.configure({ Accounts_OAuth_Okta_issuer: issuer, Accounts_OAuth_Okta_id: id });
	const emails = [{ address: `${name}@example.com`, verified: true }];
	const who = { username: name, emails };
	await expect(scene.expectTwice('okta', `${name}@example.com`, who)).resolves.toMatchObject(calls(server));
});

test('the same person of the org and of an authorization server is two identities', async () => {
	await scene.configure({ Accounts_OAuth_Okta_issuer: origin, Accounts_OAuth_Okta_id: 'org-client' });
	// Who it is there has nothing to do with the account that somebody of that name has already.
	await scene.base.expectConfirm(() => scene.signIn('okta', 'ada@example.com'));
});

test('a slash at the end of the issuer, which is not its own, changes nobody', async () => {
	await scene.configure({
		Accounts_OAuth_Okta_issuer: `${origin}/oauth2/default`,
		Accounts_OAuth_Okta_id: client.id,
	});
	const { userId } = await scene.base.expectSignedIn(scene.signIn('okta', 'ada@example.com'), { username: 'ada' });
	await scene.configure({ Accounts_OAuth_Okta_issuer: `${origin}/oauth2/default/` });
	const { session } = await scene.expectTwice('okta', 'ada@example.com', { username: 'ada' });
	expect(session.userId).toBe(userId);
});

test('groups: who is in one is let in, and put into its room', async () => {
	await scene.configure({
		Accounts_OAuth_Okta_issuer: `${origin}/oauth2/default`,
		Accounts_OAuth_Okta_id: client.id,
		Accounts_OAuth_Okta_scope: 'openid profile email groups',
		Accounts_OAuth_Okta_required_group: 'Engineers',
		Accounts_OAuth_Okta_groups_channel_map: '{"Engineers":"engineering"}',
		Accounts_OAuth_Okta_map_channels: true,
		Accounts_OAuth_Okta_create_rooms: true,
	});
	await scene.base.expectSignedIn(scene.signIn('okta', 'edith@example.com'), { username: 'edith' });
	await scene.base.expectRefusal('group_required', () => scene.signIn('okta', 'ada@example.com'));
	const { rooms, subscriptions } = scene.base.workspace.store;
	const room = [...rooms.values()].find(({ name }) => name === 'engineering');
	const members = subscriptions.filter(({ rid }) => rid === room?._id).map(({ u }) => u.username);
	expect(members).toEqual(['rocket.cat', 'edith']);
	await scene.configure({
		Accounts_OAuth_Okta_required_group: '',
		Accounts_OAuth_Okta_map_channels: false,
		Accounts_OAuth_Okta_scope: '',
	});
});

test('the issuer of a server that Okta does not have', async () => {
	await scene.configure({ Accounts_OAuth_Okta_issuer: `${origin}/oauth2/unknown` });
	await scene.base.expectRefusal('discovery_failed', () => scene.signIn('okta', 'ada@example.com'));
});

test.each(['automatic', 'header', 'payload'])(
	'a wrong secret, sent by "%s", is Okta refusing the workspace',
	async (via) => {
		await scene.configure({
			Accounts_OAuth_Okta_issuer: `${origin}/oauth2/default`,
			Accounts_OAuth_Okta_id: client.id,
			Accounts_OAuth_Okta_token_sent_via: via,
			Accounts_OAuth_Okta_secret: client.secret,
		});
		await scene.base.expectSignedIn(scene.signIn('okta', 'ada@example.com'), { username: 'ada' });
		await scene.configure({ Accounts_OAuth_Okta_secret: 'another' });
		await scene.base.expectRefusal('client_refused', () => scene.signIn('okta', 'ada@example.com'));
	},
);

test('an unreachable Okta leaves other providers alone', async () => {
	await okta.stop();
	const options = {
		client: { ...client, redirectUris: [scene.callback('tokenpass')] },
		paths: { authorize: '/oauth/authorize', token: '/oauth/access-token', identity: '/oauth/user' },
		people: { satoshi: { identity: { id: 1, username: 'satoshi' } } },
		tokenVia: 'access_token',
	};
	await scene.meet('oauth2Server.mjs', options, ['https://tokenpass.example.com']);
	await scene.configure({
		Accounts_OAuth_Okta_issuer: `${origin}/oauth2/gone`,
		API_Tokenpass_URL: 'https://tokenpass.example.com',
		Accounts_OAuth_Tokenpass_id: client.id,
		Accounts_OAuth_Tokenpass_secret: client.secret,
		Accounts_OAuth_Tokenpass: true,
	});
	await scene.base.settle();
	await scene.base.expectRefusal('discovery_failed', () => scene.signIn('okta', 'ada@example.com'));
	await scene.expectTwice('tokenpass', 'satoshi', { username: 'satoshi' });
	expect((await scene.buttons()).map(({ id }) => id).sort()).toEqual(['okta', 'tokenpass']);
});
