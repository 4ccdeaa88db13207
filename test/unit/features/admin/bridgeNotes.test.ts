import { bridgeNotes } from '../../../../src/features/admin/bridgeNotes';
import { textsFor } from '../../../../src/texts/texts';
import type { RestFinding } from '../../../../src/workspace/rest/checkServiceAccount';
import type { BridgeHealth } from '../../../../src/workspace/bridgeHealth';

const texts = textsFor('en', undefined);
const at = { internalUrl: 'http://127.0.0.1:3000', silent: true };
const casInUse = { code: 'cas_in_use', detail: 'CAS_base_url' } as const;
const cas: BridgeHealth = { ready: true, bridge: 'cas', ...at };
const rest: BridgeHealth = { ready: true, bridge: 'rest', ...at };

test.each<[string, BridgeHealth | undefined, string | undefined]>([
	['nothing before the first check', undefined, undefined],
	['CAS', cas, 'In use now: the CAS login of the server.'],
	['REST, which was asked for', rest, 'In use now: the REST API.'],
	[
		'REST instead',
		{ ...rest, casProblem: casInUse },
		'In use now: the REST API, because the CAS login does not work here (cas_in_use: CAS_base_url).',
	],
	[
		'neither',
		{ ready: false, ...casInUse },
		'Nobody can sign in now (cas_in_use: CAS_base_url). docs/bridges.md says what each way needs.',
	],
])('what is in use: %s', (_name, health, expected) => {
	expect(bridgeNotes(health, texts).Session_bridge).toBe(expected);
});

const broken = (...problems: Extract<RestFinding, { ready: false }>['problems']): RestFinding => ({
	ready: false,
	problems,
});

test.each<[string, RestFinding | undefined, RegExp | undefined]>([
	['without an account', undefined, undefined],
	[
		'all is there',
		{ ready: true, username: 'signer', lacks: [] },
		/^The service account signer has all permissions that signing in needs\.$/,
	],
	[
		'something for later',
		{ ready: true, username: 'signer', lacks: ['view-d-room', 'api-bypass-rate-limit'] },
		/needs\. These .*: view-d-room, api-bypass-rate-limit\.$/,
	],
	[
		'a release on which the secret alone opens every account',
		{ ready: true, username: 'signer', lacks: [], openTokens: { version: '8.3.2', least: '8.3.7' } },
		/needs\. This server is Rocket\.Chat 8\.3\.2\. .* Update the server to 8\.3\.7 or later\.$/,
	],
	[
		'perhaps such a release',
		{ ready: true, username: 'signer', lacks: [], openTokens: { version: '8.3', least: '8.3.7' } },
		/Rocket\.Chat 8\.3\. .* view-statistics, .* make sure that the server is 8\.3\.7 or later\.$/,
	],
	[
		'half of it',
		broken({ code: 'rest_credentials_missing', detail: 'Session_rest_token' }),
		/^Fill in “Service account: personal access token” too\.$/,
	],
	[
		'half of the environment',
		broken({ code: 'rest_credentials_missing', detail: 'REST_TOKEN' }),
		/^Fill in REST_TOKEN too\.$/,
	],
	['refused', broken({ code: 'rest_credentials_refused', detail: 'me: HTTP 401' }), /does not accept this user ID/],
	['permissions', broken({ code: 'rest_permission_missing', detail: 'create-user' }), /lacks: create-user\./],
	[
		'switched off',
		broken({ code: 'rest_tokens_off', detail: 'CREATE_TOKENS_FOR_USERS' }),
		/Set CREATE_TOKENS_FOR_USERS in its environment/,
	],
	['second factor', broken({ code: 'rest_second_factor', detail: 'x' }), /Ignore Two Factor Authentication/],
	[
		'anything else',
		broken({ code: 'workspace_unreachable', detail: 'x' }),
		/could not be checked \(workspace_unreachable: x\)/,
	],
	[
		'two at once',
		broken({ code: 'rest_permission_missing', detail: 'create-user' }, { code: 'rest_tokens_off', detail: 'X' }),
		/create-user.*Set X/,
	],
])('about the service account: %s', (_name, finding, expected) => {
	const note = bridgeNotes({ ...cas, rest: finding }, texts).Session_rest_token;
	expect(note).toEqual(expected && expect.stringMatching(expected));
});
