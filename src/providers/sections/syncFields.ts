import type { Field } from '../definition/definition';

/**
 * The fields by which an admin says what of an account follows what a provider says about groups and roles. The suffixes
 * are core's, where core's custom OAuth had one.
 *
 * @param prefix of the setting ids: `Accounts_OAuth_Okta_`
 */
export const inStepFields = (prefix: string): Field[] => [
	{ role: 'syncRoles', id: `${prefix}sync_roles` },
	{ role: 'rolesMap', id: `${prefix}roles_map` },
	{ role: 'mergeRoles', id: `${prefix}merge_roles` },
	{ role: 'rolesToSync', id: `${prefix}roles_to_sync` },
	{ role: 'allowAdminRole', id: `${prefix}allow_admin_role` },
	{ role: 'mapChannels', id: `${prefix}map_channels` },
	{ role: 'groupsChannelMap', id: `${prefix}groups_channel_map` },
	{ role: 'createRooms', id: `${prefix}create_rooms` },
	{ role: 'channelsAdmin', id: `${prefix}channels_admin`, value: 'rocket.cat' },
];
