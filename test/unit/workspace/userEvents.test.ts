import { userIdOf, usernameOf } from '../../../src/workspace/userEvents';

test.each<[string, unknown, string | undefined]>([
	['the document of the database', { _id: 'aB3dE6gH9jK2mN5pQ', id: undefined }, 'aB3dE6gH9jK2mN5pQ'],
	['the user of the engine', { id: 'rocket.cat' }, 'rocket.cat'],
	['one without an id', { username: 'ann' }, undefined],
	['an operator of the database', { _id: { $ne: 1 } }, undefined],
	['an operator in front of an id', { _id: { $ne: 1 }, id: 'ann' }, undefined],
	['an empty id', { id: '' }, undefined],
	['a path', { id: '../ann' }, undefined],
	['more characters than an id has', { id: 'a'.repeat(65) }, undefined],
	['a list', [{ id: 'ann' }], undefined],
	['null', null, undefined],
	['a text', 'ann', undefined],
])('of %s', (_, user, id) => {
	expect(userIdOf(user)).toBe(id);
});

test.each<[unknown, string | undefined]>([
	[{ _id: '1', username: 'ann' }, 'ann'],
	[{ id: '1', username: '' }, undefined],
	[{ username: { $ne: 1 } }, undefined],
	[null, undefined],
])('the username in %j', (user, username) => {
	expect(usernameOf(user)).toBe(username);
});
