import { newKeyPair } from './appleScene';
import { emulatedClient as client, nameOf, ProviderScene, verified } from './support';

/*
 * The presets for which emulate has a server, and Apple, at the vendors' own addresses. It has one for Slack too, but
 * without OpenID Connect; Okta's is another test's.
 */

const scene = ProviderScene.forTests({ settings: { Accounts_OAuth_Custom: 'Github, Google, Microsoft' } });

interface Emulated {
	readonly service: string;
	readonly origin: string;
	readonly origins?: readonly string[];
	readonly user: object;
	readonly login: string;
	readonly settings: Record<string, unknown>;
	readonly who: Record<string, unknown>;
	readonly first: readonly string[];
	readonly second: readonly string[];
	/** Under which name emulate seeds its clients. */
	readonly clients?: string;
}

const tenant = 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0';

test.each<[string, Emulated]>([
	[
		'google',
		{
			service: 'google',
			origin: 'https://accounts.google.com',
			user: { email: 'goog@example.com', name: 'Goog Doe', email_verified: true },
			login: 'goog@example.com',
			// Google takes it either way, emulate in the body only.
			settings: { '-token_sent_via': 'payload' },
			who: { username: 'goog', name: 'Goog Doe', ...verified('goog@example.com') },
			first: ['POST https://accounts.google.com/oauth2/token'],
			second: ['POST https://accounts.google.com/oauth2/token'],
		},
	],
	[
		'microsoft',
		{
			service: 'microsoft',
			origin: 'https://login.microsoftonline.com',
			user: { email: 'entra@example.com', name: 'Entra Doe', preferred_username: 'entra@example.com' },
			login: 'entra@example.com',
			settings: { '-issuer': tenant },
			// Nothing says that the address is the tenant's own.
			who: { username: 'entra', name: 'Entra Doe', emails: [] },
			first: [
				'POST https://login.microsoftonline.com/oauth2/v2.0/token',
				'GET https://login.microsoftonline.com/oidc/userinfo',
			],
			second: ['POST https://login.microsoftonline.com/oauth2/v2.0/token'],
		},
	],
	[
		'github',
		{
			service: 'github',
			origin: 'https://github.com',
			origins: ['https://api.github.com'],
			user: { login: 'octo', name: 'Octo Cat', email: 'octo@example.com' },
			login: 'octo',
			settings: {},
			who: { username: 'octo', name: 'Octo Cat', ...verified('octo@example.com') },
			first: [
				'POST https://github.com/login/oauth/access_token',
				'GET https://api.github.com/user',
				'GET https://api.github.com/user/emails',
			],
			second: ['POST https://github.com/login/oauth/access_token', 'GET https://api.github.com/user'],
			clients: 'oauth_apps',
		},
	],
])('%s', async (id, { service, origin, origins, user, login, settings, who, first, second, ...more }) => {
	const registration = { ...{ client_id: client.id, client_secret: client.secret, name: 'Workspace' } };
	const seed = {
		users: [user],
		[more.clients ?? 'oauth_clients']: [{ ...registration, redirect_uris: [scene.callback(id)] }],
	};
	const peer = await scene.meet('emulator.mjs', { service, origin, seed }, origins);
	const common = { '-preset': id, '-id': client.id, '-secret': client.secret };
	await scene.configureCustom(nameOf(id), { ...common, ...settings, '': true });
	await expect(scene.expectTwice(id, login, who)).resolves.toMatchObject({ first, second });

	await scene.configureCustom(nameOf(id), { '-secret': 'another' });
	await scene.base.expectRefusal('client_refused', () => scene.signIn(id, login));
	await peer.stop();
});

test('Apple: the form, the name that comes once, and a private relay', async () => {
	const origin = 'https://appleid.apple.com';
	const id = 'com.example.chat';
	await scene.meet('emulator.mjs', {
		service: 'apple',
		origin,
		seed: {
			users: [
				{ email: 'tim@example.com', name: 'Tim C', given_name: 'Tim', family_name: 'C' },
				{ email: 'phil@example.com', given_name: 'Phil', family_name: 'S', is_private_email: true },
			],
			oauth_clients: [
				{ client_id: id, team_id: 'TEAM123456', name: 'Workspace', redirect_uris: [scene.callback('apple')] },
			],
		},
	});
	await scene.configure({
		Accounts_OAuth_Apple_id: id,
		Accounts_OAuth_Apple_secretKey: (await newKeyPair()).pem,
		Accounts_OAuth_Apple_iss: 'TEAM123456',
		Accounts_OAuth_Apple_kid: 'KEY1234567',
		Accounts_OAuth_Apple: true,
	});
	const tim = { username: 'tim', name: 'Tim C', ...verified('tim@example.com') };
	await expect(scene.expectTwice('apple', 'tim@example.com', tim)).resolves.toMatchObject({
		first: [`POST ${origin}/auth/token`],
		second: [`POST ${origin}/auth/token`],
	});
	const emails = [{ address: expect.stringMatching(/@privaterelay\.appleid\.com$/) as string, verified: true }];
	await scene.expectTwice('apple', 'phil@example.com', { username: 'phil.s', name: 'Phil S', emails });
});
