import { readServiceAccount } from '../../../../src/workspace/rest/serviceAccount';
import { MemoryEnvironment } from '../../support/environment';
import { codeOf } from '../../support/loginError';
import { MemorySettings } from '../../support/settings';

const inSettings = { Session_rest_user_id: ' u1 ', Session_rest_token: 't1' };
const inEnvironment = { REST_USER_ID: 'u2', REST_TOKEN: 't2' };

test.each<[string, Record<string, string>, Record<string, string>, unknown]>([
	['nobody', {}, {}, { value: undefined }],
	['a secret alone', { Session_create_token_secret: 's' }, {}, { value: undefined }],
	['the form', inSettings, {}, { value: { userId: 'u1', token: 't1', createTokenSecret: '' } }],
	['the environment', {}, inEnvironment, { value: { userId: 'u2', token: 't2', createTokenSecret: '' } }],
	[
		'the form before the environment',
		inSettings,
		inEnvironment,
		{ value: { userId: 'u1', token: 't1', createTokenSecret: '' } },
	],
	[
		'the form, with the secret of the environment',
		inSettings,
		{ CREATE_TOKEN_SECRET: 's2' },
		{ value: { userId: 'u1', token: 't1', createTokenSecret: 's2' } },
	],
	[
		'the environment, with the secret of the form',
		{ Session_create_token_secret: 's1' },
		{ ...inEnvironment, CREATE_TOKEN_SECRET: 's2' },
		{ value: { userId: 'u2', token: 't2', createTokenSecret: 's1' } },
	],
	[
		'an id without a token, whatever else there is',
		{ Session_rest_user_id: 'u1' },
		inEnvironment,
		'rest_credentials_missing',
	],
	['a token without an id', { Session_rest_token: 't1' }, inEnvironment, 'rest_credentials_missing'],
	['half of the environment', {}, { REST_TOKEN: 't2' }, 'rest_credentials_missing'],
	['blanks', { Session_rest_user_id: ' ', Session_rest_token: ' ' }, {}, { value: undefined }],
])('in whose name: %s', async (_name, settings, variables, expected) => {
	const ports = { appSettings: new MemorySettings(settings), environment: new MemoryEnvironment(variables) };
	expect(await codeOf(readServiceAccount(ports))).toEqual(expected);
});

test.each([
	[{ Session_rest_user_id: 'u1' }, {}, 'Session_rest_token'],
	[{ Session_rest_token: 't1' }, {}, 'Session_rest_user_id'],
	[{}, { REST_TOKEN: 't2' }, 'REST_USER_ID'],
])(
	'what is missing has a name: %j %j',
	async (settings: Record<string, string>, variables: Record<string, string>, detail) => {
		const ports = { appSettings: new MemorySettings(settings), environment: new MemoryEnvironment(variables) };
		await expect(readServiceAccount(ports)).rejects.toMatchObject({ detail });
	},
);
