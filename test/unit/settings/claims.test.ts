import { claimFields } from '../../../src/providers/fields/claims';
import type { Stored } from '../../../src/providers/fields/fields';
import { fields, valuesOf } from '../../../src/providers/fields/fields';
import { listClaims, separatorOf } from '../../../src/settings/claims';

describe('listClaims', () => {
	const preset = { groups: 'ocs.data.groups' };
	const sync: Stored = { syncRoles: true, rolesMap: '{"staff":"auditor"}' };
	test.each<[string, { groups: string; roles?: string }, Stored, { groups: string; roles: string }]>([
		['what nothing depends on is not read', preset, { groupsClaim: 'x', rolesClaim: 'y' }, { groups: '', roles: '' }],
		[
			'groups for rooms',
			preset,
			{ mapChannels: true, groupsChannelMap: '{"staff":"team"}' },
			{ groups: 'ocs.data.groups', roles: '' },
		],
		['groups to be let in', preset, { onlyGroups: 'staff', groupsClaim: 'x' }, { groups: 'x', roles: '' }],
		[
			'roles of the preset',
			{ groups: 'groups', roles: 'roles' },
			{ ...sync, groupsClaim: 'x' },
			{ groups: '', roles: 'roles' },
		],
		['roles of its groups, where it has none', preset, sync, { groups: '', roles: 'ocs.data.groups' }],
		['roles of the admin’s groups', preset, { ...sync, groupsClaim: 'x' }, { groups: '', roles: 'x' }],
		['roles of the admin’s own', preset, { ...sync, groupsClaim: 'x', rolesClaim: 'y' }, { groups: '', roles: 'y' }],
	])('%s', (_, claims, stored, expected) => {
		expect(listClaims(claims, valuesOf(fields, stored))).toEqual(expected);
	});
});

test.each([
	['none', undefined],
	['comma', ','],
	['semicolon', ';'],
	['space', ' '],
	['json', 'json'],
	['constructor', undefined],
	[{}, undefined],
])('separator %j', (groupsSeparator, expected) => {
	expect(separatorOf(valuesOf(claimFields, { groupsSeparator }))).toBe(expected);
});
