import { portsWith } from '../../support/ports';
import { isOwnLogin, OwnLogins, ownLogins } from '../../../../src/workspace/session/ownLogins';

test('an event is taken for a login of the app once for each, in whatever letter case the name comes', () => {
	const logins = new OwnLogins();
	logins.expect('alice', 0);
	logins.expect('alice', 1);
	expect([logins.take('bob', 2), logins.take('Alice', 2), logins.take('alice', 2), logins.take('alice', 2)]).toEqual([
		...[false, true, true, false],
	]);
});

test('one of which core does not tell hides no other login later on', () => {
	const logins = new OwnLogins();
	logins.expect('alice', 0);
	expect(logins.take('alice', 5_000)).toBe(false);
	logins.expect('alice', 0);
	// What is over goes when the next one comes, no matter whose it is.
	logins.expect('bob', 5_000);
	expect(logins.take('alice', 0)).toBe(false);
});

test.each<[string, unknown]>([
	['the document of the database', { _id: 'u1', username: 'alice' }],
	['the user of the engine', { id: 'u1', username: 'alice' }],
])('%s tells whose login it is', (_, user) => {
	const ports = portsWith();
	expect(isOwnLogin(user, ports)).toBe(false);
	ports.memory.of(ownLogins).expect('alice', ports.now());
	expect([{ username: 'bob' }, {}, null, user, user].map((one) => isOwnLogin(one, ports))).toEqual([
		...[false, false, false, true, false],
	]);
});
