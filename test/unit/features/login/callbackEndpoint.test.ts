import type { IApiRequest, IApiResponse } from '@rocket.chat/apps-engine/definition/api';

import { callback } from '../../../../src/features/login/callbackEndpoint';
import { anyProvider } from '../../../../src/http/providerPath';
import { startAuthorization } from '../../../../src/sign-in/startAuthorization';
import type { ProviderDefinition } from '../../../../src/providers/definition/definition';
import { apple } from '../../../../src/providers/sections/apple';
import { okta } from '../../../../src/providers/sections/okta';
import { CookieJar } from '../../support/browser';
import { callOf } from '../../support/call';
import { codeOf } from '../../support/loginError';
import type { World } from '../../support/workspace';
import { readyWorkspace } from '../../support/workspace';
import { attemptCookie } from '../../../../src/browser/attemptCookie';

const state = `${'a'.repeat(12)}.${'r'.repeat(43)}`;
const cookieOf = (one: string): string => `${attemptCookie(one.split('.')[0]!)}=sealed`;

let world: World;
beforeEach(() => {
	world = readyWorkspace();
});

const come = (method: 'get' | 'post', provider: string, request: Partial<IApiRequest>): Promise<IApiResponse> =>
	callback(provider)[method]!(callOf(request, world.ports));
/** Names and values of the form on a page. */
const formOf = ({ content }: IApiResponse): Record<string, string> =>
	Object.fromEntries(
		[...String(content).matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [
			name!,
			value!,
		]),
	);

describe('a form that a provider has the browser post', () => {
	test('is posted on from here, to the same address, so that the cookie comes along', async () => {
		const user = '{"name":{"firstName":"<b>\\"Ro\\"</b>"}}';
		const content = { state, code: 'the-code', user };
		const answer = await come('post', 'apple', { content });
		expect(answer.status).toBe(200);
		expect(formOf(answer)).toEqual({
			...{ state, code: 'the-code', posted_on: '1' },
			user: user.replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;'),
		});
		expect(answer.content).toMatch(/<form method="post" id="response"\s*>/);
		expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
		expect(answer.headers).not.toHaveProperty('set-cookie');
	});

	test.each<[string, Record<string, unknown>, Record<string, string>]>([
		['what nobody asked for', { id_token: 'x', access_token: 'y', 'a"b': 'z' }, {}],
		['a list', { code: ['a', 'b'] }, {}],
		['an object', { code: { $ne: '' }, user: { name: 'x' } }, {}],
		['more than a code can be', { code: 'a'.repeat(16_385) }, {}],
		[
			'an error',
			{ error: 'access_denied', error_description: 'no', iss: 'https://x' },
			{ error: 'access_denied', error_description: 'no', iss: 'https://x' },
		],
		['what an object has by itself', { __proto__: { code: 'a' } }, {}],
	])('of it, %s', async (_name, more, expected) => {
		const answer = await come('post', 'apple', { content: { state, ...more } });
		expect(formOf(answer)).toEqual({ state, ...expected, posted_on: '1' });
	});

	test('asks the provider nothing, and uses nothing up', async () => {
		await come('post', 'apple', { content: { state, code: 'the-code' } });
		expect([world.transport.requests, world.store.count('used')]).toEqual([[], 0]);
	});

	test.each<[string, Partial<IApiRequest>, string]>([
		['with the cookie', { content: { state }, headers: { cookie: cookieOf(state) } }, 'state_foreign'],
		['a second time, still without one', { content: { state, posted_on: '1' } }, 'state_foreign'],
		['a second time, with a mark of another kind', { content: { state, posted_on: '' } }, 'state_foreign'],
		['a second time, without a state', { content: { posted_on: '1' } }, 'state_missing'],
	])('that comes %s is looked at: there is no third time', async (_name, request, code) => {
		expect(await codeOf(come('post', 'apple', request))).toBe(code);
	});

	test.each<[string, Partial<IApiRequest>]>([
		["with another attempt's cookie", { content: { state }, headers: { cookie: cookieOf(`${'b'.repeat(12)}.x`) } }],
		[
			'with the cookie there twice',
			{ content: { state }, headers: { cookie: `${cookieOf(state)}; ${cookieOf(state)}` } },
		],
		['without a body', { content: undefined }],
		['with null for a body', { content: null }],
	])('that comes %s is posted on', async (_name, request) => {
		expect(formOf(await come('post', 'apple', request)).posted_on).toBe('1');
	});
});

test.each<[string, 'get' | 'post', string, string]>([
	['Apple, which answers by a form, asked by a link', 'get', 'apple', 'method_not_allowed'],
	['Okta, which answers by a link, asked by a form', 'post', 'okta', 'method_not_allowed'],
	['nobody', 'get', 'nobody', 'provider_unknown'],
	['nobody, by a form', 'post', 'nobody', 'provider_unknown'],
	['__proto__', 'get', '__proto__', 'provider_unknown'],
])('%s', async (_name, method, provider, code) => {
	expect(await codeOf(come(method, provider, { query: { state }, content: { state } }))).toBe(code);
});

test.each<[unknown, string]>([
	['okta', 'state_missing'],
	['Okta', 'provider_unknown'],
	[['okta'], 'provider_unknown'],
	[{ $ne: '' }, 'provider_unknown'],
	[undefined, 'provider_unknown'],
])('the parameter %p of a path that stands for any provider', async (provider, code) => {
	const request = { params: { provider } } as unknown as Partial<IApiRequest>;
	expect(await codeOf(come('get', anyProvider, request))).toBe(code);
});

test.each<[string, unknown, string | undefined]>([
	['okta', undefined, 'login/okta'],
	[anyProvider, 'forum_2', 'login/forum_2'],
	[anyProvider, 'Forum', undefined],
	[anyProvider, 'a/../../b', undefined],
	[anyProvider, '"><script>', undefined],
	[anyProvider, ['forum'], undefined],
	[anyProvider, undefined, undefined],
	[anyProvider, 'a'.repeat(65), undefined],
])('%s, %p: the same sign-in starts anew at %p', (segment, provider, expected) => {
	const call = callOf({ params: { provider } as never }, world.ports);
	expect(callback(segment).retry!(call)).toBe(expected);
});

describe('what the provider says', () => {
	const underWay = async (definition: ProviderDefinition) => {
		const jar = new CookieJar();
		const { location, setCookies } = await startAuthorization(
			{ definition, purpose: { kind: 'signIn' }, cookies: undefined },
			world.ports,
		);
		jar.keep(setCookies);
		return { jar, state: new URL(location).searchParams.get('state')! };
	};

	test('is read from the query where it is a link, whatever body there is', async () => {
		const attempt = await underWay(okta);
		const request = { headers: { cookie: attempt.jar.header }, content: { state: attempt.state, code: 'code' } };
		expect(
			await codeOf(come('get', 'okta', { ...request, query: { state: attempt.state, error: 'access_denied' } })),
		).toBe('access_denied');
	});

	test('is read from the form where it is one, whatever query there is', async () => {
		const formPost = {
			Accounts_OAuth_Apple: true,
			Accounts_OAuth_Apple_id: 'com.example',
			Accounts_OAuth_Apple_kid: 'K',
		};
		world.appSettings.change({
			...{ ...formPost, Accounts_OAuth_Apple_iss: 'T', Accounts_OAuth_Apple_secretKey: 'key' },
			Accounts_OAuth_Apple_server_url: 'https://example.okta.com',
		});
		const attempt = await underWay(apple);
		const form = { state: attempt.state, error: 'user_cancelled_authorize' };
		const request = { headers: { cookie: attempt.jar.header }, query: { state: 'x', code: 'y' }, content: form };
		expect(await codeOf(come('post', 'apple', request))).toBe('access_denied');
	});
});
