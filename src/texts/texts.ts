import arForm from '../../i18n/ar.json';
import deForm from '../../i18n/de.json';
import enForm from '../../i18n/en.json';
import esForm from '../../i18n/es.json';
import frForm from '../../i18n/fr.json';
import jaForm from '../../i18n/ja.json';
import ptBRForm from '../../i18n/pt-BR.json';
import zhCNForm from '../../i18n/zh-CN.json';
import ar from './languages/ar.json';
import de from './languages/de.json';
import en from './languages/en.json';
import es from './languages/es.json';
import fr from './languages/fr.json';
import ja from './languages/ja.json';
import ptBR from './languages/pt-BR.json';
import zhCN from './languages/zh-CN.json';

/**
 * What Rocket.Chat's clients show (labels and hints of the form, the command) is in `i18n/`, which every client of a
 * workspace downloads in all languages (`GET /api/apps/languages`). The texts of the app's own pages and messages are in
 * `languages/`, which only the app reads.
 */
const english = { ...enForm, ...en };

export type TextKey = keyof typeof english;

/** Whether there is a text under the key. */
export const isTextKey = (key: string): key is TextKey => Object.hasOwn(english, key);

export interface Texts {
	/** For `<html lang>`: BCP 47. */
	readonly lang: string;
	readonly dir: 'ltr' | 'rtl';
	/** The text, with `{name}` replaced. What comes back is text: escaping is the template's job. */
	t(key: TextKey, values?: Readonly<Record<string, string | number>>): string;
}

interface Language {
	readonly lang: string;
	readonly dir: 'ltr' | 'rtl';
	readonly texts: ReadonlyArray<Partial<Record<TextKey, string>>>;
}

/** By primary language subtag. */
const languages: ReadonlyMap<string, Language> = new Map([
	['en', { lang: 'en', dir: 'ltr', texts: [english] }],
	['de', { lang: 'de', dir: 'ltr', texts: [de, deForm] }],
	['es', { lang: 'es', dir: 'ltr', texts: [es, esForm] }],
	['fr', { lang: 'fr', dir: 'ltr', texts: [fr, frForm] }],
	['pt', { lang: 'pt-BR', dir: 'ltr', texts: [ptBR, ptBRForm] }],
	['ja', { lang: 'ja', dir: 'ltr', texts: [ja, jaForm] }],
	['zh', { lang: 'zh-CN', dir: 'ltr', texts: [zhCN, zhCNForm] }],
	['ar', { lang: 'ar', dir: 'rtl', texts: [ar, arForm] }],
]);

const fallback: Language = { lang: 'en', dir: 'ltr', texts: [english] };

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
			(language.texts.find((texts) => texts[key] !== undefined)?.[key] ?? english[key]).replace(
				/\{(\w+)\}/g,
				(placeholder, name: string) =>
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
