import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import type { AppBridges } from '@rocket.chat/apps-engine/server/bridges';
import type { ProxiedApp } from '@rocket.chat/apps-engine/server/ProxiedApp';
import type { AppStatus } from '@rocket.chat/apps-engine/definition/AppStatus';
import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import type { Profile } from '../profile';
import type { PrintEntry } from '../serverLog';
import type { UserDocument, Store } from '../store';
import { toAppUser } from '../accounts/views';
import type { BridgeMethods } from './bridges/define';
import { announceChange, joinCluster } from './cluster';
import type { AppChange } from './cluster';
import { addManager, onBehalfOf, removeManager } from './currentManager';
import type { Engine } from './load';
import { provideRuntime } from './runtime';
import type { RuntimeName } from './runtime';
import { createStorages } from './storage';

interface AppProcess {
	kill(signal: NodeJS.Signals): boolean;
}

/** The parts of a runtime controller that the host reaches into. */
interface RuntimeController {
	deno?: AppProcess;
	child?: AppProcess;
	stopApp(): Promise<void>;
	livenessManager?: { stop(): void };
}

const MANUALLY_DISABLED = 'manually_disabled' as AppStatus;
const MANUALLY_ENABLED = 'manually_enabled' as AppStatus;

/** One instance's Apps-Engine: the real AppManager, with its real Deno runtime or the imitated Node runtime. */
export class AppHost {
	manager!: AppManager;
	private leaveCluster?: () => void;

	constructor(
		private readonly engine: Engine,
		private readonly runtime: RuntimeName,
		private readonly store: Store,
		private readonly profile: Profile,
		private readonly log: (message: string, error?: unknown) => void,
		private readonly print?: PrintEntry,
	) {}

	/** Told by the engine; other instances hear of it through the store. */
	readonly activation: BridgeMethods = {
		appAdded: (app: ProxiedApp) => this.announce({ kind: 'added', appId: app.getID() }),
		appUpdated: (app: ProxiedApp) => this.announce({ kind: 'updated', appId: app.getID() }),
		appRemoved: (app: ProxiedApp) => this.announce({ kind: 'removed', appId: app.getID() }),
		appStatusChanged: (app: ProxiedApp, status: AppStatus) =>
			this.announce({ kind: 'status', appId: app.getID(), status }),
		actionsChanged: () => undefined,
	};

	readonly details: BridgeMethods = {
		onAppSettingsChange: (appId: string, setting: ISetting) => this.announce({ kind: 'setting', appId, setting }),
	};

	/** Has the permissions of this instance's apps checked while `call` runs. */
	readonly enter = <Result>(call: () => Result): Result => onBehalfOf(this.manager, call);

	/** Boots the engine and enables the apps that the store has. */
	async start(bridges: AppBridges): Promise<void> {
		const { AppManager } = this.engine;
		const manager = addManager(
			AppManager,
			() =>
				new AppManager({
					...createStorages(this.engine, this.store, this.profile),
					bridges,
					tempFilePath: this.engine.tempFolder,
				}),
		);
		this.manager = manager;
		provideRuntime(this.engine, this.runtime, manager, this.print);
		await manager.load();
		await manager.enableAll();
		this.leaveCluster = joinCluster(this, manager, this.store, this.log);
	}

	/** Installs an app, as an upload by an admin does. @param enable whether the licence lets it be enabled */
	async install(zip: Buffer, permissionsGranted: { name: string }[] | undefined, user: UserDocument, enable = true) {
		const fulfillment = await this.manager.add(zip, {
			enable: false,
			permissionsGranted,
			user: toAppUser(user) as never,
		});
		if (!enable) return fulfillment;
		await this.changeStatus(fulfillment.getAppInfo().id, true).catch((error: unknown) =>
			this.log('The app was installed but could not be enabled', error),
		);
		return fulfillment;
	}

	changeStatus(appId: string, enabled: boolean): Promise<ProxiedApp> {
		return this.manager.changeStatus(appId, enabled ? MANUALLY_ENABLED : MANUALLY_DISABLED);
	}

	/** Hands an event to the apps that listen; resolves when they have. */
	readonly trigger = async (event: string, payload: unknown): Promise<void> => {
		const listeners = this.manager.getListenerManager();
		await listeners
			.executeListener(event as never, toEventContext(event, payload, this.profile) as never)
			.catch((error: unknown) => this.log(`An app failed at ${event}`, error));
	};

	/** Kills the app's process, as a crash would. The engine starts it again within seconds. */
	killRuntime(appId: string): void {
		const controller = this.controllers()[appId];
		(controller?.deno ?? controller?.child)?.kill('SIGKILL');
	}

	/** Ends all processes, without disabling the apps: a server that stops tells them nothing. */
	async stop(): Promise<void> {
		this.leaveCluster?.();
		for (const controller of Object.values(this.controllers())) {
			controller.livenessManager?.stop?.();
			await controller.stopApp();
		}
		removeManager(this.manager);
	}

	/** By app, also of apps that did not get as far as being installed. */
	private controllers(): Record<string, RuntimeController> {
		return (this.manager.getRuntime() as unknown as { subprocesses: Record<string, RuntimeController> }).subprocesses;
	}

	private announce(change: AppChange): void {
		announceChange(this, this.store, change);
	}
}

/**
 * Most user events carry converted users in a context; a login carries the user alone, and a sign-out what the client sent
 * to `logoutCleanUp` (read).
 */
function toEventContext(event: string, payload: unknown, { rawLoginEvent }: Profile): unknown {
	if (event === 'IPostUserLoggedOut') return payload;
	if (event === 'IPostUserLoggedIn') {
		return rawLoginEvent ? payload : toAppUser(payload as UserDocument);
	}
	const { user, performedBy, previousUser } = payload as Record<string, Partial<UserDocument> | undefined>;
	return {
		user: toAppUser(user),
		performedBy: toAppUser(performedBy) ?? null,
		...(previousUser && { previousData: toAppUser(previousUser) }),
	};
}
