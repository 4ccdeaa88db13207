import packed from 'packed-texts';
import type formTexts from '../../i18n/en.json';
import type ownTexts from './languages/en.json';
import type shownHints from './shownHints.json';

/**
 * What Rocket.Chat's clients show (labels and hints of the form, the command) is in `i18n/`, which every client of a
 * workspace downloads in all languages (`GET /api/apps/languages`). The texts of the app's own pages and messages are in
 * `languages/`, which only the app reads. The app shows labels of the form as well, and the hints in `shownHints.json`.
 */
export type FormKey = keyof typeof formTexts;
type FormOnly = Exclude<Extract<FormKey, `${string}_hint`>, keyof typeof shownHints>;

export type TextKey = Exclude<FormKey, FormOnly> | keyof typeof ownTexts;

const positions: ReadonlyMap<string, number> = new Map(packed.keys.map((key, position) => [key, position]));

/** Whether the app has a text under the key. */
export const isTextKey = (key: string): key is TextKey => positions.has(key);

const formOnly: ReadonlySet<string> = new Set(packed.formOnly);

/** Whether there is a text under the key that the admin's form can show, though perhaps not the app. */
export const isFormKey = (key: string): key is FormKey => formOnly.has(key) || isTextKey(key);

export interface Texts {
	/** For `<html lang>`: BCP 47. */
	readonly lang: string;
	readonly dir: 'ltr' | 'rtl';
	/** The text, with `{name}` replaced. What comes back is text: escaping is the template's job. */
	t(key: TextKey, values?: Readonly<Record<string, string | number>>): string;
}

interface Language {
	/** Also the name of the file. */
	readonly lang: string;
	readonly dir: 'ltr' | 'rtl';
}

const fallback: Language = { lang: 'en', dir: 'ltr' };

/** By primary language subtag. */
const languages: ReadonlyMap<string, Language> = new Map([
	['en', fallback],
	['de', { lang: 'de', dir: 'ltr' }],
	['es', { lang: 'es', dir: 'ltr' }],
	['fr', { lang: 'fr', dir: 'ltr' }],
	['pt', { lang: 'pt-BR', dir: 'ltr' }],
	['ja', { lang: 'ja', dir: 'ltr' }],
	['zh', { lang: 'zh-CN', dir: 'ltr' }],
	['ar', { lang: 'ar', dir: 'rtl' }],
]);

/** The text in each of the languages. */
export const inEveryLanguage = (key: TextKey): string[] => [...languages.values()].map((one) => textOf(key, one));

/** In the language, else in English. */
function textOf(key: TextKey, { lang }: Language): string {
	const position = positions.get(key)!;
	return valueAt(position, lang) ?? valueAt(position, fallback.lang)!;
}

function valueAt(position: number, lang: string): string | undefined {
	const value = packed.values[lang]?.[position];
	return typeof value === 'number' ? valueAt(value, lang) : (value ?? undefined);
}

/** Browsers send a handful of ranges; anything beyond these bounds is not a browser's list. */
const maxHeaderLength = 1000;
const maxRanges = 32;

/**
 * The texts in the language that the reader asked for, else in the workspace's (its setting `Language`), else English.
 */
export function textsFor(acceptLanguage: string | undefined, workspaceLanguage: string | undefined): Texts {
	const ranges = [...rangesOf(acceptLanguage), ...rangesOf(workspaceLanguage)];
	const language = ranges.map(lookup).find((found) => found !== undefined) ?? fallback;
	return {
		lang: language.lang,
		dir: language.dir,
		t: (key, values = {}) =>
			textOf(key, language).replace(/\{(\w+)\}/g, (placeholder, name: string) =>
				Object.prototype.hasOwnProperty.call(values, name) ? String(values[name]) : placeholder,
			),
	};
}

/**
 * RFC 4647 §3.4 Lookup: drop subtags from the end until something matches. As there is one variety of each language
 * here, the first subtag decides; it serves readers of other regions too. Only readers of Traditional Chinese are not
 * given Simplified in its place: the next language of their list, or the workspace's, is the better guess.
 */
function lookup(range: string): Language | undefined {
	if (/^zh-(?:.*-)?(?:hant|tw|hk|mo)(?:-|$)/.test(range)) {
		return undefined;
	}
	return languages.get(range.split('-', 1)[0] ?? '');
}

/** The ranges of an Accept-Language header (RFC 9110 §12.5.4), lower-case, best first; those with weight 0 are out. */
function rangesOf(header: string | undefined): string[] {
	return (header ?? '')
		.slice(0, maxHeaderLength)
		.split(',', maxRanges)
		.map((item) => /^\s*([a-z]{1,8}(?:[-_][a-z0-9]{1,8})*)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?$/i.exec(item))
		.filter((match) => match !== null)
		.map(([, range = '', weight = '1']) => ({ range: range.toLowerCase().replace(/_/g, '-'), weight: Number(weight) }))
		.filter(({ weight }) => weight > 0)
		.sort((a, b) => b.weight - a.weight)
		.map(({ range }) => range);
}
