import type { ClaimedList } from '../identity/identity';
import { namesFor } from '../identity/claimedMap';
import type { RoomRules } from '../settings/sync';

export interface RoomChanges {
	/** Rooms that somebody is put into now. */
	readonly join: readonly string[];
	/** Of the rooms that they were put into before, those to which their groups still lead. */
	readonly keep: readonly string[];
}

/**
 * Which rooms somebody is put into. Nobody is ever put out of one, as in core; and who has left one again is not put
 * back, until the group that led there was lost and won again.
 *
 * @param before rooms that they were put into already
 * @returns undefined where the provider says nothing
 */
export function decideRooms(
	{ map }: RoomRules,
	claimed: ClaimedList | undefined,
	before: readonly string[],
): RoomChanges | undefined {
	const wanted = namesFor(claimed, map);
	return (
		wanted && {
			join: [...wanted].filter((room) => !before.includes(room)),
			keep: before.filter((room) => wanted.has(room)),
		}
	);
}
