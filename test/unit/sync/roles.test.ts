import type { RoleChanges, RoleFacts } from '../../../src/sync/roles';
import { decideRoles, rolesToCome, unknownRoles } from '../../../src/sync/roles';
import type { Role } from '../../../src/workspace/rest/restRoles';

const role = (id: string, name = id, scope = 'Users'): Role => ({ id, name, scope });
const existing = [
	...['admin', 'user', 'bot', 'auditor', 'guest'].map((id) => role(id)),
	role('6501f', 'Team lead'),
	role('moderator', 'moderator', 'Subscriptions'),
];
const map = new Map([
	['/staff', ['auditor']],
	['/leads', ['Team lead', 'auditor']],
	['/bosses', ['admin']],
	['/mods', ['moderator']],
	['/typo', ['auditr']],
]);

interface Case extends Partial<RoleFacts> {
	readonly allowAdmin?: boolean;
	readonly expected: Partial<RoleChanges>;
}

describe('decideRoles', () => {
	test.each<[string, Case]>([
		['a role is given', { claimed: ['/staff'], expected: { add: ['auditor'] } }],
		['and not twice', { current: ['user', 'auditor'], claimed: ['/staff'], expected: {} }],
		['one group gives several', { claimed: ['/leads'], expected: { add: ['6501f', 'auditor'] } }],
		['two groups give one', { claimed: ['/staff', '/leads'], expected: { add: ['auditor', '6501f'] } }],
		['a role by its name is had by its id', { current: ['6501f', 'auditor'], claimed: ['/leads'], expected: {} }],
		['a role is taken', { current: ['user', 'auditor'], claimed: [], expected: { remove: ['auditor'] } }],
		['by its id', { current: ['6501f'], claimed: ['/staff'], expected: { add: ['auditor'], remove: ['6501f'] } }],
		['no other role is', { current: ['user', 'guest', 'bot', 'livechat-agent'], claimed: [], expected: {} }],
		['a group in other letters is another', { claimed: ['/Staff', 'staff'], expected: {} }],
		['a role is no group', { claimed: ['auditor'], expected: {} }],

		['no word takes nothing', { current: ['auditor', 'admin'], claimed: 'absent', expected: {} }],
		['nor do groups that are elsewhere', { current: ['auditor'], claimed: 'elsewhere', expected: {} }],
		['nor those nobody asked for', { current: ['auditor'], claimed: undefined, expected: {} }],

		['admin is not given', { claimed: ['/bosses', '/staff'], expected: { add: ['auditor'] } }],
		['nor taken', { current: ['admin', 'user'], claimed: [], expected: {} }],
		['but behind its switch', { allowAdmin: true, claimed: ['/bosses'], expected: { add: ['admin'] } }],
		['taken, too', { allowAdmin: true, current: ['admin'], claimed: [], expected: { remove: ['admin'] } }],
		[
			'but not from the last one',
			{
				...{ allowAdmin: true, current: ['admin'], claimed: [], hasOtherAdmins: false },
				expected: { lastAdminKept: true },
			},
		],
		[
			'who may lose others',
			{
				allowAdmin: true,
				current: ['admin', 'auditor'],
				claimed: [],
				hasOtherAdmins: false,
				expected: { remove: ['auditor'], lastAdminKept: true },
			},
		],

		['the role of a room is none', { claimed: ['/mods'], current: ['moderator'], expected: {} }],
		['what does not exist is not given', { claimed: ['/typo'], expected: {} }],
		['where the roles could not be read, nothing is', { claimed: ['/staff'], existing: [], expected: {} }],
	])('%s', (_, { allowAdmin = false, expected, ...facts }) => {
		const known: RoleFacts = { current: ['user'], claimed: [], existing, hasOtherAdmins: true, ...facts };
		expect(decideRoles({ map, allowAdmin }, known)).toEqual({
			...{ add: [], remove: [], lastAdminKept: false },
			...expected,
		});
	});
});

test('names in the map that no role has', () => {
	expect(unknownRoles({ map, allowAdmin: false }, existing)).toEqual(['moderator', 'auditr']);
});

test.each<[boolean, RoleFacts['claimed'], string[]]>([
	[false, ['/staff', '/bosses'], ['auditor']],
	[true, ['/staff', '/bosses'], ['auditor', 'admin']],
	[true, ['/nobody'], []],
	[true, 'absent', []],
	[true, 'elsewhere', []],
	[true, undefined, []],
])('with admin allowed %p, %j will give %j', (allowAdmin, claimed, roles) => {
	expect(rolesToCome({ map, allowAdmin }, claimed)).toEqual(roles);
});
