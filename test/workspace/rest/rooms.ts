import { MeteorError } from '../errors';
import type { MessageDocument, RoomDocument, UserDocument } from '../store';
import { Answer } from './api';
import type { Api, Call } from './api';
import type { RestDependencies } from './index';

/** Direct messages and channels, as far as people meet an app's bot in them. */
export function roomRoutes(api: Api, { rooms, users, store }: RestDependencies): void {
	const directMessagesOf = (user: UserDocument): RoomDocument[] =>
		[...store.rooms.values()].filter((room) => room.t === 'd' && rooms.isMember(room, user));

	api.route('post', '/v1/im.create', {}, ({ user, body }) => {
		const names = [body.username, ...String(body.usernames ?? '').split(',')].filter((name) => name);
		const people = names.map((name) => users.findByUsername(name));
		if (people.length === 0 || people.includes(undefined)) {
			throw new MeteorError('error-invalid-user', 'Invalid user');
		}
		const { _id, t, usernames } = rooms.directMessage([user, ...(people as UserDocument[])], user);
		return { room: { t, rid: _id, _id, usernames } };
	});

	api.route('get', '/v1/im.list', {}, ({ user, query }) => {
		const ims = directMessagesOf(user);
		return { ims, count: ims.length, offset: Number(query.offset ?? 0), total: ims.length };
	});

	api.route('get', '/v1/im.messages', {}, (call) => {
		const { user, query } = call;
		const room = directMessagesOf(user).find(
			(each) =>
				each._id === query.roomId || (query.username !== undefined && each.usernames?.includes(String(query.username))),
		);
		return room ? page(rooms.messagesIn(room), call) : noRoom();
	});

	api.route('get', '/v1/subscriptions.get', {}, ({ user }) => ({ update: rooms.subscriptionsFor(user), remove: [] }));

	api.route('get', '/v1/channels.info', {}, ({ query }) => {
		const channel = findChannel(query);
		return channel ? { channel } : noRoom();
	});

	api.route('get', '/v1/channels.history', {}, ({ query }) => {
		const channel = findChannel(query);
		return channel ? { messages: rooms.messagesIn(channel) } : noRoom();
	});

	function findChannel({ roomId, roomName }: Call['query']): RoomDocument | undefined {
		const room = roomId === undefined ? rooms.findByName(String(roomName)) : rooms.findById(String(roomId));
		return room?.t === 'c' ? room : undefined;
	}
}

function page(found: MessageDocument[], { query }: Call): object {
	const offset = Number(query.offset ?? 0);
	const messages = found.slice(offset, offset + Number(query.count ?? 50));
	return { messages, count: messages.length, offset, total: found.length };
}

function noRoom(): Answer {
	return new Answer(400, {
		success: false,
		error: 'The required "roomId" or "roomName" param provided does not match any channel [error-room-not-found]',
		errorType: 'error-room-not-found',
	});
}
