import type { IApiRequest, IApiResponse } from '@rocket.chat/apps-engine/definition/api';

import { callback } from '../../../src/features/login/callbackEndpoint';
import { methodNotAllowed, tellFailure } from '../../../src/http/failure';
import { okta } from '../../../src/providers/sections/okta';
import { startAuthorization } from '../../../src/sign-in/startAuthorization';
import type { ErrorCode } from '../../../src/errors';
import { errorCodes, LoginError } from '../../../src/errors';
import { CookieJar } from '../support/browser';
import { callOf, RecordingLogger } from '../support/call';
import { cookiesOf, answerOf } from '../support/endpoint';
import { appPath, portsWith, workspaceSettings } from '../support/ports';
import { MemorySettings } from '../support/settings';
import { MemoryStore } from '../support/store';
import type { World } from '../support/workspace';
import { readyWorkspace } from '../support/workspace';
import { attemptCookie } from '../../../src/browser/attemptCookie';
import type { VisitedPage } from '../../../src/browser/visits';
import { Visits } from '../../../src/browser/visits';
import type { Store } from '../../../src/ports/store';

const codes = Object.keys(errorCodes) as ErrorCode[];
const id = 'abcdefghijkl';
const state = `${id}.${'r'.repeat(43)}`;

async function tell(
	thrown: unknown,
	request: Partial<IApiRequest> = {},
	retry?: string,
	settings: object = {},
	store: Store = new MemoryStore(),
) {
	const logger = new RecordingLogger();
	const serverSettings = new MemorySettings({ ...workspaceSettings, ...settings });
	const answer = await tellFailure(thrown, callOf(request, portsWith({ serverSettings, store }), logger), retry);
	const headers = answer.headers as unknown as Record<string, string | string[] | undefined>;
	return { ...answer, page: String(answer.content), cookies: headers['set-cookie'], entries: logger.entries };
}

test.each(codes)('%s: its page, its status, and a line in the log with the same reference', async (code) => {
	const { status, page, entries } = await tell(new LoginError(code, 'the detail'));
	const [[line]] = entries as [[{ reference: string }]];
	expect(status).toBe(errorCodes[code].status);
	expect(line).toEqual({ code, stage: errorCodes[code].stage, detail: 'the detail', reference: line.reference });
	expect(line.reference).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
	expect(page).toContain(line.reference);
	expect(page).toContain(code);
	expect(page).not.toContain('the detail');
});

test('no two failures share a reference', async () => {
	const references = new Set<string>();
	for (let index = 0; index < 50; index += 1) {
		const { entries } = await tell(new LoginError('internal'));
		references.add((entries as [[{ reference: string }]])[0][0].reference);
	}
	expect(references.size).toBe(50);
});

describe('the reference leads to the attempt', () => {
	const link = new RegExp(`<a href="${appPath}/admin/attempts\\?ref=([^"]*)"><code dir="ltr">([^<]*)</code></a>`);

	/** What a person sees who has one of the pages open, in a browser that sends other cookies, too. */
	async function seenBy(page: VisitedPage | undefined, cookies = '', store = new MemoryStore()) {
		const visits = new Visits(portsWith({ store }));
		const proven = { userId: 'alice', by: 'password', inSession: true } as const;
		const own = page && (await visits.begin(page, proven, undefined)).split(';')[0];
		const cookie = [own, cookies].filter(Boolean).join('; ');
		return (await tell(new LoginError('client_refused'), { headers: { cookie } }, undefined, {}, store)).page;
	}

	test('for an admin who has the pages open', async () => {
		const [, target, shown] = link.exec(await seenBy('admin'))!;
		expect(target).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
		expect(shown).toBe(target);
		expect(await seenBy('admin')).toContain(
			`<dd><a href="${appPath}/help#client_refused"><code dir="ltr">client_refused</code></a></dd>`,
		);
	});

	test.each<[string, VisitedPage | undefined, string]>([
		['nobody else', undefined, ''],
		['a person who has the connected accounts open', 'connections', ''],
		['a visit that was made up', undefined, `__Host-oauth-admin=${'a'.repeat(43)}`],
		['a browser that is signed in otherwise since', 'admin', 'rc_uid=mallory; rc_token=x'],
	])('and for %s', async (_, page, cookies) => {
		const seen = await seenBy(page, cookies);
		expect(seen).toMatch(/<dd><code dir="ltr">[2-9A-HJ-NP-Z]{8}<\/code><\/dd>/);
		expect(seen).not.toMatch(/\/admin|\/help/);
	});

	test('a store that can not be read keeps nobody from the page', async () => {
		const store = new MemoryStore();
		store.all = () => Promise.reject(new Error('no database'));
		expect(
			(
				await tell(
					new LoginError('internal'),
					{ headers: { cookie: `__Host-oauth-admin=${'a'.repeat(43)}` } },
					undefined,
					{},
					store,
				)
			).status,
		).toBe(500);
	});
});

describe('the cookie of the attempt', () => {
	test.each(codes)('%s: it goes where the row says that the attempt is over', async (code) => {
		const handlers = { path: 'a', get: () => Promise.reject(new LoginError(code)) };
		const removed = cookiesOf(await answerOf(handlers, { query: { state } }));
		const expected = errorCodes[code].endsAttempt ? [expect.stringContaining(`${attemptCookie(id)}=; `)] : [];
		expect(removed).toEqual(expected);
	});

	test.each<[string, Partial<IApiRequest>, boolean]>([
		['in the query', { query: { state } }, true],
		['in a form', { content: { state } }, true],
		['nowhere', {}, false],
		['cut short', { query: { state: state.slice(0, -1) } }, false],
		['a list', { query: { state: [state] } as never }, false],
		['an object', { query: { state: { $ne: '' } } as never }, false],
		['with a header in it', { query: { state: `abc\r\nSet-Co.${'r'.repeat(43)}` } }, false],
		['in a body that is none', { content: null }, false],
		['in a request without a query', { query: undefined as never, content: undefined }, false],
	])('goes where the state is %s: %p', async (_name, request, expected) => {
		const { cookies } = await tell(new LoginError('access_denied'), request);
		expect(cookies !== undefined).toBe(expected);
	});
});

/** What the rows say is held against what the callback does with an attempt that is under way. */
describe('an attempt under way', () => {
	interface UnderWay {
		readonly world: World;
		readonly jar: CookieJar;
		readonly state: string;
		/** The provider sends the browser back, with this in the query besides the state. */
		come(query?: object, more?: Partial<IApiRequest>, segment?: string, method?: string): Promise<IApiResponse>;
	}

	async function underWay(): Promise<UnderWay> {
		const world = readyWorkspace();
		const jar = new CookieJar();
		const { location, setCookies } = await startAuthorization(
			{ definition: okta, purpose: { kind: 'signIn' }, cookies: undefined },
			world.ports,
		);
		jar.keep(setCookies);
		const own = new URL(location).searchParams.get('state')!;
		const come: UnderWay['come'] = async (query = {}, more = {}, segment = 'okta', method = 'get') => {
			const request = { query: { state: own, ...query }, headers: { cookie: jar.header }, ...more };
			const call = callOf(request as Partial<IApiRequest>, world.ports);
			const handler = callback(segment)[method as 'get' | 'post'] ?? methodNotAllowed;
			const answer = await handler(call).catch((error: unknown) => tellFailure(error, call, undefined));
			jar.keep(cookiesOf(answer));
			return answer;
		};
		return { world, jar, state: own, come };
	}

	const codeOn = ({ content }: IApiResponse): string | undefined =>
		/<code dir="ltr">(\w+)<\/code>/.exec(String(content))?.[1];

	test.each<[string, ErrorCode, (attempt: UnderWay) => Promise<IApiResponse>]>([
		['by another method', 'method_not_allowed', ({ come }) => come({}, {}, 'okta', 'put')],
		['for a provider that there is not', 'provider_unknown', ({ come }) => come({}, {}, 'nobody')],
		['without a state', 'state_missing', ({ come }) => come({ state: undefined })],
		['with a state that is none', 'state_invalid', ({ come }) => come({ state: 'x' })],
		[
			'with a state of the same attempt that was made up',
			'state_invalid',
			(attempt) => attempt.come({ state: `${attempt.state.split('.')[0]}.${'r'.repeat(43)}` }),
		],
		['with the state of another browser', 'state_foreign', ({ come }) => come({ state })],
		['by another browser', 'state_foreign', ({ come }) => come({}, { headers: {} })],
	])('survives a request %s: %s', async (_name, code, request) => {
		const attempt = await underWay();
		const cookies = attempt.jar.names;
		expect(codeOn(await request(attempt))).toBe(code);
		expect(attempt.jar.names).toEqual(cookies);
		expect(codeOn(await attempt.come({ error: 'access_denied' }))).toBe('access_denied');
	});

	test.each<[string, ErrorCode, object, (world: World) => void]>([
		['a person who cancels', 'access_denied', { error: 'access_denied' }, () => undefined],
		['an error of the provider', 'provider_error', { error: 'server_error' }, () => undefined],
		['an answer without a code', 'response_invalid', {}, () => undefined],
		['a token endpoint that is not there', 'token_request_failed', { code: 'c' }, () => undefined],
		[
			'settings that have changed',
			'attempt_stale',
			{ code: 'c' },
			({ appSettings }) => appSettings.change({ Accounts_OAuth_Okta_id: 'another' }),
		],
		[
			'a provider that was switched off',
			'provider_disabled',
			{ code: 'c' },
			({ appSettings }) => appSettings.change({ Accounts_OAuth_Okta: false }),
		],
	])('is over after %s: %s', async (_name, code, query, meanwhile) => {
		const { world, jar, come } = await underWay();
		meanwhile(world);
		expect(codeOn(await come(query))).toBe(code);
		expect(jar.names).toEqual([]);
		expect(codeOn(await come(query))).toMatch(/^state_(?:used|foreign)$/);
	});
});

describe('trying again', () => {
	test.each([
		...codes.filter((code) => code.startsWith('rest_')),
		...(['client_refused', 'creation_off', 'account_privileged', 'account_disabled', 'cas_in_use'] as const),
	])('is not offered after %s', async (code) => {
		expect((await tell(new LoginError(code), {}, 'login/okta')).page).not.toContain('login/okta');
	});

	test.each(['provider_timeout', 'state_expired', 'access_denied', 'code_refused', 'internal'] as const)(
		'is offered after %s',
		async (code) =>
			expect((await tell(new LoginError(code), {}, 'login/okta')).page).toContain(`${appPath}/login/okta`),
	);

	test('after a pause, the error names the provider', async () => {
		const error = new LoginError('provider_timeout');
		error.about = { provider: 'okta' };
		expect((await tell(error)).page).toContain(`href="${appPath}/login/okta"`);
		error.about = { provider: '"><script>' };
		expect((await tell(error)).page).not.toMatch(/login\/"|"><script>/);
	});

	test('leads into the folder of a workspace in a sub-folder, and so does the way back', async () => {
		const settings = { Site_Url: 'https://example.com/chat' };
		const { page } = await tell(new LoginError('access_denied'), {}, 'login/okta', settings);
		expect(page).toContain(`href="/chat${appPath}/login/okta"`);
		expect(page).toContain('href="/chat/login"');
	});
});

describe('of who it was, nothing is in the log or on the page', () => {
	const request: Partial<IApiRequest> = {
		query: { state, code: 'the-code', email: 'alice@good.com' },
		headers: {
			cookie: `${attemptCookie(id)}=sealed-attempt`,
			authorization: 'Bearer token',
			'x-forwarded-for': '203.0.113.7',
		},
		content: { user: '{"email":"alice@good.com"}' },
	};
	const cause = new Error('E11000 duplicate key { emails.address: "alice@good.com" }');

	test.each<[string, unknown]>([
		['an error of ours', new LoginError('account_refused', '', { cause })],
		['one that knows the person', Object.assign(new LoginError('too_many_logins'), { about: { person: 'alice' } })],
		['an object', { email: 'alice@good.com', token: 'the-code' }],
		['a text', 'alice@good.com'],
		['nothing', undefined],
		['an Error of something else', cause],
		['an Error of a parser', new SyntaxError('Unexpected token a in JSON: {"email":alice@good.com}')],
	])('%s', async (_name, thrown) => {
		const { entries, page } = await tell(thrown, request);
		const personal = /alice|good\.com|the-code|sealed-attempt|Bearer|203\.0\.113/i;
		expect([personal.exec(JSON.stringify(entries))?.[0], personal.exec(page)?.[0]]).toEqual([undefined, undefined]);
		expect(entries).toHaveLength(1);
	});
});

test.each<[string, unknown, string]>([
	['what accessors throw', { error: { message: 'x' } }, 'not an Error'],
	['a text', 'x', 'not an Error'],
	['nothing', undefined, 'not an Error'],
	['an Error', new TypeError(''), 'TypeError'],
])('%s is an internal error, of which the admin learns the kind', async (_name, thrown, detail) => {
	const { status, entries } = await tell(thrown);
	expect(status).toBe(500);
	expect(entries).toMatchObject([[{ code: 'internal', detail: expect.stringContaining(detail) as string }]]);
});
