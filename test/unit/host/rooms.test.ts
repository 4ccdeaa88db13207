import type { IModify, IRead } from '@rocket.chat/apps-engine/definition/accessors';

import { WorkspaceRooms } from '../../../src/host/rooms';

const app = { id: 'app', username: 'oauth-login.bot' };
const bob = { id: 'bob', username: 'bob' };

/** Builders keep what they are given. */
function builder(of: object) {
	const given: Record<string, unknown> = { ...of };
	const self: Record<string, unknown> = { given };
	const setters = ['setType', 'setSlugifiedName', 'setDisplayName', 'setCreator', 'setMembersToBeAddedByUsernames'];
	for (const name of [...setters, 'addMemberToBeAddedByUsername']) {
		self[name] = (value: unknown) => {
			given[name] = value;
			return self;
		};
	}
	return self;
}

function roomsOf(room: object | null, created: string | null = 'r9') {
	const finished: unknown[] = [];
	const read = {
		getUserReader: () => ({
			getAppUser: async () => app,
			getByUsername: async (name: string) => (name === 'bob' ? bob : null),
		}),
		getRoomReader: () => ({ getByName: async (name: string) => (name === 'team' ? room : null) }),
	} as unknown as IRead;
	const modify = {
		getUpdater: () => ({
			room: async (id: string, updater: object) => builder({ id, updater }),
			finish: async ({ given }: { given: object }) => void finished.push(given),
		}),
		getCreator: () => ({
			startRoom: () => builder({}),
			finish: async ({ given }: { given: object }) => (finished.push(given), created),
		}),
	} as unknown as IModify;
	return { rooms: new WorkspaceRooms(read, modify), finished };
}

const whole = { id: 'r1', displayName: 'Team', creator: bob };
const added = { id: 'r1', updater: app, addMemberToBeAddedByUsername: 'alice' };

test.each<[string, object | null, boolean, object[]]>([
	['a channel', { ...whole, type: 'c' }, true, [added]],
	['a private group', { ...whole, type: 'p' }, true, [added]],
	[
		'one that nobody has made, as GENERAL',
		{ id: 'r1', type: 'c' },
		true,
		[{ ...added, setDisplayName: 'team', setCreator: app }],
	],
	['a conversation of two', { ...whole, type: 'd' }, false, []],
	['none', null, false, []],
])('into %s', async (_name, room, expected, changes) => {
	const { rooms, finished } = roomsOf(room);
	expect(await rooms.join('team', 'alice')).toBe(expected);
	expect(finished).toEqual(changes);
});

test('a room is made with its owner and a member', async () => {
	const { rooms, finished } = roomsOf(null);
	await rooms.create('team', 'bob', ['alice']);
	const names = { setSlugifiedName: 'team', setDisplayName: 'team' };
	expect(finished).toEqual([{ setType: 'c', ...names, setCreator: bob, setMembersToBeAddedByUsernames: ['alice'] }]);
});

test('not for an owner that there is not', async () => {
	const { rooms, finished } = roomsOf(null);
	await expect(rooms.create('team', 'nobody', ['alice'])).rejects.toThrow();
	expect(finished).toEqual([]);
});

test('what the server does not do is not taken for done', async () => {
	await expect(roomsOf(null, null).rooms.create('team', 'bob', [])).rejects.toThrow('permission');
});
