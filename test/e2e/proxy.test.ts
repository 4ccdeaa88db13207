import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { newKeyPair, newSigningKey } from '../app/providers/appleScene';
import { ProviderScene } from '../app/providers/support';
import { AppAsProxy } from '../app/proxy/proxies';
import { startPeer } from '../providers/peer';
import type { Peer } from '../providers/peer';
import { connectBrowser } from './browser';

/*
 * Two workspaces and a browser. The proxy and the providers are at 127.0.0.1, the workspace at localhost: for a browser
 * these are different sites, and cookies and policies count.
 */

const client = { id: 'workspace', secret: 'a secret' };
let proxy: AppAsProxy;
let scene: ProviderScene;
let browser: Browser;
const peers: Array<Peer<{ url: string }>> = [];

beforeAll(async () => {
	const port = await freePort();
	[proxy, scene, browser] = await Promise.all([
		AppAsProxy.start({ workspace: { port, siteUrl: `http://127.0.0.1:${port}` } }),
		ProviderScene.setUp(),
		connectBrowser(),
	]);
	const redirectUris = [`${proxy.host}/oauth_redirect`];
	const key = await newKeyPair();
	const [oidc, apple, x] = await Promise.all([
		startPeer<{ url: string }>('oidcProvider.mjs', {
			clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: redirectUris }],
		}),
		startPeer<{ url: string }>('appleId.mjs', {
			client: { id: 'com.example.chat', teamId: 'TEAM123456', redirectUris },
			keys: { KEY1234567: { ...key.jwk, alg: 'ES256' } },
			signingKey: await newSigningKey(),
			people: {
				ada: {
					name: { firstName: 'Ada', lastName: 'Apple' },
					claims: { email: 'a@example.com', email_verified: 'true' },
				},
			},
		}),
		startPeer<{ url: string }>('xOAuth1.mjs', {
			client: { ...client, callbacks: redirectUris },
			people: { ada: { id_str: '20', screen_name: 'ada_x', name: 'Ada X' } },
		}),
	]);
	peers.push(oidc, apple, x);
	const paths = [`${oidc.ready.url}/auth`, `${apple.ready.url}/auth/authorize`, `${x.ready.url}/oauth/authenticate`];
	await proxy.allow([scene.base.workspace.url], paths);
	await scene.configure({
		Accounts_OAuth_Okta_issuer: oidc.ready.url,
		Accounts_OAuth_Okta_id: client.id,
		Accounts_OAuth_Okta_secret: client.secret,
		Accounts_OAuth_Apple_server_url: apple.ready.url,
		Accounts_OAuth_Apple_id: 'com.example.chat',
		Accounts_OAuth_Apple_secretKey: key.pem,
		Accounts_OAuth_Apple_iss: 'TEAM123456',
		Accounts_OAuth_Apple_kid: 'KEY1234567',
		Accounts_OAuth_Apple: true,
		Accounts_OAuth_Twitter_oauth_version: '1.0a',
		Accounts_OAuth_Twitter_url: x.ready.url,
		Accounts_OAuth_Twitter_id: client.id,
		Accounts_OAuth_Twitter_secret: client.secret,
		Accounts_OAuth_Twitter: true,
		Accounts_OAuth_Proxy_host: proxy.host,
		Accounts_OAuth_Proxy_services: 'okta,apple,twitter',
	});
});
afterAll(async () => {
	await browser.close();
	await Promise.all([proxy.stop(), scene.stop(), ...peers.map((peer) => peer.stop())]);
});

test.each([
	['OpenID Connect', 'okta', 'ada', 'GET'],
	['form_post', 'apple', 'Ada Apple', 'POST'],
	['OAuth 1.0a', 'twitter', 'Ada X', 'GET'],
])('%s', async (_, provider, name, method) => {
	const context = await browser.newContext();
	const page = await context.newPage();
	const seen: string[] = [];
	page.on('request', (request) => {
		if (request.url().startsWith(proxy.host)) seen.push(`${request.method()} ${new URL(request.url()).pathname}`);
	});
	await page.goto(scene.base.url(`login/${provider}?style=redirect`));
	await signInAt(page);
	await page.waitForURL(`${scene.base.workspace.url}/home`);
	const session = await page.evaluate(() => ({
		userId: localStorage.getItem('Meteor.userId')!,
		token: localStorage.getItem('Meteor.loginToken')!,
	}));
	await expect(scene.base.me(session)).resolves.toMatchObject({ status: 200, name });
	const path = new URL(proxy.host).pathname;
	expect(seen.map((request) => request.replace(/%.*/, ''))).toEqual([
		`GET ${path}/redirect/http`,
		`${method} ${path}/oauth_redirect`,
	]);
	await context.close();
});

/** On the provider's own pages: who it is, and yes to whatever is asked then. */
async function signInAt(page: Page): Promise<void> {
	await page.fill('input[name=login]', 'ada');
	await page.fill('input[name=password]', 'any');
	await page.click('button');
	const consent = page.locator('input[name=prompt][value=consent]');
	await Promise.race([consent.waitFor({ state: 'attached' }), page.waitForURL(`${scene.base.workspace.url}/home`)]);
	if ((await consent.count()) > 0) await page.click('button');
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}
