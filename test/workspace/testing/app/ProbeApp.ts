import type {
	IAppAccessors,
	IConfigurationExtend,
	IConfigurationModify,
	IEnvironmentRead,
	ILogger,
} from '@rocket.chat/apps-engine/definition/accessors';
import { ApiSecurity, ApiVisibility } from '@rocket.chat/apps-engine/definition/api';
import { App } from '@rocket.chat/apps-engine/definition/App';
import type { IAppInfo } from '@rocket.chat/apps-engine/definition/metadata';
import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import type { ISettingUpdateContext } from '@rocket.chat/apps-engine/definition/settings/ISettingUpdateContext';
import { SettingType } from '@rocket.chat/apps-engine/definition/settings';
import type { ISlashCommand, SlashCommandContext } from '@rocket.chat/apps-engine/definition/slashcommands';
import * as endpoints from './endpoints';

/** Does whatever a test asks for, and keeps what happened to it. */
export class ProbeApp extends App {
	/** What listeners, settings hooks, jobs and commands were called with. */
	public readonly seen: { what: string; value: unknown }[] = [];
	/** What the runtime gives to an app's code, and to no function that is made from a text. */
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- the runtime's own
	public readonly given = { require: (name: string): unknown => require(name), globalThis: typeof globalThis };
	public extend?: IConfigurationExtend;
	public modify?: IConfigurationModify;

	constructor(info: IAppInfo, logger: ILogger, accessors: IAppAccessors) {
		super(info, logger, accessors);
	}

	public override async extendConfiguration(configuration: IConfigurationExtend): Promise<void> {
		this.extend = configuration;
		for (const [id, type, packageValue, hidden] of [
			['text', SettingType.STRING, 'first', false],
			['secret', SettingType.PASSWORD, '', false],
			['refused', SettingType.STRING, 'kept', false],
			['hidden', SettingType.STRING, '', true],
		] as const) {
			await configuration.settings.provideSetting({
				id,
				type,
				packageValue,
				hidden,
				required: false,
				public: false,
				i18nLabel: id,
			});
		}
		await configuration.api.provideApi({
			visibility: ApiVisibility.PUBLIC,
			security: ApiSecurity.UNSECURE,
			endpoints: Object.values(endpoints).map((Endpoint) => new Endpoint(this)),
		});
		await configuration.slashCommands.provideSlashCommand(new ProbeCommand(this));
		await configuration.scheduler.registerProcessors([
			{ id: 'note', processor: async (context) => this.note('job note', context) },
			{
				id: 'throw',
				processor: async () => {
					throw new Error('A job failed');
				},
			},
		]);
	}

	public override async onEnable(_environment: IEnvironmentRead, modify: IConfigurationModify): Promise<boolean> {
		this.modify = modify;
		return true;
	}

	public override async onPreSettingUpdate({ oldSetting, newSetting }: ISettingUpdateContext): Promise<ISetting> {
		this.note('onPreSettingUpdate', newSetting.value);
		if (newSetting.value === 'throw') {
			throw new Error('Refused');
		}
		return newSetting.id === 'refused' ? oldSetting : newSetting;
	}

	public override async onSettingUpdated(setting: ISetting): Promise<void> {
		this.note('onSettingUpdated', setting.value);
	}

	public async executePostUserCreated(context: unknown): Promise<void> {
		this.note('IPostUserCreated', context);
	}

	public async executePostUserUpdated(context: unknown): Promise<void> {
		this.note('IPostUserUpdated', context);
	}

	public async executePostUserDeleted(context: unknown): Promise<void> {
		this.note('IPostUserDeleted', context);
	}

	public async executePostUserLoggedIn(context: unknown): Promise<void> {
		this.note('IPostUserLoggedIn', context);
	}

	public async executePostUserLoggedOut(context: unknown): Promise<void> {
		this.note('IPostUserLoggedOut', context);
	}

	public note(what: string, value: unknown): void {
		this.seen.push({ what, value });
	}
}

class ProbeCommand implements ISlashCommand {
	public command = 'probe';
	public i18nParamsExample = 'params';
	public i18nDescription = 'description';
	public providesPreview = false;

	constructor(private readonly app: ProbeApp) {}

	public async executor(context: SlashCommandContext): Promise<void> {
		const [first] = context.getArguments();
		if (first === 'throw') {
			throw new Error('The command failed');
		}
		this.app.note('command', {
			sender: context.getSender(),
			room: context.getRoom(),
			arguments: context.getArguments(),
			threadId: context.getThreadId(),
			triggerId: context.getTriggerId(),
		});
	}
}
