import type { IHttp, IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { IApp } from '@rocket.chat/apps-engine/definition/IApp';
import type { ISlashCommand, SlashCommandContext } from '@rocket.chat/apps-engine/definition/slashcommands';
import { noteFailure } from '../attempts/noteFailure';
import { write } from './chat';
import { accountOf } from './directory';
import { silence } from './log';
import type { Host } from './ports';
import { portsOf } from './ports';
import { textKey } from '../texts/errorTexts';
import type { Texts } from '../texts/texts';
import { textsFor } from '../texts/texts';
import { readWorkspace } from '../settings/workspace';
import { commandName, helpText, mayUse } from '../commands/help';
import type { Invocation, Subcommand } from '../commands/subcommand';
import type { ChatMessage } from '../ports/messenger';

/**
 * `/oauth-login <subcommand> …`. Like an endpoint it keeps its call out of the app's log first: the runtime notes sender,
 * room and parameters of each.
 *
 * The subcommands and the host stay in this closure, because the runtime sends a command's own properties to the
 * server; `app` is one of them, because newer engines put one in its place that has the logger of the call.
 */
export function slashCommand(app: IApp, host: Host, subcommands: readonly Subcommand[]): ISlashCommand {
	class LoginCommand implements ISlashCommand {
		public readonly command = commandName;
		public readonly i18nParamsExample = 'command_params';
		public readonly i18nDescription = 'command_description';
		public readonly providesPreview = false;

		constructor(private readonly app: IApp) {}

		public async executor(
			context: SlashCommandContext,
			read: IRead,
			modify: IModify,
			http: IHttp,
			persistence: IPersistence,
		): Promise<void> {
			// First of all, and before any `await`.
			silence(this.app);
			const ports = portsOf(host, { read, modify, http, persistence });
			const sender = context.getSender();
			const caller = accountOf(sender);
			if (!caller) return;
			const [name = '', ...args] = context.getArguments().map(String);
			const { language } = await readWorkspace(ports.serverSettings);
			const texts = textsFor(sender.settings?.preferences?.language, language);
			const typed = Boolean(context.getTriggerId());
			const invocation: Invocation = { args, caller, typed, texts, ports };
			const answer = await runSubcommand(name, invocation, subcommands).catch((error: unknown) =>
				failureText(error, texts, this.app),
			);
			if (answer === undefined) return;
			const reply = typeof answer === 'string' ? { text: answer } : answer;
			const notifier = modify.getNotifier();
			const builder = notifier.getMessageBuilder().setRoom(context.getRoom());
			await notifier.notifyUser(sender, write(builder, reply, app.getID()).getMessage());
		}
	}
	return new LoginCommand(app);
}

/** Whatever is no subcommand that the caller may use gets the help. */
async function runSubcommand(
	name: string,
	invocation: Invocation,
	subcommands: readonly Subcommand[],
): Promise<string | ChatMessage | undefined> {
	const { caller, texts } = invocation;
	const found = subcommands.find((one) => one.name === name.toLowerCase() && mayUse(caller, one));
	return found ? found.run(invocation) : helpText(texts, caller, subcommands);
}

function failureText(thrown: unknown, texts: Texts, app: IApp): string {
	const { error, reference } = noteFailure(thrown, app.getLogger());
	const { t } = texts;
	const lines = [`${t('error_code')}: \`${error.code}\``, `${t('reference')}: \`${reference}\``];
	return [t(textKey(error.code)), `${t('for_the_admin')}:`, ...lines].join('\n\n');
}
