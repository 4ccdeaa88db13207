import type { IModify, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import { RoomType } from '@rocket.chat/apps-engine/definition/rooms';
import type { Account } from '../ports/directory';
import { given } from './given';
import type { Messenger } from '../ports/messenger';

export class AppMessenger implements Messenger {
	constructor(
		private readonly read: IRead,
		private readonly modify: IModify,
	) {}

	async tell({ username }: Pick<Account, 'username'>, text: string): Promise<void> {
		const bot = given(await this.read.getUserReader().getAppUser());
		const creator = this.modify.getCreator();
		// Asked for again, the server answers with the room that is there.
		const room = creator.startRoom().setType(RoomType.DIRECT_MESSAGE).setCreator(bot);
		const roomId = await creator.finish(room.setMembersToBeAddedByUsernames([bot.username, username]));
		const directRoom = given(await this.read.getRoomReader().getById(roomId));
		await creator.finish(creator.startMessage().setRoom(directRoom).setSender(bot).setText(text));
	}
}
