import type { IApiRequest } from '@rocket.chat/apps-engine/definition/api';

import { tellFailure } from '../../../src/http/failure';
import type { ErrorCode } from '../../../src/errors';
import { errorCodes, LoginError } from '../../../src/errors';
import { callOf, RecordingLogger } from '../support/call';
import { appPath, portsWith, workspaceSettings } from '../support/ports';
import { MemorySettings } from '../support/settings';
import { attemptCookie } from '../../../src/browser/attemptCookie';

const codes = Object.keys(errorCodes) as ErrorCode[];
const id = 'abcdefghijkl';
const state = `${id}.${'r'.repeat(43)}`;

async function tell(thrown: unknown, request: Partial<IApiRequest> = {}, retry?: string, settings: object = {}) {
	const logger = new RecordingLogger();
	const serverSettings = new MemorySettings({ ...workspaceSettings, ...settings });
	const answer = await tellFailure(thrown, callOf(request, portsWith({ serverSettings }), logger), retry);
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

/** Errors that say nothing about the attempt that this browser has under way: whoever can cause one must not end it. */
const foreign: readonly ErrorCode[] = [
	'method_not_allowed',
	'provider_unknown',
	'state_missing',
	'state_invalid',
	'state_foreign',
];

describe('the cookie of the attempt', () => {
	test.each(codes)('%s', async (code) => {
		const removed = foreign.includes(code) ? undefined : [expect.stringContaining(`${attemptCookie(id)}=; `) as string];
		expect((await tell(new LoginError(code), { query: { state } })).cookies).toEqual(removed);
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

/** Nothing that somebody does by themselves changes it. */
const hopeless: readonly ErrorCode[] = [
	...(['provider_unknown', 'provider_disabled', 'provider_incomplete', 'workspace_insecure', 'cas_in_use'] as const),
	...(['server_vulnerable', 'method_not_allowed', 'account_disabled', 'account_deleted', 'seats_used_up'] as const),
	...(['account_not_a_person', 'registration_closed', 'approval_refused'] as const),
];

describe('trying again', () => {
	test.each(hopeless)('is not offered after %s', async (code) => {
		expect((await tell(new LoginError(code), {}, 'login/okta')).page).not.toContain('login/okta');
	});

	test.each([
		'provider_timeout',
		'state_expired',
		'access_denied',
		'code_refused',
		'too_many_logins',
		'internal',
	] as const)('is offered after %s', async (code) =>
		expect((await tell(new LoginError(code), {}, 'login/okta')).page).toContain(`${appPath}/login/okta`),
	);

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
