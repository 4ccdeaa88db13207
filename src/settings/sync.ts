import type { ClaimedMap } from '../identity/claimedMap';
import { parseClaimedMap } from '../identity/claimedMap';
import type { ClaimMap } from '../identity/claimMap';
import type { Separator } from '../identity/listItems';
import type { FieldRole } from '../providers/definition/definition';
import { groupNames } from './accountRules';
import { text, list } from '../values/parse';

/** What of an account follows what a provider says about the person, at each sign-in. */
export interface InStep {
	/** Whether the provider wins over what was changed here; undefined: the profile stays as it is. */
	readonly profile?: 'unless edited' | 'always';
	readonly roles?: RoleRules;
	readonly rooms?: RoomRules;
}

/** Whether anything does, so that the provider has to be asked about somebody at each sign-in. */
export const followsProvider = (inStep: InStep): boolean => Object.keys(inStep).length > 0;

type Fields = Partial<Record<FieldRole, unknown>>;

export function readInStep(fields: Fields): InStep {
	const roles = roleMap(fields);
	const rooms = fields.mapChannels === true ? mapOf(fields.groupsChannelMap) : noMap;
	return {
		...(fields.syncProfile === true
			? { profile: fields.overwriteProfile === true ? ('always' as const) : ('unless edited' as const) }
			: {}),
		...(roles.size > 0 ? { roles: { map: roles, allowAdmin: fields.allowAdminRole === true } } : {}),
		...(rooms.size > 0
			? { rooms: { map: rooms, create: fields.createRooms === true, owner: text(fields.channelsAdmin) } }
			: {}),
	};
}

/**
 * Where groups and roles come from. A claim that nothing depends on is not read: it could cost a call to the provider.
 */
export function listClaims(
	{ groups, roles }: Pick<ClaimMap, 'groups' | 'roles'>,
	fields: Fields,
): Pick<ClaimMap, 'groups' | 'roles'> {
	const inStep = readInStep(fields);
	const groupsClaim = text(fields.groupsClaim) || groups;
	return {
		groups: inStep.rooms || groupNames(fields.onlyGroups).length > 0 ? groupsClaim : '',
		roles: inStep.roles ? text(fields.rolesClaim) || roles || groupsClaim : '',
	};
}

const separators = new Map<string, Separator>([
	['comma', ','],
	['semicolon', ';'],
	['space', ' '],
]);

export const separatorOf = ({ groupsSeparator }: Fields): Separator | undefined =>
	separators.get(text(groupsSeparator));

/** Core's way beside the map: what the provider calls a role of the list is that role. */
function roleMap({ syncRoles, rolesMap, mergeRoles, rolesToSync }: Fields): ClaimedMap {
	const map = new Map(syncRoles === true ? mapOf(rolesMap) : noMap);
	for (const role of mergeRoles === true ? list(rolesToSync) : []) map.set(role, [...(map.get(role) ?? []), role]);
	return map;
}

const noMap: ClaimedMap = new Map();

/** A bad one is refused when it is saved; should one be there all the same, nothing follows from it. */
function mapOf(field: unknown): ClaimedMap {
	const map = parseClaimedMap(text(field));
	return 'error' in map ? noMap : map;
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
	/** Username of whoever owns a room that is made. */
	readonly owner: string;
}
