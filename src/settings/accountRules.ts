import type { FieldRole } from '../providers/definition/definition';
import { listItems } from '../identity/listItems';
import { text, list } from '../values/parse';

/** What the admin allows to the people of one provider. */
export interface AccountRules {
	/** Somebody without an account gets one. */
	readonly mayCreate: boolean;
	/** Somebody may connect an account that they have, by signing in to it. */
	readonly mayLink: boolean;
	/** Core's "Merge users": an account of the same key is taken without that proof, where both sides are verified. */
	readonly mergeUsers: boolean;
	/** Core's "Key Field". */
	readonly keyField: 'username' | 'email';
	/** Core's "Merge users from distinct services": also one that another provider signs in to already. */
	readonly mergeDistinct: boolean;
	/** Only people with a verified address of one of these domains, in lower case; empty: everybody. */
	readonly onlyDomains: readonly string[];
	/** Only people in one of these groups; empty: everybody. */
	readonly onlyGroups: readonly string[];
	/** An admin approves who gets an account. */
	readonly approval: boolean;
}

/** @param fields what the admin filled in, by role */
export const accountRules = (fields: Partial<Record<FieldRole, unknown>>): AccountRules => ({
	mayCreate: text(fields.allowCreate) !== 'no' && fields.allowCreate !== false,
	mayLink: text(fields.allowLink) !== 'no' && fields.allowLink !== false,
	mergeUsers: fields.mergeUsers === true,
	keyField: text(fields.keyField) === 'email' ? 'email' : 'username',
	mergeDistinct: fields.mergeUsersDistinctServices === true,
	onlyDomains: list(fields.onlyDomains).map((domain) => domain.toLowerCase().replace(/^@/, '')),
	onlyGroups: groupNames(fields.onlyGroups),
	approval: fields.approval === true,
});

/** Names separated by commas, or as a JSON array where one has a comma in it. */
export const groupNames = (field: unknown): readonly string[] =>
	text(field).startsWith('[') ? (listItems(text(field)) ?? []) : list(field);
