import { MeteorError } from '../errors';
import { randomId } from '../random';
import type { MessageDocument, RoomDocument, Store, SubscriptionDocument, UserDocument } from '../store';

export interface NewRoom {
	t: 'c' | 'p';
	/** The slug, as in the room's address. */
	name: string;
	fname?: string;
	creator: UserDocument;
	/** Usernames; the unknown ones are skipped. */
	members: string[];
	customFields?: Record<string, unknown>;
}

/** Rooms, who is in them, and their messages. */
export class Rooms {
	constructor(private readonly store: Store) {}

	findById(id: string): RoomDocument | undefined {
		return this.store.rooms.get(id);
	}

	/** Exact and case-sensitive. */
	findByName(name: string): RoomDocument | undefined {
		return [...this.store.rooms.values()].find((room) => room.name === name);
	}

	/** @throws MeteorError for a taken or invalid name. */
	create({ t, name, fname, creator, members, customFields }: NewRoom): RoomDocument {
		if (!/^[0-9a-zA-Z-_.]+$/.test(name)) {
			throw new MeteorError('error-invalid-room-name', `${name} is not a valid room name`, { channel_name: name });
		}
		if (this.findByName(name)) {
			throw new MeteorError('error-duplicate-channel-name', `A channel with name '${name}' exists`);
		}
		const now = new Date();
		const room: RoomDocument = {
			_id: randomId(),
			t,
			name,
			fname,
			u: { _id: creator._id, username: creator.username },
			msgs: 0,
			ro: false,
			customFields,
			ts: now,
			_updatedAt: now,
		};
		this.store.rooms.set(room._id, room);
		this.subscribe(room, creator, ['owner']);
		this.addMembers(room, members, false);
		return room;
	}

	/** The one direct message room of these people: its id is theirs, sorted and joined. */
	directMessage(people: UserDocument[], creator?: UserDocument): RoomDocument {
		const uids = [...new Set(people.map((person) => person._id))].sort();
		const id = uids.length === 1 ? `${uids[0]}${uids[0]}` : uids.join('');
		const existing = this.store.rooms.get(id);
		if (existing) {
			return existing;
		}
		const now = new Date();
		const room: RoomDocument = {
			_id: id,
			t: 'd',
			usernames: uids.map((uid) => this.store.users.get(uid)?.username ?? uid),
			uids,
			u: creator && { _id: creator._id, username: creator.username },
			msgs: 0,
			ts: now,
			_updatedAt: now,
		};
		this.store.rooms.set(id, room);
		people.forEach((person) => this.subscribe(room, person));
		return room;
	}

	findDirectMessage(usernames: string[]): RoomDocument | undefined {
		const wanted = [...new Set(usernames)].sort().join('\n');
		return [...this.store.rooms.values()].find(
			(room) => room.t === 'd' && [...(room.usernames ?? [])].sort().join('\n') === wanted,
		);
	}

	joinDefaultChannels(user: UserDocument): void {
		for (const room of this.store.rooms.values()) {
			if (room.default) {
				this.subscribe(room, user);
				this.say(room, user, user.username, 'uj');
			}
		}
	}

	/** Unknown names and members are passed over without a word. */
	addMembers(room: RoomDocument, usernames: string[], announced = true): void {
		for (const username of usernames) {
			const user = [...this.store.users.values()].find((each) => each.username === username);
			if (user && !this.isMember(room, user)) {
				this.subscribe(room, user);
				if (announced) {
					this.say(room, user, user.username, 'uj');
				}
			}
		}
	}

	removeMembers(room: RoomDocument, usernames: string[]): void {
		for (const username of usernames) {
			const user = [...this.store.users.values()].find((each) => each.username === username);
			if (user && this.isMember(room, user)) {
				this.store.subscriptions = this.store.subscriptions.filter(
					(each) => each.rid !== room._id || each.u._id !== user._id,
				);
				user.__rooms = user.__rooms.filter((rid) => rid !== room._id);
				this.say(room, user, user.username, 'ul');
			}
		}
	}

	members(room: RoomDocument): UserDocument[] {
		return this.subscriptionsOf(room).flatMap((each) => this.store.users.get(each.u._id) ?? []);
	}

	owners(room: RoomDocument): UserDocument[] {
		return this.subscriptionsOf(room)
			.filter((each) => each.roles?.includes('owner'))
			.flatMap((each) => this.store.users.get(each.u._id) ?? []);
	}

	/** Rooms of which this person is the only owner. */
	ownedBy(user: UserDocument): string[] {
		return [...this.store.rooms.values()]
			.filter((room) => this.owners(room).length === 1 && this.owners(room)[0] === user)
			.map((room) => room.name ?? room._id);
	}

	isMember(room: RoomDocument, user: UserDocument): boolean {
		return this.subscriptionsOf(room).some((each) => each.u._id === user._id);
	}

	/** Public channels are open to everyone. */
	canAccess(room: RoomDocument, user: UserDocument): boolean {
		return room.t === 'c' || this.isMember(room, user);
	}

	subscriptionsFor(user: UserDocument): SubscriptionDocument[] {
		return this.store.subscriptions.filter((each) => each.u._id === user._id);
	}

	/** @param t the type of a system message. */
	say(room: RoomDocument, sender: UserDocument, msg: string, t?: string, blocks?: unknown[]): MessageDocument {
		const now = new Date();
		const { _id, username, name } = sender;
		const message: MessageDocument = {
			_id: randomId(),
			rid: room._id,
			msg,
			...(t !== undefined && { t }),
			u: { _id, username, name },
			...(blocks && { blocks }),
			ts: now,
			_updatedAt: now,
		};
		this.store.messages.push(message);
		room.msgs += 1;
		if (t === undefined) {
			for (const each of this.subscriptionsOf(room).filter((one) => one.u._id !== _id)) {
				each.unread += 1;
				each.alert = true;
			}
		}
		return message;
	}

	messagesIn(room: RoomDocument): MessageDocument[] {
		return this.store.messages.filter((message) => message.rid === room._id).reverse();
	}

	/** Reactivation leaves the rooms shared with an app as they are. */
	setDirectMessagesReadOnly(user: UserDocument, readOnly: boolean): void {
		for (const room of this.store.rooms.values()) {
			if (room.t !== 'd' || !room.uids?.includes(user._id)) {
				continue;
			}
			const withApp = room.uids.some((uid) => this.store.users.get(uid)?.type === 'app');
			if (readOnly || !withApp) {
				room.ro = readOnly;
			}
		}
	}

	/** As with `Message_ErasureType` at its default, `Delete` (Rocket.Chat, app/lib/server/functions/deleteUser.ts; read, not seen). */
	forget(user: UserDocument): void {
		const { store } = this;
		store.messages = store.messages.filter((message) => message.u._id !== user._id);
		for (const room of store.rooms.values()) {
			if (room.t === 'd' && room.uids?.includes(user._id)) store.rooms.delete(room._id);
		}
		store.subscriptions = store.subscriptions.filter((each) => each.u._id !== user._id);
	}

	private subscriptionsOf(room: RoomDocument): SubscriptionDocument[] {
		return this.store.subscriptions.filter((each) => each.rid === room._id);
	}

	private subscribe(room: RoomDocument, user: UserDocument, roles?: string[]): void {
		if (this.isMember(room, user)) {
			return;
		}
		const now = new Date();
		const { _id, username } = user;
		this.store.subscriptions.push({
			_id: randomId(),
			rid: room._id,
			t: room.t,
			name: room.name ?? room.usernames?.find((each) => each !== username) ?? username,
			u: { _id, username },
			unread: 0,
			alert: false,
			roles,
			ts: now,
			_updatedAt: now,
		});
		user.__rooms.push(room._id);
	}
}
