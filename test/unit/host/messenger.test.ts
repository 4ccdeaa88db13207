import type { IModify, IRead } from '@rocket.chat/apps-engine/definition/accessors';

import { AppMessenger } from '../../../src/host/messenger';

const bot = { id: 'b1', username: 'oauth-login.bot' };

/** A builder of the engine, as far as it keeps what it is given. */
function builder(kind: string) {
	const given: Record<string, unknown> = { kind };
	const self: Record<string, unknown> = { given };
	for (const name of [
		'setType',
		'setCreator',
		'setMembersToBeAddedByUsernames',
		'setRoom',
		'setSender',
		'setText',
		'setBlocks',
	]) {
		self[name] = (value: unknown) => {
			given[name] = value;
			return self;
		};
	}
	return self;
}

function messenger({ appUser = bot as object | null, room = { id: 'r1' } as object | null } = {}) {
	const finished: unknown[] = [];
	const creator = {
		startRoom: () => builder('room'),
		startMessage: () => builder('message'),
		finish: async ({ given }: { given: object }) => (finished.push(given), 'r1'),
	};
	const read = {
		getUserReader: () => ({ getAppUser: async () => appUser }),
		getRoomReader: () => ({ getById: async (id: string) => (id === 'r1' ? room : null) }),
	} as unknown as IRead;
	return { finished, messenger: new AppMessenger(read, { getCreator: () => creator } as unknown as IModify, 'an-app') };
}

test('it is the app that writes, to one person', async () => {
	const { finished, messenger: subject } = messenger();
	await subject.tell({ username: 'robin' }, { text: 'Hello' });
	expect(finished).toEqual([
		{ kind: 'room', setType: 'd', setCreator: bot, setMembersToBeAddedByUsernames: [bot.username, 'robin'] },
		{ kind: 'message', setRoom: { id: 'r1' }, setSender: bot, setText: 'Hello' },
	]);
});

test('a link comes as a block of the app', async () => {
	const { finished, messenger: subject } = messenger();
	await subject.tell({ username: 'robin' }, { text: 'Hello', link: { label: 'Here', url: 'https://chat.example' } });
	expect(finished.at(-1)).toMatchObject({
		setText: 'Hello\nhttps://chat.example',
		setBlocks: [{ appId: 'an-app' }, { elements: [{ url: 'https://chat.example' }] }],
	});
});

test.each([
	['user', { appUser: null }],
	['room', { room: null }],
])('no %s, and nothing is said in its place', async (_name, missing) => {
	const { finished, messenger: subject } = messenger(missing);
	await expect(subject.tell({ username: 'robin' }, { text: 'Hello' })).rejects.toThrow('permission');
	expect(finished).not.toContainEqual(expect.objectContaining({ kind: 'message' }));
});
