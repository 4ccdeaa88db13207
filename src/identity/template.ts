import type { Claims } from '../oauth/claims';
import { listItems, maximumItems } from './listItems';
import type { Separator } from './listItems';
import { lookup, lookupThroughArrays, parsePath } from './path';
import type { Path } from './path';
import { areTooSlow, matchBounded, MatchBudget, safeRegex } from './safeRegex';
import type { RegexError } from './safeRegex';
import { textOf } from './textOf';

/**
 * Field templates: how an admin says which claim a field of the identity comes from. The language of Rocket.Chat's
 * custom OAuth (`app/custom-oauth/server/transform_helpers.ts`), with fallbacks added:
 *
 *     template = choice                                        no "{{" in it
 *              | { text | "{{" choice "}}" }
 *     choice   = source { "|" source }                         the first that gives something
 *     source   = path | "/" regex "/::" path                   the regex's first group, or nothing
 *     path     = name { "." name }                             names of members, indexes of arrays, [flag]
 *
 *     email                              user.emails.0.address             nickname|preferred_username
 *     {{given_name}} {{family_name}}     {{/^(.+)@/::email|upn}}           https://example.com/roles
 *
 * White space around a path is ignored. `|` separates in a choice only: in the text between braces it is text, in a
 * regex it is the regex's. What is missing, null, an object or a list of several gives nothing, never a word like
 * "undefined". `[primary]` in a path is the element of a list whose member `primary` is true.
 */
export interface Template {
	readonly parts: ReadonlyArray<string | Choice>;
}

type Choice = readonly Source[];

interface Source {
	readonly path: Path;
	readonly regex?: RegExp;
}

export type TemplateError =
	| 'template_empty'
	/** More than 1000 characters. */
	| 'template_too_long'
	/** `{{` without `}}`. */
	| 'brace_unclosed'
	/** `}}` without `{{`. */
	| 'brace_unopened'
	/** An empty name (`a..b`, `a||b`, `{{}}`), more than 16 names, or a brace inside. */
	| 'path_invalid'
	/** A source that begins with `/` and has no `/::`. */
	| 'regex_unclosed'
	/** There is nothing to take from it: `/@.+/` where `/@(.+)/` was meant. */
	| 'regex_without_group'
	| RegexError;

const maximumTemplate = 1000;

/** Compiles a template once; a bad one is to be refused where the admin saves it. */
export function parseTemplate(text: string): Template | { readonly error: TemplateError } {
	try {
		const parts = partsOf(text);
		const regexes = choicesIn({ parts }).flatMap((choice) => choice.flatMap(({ regex }) => regex ?? []));
		return areTooSlow(regexes) ? { error: 'regex_too_slow' } : { parts };
	} catch (error) {
		if (error instanceof BadTemplate) {
			return { error: error.reason };
		}
		throw error;
	}
}

/** The same for a text that is read once, such as a header; '' for what is no template. */
export function readTemplate(text: string, claims: Claims): string {
	const template = parseTemplate(text);
	return 'error' in template ? '' : evaluate(template, claims);
}

/** The text that a template makes of `claims`; '' when none of its sources gives anything, whatever text is around. */
export function evaluate({ parts }: Template, claims: Claims): string {
	const texts = parts.map((part) => (typeof part === 'string' ? part : singleText(pick(part, claims))));
	return parts.some((part, index) => typeof part !== 'string' && texts[index] !== '') ? texts.join('') : '';
}

/**
 * What is behind each choice of a template, as it came: for a caller to whom `true` is not the same as `"true"`.
 */
export function evaluateRaw({ parts }: Template, claims: Claims): unknown[] {
	return choicesIn({ parts }).map((choice) => pick(choice, claims));
}

/**
 * What `flag` says about the claim that `template` takes its value from. Where that is the first of several
 * (`mail|email`), the flag has a source for each of them, in the same order (`mail_verified|email_verified`).
 *
 * @returns undefined where nothing is said; `false` where nobody can tell which claim the flag is about
 */
export function flagFor(template: Template, flag: Template, claims: Claims): unknown {
	const [[sources, ...rest], [flags, ...more]] = [choicesIn(template), choicesIn(flag)];
	if (!sources || !flags || rest.length > 0 || more.length > 0) return false;
	if (sources.length === 1) return single(pick(flags, claims));
	if (sources.length !== flags.length) return false;
	const index = sources.findIndex((source) => singleText(valueOf(source, claims)) !== '');
	return index === -1 ? undefined : single(valueOf(flags[index]!, claims));
}

/** Characters; the longest names of groups are LDAP's. */
const maximumItem = 255;

/**
 * The list that a template finds, in any of the forms that `listItems.ts` knows. A regex is applied to each item, and
 * drops those that it does not match. Several choices add up (`{{primaryGroup.name}}{{secondaryGroups.name}}`); text
 * between them means nothing in a list.
 *
 * @returns items of which none is there twice, empty, or longer than 255 characters. Undefined where nothing can be said
 * about the whole list, because a part of it is missing, can't be read, has more than 1000 items, or could take too long
 * to be matched (`safeRegex.ts`): that is not the same as an empty list.
 */
export function values({ parts }: Template, claims: Claims, separator?: Separator): string[] | undefined {
	const found = new Set<string>();
	const budget = new MatchBudget();
	for (const part of parts) {
		const items = typeof part === 'string' ? [] : listOf(part, claims, separator, budget);
		if (!items || found.size + items.length > maximumItems) return undefined;
		for (const item of items) found.add(item);
	}
	return [...found];
}

/** The paths of a template's claims, whatever is done with them. */
export const pathsOf = ({ parts }: Template): Path[] =>
	choicesIn({ parts }).flatMap((choice) => choice.map(({ path }) => path));

const choicesIn = ({ parts }: Template): Choice[] => parts.filter((part) => typeof part !== 'string');

class BadTemplate extends Error {
	constructor(readonly reason: TemplateError) {
		super(reason);
	}
}

function partsOf(text: string): Array<string | Choice> {
	if (text.trim() === '') {
		throw new BadTemplate('template_empty');
	}
	if (text.length > maximumTemplate) {
		throw new BadTemplate('template_too_long');
	}
	// Split by a pattern with one group: texts at even indexes, what was between braces at odd ones.
	const pieces = text.split(/\{\{(.*?)\}\}/s);
	const stray = pieces.filter((_, index) => index % 2 === 0).join(' ');
	if (stray.includes('{{')) {
		throw new BadTemplate('brace_unclosed');
	}
	if (stray.includes('}}')) {
		throw new BadTemplate('brace_unopened');
	}
	if (pieces.length === 1) {
		return [choiceOf(text)];
	}
	return pieces.map((piece, index) => (index % 2 === 0 ? piece : choiceOf(piece))).filter((part) => part !== '');
}

function choiceOf(text: string): Choice {
	const sources: Source[] = [];
	let rest = text;
	for (;;) {
		const formula = /^\s*\/(?<regex>.*?)\/::/s.exec(rest);
		if (!formula && rest.trimStart().startsWith('/')) {
			throw new BadTemplate('regex_unclosed');
		}
		const pathAt = formula?.[0].length ?? 0;
		const bar = rest.indexOf('|', pathAt);
		const path = parsePath(rest.slice(pathAt, bar === -1 ? undefined : bar));
		if (!path) {
			throw new BadTemplate('path_invalid');
		}
		sources.push(formula ? { path, regex: regexOf(formula.groups?.regex ?? '') } : { path });
		if (bar === -1) {
			return sources;
		}
		rest = rest.slice(bar + 1);
	}
}

function regexOf(source: string): RegExp {
	const regex = safeRegex(source);
	if ('error' in regex) {
		throw new BadTemplate(regex.error);
	}
	// With an empty alternative it matches anything, and the result has a place for each of its groups.
	if (new RegExp(`${source}|`).exec('')?.length === 1) {
		throw new BadTemplate('regex_without_group');
	}
	return regex;
}

/** The first value that makes a text; if none does, the first that is there at all. */
function pick(choice: Choice, claims: Claims): unknown {
	const candidates = choice.map((source) => valueOf(source, claims));
	return candidates.find((value) => singleText(value) !== '') ?? candidates.find((value) => value !== undefined);
}

function valueOf({ path, regex }: Source, claims: Claims): unknown {
	const value = lookup(claims, path);
	return regex ? firstGroup(regex, singleText(value)) : value;
}

/** A list of one value is that value: CAS and LDAP have several of everything. */
const single = (value: unknown): unknown =>
	Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;

const singleText = (value: unknown): string => textOf(single(value));

/** The first source that has items; if none has, an empty list where one of them says that there are none. */
function listOf(
	choice: Choice,
	claims: Claims,
	separator: Separator | undefined,
	budget: MatchBudget,
): string[] | undefined {
	let said: string[] | undefined;
	for (const { path, regex } of choice) {
		const items = listItems(lookupThroughArrays(claims, path), separator);
		// What is never looked at is not matched either: a list that is too long costs no more than one that is not.
		if (!items || items.length > maximumItems) continue;
		const texts = regex ? budget.matchEach(regex, items)?.map((match) => match?.[1] ?? '') : items;
		if (!texts) return undefined;
		// Compared as it was sent: who may name a group `admins ` is not in `admins`.
		said = texts.filter((item) => item !== '' && item.length <= maximumItem);
		if (said.length > 0) return said;
	}
	return said;
}

function firstGroup(regex: RegExp, text: string): string {
	return matchBounded(regex, text)?.[1] ?? '';
}
