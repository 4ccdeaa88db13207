import type { ClaimedList } from '../identity/identity';
import { namesFor } from '../identity/claimedMap';
import type { RoomRules } from '../settings/sync';

export interface RoomChanges {
	/** Rooms that the person is added to now. */
	readonly join: readonly string[];
	/** Of the rooms that they were added to before, those to which their groups still lead. */
	readonly keep: readonly string[];
}

/**
 * Which rooms a person is added to. Nobody is ever removed from one, as in core. A person who has left one is not added
 * again, until they lost the group that led there and got it back.
 *
 * @param before rooms that they were added to already
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
