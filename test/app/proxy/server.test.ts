import type { ErrorCode } from '../../../src/errors';
import { errorCodes } from '../../../src/errors';
import { Browser } from '../support/browser';
import type { Answer } from '../support/browser';
import { parsePage } from '../support/page';
import { formsOf } from '../providers/support';
import { AppAsProxy } from './proxies';

/*
 * The app as the proxy of workspaces that run core's own client.
 */

const workspace = 'https://chat.example.com';
const callback = `${workspace}/_oauth/okta`;
const authorize = 'https://id.example.com/authorize';
/** As core makes it: base64 of JSON. */
const own = 'eyJsb2dpblN0eWxlIjoicG9wdXAiLCJjcmVkZW50aWFsVG9rZW4iOiJzZWNyZXQtdG9rZW4ifQ==';

let proxy: AppAsProxy;
const browser = new Browser();

beforeAll(async () => {
	proxy = await AppAsProxy.start();
	await proxy.allow([workspace], [authorize, 'https://api.example.com/oauth/authenticate']);
});
afterAll(() => proxy.stop());

/** What core's client makes of a login URL (`app/lib/client/OAuthProxy.ts`). */
const loginUrl = (address = callback, endpoint = authorize): string => {
	const redirectUri = encodeURIComponent(`${proxy.host}/oauth_redirect`);
	const state = `${encodeURIComponent(address)}!${own}`;
	return `${endpoint}?client_id=abc&redirect_uri=${redirectUri}&response_type=code&state=${state}&scope=openid%20email`;
};
const departure = (url: string): Promise<Answer> =>
	browser.request(`${proxy.host}/redirect/${encodeURIComponent(url)}`);
const back = (query: Record<string, string>, method = 'GET'): Promise<Answer> => {
	const answer = new URLSearchParams(query);
	return method === 'GET'
		? browser.request(`${proxy.host}/oauth_redirect?${answer}`)
		: browser.request(`${proxy.host}/oauth_redirect`, { method, body: answer });
};
const stateOf = (answer: Answer): string => new URL(answer.headers.get('location')!).searchParams.get('state')!;

/** A page of this workspace that says why, and a response that leads nowhere. */
function expectRefusal(answer: Answer, code: ErrorCode): void {
	const page = parsePage(answer);
	expect({ code: page.code, status: page.status }).toEqual({ code, status: errorCodes[code].status });
	expect([page.headers.get('location'), page.headers.get('refresh')]).toEqual([null, null]);
	expect(formsOf(page)).toEqual([]);
	expect(page.body).not.toMatch(/chat\.example|evil|id\.example|secret/);
}

test("core's client: there, and back with a code", async () => {
	const there = await departure(loginUrl());
	const sealed = stateOf(there);
	expect(there.status).toBe(303);
	expect(there.headers.get('location')).toBe(loginUrl().replace(/state=[^&]*/, `state=${sealed}`));

	const onward = await back({ code: 'a+code/with=odd', state: sealed, session_state: 'x' });
	expect(onward.status).toBe(303);
	const location = new URL(onward.headers.get('location')!);
	expect(location.origin + location.pathname).toBe(callback);
	expect([...location.searchParams]).toEqual([
		['code', 'a+code/with=odd'],
		['session_state', 'x'],
		['state', own],
	]);
});

test('a form is posted on as a form, to that workspace and nowhere else', async () => {
	const sealed = stateOf(await departure(`${loginUrl(`${workspace}/_oauth/apple`)}&response_mode=form_post`));
	const answer = { code: 'c', id_token: 'a.b.c', user: '{"name":{"firstName":"<b>\\"Ada"}}', state: sealed };
	const page = await back(answer, 'POST');
	expect([page.status, page.headers.get('location')]).toEqual([200, null]);
	const [form, ...others] = formsOf(page);
	expect(others).toEqual([]);
	expect(form!.action.href).toBe(`${workspace}/_oauth/apple`);
	expect([...form!.fields]).toEqual(Object.entries({ ...answer, state: own }));
	expect(page.headers.get('content-security-policy')).toContain(`form-action ${workspace};`);
	expect(page.headers.get('cache-control')).toBe('no-store');
	expect(page.headers.get('referrer-policy')).toBe('no-referrer');
});

test.each<[string, () => Promise<Answer>, ErrorCode]>([
	[
		'a workspace that is not listed',
		() => departure(loginUrl('https://evil.example/_oauth/okta')),
		'proxy_workspace_not_allowed',
	],
	['a page that is no callback', () => departure(loginUrl(`${workspace}/home`)), 'proxy_workspace_not_allowed'],
	[
		'a provider that is not listed',
		() => departure(loginUrl(callback, 'https://evil.example/authorize')),
		'proxy_provider_not_allowed',
	],
	['the way to this proxy', () => departure(`${proxy.host}/redirect/x?state=a!b`), 'proxy_provider_not_allowed'],
	[
		'the way back to this proxy',
		() => departure(loginUrl(`${proxy.host}/oauth_redirect`)),
		'proxy_workspace_not_allowed',
	],
	['encoded twice', () => departure(encodeURIComponent(loginUrl())), 'proxy_request_invalid'],
	['a line break', () => departure(`${loginUrl()}\r\nset-cookie: a=b`), 'proxy_request_invalid'],
	['several exclamation marks', () => departure(loginUrl(`${callback}!x`)), 'proxy_workspace_not_allowed'],
	['no address', () => departure('x'), 'proxy_request_invalid'],
	['nothing at all', () => browser.request(`${proxy.host}/redirect/`), 'proxy_request_invalid'],
	[
		'a POST on the way there',
		() => browser.request(`${proxy.host}/redirect/x`, { method: 'POST' }),
		'method_not_allowed',
	],
	[
		"core's state, unsealed",
		() => back({ code: 'secret', state: `https://evil.example/!${own}` }),
		'proxy_answer_invalid',
	],
	[
		'the same of a listed workspace',
		() => back({ code: 'secret', state: `${callback}!${own}` }),
		'proxy_answer_invalid',
	],
	['the same by POST', () => back({ code: 'secret', state: `${callback}!${own}` }, 'POST'), 'proxy_answer_invalid'],
	[
		'OAuth 1.0a to elsewhere',
		() => back({ oauth_token: 't', state: `https://evil.example/!${own}` }),
		'proxy_workspace_not_allowed',
	],
	['no state', () => back({ code: 'secret' }), 'proxy_answer_invalid'],
	['no form', () => back({}, 'POST'), 'proxy_answer_invalid'],
	['a made-up state', () => back({ code: 'secret', state: 'eyJhbGciOiJkaXIifQ..a.b.c' }), 'proxy_answer_invalid'],
])('%s is refused with a page', async (_, action, code) => {
	expectRefusal(await action(), code);
});

test('nothing that passed through is in the log that everybody can read', async () => {
	const sealed = stateOf(await departure(loginUrl()));
	await back({ code: 'the-code-itself', state: sealed });
	await back({ code: 'the-code-itself', state: sealed, user: 'ada@example.com' }, 'POST');
	await back({ code: 'the-code-itself', state: `${sealed}x` });
	const { workspace: server, appId } = proxy.scene.base;
	await proxy.scene.until(async () => JSON.stringify(server.appLogs(appId)).includes('proxy_answer_invalid'));
	const log = JSON.stringify(server.appLogs(appId));
	for (const secret of ['the-code-itself', sealed, own, 'ada@example.com', 'secret-token']) {
		expect([secret, log.includes(secret)]).toEqual([secret, false]);
	}
});

test.each([
	['OAuth_Proxy_server_workspaces', 'https://*.example.com', 'https://*.example.com'],
	['OAuth_Proxy_server_providers', 'https://id.example.com', 'https://id.example.com'],
	['Accounts_OAuth_Proxy_host', 'http://proxy.example.com', 'is not an https address'],
	['Accounts_OAuth_Proxy_services', 'okta, aple', 'aple'],
])('%s = %s is not saved, and the form says why', async (id, value, reason) => {
	const before = await proxy.scene.setting(id);
	await proxy.scene.configure({ [id]: value });
	expect(await proxy.scene.setting(id)).toEqual(before);
	await proxy.scene.until(async () => (await proxy.scene.hint(id)).includes(reason));
});

test('the address to copy stays what it is', async () => {
	await proxy.scene.configure({ OAuth_Proxy_server_url: 'https://evil.example' });
	expect(await proxy.scene.setting('OAuth_Proxy_server_url')).toBe(proxy.scene.base.url('proxy'));
});

test('switched off, there is nothing', async () => {
	const sealed = stateOf(await departure(loginUrl()));
	await proxy.scene.configure({ OAuth_Proxy_server: false });
	expectRefusal(await departure(loginUrl()), 'proxy_off');
	expectRefusal(await back({ code: 'secret', state: sealed }), 'proxy_off');
	expectRefusal(await back({ code: 'secret', state: sealed }, 'POST'), 'proxy_off');
});
