import type {
	IConfigurationExtend,
	IConfigurationModify,
	IEnvironmentRead,
	IHttp,
	IPersistence,
	IRead,
} from '@rocket.chat/apps-engine/definition/accessors';
import { ApiSecurity, ApiVisibility } from '@rocket.chat/apps-engine/definition/api';
import { App } from '@rocket.chat/apps-engine/definition/App';
import { StartupType } from '@rocket.chat/apps-engine/definition/scheduler';
import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import type { ISettingUpdateContext } from '@rocket.chat/apps-engine/definition/settings/ISettingUpdateContext';
import type { IUserContext } from '@rocket.chat/apps-engine/definition/users';
import { Links } from './accounts/links';
import { putOntoLoginPage, upkeep } from './admin/upkeep';
import { callback } from './endpoints/callback';
import { proxyValidate, self } from './endpoints/casServer';
import { endpoint } from './endpoints/endpoint';
import { login } from './endpoints/login';
import { casLogin, loginPageScript, signIn } from './endpoints/providerList';
import { wait } from './endpoints/wait';
import { deafen } from './host/log';
import { Memory } from './host/memory';
import { portsOf } from './host/ports';
import { AppSettings, WorkspaceSettings } from './host/settings';
import { PersistenceReader, PersistenceStore } from './host/store';
import { removeFromLoginPage } from './login-page/injection';
import { catalog } from './providers/catalog';
import { CoreSettings } from './session/cas/coreSettings';
import { callbackUrl } from './settings/provider';
import { providerSection, workspaceSection } from './settings/sections';
import { readWorkspace } from './settings/workspace';

const upkeepJob = 'upkeep';

/** Wiring only: what the engine calls, and what answers. */
export class OAuthLoginApp extends App {
	private readonly memory = new Memory();

	private get appPath(): string {
		return `/api/apps/public/${this.getID()}`;
	}

	protected override async extendConfiguration(
		configuration: IConfigurationExtend,
		environment: IEnvironmentRead,
	): Promise<void> {
		const { url } = await readWorkspace(this.workspaceSettings(environment));
		const sections = catalog.map((definition) =>
			providerSection(definition, callbackUrl(url, this.appPath, definition.id)),
		);
		for (const setting of [...sections.flat(), ...workspaceSection]) {
			await configuration.settings.provideSetting(setting);
		}

		const handlers = [
			...catalog.flatMap((definition) => [login(definition), callback(definition)]),
			...[wait, signIn, loginPageScript, casLogin, proxyValidate, self],
		];
		await configuration.api.provideApi({
			visibility: ApiVisibility.PUBLIC,
			security: ApiSecurity.UNSECURE,
			endpoints: handlers.map((one) => endpoint(this, this.memory, one)),
		});

		await configuration.scheduler.registerProcessors([
			{
				id: upkeepJob,
				startupSetting: { type: StartupType.RECURRING, interval: '1 day' },
				processor: (_job, read, _modify, http, persistence) => this.upkeep(read, http, persistence),
			},
		]);
	}

	public override async onEnable(environment: IEnvironmentRead): Promise<boolean> {
		this.memory.settings.clear();
		await putOntoLoginPage({
			appPath: this.appPath,
			appSettings: new AppSettings(environment, this.memory),
			serverSettings: this.workspaceSettings(environment),
		});
		return true;
	}

	public override async onDisable(): Promise<void> {
		await this.withdraw(this.getAccessors().reader);
	}

	public override async onUninstall(_context: unknown, read: IRead): Promise<void> {
		await this.withdraw(read);
	}

	/** Accepts everything; it is here to keep the new value, which may be a secret, out of the app's log. */
	public override async onPreSettingUpdate(context: ISettingUpdateContext): Promise<ISetting> {
		deafen(this.getLogger());
		return context.newSetting;
	}

	/** The admin's form saves one setting after the other: what follows from them is done once, a moment later. */
	public override async onSettingUpdated(_setting: ISetting, { scheduler }: IConfigurationModify): Promise<void> {
		this.memory.settings.clear();
		if (this.memory.upkeepDue > Date.now()) return;
		this.memory.upkeepDue = Date.now() + 1_000;
		await scheduler.scheduleOnce({ id: upkeepJob, when: new Date(this.memory.upkeepDue) });
	}

	/** Rocket.Chat's `IPostUserDeleted`. */
	public async executePostUserDeleted(
		{ user }: IUserContext,
		read: IRead,
		_http: IHttp,
		persistence: IPersistence,
	): Promise<void> {
		await new Links(new PersistenceStore(read.getPersistenceReader(), persistence)).removeAllOf(user.id);
	}

	private upkeep(read: IRead, http: IHttp, persistence: IPersistence): Promise<void> {
		this.memory.settings.clear();
		const ports = portsOf(this.getID(), this.getAccessors(), { read, http, persistence }, this.memory);
		return upkeep(ports, this.getAccessors().environmentWriter.getSettings());
	}

	/** Leaves the workspace as it was. */
	private async withdraw(read: IRead): Promise<void> {
		const settings = this.workspaceSettings(read.getEnvironmentReader());
		await removeFromLoginPage(settings);
		await new CoreSettings(settings, this.appPath).giveBack(new PersistenceReader(read.getPersistenceReader()));
	}

	private workspaceSettings(environment: IEnvironmentRead): WorkspaceSettings {
		return new WorkspaceSettings(environment, this.getAccessors().environmentWriter.getServerSettings(), this.memory);
	}
}
