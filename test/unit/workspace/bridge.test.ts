import { Sealer } from '../../../src/browser/seal';
import { ownerOfAddress } from '../../../src/workspace/addressOwner';
import { serviceApi } from '../../../src/workspace/serviceApi';
import { bridgeFor } from '../../../src/workspace/bridge';
import { GuardedCasBridge } from '../../../src/workspace/cas/guardedCasBridge';
import {
	checkAndTakeOverCas,
	inspectBridgeHealth,
	knownBridgeHealth,
	lastBridgeHealth,
	takeOverCasIfChosen,
} from '../../../src/workspace/bridgeHealth';
import { RestBridge } from '../../../src/workspace/rest/restBridge';
import type { SessionBridge } from '../../../src/workspace/session/session';
import type { Ports } from '../../../src/ports/ports';
import { MemoryEnvironment } from '../support/environment';
import { codeOf } from '../support/loginError';
import { appPath, casSettings, portsWith, workspaceSettings } from '../support/ports';
import { answerSelfCheck } from '../support/selfCheck';
import { MemorySettings } from '../support/settings';
import { MemoryStore } from '../support/store';
import type { Answer } from '../support/transport';
import { nobodyAnswers, ScriptedTransport } from '../support/transport';

/** As every sign-in gets its bridge. */
const bridgeOf = async (ports: Ports, sealer: Sealer): Promise<SessionBridge> =>
	bridgeFor(await takeOverCasIfChosen(ports, sealer), ports, sealer);

const internalUrl = 'http://127.0.0.1:3000';
const unauthorized: Answer = { status: 401, body: { status: 'error', error: 'Unauthorized' } };
const account = { Session_rest_user_id: 'service', Session_rest_token: 'token' };
const theirs = { CAS_enabled: true, CAS_base_url: 'https://cas.example.com' };
const plain = { Site_Url: 'http://chat.example.com' };
const answersOf: Readonly<Record<string, Answer>> = {
	me: { body: { _id: 'service', username: 'signer', roles: ['admin'] } },
	'permissions.listAll': {
		body: {
			update: [
				{ _id: 'create-user', roles: ['admin'] },
				{ _id: 'user-generate-access-token', roles: ['admin'] },
			],
		},
	},
	'users.createToken': { body: { data: { userId: 'service', authToken: 'token' } } },
	logout: { body: { status: 'success' } },
	login: unauthorized,
};

interface World {
	readonly server?: Record<string, unknown>;
	readonly app?: Record<string, unknown>;
	readonly variables?: Record<string, string>;
	readonly rest?: Record<string, Answer>;
}

function workspace({ server, app, variables, rest }: World = {}) {
	const answers: Record<string, Answer> = { ...answersOf, ...rest };
	const state = { answers, reachable: true, time: 1_700_000_000_000 };
	const transport = new ScriptedTransport(async (request, url) => {
		if (!state.reachable || (url.origin !== internalUrl && url.origin !== 'https://chat.example.com'))
			nobodyAnswers(url);
		if (url.pathname === `${appPath}/self`) return answerSelfCheck(request, portsWith({ store, now }));
		return state.answers[url.pathname.replace('/api/v1/', '')] ?? { status: 404 };
	});
	const now = (): number => state.time;
	const store = new MemoryStore();
	const serverSettings = new MemorySettings({ ...workspaceSettings, ...casSettings, ...server });
	const appSettings = new MemorySettings(app);
	const environment = new MemoryEnvironment(variables);
	const ports = portsWith({ transport, store, serverSettings, appSettings, environment, now });
	return { ports, sealer: new Sealer(ports), transport, serverSettings, appSettings, store, state };
}

const signer = { ready: true, username: 'signer' };
const refusedAccount = { me: unauthorized };

describe('by which bridge', () => {
	test.each<[string, World, object]>([
		['CAS, where nothing is set', {}, { ready: true, bridge: 'cas' }],
		['CAS before REST', { app: account }, { ready: true, bridge: 'cas', rest: signer }],
		[
			'CAS, though the service account does not work',
			{ app: account, rest: refusedAccount },
			{ ready: true, bridge: 'cas', rest: { ready: false } },
		],
		[
			'REST on plain HTTP',
			{ app: account, server: plain },
			{ ready: true, bridge: 'rest', casProblem: { code: 'workspace_insecure' }, rest: signer },
		],
		[
			'REST where CAS is somebody else’s',
			{ app: account, server: theirs },
			{ bridge: 'rest', casProblem: { code: 'cas_in_use' } },
		],
		[
			'REST where everything is a username',
			{ app: account, server: { UTF8_User_Names_Validation: '.+' } },
			{ bridge: 'rest', casProblem: { code: 'usernames_unrestricted' } },
		],
		[
			'REST by the environment',
			{ variables: { REST_USER_ID: 'service', REST_TOKEN: 'token' }, server: theirs },
			{ bridge: 'rest' },
		],
		[
			'REST, as the admin wants it',
			{ app: { ...account, Session_bridge: 'rest' } },
			{ ready: true, bridge: 'rest', rest: signer },
		],
		['CAS, as the admin wants it', { app: { ...account, Session_bridge: 'cas' } }, { ready: true, bridge: 'cas' }],
		['neither: no account', { server: theirs }, { ready: false, code: 'cas_in_use' }],
		[
			'neither: half an account',
			{ server: theirs, app: { Session_rest_token: 't' } },
			{
				ready: false,
				code: 'cas_in_use',
				rest: { problems: [{ code: 'rest_credentials_missing', detail: 'Session_rest_user_id' }] },
			},
		],
		[
			'neither: a refused account',
			{ server: theirs, app: account, rest: refusedAccount },
			{ ready: false, code: 'cas_in_use', rest: { problems: [{ code: 'rest_credentials_refused' }] } },
		],
		[
			'not CAS, which the admin wants',
			{ server: theirs, app: { ...account, Session_bridge: 'cas' } },
			{ ready: false, code: 'cas_in_use', rest: signer },
		],
		[
			'not REST, which the admin wants, without an account',
			{ app: { Session_bridge: 'rest' } },
			{ ready: false, code: 'rest_credentials_missing' },
		],
		[
			'not REST, with a refused one',
			{ app: { ...account, Session_bridge: 'rest' }, rest: refusedAccount },
			{ ready: false, code: 'rest_credentials_refused' },
		],
		[
			'not REST at an address that is none',
			{ app: account, server: { Site_Url: 'nonsense' } },
			{ ready: false, code: 'workspace_insecure' },
		],
		['an answer that the setting does not have', { app: { Session_bridge: ['rest'] } }, { bridge: 'cas' }],
	])('%s', async (_name, world, expected) => {
		const { ports, sealer, serverSettings } = workspace(world);
		const found = await checkAndTakeOverCas(ports, sealer);
		expect(found).toMatchObject(expected);
		const isCas = found.ready && found.bridge === 'cas';
		// Where CAS is not used, core's settings for it are left alone.
		expect(serverSettings.snapshot()).toMatchObject(isCas ? {} : { ...casSettings, ...world.server });
		const bridge = bridgeOf(ports, sealer);
		const expectedBridge = isCas ? GuardedCasBridge : RestBridge;
		const outcome = found.ready ? (await bridge).constructor : await codeOf(bridge);
		expect(outcome).toBe(found.ready ? expectedBridge : found.code);
	});

	test('where REST alone is wanted, core’s CAS login is not looked at, nor anything else tried', async () => {
		const { ports, sealer, transport } = workspace({ app: { ...account, Session_bridge: 'rest' } });
		await checkAndTakeOverCas(ports, sealer);
		expect(transport.calls.filter((call) => call.endsWith('/login'))).toEqual([]);
	});
});

test('a look at the bridge leaves core’s CAS settings as they are, and the sign-in takes them over', async () => {
	const { ports, sealer, serverSettings } = workspace({});
	expect(await inspectBridgeHealth(ports, sealer)).toMatchObject({ ready: true, bridge: 'cas' });
	expect(await knownBridgeHealth(ports, sealer)).toMatchObject({ ready: true, bridge: 'cas' });
	expect(serverSettings.snapshot()).toMatchObject(casSettings);
	expect(await lastBridgeHealth(ports.store)).toBeUndefined();
	await takeOverCasIfChosen(ports, sealer);
	expect(serverSettings.snapshot()).toMatchObject({ CAS_enabled: true, CAS_trust_username: true });
});

test('core’s CAS settings are given back when REST takes over', async () => {
	const { ports, sealer, serverSettings, appSettings } = workspace({ app: account });
	await checkAndTakeOverCas(ports, sealer);
	expect(serverSettings.snapshot()).toMatchObject({ CAS_enabled: true });
	appSettings.change({ Session_bridge: 'rest' });
	await expect(bridgeOf(ports, sealer)).resolves.toBeInstanceOf(RestBridge);
	expect(serverSettings.snapshot()).toMatchObject(casSettings);
});

test('a server that does not answer itself for once, as while it starts, changes nothing', async () => {
	const { ports, sealer, serverSettings, state } = workspace({ app: account });
	await checkAndTakeOverCas(ports, sealer);
	const before = serverSettings.snapshot();
	state.reachable = false;
	expect(await checkAndTakeOverCas(ports, sealer)).toMatchObject({ ready: true, bridge: 'cas' });
	expect(serverSettings.snapshot()).toEqual(before);
	expect(await checkAndTakeOverCas(ports, sealer)).toMatchObject({ ready: false, code: 'workspace_unreachable' });
});

test('what may pass by itself is looked at again within the hour', async () => {
	const { ports, sealer, state } = workspace({ app: account, rest: { login: { status: 429 } } });
	expect(await checkAndTakeOverCas(ports, sealer)).toMatchObject({
		bridge: 'rest',
		casProblem: { code: 'workspace_limit_unknown' },
	});
	state.answers.login = unauthorized;
	await expect(bridgeOf(ports, sealer)).resolves.toBeInstanceOf(RestBridge);
	state.time += 3600_000;
	await expect(bridgeOf(ports, sealer)).resolves.toBeInstanceOf(GuardedCasBridge);
});

test.each([
	['the token', { Session_rest_token: 'another' }],
	['the secret', { Session_create_token_secret: 'another' }],
	['the choice', { Session_bridge: 'cas' }],
])('a check does not count once %s is another', async (_name, change) => {
	const { ports, sealer, transport, appSettings } = workspace({ app: account, server: theirs });
	await bridgeOf(ports, sealer);
	appSettings.change(change);
	const before = transport.calls.length;
	await codeOf(bridgeOf(ports, sealer));
	expect(transport.calls.length).toBeGreaterThan(before);
});

test('neither token nor secret is in the record of the check', async () => {
	const secrets = { Session_rest_token: 'a-secret-token', Session_create_token_secret: 'a-secret-secret' };
	const { ports, sealer, store } = workspace({ app: { ...account, ...secrets }, server: theirs });
	await checkAndTakeOverCas(ports, sealer);
	expect(await lastBridgeHealth(ports.store)).toMatchObject({ bridge: 'rest' });
	expect(store.dump()).not.toMatch(/a-secret/);
});

test.each<[string, World, boolean]>([
	['beside CAS', { app: account }, true],
	['with REST', { app: account, server: theirs }, true],
	['not without an account', {}, false],
	['not with one that is refused', { app: account, rest: refusedAccount }, false],
	['not where nobody can be signed in', { app: { ...account, Session_bridge: 'cas' }, server: theirs }, false],
])('the REST API is there for other things: %s', async (_name, world, expected) => {
	const { ports, sealer } = workspace(world);
	expect((await serviceApi(ports, sealer)) !== undefined).toBe(expected);
});

describe('whose address it is', () => {
	const granted = (...names: string[]): Answer => ({
		body: { update: names.map((_id) => ({ _id, roles: ['admin'] })) },
	});
	const signing = ['create-user', 'user-generate-access-token'];
	const all = granted(...signing, 'view-d-room', 'view-full-other-user-info');
	const listed: Answer = { body: { users: [{ _id: 'u1', emails: [{ address: 'a@b.de' }] }], total: 1 } };

	test.each<[string, World, unknown]>([
		['somebody’s', { app: account, rest: { 'permissions.listAll': all, 'users.listByStatus': listed } }, { id: 'u1' }],
		[
			'nobody’s',
			{ app: account, rest: { 'permissions.listAll': all, 'users.listByStatus': { body: { users: [], total: 0 } } } },
			undefined,
		],
		['not known without an account to ask with', { rest: { 'users.listByStatus': listed } }, 'unknown'],
		[
			'not known without the permission to see addresses',
			{
				app: account,
				rest: { 'permissions.listAll': granted(...signing, 'view-d-room'), 'users.listByStatus': listed },
			},
			'unknown',
		],
		['not known on a server without the search', { app: account, rest: { 'permissions.listAll': all } }, 'unknown'],
		[
			'not known at the limit',
			{ app: account, rest: { 'permissions.listAll': all, 'users.listByStatus': { status: 429 } } },
			'unknown',
		],
	])('%s', async (_name, world, expected) => {
		const owner = await ownerOfAddress('a@b.de', workspace(world).ports);
		expect(owner).toEqual(typeof expected === 'object' ? expect.objectContaining(expected!) : expected);
	});
});
