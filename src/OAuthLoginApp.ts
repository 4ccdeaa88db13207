import type {
	IConfigurationExtend,
	IConfigurationModify,
	IEnvironmentRead,
	IHttp,
	IModify,
	IPersistence,
	IRead,
} from '@rocket.chat/apps-engine/definition/accessors';
import { ApiSecurity, ApiVisibility } from '@rocket.chat/apps-engine/definition/api';
import { App } from '@rocket.chat/apps-engine/definition/App';
import { StartupType } from '@rocket.chat/apps-engine/definition/scheduler';
import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import type { ISettingUpdateContext } from '@rocket.chat/apps-engine/definition/settings/ISettingUpdateContext';
import type { IUserContext } from '@rocket.chat/apps-engine/definition/users';
import { Visits } from './browser/visits';
import { FreshLogins } from './features/proof/freshLogins';
import { checkProviders } from './features/checks/checkProviders';
import { tallyLinks } from './features/people/linkCounts';
import { isOutdated } from './workspace/bridgeHealth';
import { resumeImport, workOffImport } from './features/transfer/runImport';
import { learnLinks } from './features/people/learnLinks';
import { Links, shelveLinks } from './accounts/links';
import { releaseSwitches } from './workspace/nativeSwitches';
import { freshInstall } from './features/admin/freshInstall';
import { SettingsForm } from './features/admin/settingsForm';
import { Changes } from './app/changes';
import { putOntoLoginPage, switchNote, upkeep } from './app/upkeep';
import type { AuditEvent } from './attempts/audit';
import { Audit } from './attempts/audit';
import { tellLeft } from './attempts/linkNotices';
import { settingChange } from './features/admin/settingChange';
import { slashCommand } from './host/slashCommand';
import { subcommands } from './app/subcommands';
import { allHandlers } from './app/handlers';
import { endpointsOf } from './host/endpoints';
import { AppEnvironment } from './host/environment';
import { unlogged } from './host/log';
import { lifecycle } from './host/lifecycle';
import { ProcessMemory } from './host/memory';
import { pauses } from './host/pauses';
import { forgetSetting, forgetSettings } from './host/settingCache';
import type { Accessors, Host } from './host/ports';
import { appPathOf, portsOf } from './host/ports';
import { AppSettings, WorkspaceSettings } from './host/settings';
import { PersistenceReader, PersistenceStore } from './host/store';
import { allAttempts } from './attempts/attemptLog';
import { removeFromLoginPage } from './features/login-page/injection';
import { allProviders } from './providers/registry';
import { CoreSettings } from './workspace/cas/coreSettings';
import { pause } from './values/lease';
import { OneAtATime } from './values/oneAtATime';
import { isOwnLogin } from './workspace/session/ownLogins';
import { userIdOf } from './workspace/userEvents';
import type { JobId } from './ports/jobs';
import type { Ports } from './ports/ports';
import { purgeUsed } from './browser/once';
import { regularly, workOffEndings } from './off-boarding/workOff';

const upkeepJob: JobId = 'upkeep';
const checksJob: JobId = 'checks';
const auditJob = 'audit';
const endingsJob: JobId = 'endings';
const importJob: JobId = 'import';

/** Wiring only: what the engine calls, and what answers. */
/** Whether so much time has gone since now. */
const afterSeconds = (seconds: number): (() => boolean) => {
	const end = Date.now() + seconds * 1000;
	return () => Date.now() > end;
};

export class OAuthLoginApp extends App {
	private readonly memory = new ProcessMemory();
	private form: SettingsForm | undefined;
	private readonly upkeeps = new OneAtATime();
	/** What is done every few minutes. */
	private readonly housekeepings = new OneAtATime();
	private readonly imports = new OneAtATime();
	private readonly changes = new Changes();
	/** Milliseconds since 1970: when the form's lines were written last. */
	private shownAt = 0;

	protected override async extendConfiguration(
		configuration: IConfigurationExtend,
		environment: IEnvironmentRead,
	): Promise<void> {
		this.form = new SettingsForm(configuration, this.settingsOf(environment), this.appPath, this.memory);
		await this.form.provide();

		const definitions = await allProviders(this.settingsOf(environment).appSettings);
		const handlers = allHandlers(definitions.map(({ id }) => id));
		await configuration.api.provideApi({
			visibility: ApiVisibility.PUBLIC,
			security: ApiSecurity.UNSECURE,
			endpoints: handlers.flatMap((one) => endpointsOf(this, this.host, one)),
		});

		await configuration.scheduler.registerProcessors([
			{
				id: upkeepJob,
				startupSetting: { type: StartupType.RECURRING, interval: '1 day', skipImmediate: true },
				processor: ({ known }, read, modify, http, persistence) =>
					this.upkeepAfter(Number(known) || 0, { read, modify, http, persistence }),
			},
			{
				id: endingsJob,
				startupSetting: { type: StartupType.RECURRING, interval: `${regularly / 60_000} minutes`, skipImmediate: true },
				processor: (_job, read, modify, http, persistence) =>
					this.housekeepings.run(async () => this.housekeeping({ read, modify, http, persistence })),
			},
			{
				id: checksJob,
				processor: ({ since }, read, modify, http, persistence) =>
					this.check(Number(since) || Date.now(), { read, modify, http, persistence }),
			},
			{
				id: importJob,
				processor: (_job, read, modify, http, persistence) =>
					this.imports.runIfIdle(async () => this.importPart({ read, modify, http, persistence })),
			},
			{
				id: auditJob,
				processor: async ({ event, what }, read, modify, http, persistence) => {
					const ports = this.portsOn({ read, modify, http, persistence });
					await new Audit(ports).add({ event: event as AuditEvent, what: String(what) });
				},
			},
		]);

		// Last, and without harm: an app that is initialised again, as in an update, is told that the command is there
		// already (apps-engine, AppSlashCommandManager.addCommand); the runtime has taken the new one by then.
		const command = slashCommand(this, this.host, subcommands);
		await configuration.slashCommands.provideSlashCommand(command).catch(() => undefined);
	}

	/** The upkeep needs the app's own paths, which the server has only after this. */
	public override async onEnable(environment: IEnvironmentRead, { scheduler }: IConfigurationModify): Promise<boolean> {
		forgetSettings(this.memory);
		this.memory.of(lifecycle).withdrawn = false;
		await scheduler.scheduleOnce({ id: upkeepJob, when: new Date(Date.now() + 2_000) });
		await putOntoLoginPage({ appPath: this.appPath, ...this.settingsOf(environment) });
		await this.showStatus();
		return true;
	}

	public override async onInstall(): Promise<void> {
		this.memory.of(freshInstall).isFresh = true;
	}

	public override async onDisable(): Promise<void> {
		await this.withdraw(this.getAccessors().reader);
	}

	public override async onUninstall(_context: unknown, read: IRead): Promise<void> {
		await this.withdraw(read);
	}

	public override async onPreSettingUpdate(
		{ newSetting, oldSetting }: ISettingUpdateContext,
		{ scheduler }: IConfigurationModify,
	): Promise<ISetting> {
		const stored = this.form ? await this.form.accept(newSetting, oldSetting) : newSetting;
		const change = settingChange(newSetting, oldSetting, stored);
		// Nothing can be written into the store from here.
		if (change) await scheduler.scheduleOnce({ id: auditJob, when: new Date(), data: change }).catch(() => undefined);
		return unlogged(stored);
	}

	/** The admin's form saves one setting after the other: what follows from them is done once, a moment later. */
	public override async onSettingUpdated({ id }: ISetting, { scheduler }: IConfigurationModify): Promise<void> {
		forgetSetting(id, this.memory);
		this.memory.of(pauses).clear();
		const known = Date.now();
		const due = this.changes.note(known);
		if (due !== undefined) await scheduler.scheduleOnce({ id: upkeepJob, when: new Date(due), data: { known } });
	}

	/** Rocket.Chat's `IPostUserDeleted`. */
	public async executePostUserDeleted(
		{ user }: IUserContext,
		read: IRead,
		_http: IHttp,
		persistence: IPersistence,
	): Promise<void> {
		await new Links(new PersistenceStore(read.getPersistenceReader(), persistence)).unlinkAllOf(user.id);
	}

	/**
	 * Rocket.Chat's `IPostUserLoggedIn`. Nothing here may throw: the server would note it, and a sign-in waits.
	 *
	 * @param document up to 7.x not the engine's `IUser`, but the raw user document
	 */
	public async executePostUserLoggedIn(
		document: unknown,
		read: IRead,
		http: IHttp,
		persistence: IPersistence,
		modify: IModify,
	): Promise<void> {
		const ports = this.portsOn({ read, modify, http, persistence });
		// Who has come in by the app has a way in, and nobody has typed a password.
		if (isOwnLogin(document, ports)) return;
		const userId = userIdOf(document);
		if (userId !== undefined) await new FreshLogins(ports).note(userId).catch(() => undefined);
		await learnLinks(document, ports).catch(() => undefined);
	}

	/**
	 * Rocket.Chat's `IPostUserLoggedOut`. Up to 8.x the web client reports its own sign-out, and a client can report any
	 * user: this ends visits of the app's pages, and no more. Nothing here may throw.
	 */
	public async executePostUserLoggedOut(
		user: unknown,
		read: IRead,
		http: IHttp,
		persistence: IPersistence,
		modify: IModify,
	): Promise<void> {
		const userId = userIdOf(user);
		if (userId === undefined) return;
		const ports = this.portsOn({ read, modify, http, persistence });
		await new Visits(ports).endAllOf(userId).catch(() => undefined);
	}

	private get appPath(): string {
		return appPathOf(this.getID());
	}

	private get host(): Host {
		return {
			appId: this.getID(),
			own: this.getAccessors(),
			memory: this.memory,
			form: {
				provideSections: async (names) => this.form?.provideNew(names),
				refresh: () => this.showStatus(),
			},
		};
	}

	private async showStatus(): Promise<void> {
		this.shownAt = Date.now();
		const store = new PersistenceReader(this.getAccessors().reader.getPersistenceReader());
		await this.form?.showStatus({ store, now: () => Date.now() });
	}

	private portsOn(accessors: Accessors): Ports {
		return portsOf(this.host, accessors);
	}

	/** @param known the last change that the job was scheduled for; see {@link Changes} */
	private async upkeepAfter(known: number, accessors: Accessors): Promise<void> {
		const turn = this.changes.turnOf(known, Date.now());
		if (turn.kind === 'run') return this.upkeeps.run(async () => this.upkeep(accessors));
		if (turn.kind === 'again') await this.portsOn(accessors).jobs.schedule(upkeepJob, turn.at, { known: turn.known });
	}

	private async upkeep(accessors: Accessors): Promise<void> {
		if (this.memory.of(lifecycle).withdrawn) return;
		forgetSettings(this.memory);
		await this.form?.provideNew();
		const ports = this.portsOn(accessors);
		await upkeep(ports, this.getAccessors().environmentWriter.getSettings());
		await this.showStatus();
		// Apart: a provider may keep a check waiting, and nothing that the upkeep does waits for that.
		await ports.jobs.schedule(checksJob, Date.now() + 2_000);
	}

	/** @param since milliseconds since 1970: when the first of the jobs began that make up this round */
	private async check(since: number, accessors: Accessors): Promise<void> {
		if (this.memory.of(lifecycle).withdrawn) return;
		const ports = this.portsOn(accessors);
		const isUnfinished = await checkProviders(since, ports);
		await this.showStatus();
		if (isUnfinished) await ports.jobs.schedule(checksJob, Date.now(), { since });
	}

	private async importPart(accessors: Accessors): Promise<void> {
		if (!this.memory.of(lifecycle).withdrawn) await workOffImport(this.portsOn(accessors), pause);
	}

	private async housekeeping(accessors: Accessors): Promise<void> {
		if (this.memory.of(lifecycle).withdrawn) return;
		const ports = this.portsOn(accessors);
		await Promise.allSettled([
			...[workOffEndings(ports), purgeUsed(ports), tallyLinks(ports), tellLeft(ports), resumeImport(ports)],
			shelveLinks(ports.store, afterSeconds(3)),
			this.followServer(ports),
		]);
		// Sign-ins are not kept waiting for the form: it follows them here.
		const [newest] = await allAttempts(ports.store);
		if (newest && newest.at > this.shownAt) await this.showStatus();
	}

	/** Nobody tells an app that a setting of the server has changed, such as `Site_Url`. */
	private async followServer(ports: Ports): Promise<void> {
		if (await isOutdated(ports)) await ports.jobs.schedule(upkeepJob, Date.now());
	}

	/** Leaves the workspace as it was: after whatever is on its way has come to an end, and before anything else begins. */
	private async withdraw(read: IRead): Promise<void> {
		this.memory.of(lifecycle).withdrawn = true;
		await Promise.all([this.upkeeps.settled(), this.housekeepings.settled(), this.imports.settled()]);
		const { serverSettings, appSettings } = this.settingsOf(read.getEnvironmentReader(), () => true);
		const updater = this.getAccessors().environmentWriter.getSettings();
		const store = new PersistenceReader(read.getPersistenceReader());
		const ports = { serverSettings, appPath: this.appPath, memory: this.memory, now: () => Date.now() };
		// One that can't be put back keeps no other from it.
		await Promise.allSettled([
			removeFromLoginPage(serverSettings),
			releaseSwitches(serverSettings, switchNote(appSettings, updater)),
			new CoreSettings(ports).withdraw(store),
		]);
	}

	private settingsOf(
		environment: IEnvironmentRead,
		mayWrite?: () => boolean,
	): { appSettings: AppSettings; serverSettings: WorkspaceSettings } {
		const updater = this.getAccessors().environmentWriter.getServerSettings();
		const variables = new AppEnvironment(this.getID(), environment.getEnvironmentVariables(), this.memory);
		return {
			appSettings: new AppSettings(environment, variables, this.memory),
			serverSettings: new WorkspaceSettings(environment, updater, this.memory, mayWrite),
		};
	}
}
