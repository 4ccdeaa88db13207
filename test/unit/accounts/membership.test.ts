import { notInGroup } from '../../../src/accounts/membership';
import type { ClaimedList } from '../../../src/identity/identity';

describe('notInGroup', () => {
	test.each<[ClaimedList | undefined, string[], ReturnType<typeof notInGroup>]>([
		[['staff'], ['staff'], undefined],
		[['a', 'staff'], ['chat', 'staff'], undefined],
		[[], [], undefined],
		['absent', [], undefined],
		[['Staff', 'staff '], ['staff'], 'not in it'],
		[[], ['staff'], 'not in it'],
		['absent', ['absent', 'staff'], 'absent'],
		['elsewhere', ['staff'], 'elsewhere'],
		[undefined, ['staff'], 'absent'],
	])('%j, one of %j required -> %j', (groups, required, expected) => {
		const identity = { provider: 'p', issuer: 'i', subject: 's', emailVerified: false, groups };
		expect(notInGroup(identity, required)).toBe(expected);
	});
});
