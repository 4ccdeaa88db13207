import type { ISlashCommand } from '@rocket.chat/apps-engine/definition/slashcommands';
import type { BridgeMethods } from './define';

export interface AppCommand extends ISlashCommand {
	appId: string;
	enabled: boolean;
}

/** Slash commands of apps. Names are case-insensitive. */
export class AppCommands {
	private readonly commands = new Map<string, AppCommand>();

	readonly bridge: BridgeMethods = {
		doesCommandExist: (command: string) => this.commands.has(command.toLowerCase()),
		registerCommand: (command: ISlashCommand, appId: string) => {
			this.commands.set(command.command.toLowerCase(), { ...command, appId, enabled: true });
		},
		unregisterCommand: (command: string) => {
			this.commands.delete(command.toLowerCase());
		},
		modifyCommand: (command: ISlashCommand, appId: string) => {
			this.commands.set(command.command.toLowerCase(), { ...command, appId, enabled: true });
		},
		enableCommand: (command: string) => this.setEnabled(command, true),
		disableCommand: (command: string) => this.setEnabled(command, false),
	};

	find(command: string): AppCommand | undefined {
		return this.commands.get(command.toLowerCase());
	}

	all(): AppCommand[] {
		return [...this.commands.values()];
	}

	private setEnabled(command: string, enabled: boolean): void {
		const found = this.find(command);
		if (found) {
			found.enabled = enabled;
		}
	}
}
