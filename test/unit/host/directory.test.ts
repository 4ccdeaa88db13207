import type { IUserRead } from '@rocket.chat/apps-engine/definition/accessors';

import { UserDirectory } from '../../../src/host/directory';

const alice = {
	id: 'u1',
	username: 'alice',
	type: 'user',
	isEnabled: true,
	roles: ['user'],
	emails: [{ address: 'Alice@Example.com', verified: true }],
	name: 'Alice',
};

/** Looks up as a real server does: an object is a query, and finds somebody. */
function directoryOf(users: object[] | null, owner?: { id: string } | 'unknown') {
	const asked: unknown[] = [];
	const find = (field: string) => async (value: unknown) => {
		asked.push(value);
		if (typeof value === 'object' && value !== null) return users?.[0] ?? null;
		return users?.find((user) => (user as Record<string, unknown>)[field] === value) ?? null;
	};
	const reader = { getById: find('id'), getByUsername: find('username') } as unknown as IUserRead;
	return {
		directory: new UserDirectory(
			reader,
			async () => owner,
			() => updater(true),
		),
		asked,
	};
}

/** The accessor that switches accounts off, with an answer that a real server gives. */
const updater = (answer: unknown, asked: unknown[] = []) =>
	({
		deactivate: async (...call: unknown[]) => {
			asked.push(call);
			if (answer instanceof Error) throw answer;
			return answer;
		},
	}) as unknown as ReturnType<ConstructorParameters<typeof UserDirectory>[2]>;

test.each<[string, unknown, boolean]>([
	['is', true, true],
	['is not, as the last admin', new Error('[object Object]'), false],
	['is not, without the permission', null, false],
])('an account that is to be switched off %s', async (_, answer, isOff) => {
	const asked: unknown[] = [];
	const directory = new UserDirectory(
		{} as IUserRead,
		async () => undefined,
		() => updater(answer, asked),
	);
	expect(await directory.deactivate('u1')).toBe(isOff);
	// Confirmed, rooms without another member would be removed.
	expect(asked).toEqual([['u1', false]]);
	await expect(directory.deactivate({ $ne: 1 } as never)).rejects.toThrow('not a text');
});

const known = {
	...{ id: 'u1', username: 'alice', name: 'Alice', kind: 'person', active: true, roles: ['user'] },
	emails: [{ address: 'alice@example.com', verified: true }],
};

test.each<[string, object, object]>([
	['a person', alice, { kind: 'person', active: true, roles: ['user'] }],
	['a bot', { ...alice, type: 'bot' }, { kind: 'machine' }],
	['the user of an app', { ...alice, type: 'app' }, { kind: 'machine' }],
	['somebody of a kind that nobody knows', { ...alice, type: undefined }, { kind: 'machine' }],
	['somebody who is switched off', { ...alice, isEnabled: false }, { active: false }],
	['somebody of whom it does not say', { ...alice, isEnabled: undefined }, { active: false }],
	['somebody without roles', { ...alice, roles: undefined }, { roles: [] }],
	['somebody without an address', { ...alice, emails: null }, { emails: [] }],
	['somebody with half an address', { ...alice, emails: [{ verified: true }, {}, null, 'x'] }, { emails: [] }],
	[
		'somebody whose address may be verified',
		{ ...alice, emails: [{ address: 'a@b.c', verified: 1 }] },
		{ emails: [{ address: 'a@b.c', verified: false }] },
	],
])('%s', async (_name, user, expected) => {
	const { directory } = directoryOf([user]);
	for (const found of [await directory.byId('u1'), await directory.byUsername('alice')]) {
		expect(found).toEqual({ ...known, ...expected });
	}
});

test('nobody is found who is not there, or in another letter case', async () => {
	const { directory } = directoryOf([alice]);
	expect([await directory.byId('u2'), await directory.byUsername('Alice')]).toEqual([undefined, undefined]);
});

test.each<[unknown]>([[{ $ne: 1 }], [{ $regex: '.*' }], [['u1']], [''], [undefined], [null], [0], [true]])(
	'%p is not passed on: it would be a query that finds somebody',
	async (value) => {
		const { directory, asked } = directoryOf([alice]);
		await expect(directory.byId(value as string)).rejects.toThrow(TypeError);
		await expect(directory.byUsername(value as string)).rejects.toThrow(TypeError);
		expect(asked).toEqual([]);
	},
);

test.each<[string, object[] | null, boolean]>([
	['one that finds somebody', [{ ...alice, username: 'rocket.cat', type: 'bot' }], true],
	['one without the permission', null, false],
	['one that finds only other people', [alice], false],
])('whether it answers at all: %s', async (_name, users, expected) => {
	expect(await directoryOf(users).directory.answers()).toBe(expected);
});

test.each<[string, { id: string } | 'unknown' | undefined, unknown]>([
	['somebody', { id: 'u1' }, known],
	['somebody who is gone since', { id: 'u2' }, undefined],
	['nobody', undefined, undefined],
	['whom nobody can tell', 'unknown', 'unknown'],
])('the address of %s', async (_name, owner, expected) => {
	const { directory } = directoryOf([alice], owner);
	expect(await directory.byEmail('alice@example.com')).toEqual(expected);
});
