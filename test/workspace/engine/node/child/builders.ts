import { RocketChatAssociationModel } from './definitions';

export type Data = Record<string, unknown>;
type Method = (...parameters: never[]) => unknown;
export type Builder = Record<string, Method> & { kind: string };

/** What a builder has collected, and what of it was changed since it began. */
interface State {
	data: Data;
	changes: Data;
}

/**
 * A builder with a setter and a getter for each field.
 * @param fields the end of the methods' names, and the field that they are about
 */
function builder(kind: string, state: State, fields: Record<string, string>, others: Record<string, Method>): Builder {
	const self = { kind } as Builder;
	for (const [name, field] of Object.entries(fields)) {
		self[`set${name}`] = (value: unknown) => {
			state.data[field] = value;
			state.changes[field] = value;
			return self;
		};
		self[`get${name}`] = () => state.data[field];
	}
	self.setData = (data: Data) => {
		delete data.id;
		state.data = data;
		return self;
	};
	self.getChanges = () => structuredClone(state.changes);
	return Object.assign(self, others);
}

export function messageBuilder(data: Data = {}): Builder {
	const state = { data, changes: {} };
	return builder(
		RocketChatAssociationModel.MESSAGE,
		state,
		{
			...{ ThreadId: 'threadId', Room: 'room', Sender: 'sender', Text: 'text', EmojiAvatar: 'emoji' },
			...{ AvatarUrl: 'avatarUrl', UsernameAlias: 'alias', Attachments: 'attachments', Editor: 'editor' },
			...{ Groupable: 'groupable', ParseUrls: 'parseUrls', Blocks: 'blocks' },
		},
		{
			getMessage: () => {
				if (!state.data.room) throw new Error('The "room" property is required.');
				return state.data;
			},
		},
	);
}

export function roomBuilder(data: Data = {}): Builder {
	const state = { data, changes: {} };
	let members: string[] = [];
	const self = builder(
		RocketChatAssociationModel.ROOM,
		state,
		{
			...{ DisplayName: 'displayName', SlugifiedName: 'slugifiedName', Type: 'type', Creator: 'creator' },
			...{ Default: 'isDefault', ReadOnly: 'isReadOnly', DisplayingOfSystemMessages: 'displaySystemMessages' },
		},
		{
			addMemberToBeAddedByUsername: (username: string) => {
				members.push(username);
				return self;
			},
			setMembersToBeAddedByUsernames: (usernames: string[]) => {
				members = usernames;
				return self;
			},
			getMembersToBeAddedUsernames: () => members,
			getRoom: () => state.data,
		},
	);
	return self;
}

export function userBuilder(data: Data = {}): Builder {
	const state = { data, changes: {} };
	return builder(
		RocketChatAssociationModel.USER,
		state,
		{ Emails: 'emails', DisplayName: 'name', Username: 'username', Roles: 'roles' },
		{
			getUser: () => {
				if (!state.data.username) throw new Error('The "username" property is required.');
				if (!state.data.name) throw new Error('The "name" property is required.');
				return state.data;
			},
		},
	);
}
