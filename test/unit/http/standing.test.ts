import type { IApiRequest } from '@rocket.chat/apps-engine/definition/api';
import { attemptCookie } from '../../../src/browser/attemptCookie';
import { proxyValidate, self } from '../../../src/features/cas-server/casServerEndpoint';
import { callback } from '../../../src/features/login/callbackEndpoint';
import { confirm } from '../../../src/features/login/confirmEndpoint';
import { wait } from '../../../src/features/login/waitEndpoint';
import { allHandlers } from '../../../src/app/handlers';
import type { Handlers } from '../../../src/http/endpoint';
import { confirmationCookie, rateLimitedCookie } from '../../../src/sign-in/suspended';
import { callOf } from '../support/call';
import { asking } from '../support/endpoint';
import { readyWorkspace } from '../support/workspace';

const id = 'abcdefghijkl';
const state = `${id}.${'s'.repeat(43)}`;
const world = readyWorkspace();
const standingOf = (handlers: Handlers, request: Partial<IApiRequest>): Promise<unknown> =>
	handlers.standing!(callOf(request, world.ports));
const seal = (purpose: 'attempt' | 'waiting' | 'confirm' | 'ticket' | 'self-check', value: object = { id }) =>
	world.sealer.seal(purpose, value, 60);

describe.each([
	['the callback', callback('okta'), 'attempt', attemptCookie(id), { state }],
	['the page that waits', wait, 'waiting', rateLimitedCookie(id), { attempt: id }],
	['the page that asks for an account', confirm, 'confirm', confirmationCookie(id), { attempt: id }],
] as const)('%s', (_, handlers, purpose, cookie, query) => {
	const ask = (value: string, name: string = cookie): Promise<unknown> =>
		standingOf(handlers, { query: { ...query }, headers: { cookie: `${name}=${value}` } });

	test('knows who has its cookie', async () => {
		expect(await ask(await seal(purpose))).toEqual({ attempt: id });
	});

	test('takes anybody else for a stranger', async () => {
		expect(await ask('x')).toBe('stranger');
		expect(await ask(await seal('ticket'))).toBe('stranger');
		expect(await ask(await seal(purpose, { id: 'another' }))).toBe('stranger');
		expect(await ask(await seal(purpose), 'another')).toBe('stranger');
		expect(await standingOf(handlers, { query: { ...query } })).toBe('stranger');
		expect(await standingOf(handlers, {})).toBe('stranger');
	});
});

test('a form that the page posts on from another site is not counted, what that page posts is', async () => {
	const post = (content: object, cookie = ''): Promise<unknown> =>
		standingOf(callback('apple'), { content: content as never, headers: { cookie } });
	expect(await post({ state })).toBe('uncounted');
	expect(await post({ state, posted_on: '1' })).toBe('stranger');
	expect(await post({ state, posted_on: '1' }, `${attemptCookie(id)}=${await seal('attempt')}`)).toEqual({
		attempt: id,
	});
});

test('what the app has made for its own server is not counted, rubbish is', async () => {
	const validate = (ticket: string): Promise<unknown> => standingOf(proxyValidate, { query: { ticket } });
	const ask = (question: string): Promise<unknown> => standingOf(self, { content: { question } as never });
	expect(await validate(await seal('ticket'))).toBe('uncounted');
	expect(await ask(await seal('self-check'))).toBe('uncounted');
	for (const rubbish of ['', 'x', await seal('attempt')]) {
		expect(await validate(rubbish)).toBe('stranger');
		expect(await ask(rubbish)).toBe('stranger');
	}
});

test('every endpoint is counted by a kind of its own or as a page', () => {
	const kinds = new Map(allHandlers(['okta']).map(({ path, throttle = 'page' }) => [path, throttle]));
	expect([...kinds].filter(([, kind]) => kind !== 'page')).toEqual(
		expect.arrayContaining([
			['login/okta', 'start'],
			['callback/okta', 'callback'],
			['login.js', 'script'],
			['self', 'server'],
			['cas/proxyValidate', 'server'],
			['proxy/oauth_redirect', 'proxy'],
			['apple/notifications', 'report'],
		]),
	);
});

test('who floods one kind of endpoint takes nothing from another kind', async () => {
	const ask = asking();
	const headers = { 'x-forwarded-for': '203.0.113.9' };
	const status = async (throttle?: Handlers['throttle']): Promise<number> =>
		(await ask({ path: `of-${throttle}`, throttle, get: async () => ({ status: 200 }) }, { headers })).status;
	let turnedAway = 0;
	for (let count = 0; count < 1_000 && turnedAway === 0; count += 1)
		turnedAway = (await status('start')) === 429 ? 1 : 0;
	expect(turnedAway).toBe(1);
	const others = ['callback', 'resume', 'report', 'script', 'server', 'proxy', undefined] as const;
	expect(await Promise.all(others.map(status))).toEqual(others.map(() => 200));
});
