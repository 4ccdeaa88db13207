import * as v from 'valibot';
import { LoginError } from '../../../../src/errors';
import { RestRefusal } from '../../../../src/workspace/rest/restFailure';
import { anything, RestApi } from '../../../../src/workspace/rest/restApi';
import { TooManyLogins } from '../../../../src/workspace/session/refusal';
import { account, internalUrl, refused, restApi } from '../../support/rest';
import type { Answer } from '../../support/transport';
import { ScriptedTransport } from '../../support/transport';

const outcome = (answer: Answer): Promise<unknown> =>
	restApi({ 'users.create': answer })
		.api.post('users.create', anything)
		.catch((error: unknown) => {
			if (error instanceof TooManyLogins) return `wait ${error.retryAfter}`;
			if (error instanceof RestRefusal && error.code === 'rest_failed')
				return [error.errorType, error.field, error.detail];
			return error instanceof LoginError ? `${error.code}: ${error.detail}` : error;
		});

test('calls go to the internal address, in the name of the service account and for the address of the person', async () => {
	const { api, transport } = restApi({ 'roles.list': { body: { roles: [] } }, 'users.logout': { body: {} } });
	await api.get('roles.list', anything, { a: '1 2', b: '&' });
	await api.as({ userId: 'u', token: 't' }).onBehalfOf(undefined).post('users.logout', anything, { userId: 'u1' });
	expect(transport.requests).toEqual([
		{
			...{ method: 'GET', url: `${internalUrl}/api/v1/roles.list?a=1+2&b=%26`, body: undefined },
			headers: {
				...{ 'X-User-Id': 'service', 'X-Auth-Token': 'service-token' },
				...{ 'X-Forwarded-For': '203.0.113.7', 'X-Real-IP': '203.0.113.7' },
			},
		},
		{
			...{ method: 'POST', url: `${internalUrl}/api/v1/users.logout`, body: '{"userId":"u1"}' },
			headers: { 'X-User-Id': 'u', 'X-Auth-Token': 't', 'Content-Type': 'application/json' },
		},
	]);
});

// live7b.md §5 as seen, and what stands between the app and core.
test.each<[string, Answer, unknown]>([
	[
		'logged out (7.7.1)',
		{ status: 401, body: { success: false, error: 'You must be logged in to do this.' } },
		/^rest_credentials_refused/,
	],
	[
		'logged out (6.5.3)',
		{ status: 401, body: { status: 'error', message: 'You must be logged in' } },
		/^rest_credentials_refused/,
	],
	[
		'no permission',
		{ status: 403, body: { success: false, error: 'unauthorized' } },
		/^rest_permission_missing: users.create: HTTP 403 unauthorized$/,
	],
	[
		'no permission, by another status',
		refused('error-action-not-allowed', 'Adding user is not allowed', { action: 'Adding_user' }),
		/^rest_permission_missing/,
	],
	['no permission, in a word', refused('error-not-allowed', 'Not allowed'), /^rest_permission_missing/],
	[
		'no permission, on 9.0',
		{ status: 403, body: { success: false, error: 'Not allowed', errorType: 'error-forbidden' } },
		'rest_permission_missing: users.create: HTTP 403 Not allowed',
	],
	[
		'a role that does not exist',
		refused('error-action-not-allowed', 'The field Roles consist invalid role id', { action: 'Assign_role' }),
		['error-action-not-allowed', undefined, expect.stringMatching(/invalid role id/)],
	],
	[
		'second factor',
		refused('totp-required', 'TOTP Required', { method: 'password' }),
		'rest_second_factor: users.create',
	],
	['a wrong second factor', refused('totp-invalid', 'TOTP Invalid'), 'rest_second_factor: users.create'],
	[
		'too many calls',
		{ status: 429, body: { error: 'You must wait 42 seconds before … [error-too-many-requests]' } },
		'wait 42',
	],
	['too many calls, without a word', { status: 429 }, 'wait 10'],
	['a proxy in front', { status: 502, body: '<html>Bad gateway</html>' }, 'rest_failed: users.create: HTTP 502'],
	[
		'a proxy in front, with words',
		{ status: 502, body: { error: 'no server' } },
		'rest_failed: users.create: HTTP 502 no server',
	],
	['a page instead of an answer', { body: '<html>Welcome</html>' }, 'rest_failed: users.create: document is missing'],
	['a list instead of an answer', { body: [] }, 'rest_failed: users.create: document is missing'],
	['no success under 200', { body: { success: false, error: 'no' } }, ['no', undefined, 'users.create: HTTP 200 no']],
	[
		'taken',
		refused('error-field-unavailable', 'bob is already in use :(', { field: 'bob' }),
		['error-field-unavailable', 'bob', 'users.create: HTTP 400 bob is already in use :( [error-field-unavailable]'],
	],
	[
		'a number for a code',
		refused(403, 'Something went wrong.'),
		['403', undefined, 'users.create: HTTP 400 Something went wrong. [403]'],
	],
	[
		'a code in the text alone',
		{ status: 400, body: { success: false, error: 'No [error-invalid-domain]' } },
		['error-invalid-domain', undefined, 'users.create: HTTP 400 No [error-invalid-domain]'],
	],
	[
		'a code as the text',
		{ status: 400, body: { error: 'error-role-not-found', errorType: 'Role not found' } },
		['Role not found', undefined, 'users.create: HTTP 400 error-role-not-found'],
	],
	[
		'an address in a reason',
		refused('error-invalid-email', 'Invalid email ada@example.com'),
		['error-invalid-email', undefined, 'users.create: HTTP 400 Invalid email … [error-invalid-email]'],
	],
])('%s', async (_name, answer, expected) => {
	const found = await outcome(answer);
	expect(found).toEqual(expected instanceof RegExp ? expect.stringMatching(expected) : expected);
});

test('an answer of another shape is an error that names the member, not its value', async () => {
	const { api } = restApi({ me: { body: { _id: { $ne: 'secret' } } } });
	await expect(api.get('me', v.object({ _id: v.string() }))).rejects.toMatchObject({
		code: 'rest_failed',
		detail: expect.stringMatching(/^me: _id (?!.*secret)/),
	});
});

test('a server that can not be reached is the workspace, not a provider', async () => {
	const transport = new ScriptedTransport(() => {
		throw new LoginError('provider_timeout', '127.0.0.1:3000');
	});
	await expect(new RestApi(transport, internalUrl, account).get('me', anything)).rejects.toMatchObject({
		...{ code: 'workspace_unreachable', detail: internalUrl },
	});
});
