import type { Users } from '../../accounts/users';
import { toAppUser } from '../../accounts/views';
import { randomId } from '../../random';
import type { Rooms } from '../../rooms/rooms';
import type { Store, UserDocument } from '../../store';
import type { BridgeMethods } from './define';
import { toAppRoom } from './rooms';

interface AppMessage {
	room: { id: string };
	sender?: { id: string };
	text?: string;
	blocks?: unknown[];
}

/** A notification to one person's clients, as it leaves on `stream-notify-user`. */
export interface UserNotification {
	userId: string;
	event: 'message' | 'uiInteraction';
	payload: unknown;
}

/** Messages and what is shown to one person only. Notifications are events of the store: nothing keeps them. */
export function messageBridges(store: Store, users: Users, rooms: Rooms): { Message: BridgeMethods } & UiBridge {
	const sender = (message: AppMessage, appId: string): UserDocument => {
		const user =
			users.findById(message.sender?.id) ?? users.find((each) => each.appId === appId && each.type === 'app');
		if (!user) {
			throw new Error('Invalid sender assigned to the message.');
		}
		return user;
	};
	const notify = (notification: UserNotification): void => {
		store.events.emit('notify-user', notification);
	};

	return {
		Message: {
			create: (message: AppMessage, appId: string) => {
				const room = rooms.findById(message.room.id);
				if (!room) {
					throw new Error('Invalid room assigned to the message.');
				}
				if (room.ro) {
					throw new Error("You can't send messages because the room is readonly.");
				}
				return rooms.say(room, sender(message, appId), message.text ?? '', undefined, message.blocks)._id;
			},
			getById: (id: string) => {
				const found = store.messages.find((message) => message._id === id);
				return (
					found && {
						id: found._id,
						room: toAppRoom(rooms.findById(found.rid), users),
						sender: toAppUser(users.findById(found.u._id)),
						text: found.msg,
						...(found.blocks && { blocks: found.blocks }),
						createdAt: found.ts,
						updatedAt: found._updatedAt,
					}
				);
			},
			notifyUser: (user: { id: string }, message: AppMessage, appId: string) => {
				const { _id, username, name } = sender(message, appId);
				const payload = {
					_id: randomId(),
					rid: message.room.id,
					msg: message.text,
					u: { _id, username, name },
					// As the engine hands them over (converters/messages.js).
					...(message.blocks && { blocks: message.blocks }),
					private: true,
					ts: new Date(),
				};
				notify({ userId: user.id, event: 'message', payload });
			},
			notifyRoom: () => undefined,
			typing: () => undefined,
		},
		UiInteraction: {
			notifyUser: (user: { id: string }, payload: unknown, appId: string) => {
				notify({ userId: user.id, event: 'uiInteraction', payload: { ...(payload as object), appId } });
			},
		},
	};
}

interface UiBridge {
	UiInteraction: BridgeMethods;
}
