import type { ClaimedList } from '../identity/identity';
import type { Role } from '../workspace/rest/restRoles';
import { namesFor, namesIn } from '../identity/claimedMap';
import type { RoleRules } from '../settings/sync';

export interface RoleFacts {
	/** Ids of the roles that the account has (user reader). */
	readonly current: readonly string[];
	readonly claimed: ClaimedList | undefined;
	/** Every role of the workspace (REST, `roles.list`). */
	readonly existing: readonly Role[];
	/** Whether the workspace has more than one admin (REST, `roles.getUsersInRole`); unknown counts as no. */
	readonly hasOtherAdmins: boolean;
}

/** Ids of roles. */
export interface RoleChanges {
	readonly add: readonly string[];
	readonly remove: readonly string[];
	/** The role admin would have been removed, and is not, because nobody else has it. */
	readonly lastAdminKept: boolean;
}

export const adminRole = 'admin';

/**
 * Which roles an account is given, and which are removed from it. A claim that is missing changes nothing; the last admin
 * stays one.
 */
export function decideRoles({ map, allowAdmin }: RoleRules, facts: RoleFacts): RoleChanges {
	const { current, claimed, existing, hasOtherAdmins } = facts;
	const names = namesFor(claimed, map);
	if (!names) return { add: [], remove: [], lastAdminKept: false };
	const idsOf = (wanted: ReadonlySet<string>): string[] =>
		[...wanted]
			.flatMap((role) => find(role, existing)?.id ?? [])
			.filter((id, index, ids) => ids.indexOf(id) === index && (allowAdmin || id !== adminRole));
	const wanted = idsOf(names);
	const unwanted = idsOf(namesIn(map)).filter((id) => current.includes(id) && !wanted.includes(id));
	const lastAdminKept = !hasOtherAdmins && unwanted.includes(adminRole);
	return {
		add: wanted.filter((id) => !current.includes(id)),
		remove: unwanted.filter((id) => !lastAdminKept || id !== adminRole),
		lastAdminKept,
	};
}

/**
 * What the map calls the roles that a sign-in gives, by name or id. That they exist, and that the account lacks them, is
 * not asked: for a decision before the account is there.
 */
export const rolesToCome = ({ map, allowAdmin }: RoleRules, claimed: ClaimedList | undefined): string[] =>
	[...(namesFor(claimed, map) ?? [])].filter((role) => allowAdmin || role !== adminRole);

/** Names in the map that no role of the whole workspace has: a mistake of the admin, which would have no effect. */
export const unknownRoles = ({ map }: RoleRules, existing: readonly Role[]): string[] =>
	[...namesIn(map)].filter((role) => !find(role, existing));

/** By id or name, as core does. A role that people have in single rooms is none that an account has. */
const find = (role: string, existing: readonly Role[]): Role | undefined =>
	existing.find(({ id, name, scope }) => scope === 'Users' && (id === role || name === role));
