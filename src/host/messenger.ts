import type { IModify, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import { RoomType } from '@rocket.chat/apps-engine/definition/rooms';
import type { Account } from '../ports/directory';
import type { ChatMessage, Messenger } from '../ports/messenger';
import { write } from './chat';
import { requireAnswer } from './requireAnswer';

export class AppMessenger implements Messenger {
	constructor(
		private readonly read: IRead,
		private readonly modify: IModify,
		private readonly appId: string,
	) {}

	async tell({ username }: Pick<Account, 'username'>, message: ChatMessage): Promise<void> {
		const bot = requireAnswer(await this.read.getUserReader().getAppUser());
		const creator = this.modify.getCreator();
		// Asked for again, the server answers with the room that is there.
		const room = creator.startRoom().setType(RoomType.DIRECT_MESSAGE).setCreator(bot);
		const roomId = await creator.finish(room.setMembersToBeAddedByUsernames([bot.username, username]));
		const directRoom = requireAnswer(await this.read.getRoomReader().getById(roomId));
		await creator.finish(write(creator.startMessage().setRoom(directRoom).setSender(bot), message, this.appId));
	}
}
