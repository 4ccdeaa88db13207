import type { ErrorCode } from '../errors';
import { errorCodes } from '../errors';
import type { AttemptEntry } from './attemptLog';

/** How an attempt ended, in one word: its error's code, or one of these. */
export type Outcome = ErrorCode | 'signed_in' | 'departed';

export const outcomeOf = ({ code, departed }: Pick<AttemptEntry, 'code' | 'departed'>): Outcome =>
	departed ? 'departed' : (code ?? 'signed_in');

/** Which attempts an admin looks at; what is absent leaves out none. */
export interface AttemptFilter {
	readonly provider?: string;
	/** `failed`: any error. */
	readonly outcome?: Outcome | 'failed';
	/** A username in full, or a part of what the provider calls the person. */
	readonly who?: string;
}

/** Reads a filter from a query as it came. What is not valid is left out. */
export function readFilter(query: Readonly<Record<string, unknown>>): AttemptFilter {
	const { provider, outcome, who } = query;
	const wanted = typeof who === 'string' ? who.trim().slice(0, 64) : '';
	return {
		...(typeof provider === 'string' && /^[a-z0-9_]{1,64}$/.test(provider) ? { provider } : {}),
		...(isOutcome(outcome) ? { outcome } : {}),
		...(wanted ? { who: wanted } : {}),
	};
}

const isOutcome = (value: unknown): value is Outcome | 'failed' =>
	typeof value === 'string' &&
	(['signed_in', 'departed', 'failed'].includes(value) || Object.prototype.hasOwnProperty.call(errorCodes, value));

/** @param userId the account that `filter.who` names; undefined where it names none */
export const matches =
	({ provider, outcome, who }: AttemptFilter, userId: string | undefined) =>
	(entry: AttemptEntry): boolean =>
		(provider === undefined || entry.provider === provider) &&
		(outcome === undefined || outcome === outcomeOf(entry) || (outcome === 'failed' && entry.code !== undefined)) &&
		(who === undefined ||
			(userId !== undefined && entry.userId === userId) ||
			(entry.person?.toLowerCase().includes(who.toLowerCase()) ?? false));

/** A page of a list, counted from 1; a number that there is no page for gives the nearest. */
export function pageOf<T>(
	items: readonly T[],
	asked: unknown,
	size: number,
): { readonly items: readonly T[]; readonly page: number; readonly pages: number } {
	const pages = Math.max(1, Math.ceil(items.length / size));
	const wanted = typeof asked === 'string' && /^\d{1,6}$/.test(asked) ? Number(asked) : 1;
	const page = Math.min(Math.max(wanted, 1), pages);
	return { items: items.slice((page - 1) * size, page * size), page, pages };
}
