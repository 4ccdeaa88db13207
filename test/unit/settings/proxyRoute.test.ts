import type { Attempt } from '../../../src/sign-in/attempt';
import { startAuthorization } from '../../../src/sign-in/startAuthorization';
import { readCookie } from '../../../src/browser/cookies';
import { resolveProvider } from '../../../src/settings/resolveProvider';
import { okta } from '../../../src/providers/sections/okta';
import { proxiedRoute } from '../../../src/settings/proxyRoute';
import { readProxyUse, registeredUrl } from '../../../src/settings/proxy';
import { codeOf } from '../support/loginError';
import { appPath } from '../support/ports';
import { MemorySettings } from '../support/settings';
import { issuer, readyWorkspace } from '../support/workspace';
import { attemptCookie, attemptId } from '../../../src/browser/attemptCookie';

const siteUrl = 'https://chat.example.com';
const callback = `${siteUrl}${appPath}/callback/okta`;
const host = 'https://proxy.example.com';

const proxied = (settings: Record<string, unknown> = {}) => {
	const world = readyWorkspace();
	world.appSettings.change({ Accounts_OAuth_Proxy_host: host, Accounts_OAuth_Proxy_services: 'okta', ...settings });
	return world;
};

test("core's protocol", () => {
	const route = proxiedRoute(host, callback);
	expect(route.redirectUri).toBe('https://proxy.example.com/oauth_redirect');
	expect(route.outgoingState('abc.def')).toBe(`${callback}!abc.def`);
	expect(route.departure('https://a.example/b?c=d%20e&f=g')).toBe(
		'https://proxy.example.com/redirect/https%3A%2F%2Fa.example%2Fb%3Fc%3Dd%2520e%26f%3Dg',
	);
});

test('the browser goes to the proxy, and the cookie has the state that comes back', async () => {
	const world = proxied();
	const { location, setCookies } = await startAuthorization(
		{ definition: okta, purpose: { kind: 'signIn' }, cookies: undefined },
		world.ports,
	);
	const [, wrapped] = /^https:\/\/proxy\.example\.com\/redirect\/([^/?#]+)$/.exec(location)!;
	const { origin, pathname, searchParams } = new URL(decodeURIComponent(wrapped!));
	expect(origin + pathname).toBe(`${issuer}/authorize`);
	expect(searchParams.get('redirect_uri')).toBe(`${host}/oauth_redirect`);
	const sent = searchParams.get('state')!;
	expect(sent.startsWith(`${callback}!`)).toBe(true);

	const own = sent.slice(callback.length + 1);
	const cookie = readCookie(setCookies[0]!.split(';')[0], attemptCookie(attemptId(own)!))!;
	await expect(world.sealer.open<Attempt>('attempt', cookie)).resolves.toMatchObject({ state: own });
	expect(searchParams.get('code_challenge_method')).toBe('S256');
});

test.each<[string, Record<string, unknown>]>([
	['another provider', { Accounts_OAuth_Proxy_services: 'twitter, apple' }],
	['a name that only begins so', { Accounts_OAuth_Proxy_services: 'okta2' }],
	['no provider', { Accounts_OAuth_Proxy_services: '' }],
	['no host', { Accounts_OAuth_Proxy_host: '' }],
	['a host that is none', { Accounts_OAuth_Proxy_host: 'http://' }],
])('with %s on the list it goes to the provider itself', async (_, settings) => {
	const { location } = await startAuthorization(
		{ definition: okta, purpose: { kind: 'signIn' }, cookies: undefined },
		proxied(settings).ports,
	);
	const { origin, searchParams } = new URL(location);
	expect([origin, searchParams.get('redirect_uri')]).toEqual([issuer, callback]);
	expect(searchParams.get('state')).not.toContain('!');
});

test.each(['http://proxy.example.com', 'http://127.0.0.1:3000', 'https://user@proxy.example.com'])(
	'nobody is sent to %s, however it was stored',
	async (address) => {
		const { ports } = proxied({ Accounts_OAuth_Proxy_host: address });
		expect(
			await codeOf(startAuthorization({ definition: okta, purpose: { kind: 'signIn' }, cookies: undefined }, ports)),
		).toBe('provider_incomplete');
	},
);

test('an attempt ends when the proxy is another one, or its way home is', async () => {
	const world = proxied();
	const fingerprints = new Set<string>();
	const add = async () => fingerprints.add((await resolveProvider(okta, world.ports)).fingerprint);
	await add();
	world.appSettings.change({ Accounts_OAuth_Proxy_host: 'https://proxy.example.org' });
	await add();
	world.appSettings.change({ Accounts_OAuth_Proxy_services: '' });
	await add();
	world.appSettings.change({ Accounts_OAuth_Proxy_services: 'okta' });
	world.serverSettings.change({ Site_Url: 'https://chat.example.org' });
	await add();
	expect(fingerprints.size).toBe(4);
});

test.each<[unknown, unknown, boolean]>([
	[host, 'okta', true],
	[`${host}/`, 'okta', true],
	[` ${host}// `, 'okta', true],
	['proxy.example.com', 'okta', true],
	[host, ' Okta ', true],
	[host, 'twitter,\n o k t a ,', true],
	[host, 'OKTA,apple', true],
	[host, 'apple;okta', false],
	[host, undefined, false],
	[undefined, 'okta', false],
	[{ $ne: '' }, 'okta', false],
	[host, ['okta'], false],
])('host %j and services %j: proxied %s', async (hostValue, services, expected) => {
	const settings = new MemorySettings({
		Accounts_OAuth_Proxy_host: hostValue,
		Accounts_OAuth_Proxy_services: services,
	});
	const registered = registeredUrl(siteUrl, appPath, 'okta', await readProxyUse(settings));
	expect(registered).toBe(expected ? `${host}/oauth_redirect` : callback);
});
