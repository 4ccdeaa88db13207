import type { ClaimedMap } from '../identity/claimedMap';
import type { FieldValues } from '../providers/fields/fields';

/** What of an account follows what a provider says about the person, at each sign-in. */
export interface SyncRules {
	/** Whether the provider wins over what was changed here; undefined: the profile stays as it is. */
	readonly profile?: 'unless edited' | 'always';
	readonly roles?: RoleRules;
	readonly rooms?: RoomRules;
	/** Rocket.Chat's custom fields, as the definition maps them. */
	readonly customFields?: true;
}

/** Whether anything does, so that the provider has to be asked about someone at each sign-in. */
export const followsProvider = (syncRules: SyncRules): boolean => Object.keys(syncRules).length > 0;

export function readSyncRules(values: FieldValues): SyncRules {
	const roles = roleMap(values);
	const rooms = values.mapChannels ? values.groupsChannelMap : noMap;
	return {
		...(values.syncProfile
			? { profile: values.overwriteProfile ? ('always' as const) : ('unless edited' as const) }
			: {}),
		...(roles.size > 0 ? { roles: { map: roles, allowAdmin: values.allowAdminRole } } : {}),
		...(rooms.size > 0 ? { rooms: { map: rooms, create: values.createRooms, owner: values.channelsAdmin } } : {}),
	};
}

const noMap: ClaimedMap = new Map();

/** Core's way beside the map: what the provider calls a role of the list is that role. */
function roleMap({ syncRoles, rolesMap, mergeRoles, rolesToSync }: FieldValues): ClaimedMap {
	const map = new Map(syncRoles ? rolesMap : noMap);
	for (const role of mergeRoles ? rolesToSync : []) map.set(role, [...(map.get(role) ?? []), role]);
	return map;
}

/** What an admin wants of a provider's word on roles. */
export interface RoleRules {
	/** From what the provider says to names, or ids, of roles here. No role that is not in it is ever given or taken. */
	readonly map: ClaimedMap;
	/** Whether `admin` is a role like any other. */
	readonly allowAdmin: boolean;
}

/** What an admin wants of a provider's word on groups. */
export interface RoomRules {
	/** From groups to names of rooms. */
	readonly map: ClaimedMap;
	/** Whether a room that does not exist is made, as a public channel. */
	readonly create: boolean;
	/** Username of the owner of a room that is made. */
	readonly owner: string;
}
