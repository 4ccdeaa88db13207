import { toProvider } from '../../../../src/features/proxy/toProvider';
import { onwardUrl, toWorkspace } from '../../../../src/features/proxy/toWorkspace';
import { codeOf } from '../../support/loginError';
import { authorize, callback, honest, proxy, request, sealedState, setUp, state, url } from './support';

test('only the state is another one, and says nothing to who sees it', async () => {
	const { sealer } = setUp();
	const asked = `${authorize}?x=a+b%20c&y&z=%E2%82%AC&${request().split('?')[1]}`;
	const sent = await toProvider(asked, proxy, sealer);
	const written = new URL(sent).searchParams.get('state')!;
	expect(sent.replace(written, encodeURIComponent(honest.state!))).toBe(asked);
	expect(written).toMatch(/^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/);
	const parts = written.split('.').map((part) => Buffer.from(part, 'base64url').toString());
	expect(parts.join()).not.toMatch(/chat\.example|callback|abcdefghijkl/);
});

test("the state stays below X's limit of 500 characters, for this app's callbacks and for core's", async () => {
	const { sealer } = setUp();
	const appId = '33d9e2d4-6a8a-41fb-9e26-e641472f4a67';
	const own = `https://chat.example.com/api/apps/public/${appId}/callback/twitter!${'s'.repeat(56)}`;
	const core = `https://chat.example.com/_oauth/twitter!${'s'.repeat(120)}`;
	for (const each of [own, core]) {
		const { length } = await sealedState(sealer, request({ state: each }));
		expect([each, length < 500]).toEqual([each, true]);
	}
});

test('nothing is kept but the key', async () => {
	const { store, sealer } = setUp();
	await sealedState(sealer);
	expect(store.count()).toBe(store.count('sealing-key'));
});

test.each<[string, string]>([
	["this app's callback", callback],
	['in a folder', 'https://intra.example.com/team/api/apps/public/an-app/callback/custom_1'],
	['on a port of its own', 'https://other.example.com:8443/api/apps/public/an-app/callback/okta'],
	["core's callback", 'https://chat.example.com/_oauth/github_enterprise'],
	["core's callback without a login style", 'https://chat.example.com/_oauth/okta?close'],
])('%s is taken, and gets the answer', async (_, address) => {
	const { sealer } = setUp();
	const sealed = await sealedState(sealer, request({ state: `${address}!${state}` }));
	const onward = new URL(onwardUrl(await toWorkspace({ code: 'a code', state: sealed }, proxy, sealer)));
	expect(onward.href.startsWith(`${address}${address.includes('?') ? '&' : '?'}`)).toBe(true);
	expect(onward.searchParams.getAll('code')).toEqual(['a code']);
	expect(onward.searchParams.getAll('state')).toEqual([state]);
});

test.each(['eyJsb2dpblN0eWxlIjoicG9wdXAifQ==', 'a+b/c=', 'a:b?c#d&e=f', '~'])(
	'a state of core, %s, comes back as it was',
	async (own) => {
		const { sealer } = setUp();
		// Core leaves the plus and the exclamation mark as they are.
		const plain = request({ state: `${callback}!${own}` }).replaceAll('%2B', '+');
		const { parameters } = await toWorkspace({ state: await sealedState(sealer, plain) }, proxy, sealer);
		expect(parameters).toEqual([['state', own]]);
	},
);

test.each<[string, string]>([
	['another host', `https://evil.example/authorize`],
	['the same host, another path', 'https://id.example.com/authorize2'],
	['a path below', 'https://id.example.com/authorize/x'],
	['a slash at the end', `${authorize}/`],
	['a path with steps that leads elsewhere', 'https://id.example.com/authorize/../logout'],
	['an encoded slash', 'https://id.example.com/x%2f..%2fauthorize'],
	['a sub-domain', 'https://evil.id.example.com/authorize'],
	['a longer domain', 'https://id.example.com.evil.example/authorize'],
	['another port', 'https://id.example.com:8443/authorize'],
	['this proxy itself', `${url}/redirect/x`],
	['another proxy', 'https://proxy.example.org/redirect/x'],
])('%s: proxy_provider_not_allowed', async (_, endpoint) => {
	expect(await codeOf(toProvider(request({}, endpoint), proxy, setUp().sealer))).toBe('proxy_provider_not_allowed');
});

test.each<[string, unknown]>([
	['no address', undefined],
	['several addresses', [request()]],
	['a path', '/authorize'],
	['a scheme of its own', request({}, 'javascript:alert(1)//')],
	['plain http', request({}, 'http://id.example.com/authorize')],
	['plain http on a loopback host', request({}, 'http://127.0.0.1:9000/authorize')],
	['user name and password', request({}, 'https://id.example.com:x@id.example.com/authorize')],
	['a user name', request({}, 'https://evil.example@id.example.com/authorize')],
	['a backslash', request({}, 'https://evil.example\\@id.example.com/authorize')],
	['a line break', `${request()}\r\nset-cookie: a=b`],
	['a tab', request({}, 'https://id.example.com/auth\torize')],
	['a fragment', `${request()}#x`],
	['encoded twice', encodeURIComponent(request())],
	['a query that is not well encoded', `${request()}&x=%`],
	['too long', request({ scope: 'x'.repeat(3000) })],
	['no redirect_uri', request({ redirect_uri: undefined })],
	["somebody else's redirect_uri", request({ redirect_uri: 'https://evil.example/oauth_redirect' })],
	["the workspace's own redirect_uri", request({ redirect_uri: callback })],
	['a redirect_uri with more to it', request({ redirect_uri: `${url}/oauth_redirect?x=y` })],
	['a slash too many in the redirect_uri', request({ redirect_uri: `${url}//oauth_redirect` })],
	['two of redirect_uri', request({ redirect_uri: [`${url}/oauth_redirect`, 'https://evil.example/'] })],
	['a second one in capitals', `${request()}&Redirect_URI=https%3A%2F%2Fevil.example`],
	['a second one, encoded', `${request()}&redirect%5Furi=https%3A%2F%2Fevil.example`],
	['no state', request({ state: undefined })],
	['two states', request({ state: [honest.state!, honest.state!] })],
	['a state without an address', request({ state })],
	['an address without a state', request({ state: callback })],
	['an address with an empty state', request({ state: `${callback}!` })],
	['a state without a callback', request({ state: `!${state}` })],
	['a state that ends in an exclamation mark', request({ state: `${honest.state!}!` })],
	['a state with a line break', request({ state: `${callback}!a\r\nb` })],
	['a state of another alphabet', request({ state: `${callback}!ä` })],
	['a state far too long', request({ state: `${callback}!${'s'.repeat(1025)}` })],
	['a sealed state', request({ state: 'eyJhbGciOiJkaXIifQ..a.b.c' })],
	['a request object', request({ request: 'e30.e30.' })],
	['a request object elsewhere', request({ request_uri: 'https://evil.example/request' })],
	['a token in the fragment', request({ response_type: 'token' })],
	['an id_token only', request({ response_type: 'id_token', response_mode: 'form_post' })],
	['an answer in the fragment', request({ response_mode: 'fragment' })],
	['an answer by message', request({ response_mode: 'web_message' })],
])('%s: proxy_request_invalid', async (_, asked) => {
	expect(await codeOf(toProvider(asked, proxy, setUp().sealer))).toBe('proxy_request_invalid');
});

test.each<[string, string, string]>([
	['another host', 'https://evil.example/api/apps/public/an-app/callback/okta', 'proxy_workspace_not_allowed'],
	['a sub-domain', callback.replace('chat.', 'evil.chat.'), 'proxy_workspace_not_allowed'],
	['a longer domain', callback.replace('.com/', '.com.evil.example/'), 'proxy_workspace_not_allowed'],
	['a longer name', callback.replace('.com/', '.community/'), 'proxy_workspace_not_allowed'],
	['another port', callback.replace('.com/', '.com:444/'), 'proxy_workspace_not_allowed'],
	['no port where there is one', callback.replace('chat.', 'other.'), 'proxy_workspace_not_allowed'],
	['outside of its folder', callback.replace('chat.', 'intra.'), 'proxy_workspace_not_allowed'],
	['another folder', callback.replace('chat.example.com/', 'intra.example.com/teams/'), 'proxy_workspace_not_allowed'],
	[
		'steps out of the folder',
		callback.replace('chat.example.com/', 'intra.example.com/team/../'),
		'proxy_workspace_not_allowed',
	],
	[
		'a folder of the same length',
		callback.replace('chat.example.com/', 'intra.example.com/mate/'),
		'proxy_workspace_not_allowed',
	],
	["a query of core's callback", 'https://chat.example.com/_oauth/okta?code=x', 'proxy_workspace_not_allowed'],
	['user name', callback.replace('chat.', 'chat.example.com@evil.'), 'proxy_request_invalid'],
	['user name of a listed one', callback.replace('chat.', 'evil@chat.'), 'proxy_request_invalid'],
	['plain http', callback.replace('https:', 'http:'), 'proxy_request_invalid'],
	['a loopback host', 'http://localhost:3000/_oauth/okta', 'proxy_request_invalid'],
	['a fragment', `${callback}#x`, 'proxy_request_invalid'],
	['a script', 'javascript:alert(1)', 'proxy_request_invalid'],
	['a backslash', 'https://chat.example.com\\@evil.example/_oauth/okta', 'proxy_request_invalid'],
	['another page of the workspace', 'https://chat.example.com/home', 'proxy_workspace_not_allowed'],
	['the file of somebody', 'https://chat.example.com/file-upload/x/y.html', 'proxy_workspace_not_allowed'],
	['another endpoint of the app', callback.replace('callback/okta', 'login/okta'), 'proxy_workspace_not_allowed'],
	['more behind the callback', `${callback}/x`, 'proxy_workspace_not_allowed'],
	['a slash behind the callback', `${callback}/`, 'proxy_workspace_not_allowed'],
	['a query', `${callback}?code=x`, 'proxy_workspace_not_allowed'],
	['an encoded slash', callback.replace('callback/', 'callback%2f'), 'proxy_workspace_not_allowed'],
	['several exclamation marks', `${callback}!https://evil.example`, 'proxy_workspace_not_allowed'],
	['one in front', `https://evil.example/!${callback}`, 'proxy_workspace_not_allowed'],
	['encoded twice', encodeURIComponent(callback), 'proxy_request_invalid'],
	['this proxy itself', `${url}/oauth_redirect`, 'proxy_workspace_not_allowed'],
	[
		'a proxy in a listed workspace',
		callback.replace('callback/okta', 'proxy/oauth_redirect'),
		'proxy_workspace_not_allowed',
	],
	["core's proxy", 'https://chat.example.com/oauth_redirect', 'proxy_workspace_not_allowed'],
])('an answer for %s: %s is refused', async (_, address, code) => {
	const { sealer } = setUp();
	expect(await codeOf(toProvider(request({ state: `${address}!${state}` }), proxy, sealer))).toBe(code);
	// The same rules where the state could not be sealed.
	const params = { state: `${address}!${state}`, oauth_token: 't', oauth_verifier: 'v' };
	expect(await codeOf(toWorkspace(params, proxy, sealer))).toBe(code);
});

test('a proxy without lists serves nobody', async () => {
	const { sealer } = setUp();
	expect(await codeOf(toProvider(request(), { ...proxy, providers: [] }, sealer))).toBe('proxy_provider_not_allowed');
	expect(await codeOf(toProvider(request(), { ...proxy, workspaces: [] }, sealer))).toBe('proxy_workspace_not_allowed');
});

test('plain http goes between the servers of one machine', async () => {
	const local = {
		url: 'http://localhost:3000/api/apps/public/an-app/proxy',
		workspaces: ['http://localhost:4000'],
		providers: ['http://127.0.0.1:9000/authorize'],
		rules: { allowHttpLoopback: true },
	};
	const changes = {
		redirect_uri: `${local.url}/oauth_redirect`,
		state: `http://localhost:4000/_oauth/okta!${state}`,
	};
	const asked = request(changes, local.providers[0]);
	await expect(toProvider(asked, local, setUp().sealer)).resolves.toContain(local.providers[0]);
});
