import type { Proposal } from '../../../../src/features/trial/proposeMapping';
import { proposeMapping } from '../../../../src/features/trial/proposeMapping';
import type { Identity } from '../../../../src/identity/identity';

const known: Identity = {
	...{ provider: 'p', issuer: 'i', subject: 's', username: 'u', name: 'n' },
	...{ email: 'ada@example.com', emailVerified: true },
};
const from = 'identity';
const found = (proposals: Proposal[]) =>
	Object.fromEntries(proposals.map(({ field, candidates }) => [field, candidates.map(({ template }) => template)]));

test.each<[string, object, Partial<Identity> | undefined, Record<string, string[]>]>([
	['all is known', { id: 1, login: 'ada' }, {}, {}],
	[
		'nobody: the id and all else, in a list within a member',
		{ data: [{ user_id: 7, name: 'kick', email: 'k@example.com' }] },
		undefined,
		{
			subjectField: ['data.0.user_id', 'data.0.email'],
			nameField: ['data.0.name'],
			emailField: ['data.0.email'],
		},
	],
	[
		'the most telling name first',
		{ uid: 'a', id: 'b' },
		undefined,
		{ subjectField: ['id', 'uid'], usernameField: ['uid'] },
	],
	[
		'a username',
		{ profile: { screen_name: 'ada' } },
		{ username: undefined },
		{ usernameField: ['profile.screen_name'] },
	],
	[
		'the primary one of several addresses',
		{ emails: [{ email: 'old@example.com' }, { email: 'ada@example.com', primary: true }] },
		{ email: undefined, emailVerified: false },
		{ emailField: ['emails.[primary].email'] },
	],
	[
		'the flag beside the address, and none from elsewhere',
		{ mail: 'x', phone: { verified: true }, contact: { email: 'ada@example.com', is_verified: true } },
		{ emailVerified: false },
		{ emailVerifiedField: ['contact.is_verified'] },
	],
	['groups that are asked for', { data: { Teams: ['a'] } }, { groups: 'absent' }, { groupsClaim: ['data.Teams'] }],
	['no groups where nobody asks', { groups: ['a'] }, {}, {}],
	[
		'what opens something is never shown',
		{ access_token: { username: 'x' }, session: { login: 'y' } },
		{ username: undefined },
		{},
	],
	['a name that no template can have', { 'a|b': { username: 'x' } }, { username: undefined }, {}],
	['no address that is none', { email: 'not an address' }, { email: undefined, emailVerified: false }, {}],
])('%s', (_, claims, changed, expected) => {
	const identity = changed && { ...known, ...changed };
	expect(found(proposeMapping([{ from, claims: claims as never }], identity))).toEqual(expected);
});

test('what a token response says is proposed, and no token of it', () => {
	const claims = { token: { openid: 'o-1', session_token: { username: 'x' } } };
	const [proposal, ...others] = proposeMapping([{ from: 'token response', claims }], undefined);
	expect(proposal).toEqual({
		field: 'subjectField',
		candidates: [{ template: 'token.openid', value: 'o-1' }],
	});
	expect(others).toEqual([]);
});

test('each candidate comes with what it finds, and there are at most three', () => {
	const claims = { username: 'a', x: { username: 'b' }, y: { username: 'c' }, z: { username: 'd' } };
	expect(proposeMapping([{ from, claims }], { ...known, username: undefined } as never)).toEqual([
		{
			field: 'usernameField',
			candidates: [
				{ template: 'username', value: 'a' },
				{ template: 'x.username', value: 'b' },
				{ template: 'y.username', value: 'c' },
			],
		},
	]);
});
