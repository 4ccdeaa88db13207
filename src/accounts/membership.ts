import type { ClaimedList, Identity } from '../identity/identity';

/** Why a list of groups refuses a person: they are in none of them, or that is not known. */
export type NotInGroup = 'not in it' | Extract<ClaimedList, string>;

/**
 * Whether a person is in one of the groups, compared letter by letter. A provider that does not say which groups they are
 * in has not said that they are in one.
 *
 * @returns undefined when they are, or none is required; else why not
 */
export function notInGroup({ groups }: Identity, required: readonly string[]): NotInGroup | undefined {
	if (required.length === 0) return undefined;
	if (groups === undefined || typeof groups === 'string') return groups ?? 'absent';
	return groups.some((group) => required.includes(group)) ? undefined : 'not in it';
}
