import type { IModify, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import { RoomType } from '@rocket.chat/apps-engine/definition/rooms';
import { requireAnswer } from './requireAnswer';
import type { Rooms } from '../ports/rooms';

/** Anyone can be put into any room: the app's user need not be in it. */
export class WorkspaceRooms implements Rooms {
	constructor(
		private readonly read: IRead,
		private readonly modify: IModify,
	) {}

	async join(name: string, username: string): Promise<boolean> {
		const room = await this.read.getRoomReader().getByName(name);
		if (!room?.id || (room.type !== RoomType.CHANNEL && room.type !== RoomType.PRIVATE_GROUP)) return false;
		const updater = this.modify.getUpdater();
		const bot = requireAnswer(await this.read.getUserReader().getAppUser());
		const builder = await updater.room(room.id, bot);
		// The engine refuses to change a room that lacks one of these, as GENERAL does, which nobody has made.
		if (!room.displayName) builder.setDisplayName(name);
		if (!room.creator) builder.setCreator(bot);
		await updater.finish(builder.addMemberToBeAddedByUsername(username));
		return true;
	}

	async create(name: string, owner: string, members: readonly string[]): Promise<void> {
		const creator = this.modify.getCreator();
		const room = creator.startRoom().setType(RoomType.CHANNEL).setSlugifiedName(name).setDisplayName(name);
		room.setCreator(requireAnswer(await this.read.getUserReader().getByUsername(owner)));
		requireAnswer(await creator.finish(room.setMembersToBeAddedByUsernames([...members])));
	}
}
