import { isRelayAddress } from './email';
import type { Identity } from './identity';
import { romanise } from './romanise';
import { safeRegex } from './safeRegex';

/** What the workspace lets a username be. */
export interface UsernameRules {
	/** The setting `UTF8_User_Names_Validation`: a regular expression for the whole name. */
	readonly pattern: string;
	/** The setting `UTF8_Names_Slugify`: nothing but ASCII. Else letters of all scripts that `pattern` lets through. */
	readonly slugify: boolean;
	/** The entries of the setting `Accounts_BlockedUsernameList`. */
	readonly blocked: readonly string[];
}

const maximumUsername = 64;

/** The default of the setting, and what Rocket.Chat takes for a pattern that does not compile (`validateUsername.ts`). */
const defaultPattern = /^[0-9a-zA-Z-_.]+$/;

/**
 * Mentions of everyone, names that core refuses by itself (`Accounts_SystemBlockedUsernameList`,
 * `checkUsernameAvailability.ts`), and the machines; a new account must not pass for one of them.
 */
const reserved = new Set(['admin', 'administrator', 'all', 'guest', 'here', 'rocket.cat', 'system', 'user']);

/**
 * Texts to make a username of, the best first: what the provider calls the person, the verified address, the name. Of
 * an address only what is before the `@`: the rest would publish it.
 */
export const usernameCandidates = (identity: Identity): string[] =>
	distinct([...vouchedCandidates(identity), identity.name]);

/**
 * Those of them that may say which account is someone's: not the name, which people choose, and which may come
 * unsigned; nor what is random before the `@` of a relay.
 */
export const vouchedCandidates = ({ username, email, emailVerified }: Identity): string[] =>
	distinct([
		username && localPart(username),
		email && emailVerified && !isRelayAddress(email) ? localPart(email) : undefined,
	]);

/**
 * The username of last resort, for a person of whose name none can be made: nobody is kept out for the script of their name.
 *
 * @param identity hash of the identity's key: of a subject itself, which may be someone's address, nothing is published
 */
export const usernameOfId = (identity: string, rules: UsernameRules): string | undefined =>
	['-', '.', '']
		.map((separator) => slugUsername(`user${separator}${identity.replace(/[^a-z0-9]/gi, '').slice(0, 10)}`, rules))
		.find(Boolean);

const distinct = (candidates: ReadonlyArray<string | undefined>): string[] => [
	...new Set(candidates.filter((candidate): candidate is string => !!candidate)),
];

/**
 * A valid username in lower case, of at most 64 characters, that is made of `text`; undefined when there is none, or
 * when it is reserved or blocked. Whether it is still free is another question.
 */
export function slugUsername(text: string, rules: UsernameRules): string | undefined {
	const pattern = wholePattern(rules.pattern);
	const slugs = rules.slugify ? [asciiSlug(text)] : [unicodeSlug(text), asciiSlug(text)];
	return slugs.find((slug) => slug !== '' && pattern.test(slug) && !isReserved(slug, rules.blocked));
}

function localPart(text: string): string {
	return /^([^@]+)@[^@]+$/.exec(text)?.[1] ?? text;
}

/** A pattern that could take for ever counts as one that does not compile. */
function wholePattern(pattern: string): RegExp {
	const regex = pattern === '' ? defaultPattern : safeRegex(`^(?:${pattern})$`);
	return 'error' in regex ? defaultPattern : regex;
}

/** Core compares the entries as plain text, whatever they look like. */
function isReserved(slug: string, blocked: readonly string[]): boolean {
	return reserved.has(slug) || slug.endsWith('.bot') || blocked.some((entry) => entry.trim().toLowerCase() === slug);
}

/** Latin letters that Unicode does not take apart into a base letter and marks. */
const latin: Readonly<Record<string, string>> = {
	ß: 'ss',
	æ: 'ae',
	œ: 'oe',
	ø: 'o',
	đ: 'd',
	ð: 'd',
	þ: 'th',
	ł: 'l',
	ħ: 'h',
	ı: 'i',
	ŋ: 'n',
	ŧ: 't',
	ĸ: 'k',
	ə: 'e',
};

/** Letters that no Latin ones stand for. */
const foreign = /(?![\p{Script=Latin}])\p{L}/u;

function asciiSlug(text: string): string {
	const folded = fold(text);
	// Half a name is nobody's: of "田中タロウ" there is none, of "王 Wang 伟" what is Latin already.
	const romanised = romanise(folded);
	const ascii = (foreign.test(romanised) ? folded : romanised)
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.replace(/[^\0-\x7f]/gu, (letter) => latin[letter] ?? letter);
	return joined(ascii.replace(/[^a-z0-9._-]+/gu, '.'));
}

function unicodeSlug(text: string): string {
	return joined(fold(text).replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '.'));
}

/** Lower case, in one Unicode form, without what is not seen, and without apostrophes: O'Neill is one word. */
function fold(text: string): string {
	return text
		.slice(0, 8 * maximumUsername)
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\p{Cc}\p{Cf}\p{Cs}'’ʼ]/gu, '');
}

/** One separator at a time and none at the ends; cut between characters, never inside one. */
function joined(text: string): string {
	const trimmed = (slug: string): string => slug.replace(/^[.-]+|[.-]+$/g, '');
	let slug = '';
	for (const character of trimmed(text.replace(/[.-]+/g, (run) => (run.includes('.') ? '.' : '-')))) {
		if (slug.length + character.length > maximumUsername) {
			break;
		}
		slug += character;
	}
	return trimmed(slug);
}
