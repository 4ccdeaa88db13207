import { toAppUser } from '../../accounts/views';
import type { Users } from '../../accounts/users';
import type { Rooms } from '../../rooms/rooms';
import type { RoomDocument, UserDocument } from '../../store';
import type { BridgeMethods } from './define';

/** A room as apps give it, on its way in. */
interface AppRoom {
	id?: string;
	type: RoomDocument['t'];
	displayName?: string;
	slugifiedName?: string;
	creator?: { id: string };
	customFields?: Record<string, unknown>;
	description?: string;
	isReadOnly?: boolean;
}

export function roomBridge(rooms: Rooms, users: Users): BridgeMethods {
	const existing = (id: string): RoomDocument => {
		const room = rooms.findById(id);
		if (!room) {
			throw new Error("Invalid room, can't update a room without an id.");
		}
		return room;
	};
	const people = (usernames: string[]): UserDocument[] =>
		usernames.map((username) => {
			const user = users.findByUsername(username);
			if (!user) {
				throw new Error('Invalid user [error-invalid-user]');
			}
			return user;
		});
	const listed = (documents: UserDocument[]) => documents.map((user) => toAppUser(user));

	return {
		create: (room: AppRoom, members: string[]) => {
			const creator = users.findById(room.creator?.id);
			if (!creator) {
				throw new Error('Invalid user [error-invalid-user]');
			}
			if (room.type === 'd') {
				return rooms.directMessage([creator, ...people(members)], creator)._id;
			}
			const { type, slugifiedName = '', displayName, customFields } = room;
			return rooms.create({ t: type, name: slugifiedName, fname: displayName, creator, members, customFields })._id;
		},
		getById: (id: string) => toAppRoom(rooms.findById(id), users),
		getByName: (name: string) => toAppRoom(rooms.findByName(name), users),
		getCreatorById: (id: string) => toAppUser(users.findById(rooms.findById(id)?.u?._id)),
		getCreatorByName: (name: string) => toAppUser(users.findById(rooms.findByName(name)?.u?._id)),
		getDirectByUsernames: (usernames: string[]) => toAppRoom(rooms.findDirectMessage(usernames), users),
		getMembers: (id: string) => listed(rooms.members(existing(id))),
		getOwners: (id: string) => listed(rooms.owners(existing(id))),
		getModerators: () => [],
		getLeaders: () => [],
		update: (room: AppRoom, members: string[]) => {
			const document = existing(room.id ?? '');
			// The Node runtime sends what has changed, the Deno runtime the whole room.
			if (room.displayName !== undefined) document.fname = room.displayName;
			document._updatedAt = new Date();
			rooms.addMembers(document, members);
		},
		removeUsers: (id: string, usernames: string[]) => {
			const room = rooms.findById(id);
			if (room) {
				rooms.removeMembers(room, usernames);
			}
		},
	};
}

/** A room as apps see it. The list of usernames is fetched by the engine when an app asks for it. */
export function toAppRoom(room: RoomDocument | undefined, users: Users) {
	return (
		room && {
			id: room._id,
			type: room.t,
			displayName: room.fname,
			slugifiedName: room.name,
			creator: toAppUser(users.findById(room.u?._id)),
			userIds: room.uids,
			_USERNAMES: room.usernames,
			isDefault: room.default,
			isReadOnly: room.ro ?? false,
			displaySystemMessages: true,
			messageCount: room.msgs,
			createdAt: room.ts,
			updatedAt: room._updatedAt,
			description: room.description,
			customFields: room.customFields,
		}
	);
}
