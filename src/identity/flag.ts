import { textOf } from './textOf';

/** Programs in PHP and .NET, and databases, often write a boolean into JSON as a text or a number; so do Apple and Entra ID. */
const spellingsOfYes = new Set<unknown>([true, 'true', 'True', 1, '1']);

const spellingsOfNo = new Set(['false', 'no', 'off', 'f', 'n', '0']);

/** Exact: a word that is not the standard's says nothing. */
export const isYes = (flag: unknown): boolean => spellingsOfYes.has(flag);

export const isNo = (flag: unknown): boolean => spellingsOfNo.has(textOf(flag).trim().toLowerCase());
