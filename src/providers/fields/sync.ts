import type { Found } from '../../controls/control';
import { checkText, flag } from '../../controls/control';
import { claimedMap, line, lineProblem, names } from '../../controls/textControls';
import { namesIn } from '../../identity/claimedMap';
import { list } from '../../values/parse';
import { field } from './field';

/** Roles that people have in single rooms, or that say what kind of user an account is (Rocket.Chat's own). */
const notToBeMapped = new Set(['owner', 'moderator', 'leader', 'bot', 'app', 'anonymous']);

function roleProblem(roles: Iterable<string>): Found {
	const detail = [...roles].filter((role) => notToBeMapped.has(role)).join(', ');
	return detail ? { key: 'role', detail } : undefined;
}

const roleList: typeof names = {
	...names,
	check: checkText((value) => lineProblem(value) ?? roleProblem(list(value))),
};

/** Whether the name and the address follow the provider: in the section of every provider. */
export const profileFields = {
	syncProfile: field('sync_profile', flag),
	/** Also what was changed here. */
	overwriteProfile: field('overwrite_profile', flag),
};

/** Which roles and rooms follow what a provider says about groups and roles. */
export const syncFields = {
	syncRoles: field('sync_roles', flag),
	rolesMap: field(
		'roles_map',
		claimedMap((map) => roleProblem(namesIn(map))),
	),
	/** Core's way beside the map: what the provider calls a role of the list below is that role. */
	mergeRoles: field('merge_roles', flag),
	rolesToSync: field('roles_to_sync', roleList),
	allowAdminRole: field('allow_admin_role', flag, { dangerous: true }),
	mapChannels: field('map_channels', flag),
	groupsChannelMap: field('groups_channel_map', claimedMap()),
	createRooms: field('create_rooms', flag),
	channelsAdmin: field('channels_admin', { ...line, initial: 'rocket.cat' }),
};
