import { get } from 'node:https';
import { startHostileProvider } from '../hostile/provider';
import type { HostileProvider } from '../hostile/provider';
import { createCertificate } from '../workspace/certificate';
import { Browser } from './support/browser';
import { parsePage } from './support/page';
import { oktaSettings } from './support/scene';
import type { Scene } from './support/scene';
import { sceneWithServiceAccount, tokensOn } from './support/serviceAccount';

let scene: Scene;
let provider: HostileProvider;
let ca: string;
/** An address that leads to this machine, and that no browser takes for a safe one. */
let site: string;
beforeAll(async () => {
	const certificate = await createCertificate();
	ca = certificate.cert;
	provider = await startHostileProvider(certificate);
	scene = await sceneWithServiceAccount({ workspace: { env: tokensOn, extraCa: [ca] } });
	site = scene.workspace.url.replace('localhost', '0.0.0.0');
	await scene.configureServer({ Site_Url: site });
	const { issuer, clientId, clientSecret } = provider;
	await scene.configure({ Session_cas_url: '', ...oktaSettings(issuer, clientId, clientSecret) });
	await scene.settle();
});
afterAll(async () => {
	await provider.stop();
	await scene.stop();
});

/** The provider's answer to the browser: the address of the callback. */
const approved = (location: string): Promise<string> =>
	new Promise((resolve, reject) =>
		get(location, { ca }, (response) => {
			response.resume();
			resolve(response.headers.location!);
		}).on('error', reject),
	);

const at = (path: string): string => `${site}/api/apps/public/${scene.appId}/${path}`;

test('people are signed in where there is no HTTPS anywhere but at the provider', async () => {
	const browser = new Browser();
	const begun = await browser.request(at('login/okta'));
	expect({ status: begun.status, code: parsePage(begun).code }).toEqual({ status: 303, code: undefined });
	expect(browser.jar.map(({ name }) => name)).toEqual([expect.stringMatching(/^http__Host-oauth-login-[\w-]{12}$/)]);
	const callback = await approved(begun.headers.get('location')!);
	expect(new URL(callback).origin).toBe(site);

	const stranger = parsePage(await new Browser().request(callback));
	expect(stranger.code).toBe('state_foreign');
	await scene.expectSignedIn(Promise.resolve(parsePage(await browser.request(callback))), { username: 'robin' });
	expect(browser.jar).toEqual([]);
});
