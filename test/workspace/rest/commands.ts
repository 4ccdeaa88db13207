import { toAppUser } from '../accounts/views';
import { toAppRoom } from '../engine/bridges/rooms';
import { Answer } from './api';
import type { Api } from './api';
import type { RestDependencies } from './index';

const refusal = (error: string): Answer => new Answer(400, { success: false, error });

/** Slash commands of apps, run without a composer. */
export function commandRoutes(api: Api, { commands, host, rooms, users }: RestDependencies): void {
	const listed = commands.all.bind(commands);
	const shown = ({ command, appId, i18nParamsExample, i18nDescription }: ReturnType<typeof listed>[number]) => ({
		command,
		appId,
		params: i18nParamsExample && `app-${appId}.${i18nParamsExample}`,
		description: i18nDescription && `app-${appId}.${i18nDescription}`,
		clientOnly: false,
		providesPreview: false,
	});

	api.route('get', '/v1/commands.list', {}, () => {
		const found = listed().map(shown);
		return { commands: found, offset: 0, count: found.length, total: found.length };
	});

	api.route('get', '/v1/commands.get', {}, ({ query }) => {
		const found = commands.find(String(query.command));
		return found
			? { command: shown(found) }
			: refusal(`There is no command in the system by the name of: ${String(query.command)}`);
	});

	api.route('post', '/v1/commands.run', {}, async ({ user, body }) => {
		const { command, params, roomId, triggerId, tmid } = body;
		if (typeof command !== 'string') {
			return refusal('You must provide a command to run.');
		}
		if (params !== undefined && typeof params !== 'string') {
			return refusal('The parameters for the command must be a single string.');
		}
		if (typeof roomId !== 'string') {
			return refusal("The room's id where to execute this command must be provided and be a string.");
		}
		const found = commands.find(command);
		const status = found && (await host.manager.getOneById(found.appId)?.getStatus());
		if (!found?.enabled || !status?.endsWith('_enabled')) {
			return refusal('The command provided does not exist (or is disabled).');
		}
		const room = rooms.findById(roomId);
		if (!room || !rooms.canAccess(room, user)) {
			return new Answer(403, { success: false, error: 'unauthorized' });
		}
		await host.manager.getCommandManager().executeCommand(found.command, {
			getSender: () => toAppUser(user),
			getRoom: () => toAppRoom(room, users),
			getArguments: () => splitArguments(params ?? ''),
			getThreadId: () => tmid,
			getTriggerId: () => triggerId,
		} as never);
		return {};
	});
}

/** Splits at spaces; what is in double quotes stays together, and the quotes go, wherever they are. */
export function splitArguments(params: string): string[] {
	const items = params.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [];
	return items.map((item) => item.replaceAll('"', ''));
}
