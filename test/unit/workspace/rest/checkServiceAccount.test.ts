import {
	checkServiceAccount,
	furtherPermissions,
	neededPermissions,
} from '../../../../src/workspace/rest/checkServiceAccount';
import { account, refused, restApi } from '../../support/rest';
import type { Answer } from '../../support/transport';

const me: Answer = {
	body: { _id: 'service', username: 'signer', roles: ['user', 'signer'], active: true, success: true },
};
const granted: Answer = { body: { data: { userId: 'service', authToken: 'a token' }, success: true } };
const everything = [...neededPermissions, ...furtherPermissions];
const roles = (permissions: readonly string[]): Answer => ({
	body: {
		update: [
			...everything.map((_id) => ({ _id, roles: permissions.includes(_id) ? ['admin', 'signer'] : ['admin'] })),
			{ _id: 'unrelated', roles: [] },
		],
		remove: [],
		success: true,
	},
});

const check = async (answers: Record<string, Answer>, createTokenSecret = '') => {
	const { api, transport } = restApi({
		...{
			me,
			'permissions.listAll': roles(everything),
			'users.createToken': granted,
			logout: { body: '' },
		},
		...answers,
	});
	return { finding: await checkServiceAccount({ ...account, createTokenSecret }, api), transport };
};

test('an account that has everything; the token that was made for it is ended again', async () => {
	const { finding, transport } = await check({});
	expect(finding).toEqual({ ready: true, username: 'signer', lacks: [] });
	expect(transport.calls.map((call) => call.replace('/sub/api/v1/', ''))).toEqual([
		...['GET me', 'GET permissions.listAll', 'POST users.createToken', 'POST logout', 'GET /sub/api/info'],
	]);
	const [, , made, ended] = transport.requests;
	expect(JSON.parse(made!.body!)).toEqual({ userId: 'service' });
	expect(ended!.headers).toMatchObject({ 'X-User-Id': 'service', 'X-Auth-Token': 'a token' });
});

describe('that the server’s secret alone opens every account is told', () => {
	const openOn = async (info: object): Promise<unknown> => {
		const { finding } = await check({ '/sub/api/info': { body: { success: true, ...info } } });
		expect(finding).toMatchObject({ ready: true });
		return 'openTokens' in finding ? finding.openTokens : undefined;
	};

	test.each<[version: string, least: string | undefined]>([
		['7.13.7', undefined],
		...['8.0.7', '8.1.6', '8.2.6', '8.3.6', '8.4.4', '8.5.1'].map((version): [string, string] => {
			const [major, minor, patch] = version.split('.');
			return [version, `${major}.${minor}.${Number(patch) + 1}`];
		}),
		...['8.0.8', '8.1.7', '8.2.7', '8.3.7', '8.4.5', '8.5.2', '8.6.0', '9.0.0'].map((version): [string, undefined] => [
			version,
			undefined,
		]),
		['8.3.10', undefined],
		['8.3.0-develop', '8.3.7'],
		['8.30.0', undefined],
		['', undefined],
		['unknown', undefined],
	])('%s: %s', async (version, least) => {
		const expected = least && { version, least };
		await expect(openOn({ version, info: { version } })).resolves.toEqual(expected);
		await expect(openOn({ info: { version } })).resolves.toEqual(expected);
	});

	test('as far as the server tells its version', async () => {
		await expect(openOn({ version: '8.3' })).resolves.toEqual({ version: '8.3', least: '8.3.7' });
		await expect(openOn({ version: '8.6' })).resolves.toBeUndefined();
		await expect(openOn({ version: { $gt: '' } })).resolves.toBeUndefined();
	});
});

test('a logout is judged by its status: up to 7.3 it has a body', async () => {
	const { finding } = await check({ logout: { body: { status: 'success', data: { message: 'x' } } } });
	expect(finding).toMatchObject({ ready: true });
});

test.each(furtherPermissions)('without %s it signs people in, and the admin is told', async (permission) => {
	const { finding } = await check({ 'permissions.listAll': roles(everything.filter((one) => one !== permission)) });
	expect(finding).toEqual({ ready: true, username: 'signer', lacks: [permission] });
});

const unauthorized: Answer = { status: 401, body: { success: false, error: 'You must be logged in to do this.' } };
const off = refused('error-not-authorized', 'Not authorized');
const forbidden: Answer = {
	...{ status: 403, body: { success: false, error: 'Not authorized', errorType: 'error-forbidden' } },
};
const secretWanted = refused('invalid-params', "must have required property 'secret'");

test.each<[string, Record<string, Answer>, Array<[code: string, detail: string]>]>([
	[
		'a token that is not accepted',
		{ me: unauthorized },
		[['rest_credentials_refused', 'me: HTTP 401 You must be logged in to do this.']],
	],
	...neededPermissions.map((permission): [string, Record<string, Answer>, Array<[string, string]>] => [
		`without ${permission}`,
		{ 'permissions.listAll': roles(everything.filter((one) => one !== permission)) },
		[['rest_permission_missing', permission]],
	]),
	[
		'a person like any other',
		{ 'permissions.listAll': roles([]) },
		[['rest_permission_missing', neededPermissions.join(', ')]],
	],
	['a server that makes no tokens', { 'users.createToken': off }, [['rest_tokens_off', 'CREATE_TOKENS_FOR_USERS']]],
	[
		'a server from 8.0 on, and no secret',
		{ 'users.createToken': secretWanted },
		[['rest_tokens_off', 'CREATE_TOKENS_FOR_USERS_SECRET']],
	],
	[
		'everything at once',
		{ 'permissions.listAll': roles([]), 'users.createToken': off },
		[
			['rest_permission_missing', neededPermissions.join(', ')],
			['rest_tokens_off', 'CREATE_TOKENS_FOR_USERS'],
		],
	],
	[
		'a second factor',
		{ 'users.createToken': refused('totp-required', 'TOTP Required') },
		[['rest_second_factor', 'users.createToken']],
	],
	[
		'a session that does not end',
		{ logout: { status: 502, body: '<html>Bad gateway</html>' } },
		[['rest_failed', 'logout: HTTP 502']],
	],
	[
		'permissions that are not to be seen',
		{ 'permissions.listAll': { status: 404 } },
		[['rest_failed', 'permissions.listAll: HTTP 404']],
	],
])('%s', async (_name, answers, problems) => {
	const { finding } = await check(answers);
	expect(finding).toEqual({ ready: false, problems: problems.map(([code, detail]) => ({ code, detail })) });
});

describe('with a secret', () => {
	const answering = async (first: Answer, second: Answer, permissions = everything) => {
		const answers = [first, second];
		const { api, transport } = restApi({
			...{ me, 'permissions.listAll': roles(permissions), logout: { body: {} } },
			'users.createToken': () => answers.shift()!,
		});
		const finding = await checkServiceAccount({ ...account, createTokenSecret: 's' }, api);
		const bodies = transport.requests
			.filter(({ url }) => url.endsWith('createToken'))
			.map(({ body }) => JSON.parse(body!));
		return { finding, bodies };
	};

	test('that is right', async () => {
		const { finding, bodies } = await answering(granted, off);
		expect(finding).toMatchObject({ ready: true });
		expect(bodies).toEqual([{ userId: 'service', secret: 's' }]);
	});

	test.each<[string, Answer, Answer, string]>([
		['that is wrong, from 8.0 on', off, secretWanted, 'CREATE_TOKENS_FOR_USERS_SECRET'],
		['that is wrong, from 9.0 on', forbidden, secretWanted, 'CREATE_TOKENS_FOR_USERS_SECRET'],
		['on a server that has none and makes no tokens', off, off, 'CREATE_TOKENS_FOR_USERS'],
	])('%s', async (_name, withSecret, withoutSecret, detail) => {
		const { finding, bodies } = await answering(withSecret, withoutSecret);
		expect(finding).toEqual({ ready: false, problems: [{ code: 'rest_tokens_off', detail }] });
		expect(bodies).toEqual([{ userId: 'service', secret: 's' }, { userId: 'service' }]);
	});

	test.each([
		['8.9', off],
		['9.0', forbidden],
	])('and without the permission, %s says nothing of the secret, and neither does the app', async (_name, refusal) => {
		const permissions = everything.filter((one) => one !== 'user-generate-access-token');
		const { finding } = await answering(refusal, secretWanted, permissions);
		const problems = [{ code: 'rest_permission_missing', detail: 'user-generate-access-token' }];
		expect(finding).toEqual({ ready: false, problems });
	});
});
