import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ILoggerStorageEntry } from '@rocket.chat/apps-engine/server/logging';
import express from 'express';
import { createAccounts } from './accounts';
import type { Accounts, AdminAccount } from './accounts';
import { adminApiRoutes } from './apps/adminApi';
import { publicApiRouter } from './apps/publicApi';
import { casRouter } from './cas/router';
import { createCertificate } from './certificate';
import { clientRouter } from './client';
import type { ClientKind } from './client/publicSettings';
import { defaultHeaders } from './defaultHeaders';
import { createBridges } from './engine/bridges';
import { AppApis } from './engine/bridges/api';
import { AppCommands } from './engine/bridges/commands';
import { Scheduler } from './engine/bridges/scheduler';
import { AppHost } from './engine/host';
import { loadEngine } from './engine/load';
import { Probe } from './engine/probe';
import { chooseRuntime } from './engine/runtime';
import type { RuntimeName } from './engine/runtime';
import { errorPage } from './errorPage';
import { profileOf } from './profile';
import type { Profile, ProfileName } from './profile';
import { RateLimiter } from './rateLimiter';
import { restRoutes } from './rest';
import { Api } from './rest/api';
import { ServerLog } from './serverLog';
import { createStore } from './store';
import type { Store } from './store';

export { addCustomOAuth } from './settings';
export { createStore } from './store';
export type { Store, UserDocument } from './store';
export type { ProfileName } from './profile';

export interface WorkspaceOptions {
	/** Default: 0, any free port. */
	port?: number;
	/** Default: 0, any free port. */
	tlsPort?: number;
	/** Default: '9.0'. */
	profile?: ProfileName;
	/** Default: as the profile has it. */
	client?: ClientKind;
	/** A store that another workspace has already: both are then instances of one server. */
	store?: Store;
	/** Default: `http://localhost:<port>`. A shared store keeps the one it has. */
	siteUrl?: string;
	/** Whether the REST rate limiter works. Default: as the profile has it. */
	rateLimit?: boolean;
	/** Whether second factors are on. Core's default is on, but few tests want to be asked. Default: false. */
	twoFactor?: boolean;
	/** Whether its licence allows private apps, where they need one. Default: true. */
	privateApps?: boolean;
	/** Environment of the server: `RC_APPS_…`, `CREATE_TOKENS_FOR_USERS` and the like. */
	env?: Record<string, string | undefined>;
	/** Where another engine is: unpacked, or installed under an alias. */
	engineDir?: string;
	/** What runs apps. Default: what the environment variable RUNTIME names, then as the profile has it. */
	runtime?: RuntimeName;
	/** Whether `:param` paths fail, as engines before 1.60 have it. Default: as the profile has it. */
	brokenParameterRoutes?: boolean;
	/** Certificates (PEM) that the server trusts besides its own, as with NODE_EXTRA_CA_CERTS. */
	extraCa?: string[];
	/** How long a request is kept open that the server would never answer, in milliseconds. Default: 5000. */
	hangLimit?: number;
	/** Default: admin / admin-password. */
	admin?: AdminAccount;
	/** Where the server's log goes. Default: nowhere. */
	log?(message: string, error?: unknown): void;
}

export interface Workspace {
	url: string;
	tlsUrl: string;
	/** The certificate to trust for `tlsUrl`: path of a PEM file. */
	ca: string;
	admin: AdminAccount;
	profile: Profile;
	/** What runs its apps. */
	runtime: RuntimeName;
	store: Store;
	accounts: Accounts;
	/** What apps call, counted by app and method, and how to make calls fail. */
	probe: Probe;
	/** `probe.calls` */
	calls: Probe['calls'];
	rateLimiter: RateLimiter;
	host: AppHost;
	/** Installs an app with the permissions that it asks for, and enables it. @returns its id. */
	installApp(zip: Buffer): Promise<string>;
	appStatus(appId: string): Promise<string>;
	/** Sets an app's setting, as an admin does. */
	setAppSetting(appId: string, id: string, value: unknown): Promise<void>;
	/** What the engine has stored, oldest first. */
	appLogs(appId: string): ILoggerStorageEntry[];
	/**
	 * What the server prints of the requests that it gets, and of its apps: whatever its log level is, but for the calls of
	 * apps.
	 */
	serverLog: ServerLog;
	/**
	 * Runs the apps' jobs that are to run once and wait for their time, as if it had come; resolves when they have run, and
	 * clients have what was changed of settings.
	 */
	hurry(): Promise<void>;
	/** Kills the app's process, as a crash would. */
	killRuntime(appId: string): void;
	/** Sets a setting of the server, as one that has been so for long. */
	setSetting(id: string, value: unknown): void;
	setting(id: string): unknown;
	/** Leaves no connection, timer or process behind. The store stays as it is. */
	stop(): Promise<void>;
}

const ADMIN: AdminAccount = { username: 'admin', password: 'admin-password' };

/** Starts a server on 127.0.0.1, in plain HTTP and, with a certificate of its own, in HTTPS. */
export async function startWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
	const profile = profileOf(options.profile ?? '9.0');
	const { store = createStore(), env = {}, admin = ADMIN, log = () => undefined } = options;
	const engine = loadEngine(options.engineDir);
	const runtime = chooseRuntime(
		{ option: options.runtime, variable: process.env.RUNTIME, profile: profile.runtime },
		options.engineDir !== undefined,
	);
	const certificate = await createCertificate();
	const ca = [certificate.cert, ...(options.extraCa ?? [])];
	const folder = mkdtempSync(join(tmpdir(), 'workspace-'));
	const caFile = join(folder, 'ca.pem');
	writeFileSync(caFile, certificate.cert);

	const app = express();
	const servers = [createServer(app), createTlsServer(certificate, app)] as const;
	const [port, tlsPort] = await Promise.all([
		listen(servers[0], options.port ?? 0),
		listen(servers[1], options.tlsPort ?? 0),
	]);
	const url = `http://localhost:${port}`;

	const serverLog = new ServerLog();
	const print = profile.printsAppLogs ? serverLog.app : undefined;
	const host = new AppHost(engine, runtime, store, profile, log, print);
	const accounts = createAccounts({
		store,
		profile,
		siteUrl: options.siteUrl ?? url,
		twoFactor: options.twoFactor ?? false,
		admin,
		triggerAppEvent: host.trigger,
	});
	const { settings, users, rooms } = accounts;
	const probe = new Probe();
	const apis = new AppApis();
	const commands = new AppCommands();
	const scheduler = new Scheduler(store, log);
	const rateLimiter = new RateLimiter();
	const api = new Api({
		...accounts,
		store,
		profile,
		rateLimiter,
		rateLimit: options.rateLimit ?? profile.rateLimiter,
	});
	const { activation, details, enter } = host;
	await host.start(
		createBridges(engine, {
			store,
			settings,
			profile,
			users,
			rooms,
			probe,
			apis,
			commands,
			scheduler,
			env,
			ca,
			printCall: serverLog.calls(profile, () => settings.get('Log_Level')),
			activation,
			details,
			enter,
		}),
	);

	restRoutes(api, {
		...accounts,
		store,
		profile,
		rateLimiter,
		commands,
		host,
		env,
	});
	adminApiRoutes({ api, host, store, profile, privateApps: options.privateApps ?? true });
	const brokenParameterRoutes = options.brokenParameterRoutes ?? profile.brokenParameterRoutes;
	app.disable('x-powered-by');
	app.use(serverLog.requests(profile));
	app.use(defaultHeaders(settings));
	app.use('/api/apps', publicApiRouter({ apis, host, api, profile, brokenParameterRoutes }));
	app.use('/api', api.router);
	app.use('/api', (_request, response) => {
		response.status(404).json({ success: false, error: 'API endpoint not found' });
	});
	app.use(casRouter({ store, settings, profile, ca, hangLimit: options.hangLimit ?? 5000, log }));
	const kind = options.client ?? profile.client;
	const setting = (id: string): unknown => settings.find(id)?.value;
	const script = (id: string): unknown => settings.script(id);
	app.use(clientRouter({ setting, script, profile: profile.name, kind }));
	app.use(errorPage);

	return {
		url,
		tlsUrl: `https://localhost:${tlsPort}`,
		ca: caFile,
		admin,
		profile,
		runtime,
		store,
		accounts,
		probe,
		calls: probe.calls,
		rateLimiter,
		host,
		serverLog,
		installApp: async (zip) => {
			const user = users.findByUsername(admin.username);
			if (!user) {
				throw new Error('There is no admin to install it');
			}
			const { info } = await host.manager.getParser().unpackageApp(zip);
			await host.install(zip, info.permissions, user);
			return info.id;
		},
		appStatus: async (appId) => String(await host.manager.getOneById(appId)?.getStatus()),
		setAppSetting: async (appId, id, value) => {
			const settingsManager = host.manager.getSettingsManager();
			await settingsManager.updateAppSetting(appId, { ...settingsManager.getAppSetting(appId, id), value });
		},
		appLogs: (appId) => store.appLogs.filter((entry) => entry.appId === appId),
		hurry: async () => {
			await scheduler.hurry();
			settings.arrive();
		},
		killRuntime: (appId) => host.killRuntime(appId),
		setSetting: (id, value) => {
			settings.set(id, value);
			settings.arrive(id);
		},
		setting,
		stop: async () => {
			scheduler.stop();
			await Promise.all(servers.map(close));
			await host.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

function listen(server: Server, port: number): Promise<number> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
	});
}

function close(server: Server & { closeAllConnections?(): void }): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections?.();
	});
}
