import { RestUsers } from '../../../../src/workspace/rest/restUsers';
import { codeOf } from '../../support/loginError';
import { refused, restApi } from '../../support/rest';
import type { Answer } from '../../support/transport';

const bob = { _id: 'u1', username: 'bob', name: 'Bob', type: 'user', active: true, roles: ['user'] };
const emails = [{ address: 'Bob@example.com', verified: true }];
const user = { id: 'u1', username: 'bob', name: 'Bob', type: 'user', active: true, roles: ['user'], emails };
const bodyOf = ({ requests }: ReturnType<typeof restApi>['transport']): unknown => JSON.parse(requests[0]!.body!);
/** As 9.0 refuses whatever somebody may not do. */
const forbidden = (error: string): Answer => ({
	...{ status: 403, body: { success: false, error, errorType: 'error-forbidden' } },
});
const newBob = { username: 'bob', name: 'Bob', email: 'bob@example.com', verified: true, password: 'p' };

test('what an account is created from, and that approval by an admin is left to core', async () => {
	const { api, transport } = restApi({ 'users.create': { body: { user: { ...bob, emails }, success: true } } });
	await expect(new RestUsers(api).create(newBob)).resolves.toEqual(user);
	expect(bodyOf(transport)).toEqual({ ...newBob, requirePasswordChange: false, sendWelcomeEmail: false });
});

test.each<[string, object, object]>([
	['without addresses', bob, { ...user, emails: [] }],
	[
		'whose address was never verified',
		{ ...bob, emails: [{ address: 'b@c.de' }] },
		{ ...user, emails: [{ address: 'b@c.de', verified: false }] },
	],
	[
		'with little else than an id',
		{ _id: 'u1', username: null },
		{ id: 'u1', username: '', name: '', type: '', active: false, roles: [], emails: [] },
	],
	['with secrets, which go no further', { ...bob, services: { password: { bcrypt: '$2b' } } }, { ...user, emails: [] }],
])('a user %s', async (_name, answer, expected) => {
	const { api, transport } = restApi({ 'users.info': { body: { user: answer } } });
	await expect(new RestUsers(api).byUsername('u 1&')).resolves.toEqual(expected);
	expect(new URL(transport.requests[0]!.url).search).toBe('?username=u+1%26');
});

test.each<[string, Answer, unknown]>([
	['nobody', { status: 400, body: { success: false, error: 'User not found.' } }, { value: undefined }],
	[
		'any other refusal, which is not "nobody"',
		refused('invalid-params', 'must match exactly one schema'),
		'rest_failed',
	],
	['no permission', { status: 403, body: { error: 'unauthorized' } }, 'rest_permission_missing'],
])('a look-up that ends with %s', async (_name, answer, expected) => {
	const { api } = restApi({ 'users.info': answer });
	expect(await codeOf(new RestUsers(api).byUsername('bob'))).toEqual(expected);
});

describe('tokens', () => {
	const granted: Answer = { body: { data: { userId: 'u1', authToken: 't'.repeat(43) }, success: true } };

	test.each([
		['', { userId: 'u1' }],
		['s', { userId: 'u1', secret: 's' }],
	])('with the secret "%s"', async (secret, body) => {
		const { api, transport } = restApi({ 'users.createToken': granted });
		await expect(new RestUsers(api).issueToken('u1', secret)).resolves.toEqual({ userId: 'u1', token: 't'.repeat(43) });
		expect(bodyOf(transport)).toEqual(body);
	});

	test.each<[string, Answer, string]>([
		['switched off', refused('error-not-authorized', 'Not authorized'), 'rest_tokens_off'],
		[
			'wanting a secret, from 9.0 on',
			refused('error-invalid-params', "must have required property 'secret'"),
			'rest_tokens_off',
		],
		['wanting a secret', refused('invalid-params', "must have required property 'secret'"), 'rest_tokens_off'],
		['wanting another secret, on 9.0', forbidden('Not authorized'), 'rest_tokens_off'],
		['behind a proxy that lets nobody through', { status: 403, body: '<html>' }, 'rest_permission_missing'],
		['for nobody', refused('error-invalid-user', 'Invalid user'), 'rest_failed'],
		['asking for a second factor', refused('totp-required', 'TOTP Required'), 'rest_second_factor'],
		['without a token in it', { body: { data: { userId: 'u1', authToken: '' } } }, 'rest_failed'],
	])('%s', async (_name, answer, code) => {
		const { api } = restApi({ 'users.createToken': answer });
		expect(await codeOf(new RestUsers(api).issueToken('u1', ''))).toBe(code);
	});
});

test('a page of all accounts: their ids, and how many there are', async () => {
	const { api, transport } = restApi({
		'users.list': { body: { users: [{ ...bob, services: {} }, { _id: 'u2' }], count: 2, total: 102 } },
	});
	await expect(new RestUsers(api).page(3)).resolves.toEqual({ ids: ['u1', 'u2'], total: 102, size: 50 });
	expect(new URL(transport.requests[0]!.url).search).toBe('?count=50&offset=100');
});

describe('whose e-mail address it is', () => {
	const listed = (count: number, at?: number): object[] =>
		Array.from({ length: count }, (_, n) => ({
			...bob,
			emails: [{ address: n === at ? 'BOB@example.com' : `bob@example.com.${n}` }],
		}));
	const search = (all: object[]) =>
		restApi({
			'users.listByStatus': ({ searchParams }) => {
				const offset = Number(searchParams.get('offset'));
				return { body: { users: all.slice(offset, offset + Number(searchParams.get('count'))), total: all.length } };
			},
		});

	test.each<[string, object[], boolean, number]>([
		['nobody', [], false, 1],
		['nobody, though it is a part of others’', listed(3), false, 1],
		['somebody, in another letter case', listed(3, 2), true, 1],
		['somebody on the second page', listed(60, 55), true, 2],
		['nobody on two pages', listed(100), false, 2],
	])('%s', async (_name, all, isFound, pages) => {
		const { api, transport } = search(all);
		expect((await new RestUsers(api).byEmail('bob@Example.com')) !== undefined).toBe(isFound);
		expect(transport.calls).toEqual(Array(pages).fill('GET /sub/api/v1/users.listByStatus'));
	});

	test('is unknown, and not nobody, when there is too much that looks like it', async () => {
		const { api } = search(listed(600));
		expect(await codeOf(new RestUsers(api).byEmail('bob@example.com'))).toBe('rest_failed');
	});
});

test.each<[string, Answer, string]>([
	['up to 8.x', refused('error-not-allowed', 'Not allowed'), 'Accounts_AllowUserProfileChange'],
	[
		'up to 8.x, for the name alone',
		refused('error-action-not-allowed', 'Edit user real name is not allowed', { action: 'Update_user' }),
		'Accounts_AllowRealNameChange',
	],
	['from 9.0 on', forbidden('Not allowed'), 'Accounts_AllowUserProfileChange'],
])('a name that nobody may change is told with the settings for that, %s', async (_name, answer, setting) => {
	const { api } = restApi({ 'users.updateOwnBasicInfo': answer });
	const error: unknown = await new RestUsers(api).updateOwnName('Bob').catch((thrown: unknown) => thrown);
	expect(error).toMatchObject({ code: 'rest_failed', detail: expect.stringContaining(setting) as unknown });
});

test.each<[string, (users: RestUsers) => Promise<void>, object]>([
	['users.update', (users) => users.update('u1', { name: 'B' }), { userId: 'u1', data: { name: 'B' } }],
	['users.setAvatar', (users) => users.setAvatar('u1', 'https://a.b/c'), { userId: 'u1', avatarUrl: 'https://a.b/c' }],
])('%s', async (endpoint, call, body) => {
	const { api, transport } = restApi({ [endpoint]: { body: { success: true } } });
	await call(new RestUsers(api));
	expect(bodyOf(transport)).toEqual(body);
});
