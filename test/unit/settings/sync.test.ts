import type { FieldRole } from '../../../src/providers/definition/definition';
import type { InStep } from '../../../src/settings/sync';
import { groupNames } from '../../../src/settings/accountRules';
import { listClaims, readInStep, separatorOf } from '../../../src/settings/sync';

type Fields = Partial<Record<FieldRole, unknown>>;

const roles = (map: Record<string, string[]>, allowAdmin = false): InStep => ({
	roles: { map: new Map(Object.entries(map)), allowAdmin },
});
const rolesMap = '{"staff":"auditor"}';
const groupsChannelMap = '{"staff":["team","news"]}';

describe('readInStep', () => {
	test.each<[string, Fields, InStep]>([
		['nothing by default', { channelsAdmin: 'rocket.cat' }, {}],
		['maps alone do nothing', { rolesMap, groupsChannelMap, rolesToSync: 'auditor', overwriteProfile: true }, {}],
		['switches alone do nothing', { syncRoles: true, mergeRoles: true, mapChannels: true, allowAdminRole: true }, {}],
		['a switch that is none', { syncRoles: 'true', rolesMap, syncProfile: 1 }, {}],
		['profile', { syncProfile: true }, { profile: 'unless edited' }],
		['profile, always', { syncProfile: true, overwriteProfile: true }, { profile: 'always' }],
		['roles by the map', { syncRoles: true, rolesMap }, roles({ staff: ['auditor'] })],
		['with admin', { syncRoles: true, rolesMap, allowAdminRole: true }, roles({ staff: ['auditor'] }, true)],
		[
			'as core does it',
			{ mergeRoles: true, rolesToSync: 'auditor, guest,' },
			roles({ auditor: ['auditor'], guest: ['guest'] }),
		],
		[
			'both',
			{ syncRoles: true, rolesMap: '{"auditor":"reader"}', mergeRoles: true, rolesToSync: 'auditor' },
			roles({ auditor: ['reader', 'auditor'] }),
		],
		['not by the map of the other', { mergeRoles: true, rolesMap }, {}],
		[
			'rooms',
			{ mapChannels: true, groupsChannelMap, channelsAdmin: ' rocket.cat ' },
			{ rooms: { map: new Map([['staff', ['team', 'news']]]), create: false, owner: 'rocket.cat' } },
		],
		[
			'rooms that are made',
			{ mapChannels: true, groupsChannelMap, createRooms: true, channelsAdmin: 'bob' },
			{ rooms: { map: new Map([['staff', ['team', 'news']]]), create: true, owner: 'bob' } },
		],
		[
			'a map that should not be there',
			{ mapChannels: true, groupsChannelMap: '{', syncRoles: true, rolesMap: '[]' },
			{},
		],
	])('%s', (_, fields, expected) => expect(readInStep(fields)).toEqual(expected));
});

describe('groupNames', () => {
	test.each<[unknown, string[]]>([
		[undefined, []],
		[' , ', []],
		['staff, /chat users', ['staff', '/chat users']],
		['["CN=Staff,OU=x","b"]', ['CN=Staff,OU=x', 'b']],
		// One that can't be read is not "everybody".
		['["a"', ['["a"']],
		[['a'], []],
	])('%j -> %s', (field, expected) => expect(groupNames(field)).toEqual(expected));
});

describe('listClaims', () => {
	const preset = { groups: 'ocs.data.groups' };
	const sync: Fields = { syncRoles: true, rolesMap };
	test.each<[string, { groups: string; roles?: string }, Fields, { groups: string; roles: string }]>([
		['what nothing depends on is not read', preset, { groupsClaim: 'x', rolesClaim: 'y' }, { groups: '', roles: '' }],
		['groups for rooms', preset, { mapChannels: true, groupsChannelMap }, { groups: 'ocs.data.groups', roles: '' }],
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
	])('%s', (_, claims, fields, expected) => expect(listClaims(claims, fields)).toEqual(expected));
});

test.each([
	['none', undefined],
	['comma', ','],
	['semicolon', ';'],
	['space', ' '],
	['constructor', undefined],
	[{}, undefined],
])('separator %j -> %s', (groupsSeparator, expected) => expect(separatorOf({ groupsSeparator })).toBe(expected));
