import type { Account } from '../../ports/directory';
import type { LinkState } from '../../accounts/links';

/** One line of the list that an admin brings along. */
export interface ImportRow {
	/** Id of the provider. */
	readonly provider: string;
	/** Who it is there: core's `services.<provider>.id`. */
	readonly subject: string;
	readonly username: string;
}

/** What happens to a row, or why nothing does. Each has a text, `links_verdict_<verdict>`. */
export const rowVerdicts = [
	'will_link',
	'linked_already',
	'linked_elsewhere',
	'unlinked_by_owner',
	'repeated',
	'contradicted',
	'provider_unknown',
	'provider_incomplete',
	'subject_invalid',
	'account_unknown',
	'account_not_a_person',
	'account_disabled',
	'account_privileged',
	'account_has_another',
] as const;

export type RowVerdict = (typeof rowVerdicts)[number];

/** What is known about a row when it is looked at. Each comes from an accessor that exists. */
export interface RowFacts {
	/** Whether there is such a provider, and whether it says by which server its people are known (settings). */
	readonly provider: 'ready' | 'incomplete' | 'unknown';
	/** The app's own records of the identity; absent where there is no provider or no valid subject. */
	readonly link?: LinkState;
	/** The account of that very username (user reader). */
	readonly account?: Account;
	/** Whether another identity of this provider signs in to that account (persistence). */
	readonly hasAnother: boolean;
	/** Whether its roles are among those that an admin calls privileged. */
	readonly privileged: boolean;
}

export interface PlannedRow extends ImportRow {
	/** Counted from 1, as the list has it. */
	readonly line: number;
	readonly verdict: RowVerdict;
	readonly facts: RowFacts;
}

/**
 * What an import would do, row by row. It changes nothing, and what it says is all that the import does: a link is made
 * where a person has none, and no link is moved, brought back, or made for someone who is better asked.
 *
 * @param facts one for each row, in the same order
 */
export function planImport(rows: readonly ImportRow[], facts: readonly RowFacts[]): PlannedRow[] {
	const usernames = grouped(rows, identityOf, ({ username }) => username);
	const subjects = grouped(rows, accountOf, ({ subject }) => subject);
	const seen = new Set<string>();
	return rows.map((row, index): PlannedRow => {
		const [identity, its] = [identityOf(row), facts[index]!];
		const isRepeated = seen.has(identity);
		seen.add(identity);
		// An identity with two accounts, or an account with two identities of one provider: one of them is wrong.
		const contradicts = usernames.get(identity)!.size > 1 || subjects.get(accountOf(row))!.size > 1;
		const verdict = contradicts ? 'contradicted' : isRepeated ? 'repeated' : verdictOn(its);
		return { ...row, line: index + 1, facts: its, verdict };
	});
}

const identityOf = ({ provider, subject }: ImportRow): string => JSON.stringify([provider, subject]);
const accountOf = ({ provider, username }: ImportRow): string => JSON.stringify([provider, username]);

function grouped(
	rows: readonly ImportRow[],
	keyOf: (row: ImportRow) => string,
	valueOf: (row: ImportRow) => string,
): Map<string, Set<string>> {
	const groups = new Map<string, Set<string>>();
	for (const row of rows) groups.set(keyOf(row), (groups.get(keyOf(row)) ?? new Set()).add(valueOf(row)));
	return groups;
}

function verdictOn({ provider, link, account, hasAnother, privileged }: RowFacts): RowVerdict {
	if (provider === 'unknown') return 'provider_unknown';
	if (provider === 'incomplete') return 'provider_incomplete';
	if (!link) return 'subject_invalid';
	if (!account) return 'account_unknown';
	if (link.link) return link.link.userId === account.id ? 'linked_already' : 'linked_elsewhere';
	if (link.unlinked?.reason === 'removed') return 'unlinked_by_owner';
	if (account.kind !== 'person') return 'account_not_a_person';
	if (!account.active) return 'account_disabled';
	if (privileged) return 'account_privileged';
	return hasAnother ? 'account_has_another' : 'will_link';
}
