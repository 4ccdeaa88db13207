import ar from '../../i18n/ar.json';
import de from '../../i18n/de.json';
import en from '../../i18n/en.json';
import es from '../../i18n/es.json';
import fr from '../../i18n/fr.json';
import ja from '../../i18n/ja.json';
import ptBR from '../../i18n/pt-BR.json';
import zhCN from '../../i18n/zh-CN.json';

export type TextKey = keyof typeof en;

/** Whether there is a text under the key. */
export const isTextKey = (key: string): key is TextKey => Object.hasOwn(en, key);

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
	readonly texts: Partial<Record<TextKey, string>>;
}

/** By primary language subtag. */
const languages: ReadonlyMap<string, Language> = new Map([
	['en', { lang: 'en', dir: 'ltr', texts: en }],
	['de', { lang: 'de', dir: 'ltr', texts: de }],
	['es', { lang: 'es', dir: 'ltr', texts: es }],
	['fr', { lang: 'fr', dir: 'ltr', texts: fr }],
	['pt', { lang: 'pt-BR', dir: 'ltr', texts: ptBR }],
	['ja', { lang: 'ja', dir: 'ltr', texts: ja }],
	['zh', { lang: 'zh-CN', dir: 'ltr', texts: zhCN }],
	['ar', { lang: 'ar', dir: 'rtl', texts: ar }],
]);

const english: Language = { lang: 'en', dir: 'ltr', texts: en };

/** Browsers send a handful of ranges; anything beyond these bounds is not a browser's list. */
const maxHeaderLength = 1000;
const maxRanges = 32;

/**
 * The texts in the language that the reader asked for, else in the workspace's (its setting `Language`), else English.
 */
export function textsFor(acceptLanguage: string | undefined, workspaceLanguage: string | undefined): Texts {
	const ranges = [...rangesOf(acceptLanguage), ...rangesOf(workspaceLanguage)];
	const language = ranges.map(lookup).find((found) => found !== undefined) ?? english;
	return {
		lang: language.lang,
		dir: language.dir,
		t: (key, values = {}) =>
			(language.texts[key] ?? en[key]).replace(/\{(\w+)\}/g, (placeholder, name: string) =>
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
