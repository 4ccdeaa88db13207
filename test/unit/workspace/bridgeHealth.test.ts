import { Sealer } from '../../../src/browser/seal';
import { ProcessMemory } from '../../../src/host/memory';
import {
	checkAndTakeOverCas,
	knownBridgeHealth,
	lastBridgeHealth,
	takeOverCasIfChosen,
} from '../../../src/workspace/bridgeHealth';
import type { HttpRequest } from '../../../src/ports/transport';
import { appPath, casSettings, portsWith, workspaceSettings } from '../support/ports';
import { answerSelfCheck } from '../support/selfCheck';
import { MemorySettings } from '../support/settings';
import { MemoryStore } from '../support/store';
import type { Answer } from '../support/transport';
import { nobodyAnswers, ScriptedTransport } from '../support/transport';
import type { Ports } from '../../../src/ports/ports';

const site = 'https://chat.example.com';
const local = 'http://127.0.0.1:3000';
const unauthorized: Answer = { status: 401, body: { status: 'error', error: 'Unauthorized', message: 'Unauthorized' } };

interface World {
	readonly server?: Record<string, unknown>;
	readonly app?: Record<string, unknown>;
	/** Origins at which the workspace answers. */
	readonly reachable?: readonly string[];
	/** What the login answers to a random token and to a query operator. */
	readonly login?: (operator: boolean, address: string) => Answer;
	/** Origins at which somebody else answers. */
	readonly strangers?: Readonly<Record<string, (request: HttpRequest) => Answer | Promise<Answer>>>;
	/** Whether the engine lets the app keep requests out of its log. */
	readonly silent?: boolean;
	/** What the REST API answers besides. */
	readonly rest?: Readonly<Record<string, Answer>>;
}

function workspace({ server, app, strangers = {}, ...answers }: World = {}) {
	const { login = () => unauthorized, silent, rest = {} } = answers;
	let { reachable = [local, site] } = answers;
	const clock = { time: 1_700_000_000_000 };
	const transport = new ScriptedTransport(async (request, url) => {
		if (strangers[url.origin]) return strangers[url.origin]!(request);
		if (!reachable.includes(url.origin)) nobodyAnswers(url);
		if (url.pathname === `${appPath}/self`) {
			return answerSelfCheck(request, portsWith({ store, now: () => clock.time }), silent);
		}
		const answer = rest[url.pathname.replace('/api/v1/', '')];
		if (answer) return answer;
		if (url.pathname !== '/api/v1/login') return { status: 404 };
		const { cas } = JSON.parse(request.body!) as { cas: { credentialToken: unknown } };
		return login(typeof cas.credentialToken !== 'string', request.headers!['X-Forwarded-For'] ?? '');
	});
	const store = new MemoryStore();
	const reach = (...origins: string[]): void => {
		reachable = origins;
	};
	const serverSettings = new MemorySettings({ ...workspaceSettings, ...casSettings, ...server });
	const appSettings = new MemorySettings(app);
	const ports: Ports = portsWith({ transport, store, serverSettings, appSettings, now: () => clock.time });
	const sealer = new Sealer(ports);
	return { ports, sealer, transport, clock, serverSettings, appSettings, reach };
}

const check = (world: World) => {
	const { ports, sealer, ...rest } = workspace(world);
	return checkAndTakeOverCas(ports, sealer).then((result) => ({ result, ...rest }));
};

describe('ready', () => {
	test.each<[string, World, string]>([
		['on the usual port', {}, local],
		['on another port', { reachable: ['http://127.0.0.1:8080', site] }, 'http://127.0.0.1:8080'],
		['by its own address only', { reachable: [site] }, site],
		[
			'where the admin says',
			{ reachable: ['http://rc:4000', site], app: { Session_internal_url: 'http://rc:4000/ ' } },
			'http://rc:4000',
		],
		[
			"past somebody else's server on the usual port",
			{ strangers: { [local]: () => ({ body: 'Welcome' }) }, reachable: ['http://127.0.0.1:8080', site] },
			'http://127.0.0.1:8080',
		],
		[
			'past a server that gives every question back',
			{ strangers: { [local]: ({ body }) => ({ body: JSON.parse(body!).question as string }) }, reachable: [site] },
			site,
		],
		[
			'past a redirect, which would make a GET of every login',
			{ strangers: { [local]: () => ({ status: 405 }) }, reachable: [site] },
			site,
		],
	])('%s', async (_name, world, internalUrl) => {
		const { result, serverSettings } = await check(world);
		expect(result).toEqual({ ready: true, bridge: 'cas', internalUrl, silent: true });
		expect(serverSettings.snapshot()).toMatchObject({
			CAS_enabled: true,
			CAS_base_url: `${site}${appPath}/cas`,
			CAS_trust_username: true,
			CAS_Sync_User_Data_Enabled: false,
		});
	});

	test('with a CAS address of its own, which core reaches', async () => {
		const app = { Session_cas_url: 'https://inside.example.com/' };
		const { result, serverSettings } = await check({ app, reachable: [local, 'https://inside.example.com'] });
		expect(result).toMatchObject({ ready: true, internalUrl: local });
		expect(serverSettings.snapshot().CAS_base_url).toBe(`https://inside.example.com${appPath}/cas`);
	});

	test('on a loopback host, with a CAS address that is HTTPS', async () => {
		const server = { Site_Url: 'http://localhost:3000' };
		const app = { Session_cas_url: 'https://localhost:3443' };
		const { result } = await check({ server, app, reachable: [local, 'https://localhost:3443'] });
		expect(result).toMatchObject({ ready: true, internalUrl: local });
	});

	test('not for an address that was saved while another was being looked at', async () => {
		let arrived = (): void => undefined;
		let saved = (): void => undefined;
		const arrival = new Promise<void>((resolve) => (arrived = resolve));
		const saving = new Promise<void>((resolve) => (saved = resolve));
		const strangers = {
			'http://rc:4000': async (): Promise<Answer> => {
				arrived();
				await saving;
				return { status: 404 };
			},
		};
		const app = { Session_internal_url: 'http://rc:4000' };
		const { ports, sealer, appSettings } = workspace({ app, strangers });
		const first = takeOverCasIfChosen(ports, sealer);
		await arrival;
		appSettings.change({ Session_internal_url: '' });
		expect(await takeOverCasIfChosen(ports, sealer)).toMatchObject({ ready: true });
		saved();
		expect(await first).toMatchObject({ code: 'workspace_unreachable' });
		// The result of the first was filed last, under the address that it is about.
		expect(await takeOverCasIfChosen(ports, sealer)).toMatchObject({ ready: true });
	});

	test.each([true, false])('and knows whether requests are kept out of the log: %p', async (silent) => {
		const { ports, sealer } = workspace({ silent });
		expect(await lastBridgeHealth(ports.store)).toBeUndefined();
		await checkAndTakeOverCas(ports, sealer);
		expect(await lastBridgeHealth(ports.store)).toEqual({ ready: true, bridge: 'cas', internalUrl: local, silent });
	});

	test("the probe has an address of its own each time, so that it uses up nobody's limit", async () => {
		const addresses: string[] = [];
		await check({ login: (_operator, address) => (addresses.push(address), unauthorized) });
		expect(new Set(addresses).size).toBe(2);
		for (const address of addresses) expect(address).toMatch(/^127(\.\d{1,3}){3}$/);
	});
});

describe('not ready, and nothing is changed', () => {
	const error = (message: string): Answer => ({ status: 401, body: { status: 'error', message } });
	test.each<[string, string, World]>([
		['workspace_insecure', 'a site on plain http', { server: { Site_Url: 'http://chat.example.com' } }],
		['workspace_insecure', 'a site that is no address', { server: { Site_Url: 'chat.example.com' } }],
		['workspace_insecure', 'no address at all', { server: { Site_Url: '' } }],
		['workspace_insecure', 'a CAS address on plain http', { app: { Session_cas_url: 'http://chat.example.com' } }],
		['workspace_insecure', 'a loopback site without a CAS address', { server: { Site_Url: 'http://localhost:3000' } }],
		['workspace_unreachable', 'nobody answers', { reachable: [] }],
		[
			'workspace_unreachable',
			'the CAS address is not reached',
			{ app: { Session_cas_url: 'https://gone.example.com' } },
		],
		['workspace_unreachable', 'the given address is not reached', { app: { Session_internal_url: 'http://rc:4000' } }],
		[
			'workspace_unreachable',
			'somebody else answers everywhere',
			{ strangers: { [local]: () => ({ body: 'yes' }), [site]: () => ({ body: 'yes' }) }, reachable: [] },
		],
		[
			'cas_in_use',
			'a CAS server of the workspace',
			{ server: { CAS_enabled: true, CAS_base_url: 'https://cas.example.com' } },
		],
		[
			'server_vulnerable',
			'as 6.5.3 answers',
			{ login: (operator) => error(operator ? '$in needs an array' : "Cannot read property 'userInfo' of null") },
		],
		[
			'server_vulnerable',
			'as 7.7.1 answers',
			{
				login: (operator) =>
					operator ? { status: 500, body: { success: false, error: 'Internal server error' } } : unauthorized,
			},
		],
		['core_settings_unreadable', 'a setting of core is not to be seen', { server: { CAS_version: undefined } }],
		['usernames_unrestricted', 'everything is a username', { server: { UTF8_User_Names_Validation: '.+' } }],
		['workspace_limit_unknown', 'the limit is reached during the probe', { login: () => ({ status: 429 }) }],
		[
			'workspace_limit_unknown',
			'at its second question',
			{ login: (operator) => (operator ? { status: 429 } : unauthorized) },
		],
	])('%s: %s', async (code, _name, world) => {
		const { result, serverSettings } = await check(world);
		expect(result).toMatchObject({ ready: false, code });
		expect(serverSettings.snapshot()).toMatchObject({ ...casSettings, ...world.server });
	});

	test.each<[string, Answer]>([
		['the database is down', { status: 500, body: { success: false, error: 'Internal server error' } }],
		['a firewall is in between', { status: 403, body: '<html>Forbidden</html>' }],
		['a proxy has no server', { status: 502, body: '<html>Bad Gateway</html>' }],
		['a redirect made a GET of it', { status: 405, body: '' }],
		['there is no login there', { status: 404, body: 'Not Found' }],
	])('a probe that core did not answer proves nothing: %s', async (_name, answer) => {
		const { result, serverSettings } = await check({ login: () => answer });
		expect(result).toMatchObject({ ready: false });
		expect(serverSettings.snapshot()).toMatchObject(casSettings);
	});
});

describe('the last check', () => {
	const times = async (world: World, between: (w: ReturnType<typeof workspace>) => void): Promise<number> => {
		const made = workspace(world);
		await takeOverCasIfChosen(made.ports, made.sealer);
		const { length } = made.transport.requests;
		between(made);
		await takeOverCasIfChosen(made.ports, made.sealer);
		return made.transport.requests.length - length;
	};
	const day = 24 * 3600_000;

	test.each<[string, World, number, boolean]>([
		['good ones last nearly a day', {}, day - 1, false],
		['but not longer', {}, day, true],
		[
			'bad ones last half a minute',
			{ server: { CAS_enabled: true, CAS_base_url: 'https://cas.example.com' } },
			29_999,
			false,
		],
		['but not longer', { server: { CAS_enabled: true, CAS_base_url: 'https://cas.example.com' } }, 30_000, true],
	])('%s', async (_name, world, passed, again) => {
		expect((await times(world, ({ clock }) => (clock.time += passed))) > 0).toBe(again);
	});

	test.each<[string, (w: ReturnType<typeof workspace>) => void]>([
		['the site', (w) => w.serverSettings.change({ Site_Url: 'https://new.example.com' })],
		['the CAS address', (w) => w.appSettings.change({ Session_cas_url: 'https://new.example.com' })],
		['the internal address', (w) => w.appSettings.change({ Session_internal_url: 'http://rc:4000' })],
		["core's CAS server", (w) => w.serverSettings.change({ CAS_base_url: 'https://cas.example.com' })],
	])('does not count once %s is another', async (_name, change) => expect(await times({}, change)).toBeGreaterThan(0));
});

describe('on several instances', () => {
	/** Another instance on the same store, or this one after a restart. */
	const another = (made: ReturnType<typeof workspace>) => {
		const ports: Ports = { ...made.ports, memory: new ProcessMemory() };
		return { ports, sealer: new Sealer(ports) };
	};
	const account = { Session_rest_user_id: 'service', Session_rest_token: 'token' };

	test('each looks for itself: one may run a release that another does not', async () => {
		let vulnerable = false;
		const made = workspace({
			login: (operator) => (operator && vulnerable ? { status: 500, body: {} } : unauthorized),
		});
		await expect(takeOverCasIfChosen(made.ports, made.sealer)).resolves.toMatchObject({ ready: true });
		vulnerable = true;
		const second = another(made);
		const refused = { ready: false, code: 'server_vulnerable' };
		await expect(knownBridgeHealth(second.ports, second.sealer)).resolves.toMatchObject(refused);
		await expect(takeOverCasIfChosen(second.ports, second.sealer)).resolves.toMatchObject(refused);
		// What everybody reads is the last; what each goes by is its own.
		await expect(lastBridgeHealth(made.ports.store)).resolves.toMatchObject(refused);
		await expect(takeOverCasIfChosen(made.ports, made.sealer)).resolves.toMatchObject({ ready: true, bridge: 'cas' });
	});

	test('each reaches itself where it is itself', async () => {
		const made = workspace();
		await takeOverCasIfChosen(made.ports, made.sealer);
		made.reach('http://127.0.0.1:8080', site);
		const second = another(made);
		await expect(takeOverCasIfChosen(second.ports, second.sealer)).resolves.toMatchObject({
			...{ ready: true, internalUrl: 'http://127.0.0.1:8080' },
		});
	});

	test('one that has to use the REST API leaves core’s CAS settings to those that can use them', async () => {
		const rest: Record<string, Answer> = {
			me: { body: { _id: 'service', username: 'signer', roles: ['admin'] } },
			'permissions.listAll': {
				body: { update: ['create-user', 'user-generate-access-token'].map((_id) => ({ _id, roles: ['admin'] })) },
			},
			'users.createToken': { body: { data: { userId: 'service', authToken: 'token' } } },
			logout: { body: '' },
		};
		let vulnerable = false;
		const login = (operator: boolean): Answer => (operator && vulnerable ? { status: 500, body: {} } : unauthorized);
		const made = workspace({ app: account, login, rest });
		await takeOverCasIfChosen(made.ports, made.sealer);
		const taken = made.serverSettings.snapshot();
		vulnerable = true;
		const second = another(made);
		await expect(takeOverCasIfChosen(second.ports, second.sealer)).resolves.toMatchObject({
			...{ ready: true, bridge: 'rest', casProblem: { code: 'server_vulnerable' } },
		});
		expect(made.serverSettings.snapshot()).toEqual(taken);
	});

	test('looked at only, it is remembered as well, and taken over all the same', async () => {
		const { ports, sealer, transport, serverSettings } = workspace();
		await knownBridgeHealth(ports, sealer);
		const { length } = transport.requests;
		await knownBridgeHealth(ports, sealer);
		expect(transport.requests).toHaveLength(length);
		expect(serverSettings.snapshot()).toMatchObject(casSettings);
		await takeOverCasIfChosen(ports, sealer);
		expect(serverSettings.snapshot()).toMatchObject({ CAS_enabled: true });
	});

	test('a server that starts keeps people waiting for two seconds at most', async () => {
		const { ports, sealer, clock, reach } = workspace({ reachable: [] });
		await expect(takeOverCasIfChosen(ports, sealer)).resolves.toMatchObject({ code: 'workspace_unreachable' });
		reach(local, site);
		clock.time += 2_000;
		await expect(takeOverCasIfChosen(ports, sealer)).resolves.toMatchObject({ ready: true });
	});
});

test('many who come at once while there is no check cause one', async () => {
	const { ports, sealer, transport } = workspace();
	await Promise.all(Array.from({ length: 5 }, () => takeOverCasIfChosen(ports, sealer)));
	expect(transport.calls.filter((call) => call === 'POST /api/v1/login')).toHaveLength(2);
});
