import { startPeer } from '../../providers/peer';
import type { Peer } from '../../providers/peer';
import { newKeyPair, newSigningKey } from '../providers/appleScene';
import { formsOf, oddClient as client, ProviderScene, submit } from '../providers/support';
import { AppAsProxy, olderEngine, startForeignProxy } from './proxies';
import type { TestProxy } from './proxies';

const services = 'okta, Ids, tokenpass, apple, twitter';

/** Every protocol that the app speaks, with providers that know the proxy's address and no other. */
describe.each<[string, () => Promise<TestProxy>]>([
	['the app as the proxy', () => AppAsProxy.start()],
	["a foreign proxy of core's protocol", startForeignProxy],
])('%s', (_, start) => {
	let proxy: TestProxy;
	let scene: ProviderScene;
	let ids: Peer<{ issuer: string }>;

	beforeAll(async () => {
		[proxy, scene] = await Promise.all([start(), ProviderScene.setUp({ settings: { Accounts_OAuth_Custom: 'ids' } })]);
		const redirectUris = [`${proxy.host}/oauth_redirect`];
		const appleKey = await newKeyPair();
		ids = await startPeer('oidcProvider.mjs', {
			clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: redirectUris }],
		});
		await scene.meet('oauth2Server.mjs', {
			origin: 'https://tokenpass.example.com',
			paths: { authorize: '/oauth/authorize', token: '/oauth/access-token', identity: '/oauth/user' },
			secretVia: 'payload',
			tokenVia: 'access_token',
			scopes: ['user'],
			client: { ...client, redirectUris },
			people: { ada: { identity: { id: 'b7c5', username: 'ada.token' } } },
		});
		await scene.meet('appleId.mjs', {
			origin: 'https://appleid.apple.com',
			client: { id: 'com.example.chat', teamId: 'TEAM123456', redirectUris },
			keys: { KEY1234567: { ...appleKey.jwk, alg: 'ES256' } },
			signingKey: await newSigningKey(),
			people: {
				ada: {
					name: { firstName: 'Ada', lastName: 'Apple' },
					claims: { email: 'ada.apple@example.com', email_verified: 'true' },
				},
			},
		});
		await scene.meet('xOAuth1.mjs', {
			origin: 'https://api.x.com',
			client: { ...client, callbacks: redirectUris },
			people: { ada: { id_str: '20', screen_name: 'ada_x', name: 'Ada X' } },
		});

		await proxy.allow(
			[scene.base.workspace.url],
			[
				`${scene.base.provider.issuer}/authorize`,
				`${ids.ready.issuer}/auth`,
				'https://tokenpass.example.com/oauth/authorize',
				'https://appleid.apple.com/auth/authorize',
				'https://api.x.com/oauth/authenticate',
			],
		);
		await scene.configureCustom('Ids', {
			'-preset': 'openid',
			'-issuer': ids.ready.issuer,
			'-id': client.id,
			'-secret': client.secret,
			'': true,
		});
		await scene.configure({
			API_Tokenpass_URL: 'https://tokenpass.example.com',
			Accounts_OAuth_Tokenpass_id: client.id,
			Accounts_OAuth_Tokenpass_secret: client.secret,
			Accounts_OAuth_Tokenpass: true,
			Accounts_OAuth_Apple_id: 'com.example.chat',
			Accounts_OAuth_Apple_secretKey: appleKey.pem,
			Accounts_OAuth_Apple_iss: 'TEAM123456',
			Accounts_OAuth_Apple_kid: 'KEY1234567',
			Accounts_OAuth_Apple: true,
			Accounts_OAuth_Twitter_oauth_version: '1.0a',
			Accounts_OAuth_Twitter_id: client.id,
			Accounts_OAuth_Twitter_secret: client.secret,
			Accounts_OAuth_Twitter: true,
			// A slash at the end is one that people leave there.
			Accounts_OAuth_Proxy_host: `${proxy.host}/`,
			Accounts_OAuth_Proxy_services: services,
		});
	});
	afterAll(async () => {
		await Promise.all([proxy.stop(), scene.stop(), ids.stop()]);
	});
	beforeEach(() => scene.base.provider.set({}));

	test.each([
		['OpenID Connect', 'ids', { username: 'ada' }],
		['OAuth 2.0', 'tokenpass', { username: 'ada.token' }],
		['form_post', 'apple', { username: 'ada.apple', name: 'Ada Apple' }],
		['OAuth 1.0a', 'twitter', { username: 'ada_x', name: 'Ada X' }],
	])('%s: twice into one account', async (_protocol, provider, who) => {
		await scene.expectTwice(provider, 'ada', who);
	});

	test('the provider, and the token endpoint, are told one address: the proxy', async () => {
		const { requests } = scene.base.provider;
		requests.length = 0;
		await scene.base.expectSignedIn(scene.signIn('okta', 'ada'));
		const uris = requests.map(({ path, query, body }) => [path, query.redirect_uri ?? body.redirect_uri]);
		expect(uris.filter(([, uri]) => uri !== undefined)).toEqual([
			['/authorize', `${proxy.host}/oauth_redirect`],
			['/token', `${proxy.host}/oauth_redirect`],
		]);
		expect(requests.find(({ path }) => path === '/token')!.body.code_verifier).toMatch(/^[\w.~-]{43,128}$/);
	});

	test.each([
		['accessDenied', 'access_denied'],
		['errorServer', 'provider_error'],
		['errorMarkup', 'provider_error'],
		['issWrong', 'response_issuer_mismatch'],
		['codeOfAnother', 'code_refused'],
		['codeDuplicated', 'response_invalid'],
		['codeLineBreak', 'response_invalid'],
	] as const)('%s comes through as %s', async (response, code) => {
		scene.base.provider.set({ response });
		await scene.base.expectRefusal(code, () => scene.signIn('okta', 'ada'));
	});

	test('somebody who says no at X', async () => {
		await scene.base.expectRefusal('access_denied', async () => {
			const browser = scene.browser();
			const form = await scene.walk(browser, scene.base.url('login/twitter'), 'ada', (_url, each) => !!each);
			const [first] = formsOf(form);
			first!.fields.set('prompt', 'deny');
			return scene.walk(browser, await submit(browser, form.url, first!), 'ada');
		});
	});

	test('what came through the proxy belongs to the browser that began, once', async () => {
		const browser = scene.browser();
		const isBack = (url: URL): boolean => url.href.startsWith(scene.callback('okta'));
		const back = await scene.walk(browser, scene.base.url('login/okta'), 'ada', isBack);
		const address = back.headers.get('location')!;
		await scene.base.expectRefusal('state_foreign', () => scene.browser().request(address));
		const copy = browser.copy();
		await scene.base.expectSignedIn(scene.walk(browser, address, 'ada'));
		await scene.base.expectRefusal('state_used', () => copy.request(address));
	});

	test('the address to register at the provider is the one of the proxy', async () => {
		const shown = () => scene.setting('Accounts_OAuth_Tokenpass_callback_url');
		await scene.until(async () => (await shown()) === `${proxy.host}/oauth_redirect`);
		await scene.configure({ Accounts_OAuth_Proxy_services: 'okta, ids, apple, twitter' });
		await scene.until(async () => (await shown()) === scene.callback('tokenpass'));
		await scene.configure({ Accounts_OAuth_Proxy_services: services });
		await scene.until(async () => (await shown()) === `${proxy.host}/oauth_redirect`);
	});
});

test('on a server before 8.0 no app can be the proxy: its engine serves no path with a parameter', async () => {
	const proxy = await AppAsProxy.start(olderEngine('apps-engine-1-59'));
	try {
		const answer = await fetch(`${proxy.host}/redirect/${encodeURIComponent('https://idp.example.com/authorize')}`);
		expect({ status: answer.status, text: await answer.text() }).toEqual({
			status: 500,
			text: 'Endpoint proxy/redirect/ not found',
		});
	} finally {
		await proxy.stop();
	}
});
