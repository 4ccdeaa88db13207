import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn, textsIn } from '../support/languages';

/* What docs/translating.md says of the languages, held against their texts. */

const root = join(__dirname, '../../..');
const languages = filesIn('form')
	.map((file) => file.replace('.json', ''))
	.filter((language) => language !== 'en');

const tables = readFileSync(join(root, 'docs/translating.md'), 'utf8')
	.split('\n')
	.filter((line) => line.startsWith('|') && !line.startsWith('| ---'))
	.map((line) =>
		line
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);

const glossaryStart = tables.findIndex(([first, second]) => first === 'English' && second === 'ar');
const rejectedStart = tables.findIndex(([, second]) => second === 'rejected');
const [columns = [], ...terms] = tables.slice(glossaryStart, rejectedStart);
const rejected = tables.slice(rejectedStart + 1).map(([language = '', words = '']) => ({
	language,
	words: words.split(';').map((word) => word.trim()),
}));

/** A text without placeholders, code and what Rocket.Chat or a standard calls by one name in every language. */
const prose = (text: string): string =>
	text
		.replace(/\{\w+\}/g, ' ')
		.replace(/`[^`]*`/g, ' ')
		.replace(/\b\w+_\w+\b/g, ' ')
		.normalize('NFC');

/** Where a language has spaces, a word is whole; case, and the start of a sentence, do not count. */
const finds = (language: string, word: string): RegExp => {
	const pattern = word.normalize('NFC').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	return ['ja', 'zh-CN', 'ar'].includes(language)
		? new RegExp(pattern, 'u')
		: new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'iu');
};

/** Languages with endings: a long word is found by all but its last three letters. */
const inflected = (language: string, term: string): RegExp =>
	['de', 'es', 'fr', 'pt-BR'].includes(language)
		? new RegExp(term.replace(/(?<![\p{L}-])(\p{L}{4,})\p{L}{3}(?![\p{L}-])/gu, '$1\\p{L}*'), 'iu')
		: new RegExp(term, 'u');

const proseOf = (language: string): Array<readonly [key: string, text: string]> =>
	Object.entries(textsIn(`${language}.json`)).map(([key, text]) => [key, prose(text)]);

test('the glossary has a column for each language, and the tables are read', () => {
	expect(columns).toEqual(['English', ...languages]);
	expect(terms.length).toBeGreaterThan(30);
	expect([...new Set(rejected.map(({ language }) => language))]).toEqual(languages);
});

describe.each(languages)('%s', (language) => {
	const texts = proseOf(language);

	test('each term of the glossary is in use', () => {
		const column = columns.indexOf(language);
		const all = texts.map(([, text]) => text).join('\n');
		expect(terms.map((cells) => cells[column]!).filter((term) => !inflected(language, term).test(all))).toEqual([]);
	});

	test('no rejected word is', () => {
		const words = rejected.filter((row) => row.language === language).flatMap((row) => row.words);
		const found = words.flatMap((word) =>
			texts.filter(([, text]) => finds(language, word).test(text)).map(([key]) => [word, key]),
		);
		expect(found).toEqual([]);
	});
});

/** Words of the familiar address; in Japanese, sentences that do not end politely; in Arabic, the plural. */
const familiar: Readonly<Record<string, RegExp>> = {
	ar: /(?<!\p{L})(?:يمكنكم|لديكم|حسابكم|اختاروا|أضيفوا|أدخلوا|أعيدوا|استخدموا|افتحوا|انسخوا|تحققوا)(?!\p{L})/u,
	de: /\b(?:du|dich|dir|dein(?:e[mnrs]?)?|euch|euer|eure[mnrs]?)\b/iu,
	es: /(?<!\p{L})(?:tú|tus?|ti|te|tuy[oa]s?|contigo|vosotr[oa]s|vuestr[oa]s?)(?!\p{L})/iu,
	fr: /(?<!\p{L})(?:tu|te|toi|ton|tes|tien(?:ne)?s?)(?!\p{L})|(?<!\p{L})t’/iu,
	ja: /(?:だ|である|する|ない|れる|なる|(?<!まし|でし)た)。/u,
	'pt-BR': /(?<!\p{L})(?:tu|teus?|tuas?|ti|contigo|vós|voss[oa]s?)(?!\p{L})/iu,
	'zh-CN': /你/u,
};

test.each(languages)('%s: the address is formal', (language) => {
	expect(proseOf(language).filter(([, text]) => familiar[language]!.test(text))).toEqual([]);
});

/** What a native reader would call a slip: punctuation of another language. */
const slips: Readonly<Record<string, RegExp>> = {
	ar: /[,;?](?=\s*\p{Script=Arabic})|\p{Script=Arabic}[,;?]|[“”"](?=\p{Script=Arabic})|(?<![\w./:‎(])\/[a-z]/u,
	de: /["“](?=\p{L})|\s[:;?!]/u,
	es: /["“”]|\s[:;?!]|(?<!¿[^?]*)\?/u,
	fr: /'(?=\p{L})|["“”]|[^\s\u00a0:][:;?!»](?:\s|$)|(?<!\u00a0)[;?!»](?:\s|$)|«(?!\u00a0)/u,
	ja: /[（）：]|[,;?](?=[\p{Script=Hiragana}\p{Script=Han}])|["“”]/u,
	'pt-BR': /["«»„]|\s[:;?!]/u,
	'zh-CN': /\p{Script=Han}[,;:?!()]|["「」]|[,;:](?=\p{Script=Han})/u,
};

const code = /`[^`]*`|\{"[^}]*\}|https?:\/\/\S*|\bhttp:|data:|\?password=1|: \/ ~ ! \*/g;

test.each(languages)('%s: the punctuation is that of the language', (language) => {
	const texts = Object.entries(textsIn(`${language}.json`))
		.map(([key, text]) => [key, text.replace(code, 'x')] as const)
		.filter(([, text]) => slips[language]!.test(text));
	expect(texts).toEqual([]);
});

const source = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.ts'))
	.map((file) => readFileSync(join(root, 'src', file), 'utf8'))
	.join('\n');

const shownIn = (element: RegExp): string[] => [
	...new Set(
		[...source.matchAll(new RegExp(`${element.source}[^>]*>\\s*\\$\\{(?:texts\\.)?t\\('(\\w+)'`, 'g'))].map(
			([, key]) => key!,
		),
	),
];

test.each([
	['a button', /<(?:button|a class="button)/, 20, 50],
	['what opens a part of a page', /<summary/, 4, 45],
	['the head of a column', /<th/, 1, 20],
])('%s is short enough for its place', (_, element, atLeast, characters) => {
	const shown = shownIn(element);
	expect(shown.length).toBeGreaterThanOrEqual(atLeast);
	const long = ['en', ...languages].flatMap((language) =>
		Object.entries(textsIn(`${language}.json`)).filter(
			([key, text]) => shown.includes(key) && text.length > characters,
		),
	);
	expect(long).toEqual([]);
});
