import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { root } from '../../scripts/package';
import type { Options } from '../../scripts/verify/options';
import { claims } from '../../scripts/verify/report';
import type { RowId } from '../../scripts/verify/report';
import { cleanUpAfter, verify } from '../../scripts/verify/run';
import type { Verification } from '../../scripts/verify/run';
import { startWorkspace } from '../workspace';
import type { Workspace, WorkspaceOptions } from '../workspace';
import { profileNames, profileOf } from '../workspace/profile';
import type { Profile } from '../workspace/profile';
import { Client } from '../workspace/testing/client';
import { Browser } from './support/browser';
import type { AppPage } from './support/page';
import { packageFile, Scene } from './support/scene';

/*
 * `npm run verify` against servers of which we know what holds: it has to say so, and to leave nothing behind. In the
 * browser it is tried in test/e2e.
 */

const withoutBrowser: readonly RowId[] = ['password', 'popup', 'redirect', 'cancelled'];
const tried = (Object.keys(claims) as RowId[]).filter((id) => !withoutBrowser.includes(id));

const running: Array<() => Promise<void>> = [];
// At once: what a test has changed in a profile is changed for all.
afterEach(() => Promise.all(running.splice(0).map((stop) => stop())));

async function start(options: WorkspaceOptions = {}, change: Partial<Profile> = {}): Promise<Workspace> {
	const workspace = await startWorkspace(options);
	const asReleased = { ...workspace.profile };
	Object.assign(workspace.profile, change);
	running.push(async () => {
		Object.assign(workspace.profile, asReleased);
		await workspace.stop();
	});
	return workspace;
}

/** An administrator's personal access token, with which nothing changes in the database. */
async function optionsFor(workspace: Workspace, more: Partial<Options> = {}): Promise<Options> {
	const admin = await Client.signIn(workspace, workspace.admin.username, workspace.admin.password);
	const made = await admin.post('/api/v1/users.generatePersonalAccessToken', {
		tokenName: 'verify',
		bypassTwoFactor: true,
	});
	return {
		url: workspace.url,
		credentials: { userId: admin.userId, token: String((made.body as { token: string }).token) },
		update: false,
		zip: packageFile(),
		providerPort: 0,
		browser: 'none',
		anyCertificate: false,
		emailDomain: 'oauth-login-verify.example',
		settings: { Session_cas_url: workspace.tlsUrl },
		signIns: 1,
		...more,
	};
}

/** @param said takes each line of progress */
const run = (options: Options, said: Pick<string[], 'push'> = []): Promise<Verification> =>
	verify(options, {
		say: (line) => void said.push(line),
		confirm: async () => true,
		stop: new AbortController().signal,
	});

/**
 * What the server's database holds, but for times, what core itself deletes after a minute, and what the app's bot has in
 * rooms that are gone.
 */
function contents({ store }: Workspace): Record<string, unknown> {
	const { users, roles, permissions, rooms, subscriptions, messages, settings, persistence, jobs } = store;
	return structuredClone({
		users: [...users.values()].map((user) => ({ ...user, _updatedAt: undefined, ...(user.appId && { __rooms: [] }) })),
		roles: [...roles],
		permissions: [...permissions],
		rooms: [...rooms.keys()],
		subscriptions: subscriptions.filter(({ rid }) => rooms.has(rid)).map(({ rid, u }) => `${u.username} in ${rid}`),
		messages: messages.filter(({ rid }) => rooms.has(rid)).map(({ msg }) => msg),
		settings: [...settings].map(([id, { value }]) => [id, value]),
		apps: [...store.apps.keys()],
		packages: [...store.packages.keys()],
		links: persistence.filter(({ associations = [] }) => associations.some(({ id }) => /^links?(?::|$)/.test(id))),
		jobs: [...jobs.values()].filter(({ interval }) => interval).map(({ name }) => name),
	});
}

const isLinked = (said: string): boolean => said.includes(`holds          ${claims.linked}`);

const resultsOf = ({ rows }: Verification): Record<string, string> =>
	Object.fromEntries(rows.map(({ id, result, detail }) => [id, result === 'holds' ? result : `${result}: ${detail}`]));

// 8.5 is 8.3 but for second factors, of which there are none here.
const [newest, ...others] = profileNames.filter((name) => name !== '8.5');

// The newest is tried with a browser, in test/e2e.
test.each(others)('%s: every row that takes no browser holds, and the database is as it was', async (profile) => {
	expect(profile).not.toBe(newest);
	const workspace = await start({ profile }, { credentialTokenOperators: false, trustedUsernamePattern: false });
	const options = await optionsFor(workspace);
	const before = contents(workspace);
	const said: string[] = [];
	const verification = await run(options, said);
	expect(resultsOf(verification)).toEqual({
		...Object.fromEntries(tried.map((id) => [id, 'holds'])),
		...Object.fromEntries(withoutBrowser.map((id) => [id, 'not tried: --browser none'])),
	});
	expect(contents(workspace)).toEqual(before);
	expect(workspace.profile.version.startsWith(verification.server.version)).toBe(true);
	expect(verification.figures.signIns).toHaveLength(1);

	const printed = [...said, JSON.stringify(verification)].join('\n');
	const { token } = options.credentials as { token: string };
	expect(printed).toContain('OAuth Login verification');
	expect(printed).not.toContain(token);
	expect(printed).not.toMatch(/aA1!/);
});

test('with an app that is in use, it leaves settings and links as they were, and strangers are not signed in', async () => {
	const scene = await Scene.setUp({ settings: { Accounts_OAuth_Custom: 'Club' } });
	running.push(() => scene.stop());
	const { workspace, appId } = scene;
	const member = await scene.expectSignedIn(scene.signIn());
	await scene.settle();
	const options = await optionsFor(workspace, { settings: {} });
	/** Of a setting that has its default value, the engine cannot say whether it was ever saved. */
	const settings = (): object =>
		Object.values(workspace.store.apps.get(appId)!.settings).flatMap(({ id, value, packageValue }) =>
			(value ?? packageValue) === packageValue ? [] : [[id, value]],
		);
	const before = { contents: contents(workspace), settings: structuredClone(settings()) };

	let stranger: Promise<AppPage> | undefined;
	const push = (): number => {
		const page = scene.url('login/oauth_login_verification');
		// The provider ends it with an error page of its own.
		stranger ??= scene.walk(new Browser(), page, { login: 'ada' });
		return 0;
	};
	const said: string[] = [];
	const verification = await run(options, {
		push: (line) => (isLinked(line) ? push() : said.push(line)),
	});
	const { session, status, url } = (await stranger)!;
	expect({ session, status, path: url.pathname }).toMatchObject({
		...{ session: undefined, status: 500 },
		path: expect.stringMatching(/^\/auth\//),
	});
	expect(verification.rows.filter(({ result }) => result === 'does not hold')).toEqual([]);
	expect(verification.app.was).toBe('there');
	expect(said.join('\n')).toContain('use the app that is there');
	await scene.settle();
	expect({ contents: contents(workspace), settings: settings() }).toEqual(before);
	await expect(scene.expectSignedIn(scene.signIn())).resolves.toMatchObject({ userId: member.userId });
});

describe('on a server on which something does not hold, it says so', () => {
	test('where the licence allows no private app, with the server’s word, and removes the app', async () => {
		const workspace = await start({ privateApps: false });
		const options = await optionsFor(workspace);
		const before = contents(workspace);
		const { rows } = await run(options);
		expect(rows.find(({ id }) => id === 'installed')).toMatchObject({
			result: 'does not hold',
			detail: expect.stringContaining('license-prevented') as string,
		});
		expect(contents(workspace)).toEqual(before);
	});

	test('where nobody can be signed in, with the reason', async () => {
		const profile = profileNames.find((name) => profileOf(name).credentialTokenOperators);
		const workspace = await start({ profile });
		const before = contents(workspace);
		const results = resultsOf(await run(await optionsFor(workspace)));
		expect(results).toMatchObject({
			installed: 'holds',
			begins: expect.stringMatching(/^does not hold: HTTP 409, .*server_vulnerable/),
			first: expect.stringMatching(/^not tried: it needs: A custom provider can be set up/),
			settings: 'holds',
			removed: 'holds',
		});
		expect(withoutTokens(contents(workspace))).toEqual(withoutTokens(before));
	});

	test('where the log shows what the app sends, signing out ends nothing, and a setting is left changed', async () => {
		const workspace = await start({ twoFactor: true });
		const { store, probe, accounts } = workspace;
		accounts.users.removeToken = () => undefined;
		probe.observe((call, appId, parameters) => {
			if (call !== 'Http.call') return;
			store.appLogs.push({ appId, startTime: new Date(), entries: [{ args: parameters }] } as never);
		});
		// Restoring a setting of the server takes a second factor: the password once more.
		const { username, password } = workspace.admin;
		const options = await optionsFor(workspace, { credentials: { username, password } });
		const before = contents(workspace);
		const push = (line: string): number => {
			if (isLinked(line)) workspace.setSetting('Custom_Script_On_Logout', 'left behind');
			return 0;
		};
		expect(resultsOf(await run(options, { push }))).toMatchObject({
			signOut: expect.stringMatching(/^does not hold: logout answers 200, and .*me 200/),
			log: expect.stringMatching(/^does not hold: \d+ entries, .* hold the URL's parameter code/),
			linked: 'holds',
			disabled: 'holds',
			settings: 'does not hold: the app left Custom_Script_On_Logout; now restored',
			removed: 'holds',
		});
		expect(withoutTokens(contents(workspace))).toEqual(withoutTokens(before));
	});
});

describe('before anything is made, it refuses', () => {
	let workspace: Workspace;
	let options: Options;
	beforeAll(async () => {
		workspace = await startWorkspace();
		options = await optionsFor(workspace);
		workspace.setSetting('Accounts_AllowedDomainsList', 'example.com, example.org');
		const account = { username: 'ann', name: 'Ann', email: 'ann@example.com', password: 'pass-word' };
		await (await Client.admin(workspace)).post('/api/v1/users.create', account);
	});
	afterAll(() => workspace.stop());

	test.each<[string, () => Options, string]>([
		['a token that is wrong', () => withCredentials({ userId: 'admin', token: 'wrong' }), 'does not accept these'],
		['a wrong password', () => withCredentials({ username: 'ann', password: 'wrong' }), 'does not accept this user'],
		['a person', () => withCredentials({ username: 'ann', password: 'pass-word' }), 'not the credentials of an admin'],
		['another address', () => ({ ...options, url: options.url.replace('localhost', '127.0.0.1') }), 'calls itself'],
		['addresses that the workspace takes not', () => options, 'use --email-domain example.com'],
	])('%s', async (_, given, message) => {
		const before = contents(workspace);
		await expect(run(given())).rejects.toThrow(message);
		expect(withoutTokens(contents(workspace))).toEqual(withoutTokens(before));
	});

	test('where the answer is no', async () => {
		const before = contents(workspace);
		const io = { say: () => undefined, confirm: async () => false, stop: new AbortController().signal };
		await expect(verify({ ...options, emailDomain: 'example.org' }, io)).rejects.toThrow('Nothing was made.');
		expect(contents(workspace)).toEqual(before);
	});

	const withCredentials = (credentials: Options['credentials']): Options => ({ ...options, credentials });
});

describe('as a program', () => {
	/** Starts it, and sends it a signal when it has linked somebody. @returns when it has ended */
	async function interrupt(
		command: readonly [string, ...string[]],
		{ url, credentials, settings }: Options,
		signal: NodeJS.Signals,
	): Promise<{ status: number | null; stdout: string }> {
		const { userId, token } = credentials as { userId: string; token: string };
		const [program, ...args] = command;
		const child = spawn(
			program,
			[...args, '--url', url, '--yes', '--json', ...['--browser', 'none', '--package', packageFile()]].concat(
				Object.entries(settings).map(([id, value]) => `--setting=${id}=${value}`),
			),
			{ cwd: root, env: { ...process.env, VERIFY_USER_ID: userId, VERIFY_TOKEN: token } },
		);
		let stdout = '';
		let stderr = '';
		child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => {
			if (isLinked(stderr)) return;
			stderr += chunk.toString();
			if (isLinked(stderr)) child.kill(signal);
		});
		const [status] = (await once(child, 'close')) as [number | null];
		return { status, stdout };
	}

	test('a signal to npm is passed on, and everything is removed', async () => {
		const workspace = await start();
		const options = await optionsFor(workspace);
		const before = contents(workspace);
		const { status, stdout } = await interrupt(['npm', 'run', '--silent', 'verify', '--'], options, 'SIGTERM');
		expect(status).toBe(1);
		expect(resultsOf(JSON.parse(stdout) as Verification)).toMatchObject({
			taken: 'holds',
			linked: 'holds',
			log: 'not tried: stopped',
			settings: 'holds',
			removed: 'holds',
		});
		expect(contents(workspace)).toEqual(before);
	});

	test('what a killed run has left is removed by --clean-up, and before that, there is no other run', async () => {
		const workspace = await start();
		const options = await optionsFor(workspace);
		const before = contents(workspace);
		await interrupt([process.execPath, '--import', 'tsx', 'scripts/verify.ts'], options, 'SIGKILL');
		expect(contents(workspace)).not.toEqual(before);
		await expect(run(options)).rejects.toThrow('run with --clean-up first');
		await expect(cleanUpAfter(options)).resolves.toEqual([]);
		expect(contents(workspace)).toEqual(before);
		await expect(cleanUpAfter(options)).resolves.toEqual([]);
	});
});

/** An administrator who signs in has one more session, if only for a while. */
function withoutTokens({ users, ...rest }: Record<string, unknown>): object {
	return {
		...rest,
		users: (users as object[]).map((user) => ({ ...user, services: undefined, lastLogin: undefined })),
	};
}
