import type { Profile, ProfileChanges } from '../../../src/sync/profile';
import { decideProfile, profileOf } from '../../../src/sync/profile';

interface Case {
	readonly said: Profile;
	readonly has: string | undefined;
	readonly written?: string;
	readonly overwrite?: boolean;
	readonly expected: ProfileChanges;
}

describe('decideProfile', () => {
	const changed: ProfileChanges = { change: { name: 'Ada King' }, written: { name: 'Ada King' } };
	const said: Profile = { name: 'Ada King' };
	test.each<[string, Case]>([
		['what was written is brought up to date', { said, has: 'Ada', written: 'Ada', expected: changed }],
		[
			'what was changed here stays',
			{ said, has: 'Countess', written: 'Ada', expected: { change: {}, written: { name: 'Ada' } } },
		],
		['unless the provider always wins', { said, has: 'Countess', written: 'Ada', overwrite: true, expected: changed }],
		['what nobody knows about stays', { said, has: 'Ada', expected: { change: {}, written: {} } }],
		['unless the provider always wins, then, too', { said, has: 'Ada', overwrite: true, expected: changed }],
		['what is the same is the provider’s from now on', { said, has: 'Ada King', expected: { ...changed, change: {} } }],
		['what is changed back is, too', { said, has: 'Ada King', written: 'Ada', expected: { ...changed, change: {} } }],
		['what is empty is filled in', { said, has: '', expected: changed }],
		[
			'what is not said is not emptied',
			{ said: {}, has: 'Ada', written: 'Ada', overwrite: true, expected: { change: {}, written: { name: 'Ada' } } },
		],
		[
			'what can not be replaced is not',
			{ said, has: undefined, overwrite: true, expected: { change: {}, written: {} } },
		],
	])('%s', (_, { said: wanted, has, written, overwrite = false, expected }) => {
		const facts = { current: { name: has, email: undefined }, written: written === undefined ? {} : { name: written } };
		expect(decideProfile(wanted, facts, overwrite)).toEqual(expected);
	});

	test('each field goes by itself', () => {
		const facts = {
			current: { name: 'Countess', email: 'ada@old.example' },
			written: { name: 'Ada', email: 'ada@old.example' },
		};
		expect(decideProfile({ name: 'Ada King', email: 'ada@new.example' }, facts, false)).toEqual({
			change: { email: 'ada@new.example' },
			written: { name: 'Ada', email: 'ada@new.example' },
		});
	});
});

test('an address that nobody vouches for is none', () => {
	const identity = { provider: 'p', issuer: 'i', subject: 's', name: 'Ada', email: 'ada@example.com' };
	expect(profileOf({ ...identity, emailVerified: true })).toEqual({ name: 'Ada', email: 'ada@example.com' });
	expect(profileOf({ ...identity, emailVerified: false })).toEqual({ name: 'Ada', email: undefined });
});
