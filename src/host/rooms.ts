import type { IModify, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import { RoomType } from '@rocket.chat/apps-engine/definition/rooms';
import { given } from './given';

/** The workspace's public channels and private groups, by name. */
export interface Rooms {
	/**
	 * Puts somebody into a room; fine when they are in it already.
	 *
	 * @param name in exactly its letters, without a `#`
	 * @returns false where there is no such room
	 */
	join(name: string, username: string): Promise<boolean>;
	/**
	 * Makes a public channel. Its owner becomes a member, too.
	 *
	 * @throws where the server refuses, as it does for a name that is taken or has characters that none may have
	 */
	create(name: string, owner: string, members: readonly string[]): Promise<void>;
}

/** Anybody can be put into any room: the app's user need not be in it. */
export class WorkspaceRooms implements Rooms {
	constructor(
		private readonly read: IRead,
		private readonly modify: IModify,
	) {}

	async join(name: string, username: string): Promise<boolean> {
		const room = await this.read.getRoomReader().getByName(name);
		if (!room?.id || (room.type !== RoomType.CHANNEL && room.type !== RoomType.PRIVATE_GROUP)) return false;
		const updater = this.modify.getUpdater();
		const bot = given(await this.read.getUserReader().getAppUser());
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
		room.setCreator(given(await this.read.getUserReader().getByUsername(owner)));
		given(await creator.finish(room.setMembersToBeAddedByUsernames([...members])));
	}
}
