import type { Stored } from '../../../src/providers/fields/fields';
import { fields, valuesOf } from '../../../src/providers/fields/fields';
import type { SyncRules } from '../../../src/settings/sync';
import { readSyncRules } from '../../../src/settings/sync';

const roles = (map: Record<string, string[]>, allowAdmin = false): SyncRules => ({
	roles: { map: new Map(Object.entries(map)), allowAdmin },
});
const rolesMap = '{"staff":"auditor"}';
const groupsChannelMap = '{"staff":["team","news"]}';

describe('readSyncRules', () => {
	test.each<[string, Stored, SyncRules]>([
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
	])('%s', (_, stored, expected) => expect(readSyncRules(valuesOf(fields, stored))).toEqual(expected));
});
