import fc from 'fast-check';
import packed from 'packed-texts';
import en from '../../../src/texts/languages/en.json';
import { textsFor } from '../../../src/texts/texts';

describe('choice of language', () => {
	test.each<[string | undefined, string | undefined, string]>([
		[undefined, undefined, 'en'],
		['', '', 'en'],
		['de', undefined, 'de'],
		['DE-at', undefined, 'de'],
		['pt', undefined, 'pt-BR'],
		['pt-PT', undefined, 'pt-BR'],
		['zh', undefined, 'zh-CN'],
		['zh-Hans-SG', undefined, 'zh-CN'],
		['zh-TW', undefined, 'en'],
		['zh-Hant', 'de', 'de'],
		['zh-Hant-HK,ja;q=0.5', undefined, 'ja'],
		['ar-EG', undefined, 'ar'],
		['sv,de;q=0.8,fr;q=0.9', undefined, 'fr'],
		['de;q=0.5,fr;q=0.5', undefined, 'de'],
		['de;q=0,fr;q=0.1', undefined, 'fr'],
		['de;q=0.000', 'es', 'es'],
		['de ; q = 0.4 , es', undefined, 'es'],
		['sv', 'de', 'de'],
		['*', 'de', 'de'],
		['*;q=0.5, fr;q=0.1', 'de', 'fr'],
		['sv', 'pt_BR', 'pt-BR'],
		['sv', 'xx', 'en'],
		['den', undefined, 'en'],
		['de;q=2', undefined, 'en'],
		['de;level=1', undefined, 'en'],
		['constructor,__proto__', undefined, 'en'],
		['../../de', undefined, 'en'],
	])('Accept-Language %j, workspace %j -> %s', (acceptLanguage, workspaceLanguage, expected) => {
		expect(textsFor(acceptLanguage, workspaceLanguage).lang).toBe(expected);
	});

	test('only Arabic is written from right to left', () => {
		const languages = ['ar', 'de', 'en', 'es', 'fr', 'ja', 'pt-BR', 'zh-CN'];
		expect(languages.filter((lang) => textsFor(lang, undefined).dir === 'rtl')).toEqual(['ar']);
	});

	test('a header beyond all bounds is cut off', () => {
		expect(textsFor(`${'sv,'.repeat(31)}de`, undefined).lang).toBe('de');
		expect(textsFor(`${'sv,'.repeat(32)}de`, undefined).lang).toBe('en');
		expect(textsFor(`${'x'.repeat(1000)},de`, undefined).lang).toBe('en');
	});

	test('any header gives a language', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (header) => {
				expect(textsFor(header, undefined).t('try_again')).not.toBe('');
			}),
		);
	});
});

describe('t', () => {
	const { t } = textsFor('en', undefined);

	test.each<[string, Record<string, string | number>, string]>([
		['a text', { provider: 'Okta' }, 'Sign in with Okta'],
		['a text that looks like a pattern', { provider: '$& {provider}' }, 'Sign in with $& {provider}'],
		['markup, as text', { provider: '<b>' }, 'Sign in with <b>'],
		['no value', {}, 'Sign in with {provider}'],
	])('inserts %s', (_, values, expected) => {
		expect(t('sign_in_with', values)).toBe(expected);
	});

	test('inserts a number', () => {
		expect(t('waiting_when', { seconds: 5 })).toBe('The next try is in 5 s.');
	});

	test('does not take values from the prototype', () => {
		expect(t('waiting_when', Object.create({ seconds: 5 }) as Record<string, number>)).toContain('{seconds}');
	});

	test('what a language lacks is said in English', () => {
		const german = packed.values.de as Array<string | number | null>;
		const position = packed.keys.indexOf('try_again');
		const text = german[position]!;
		german[position] = null;
		try {
			expect(textsFor('de', undefined).t('try_again')).toBe(en.try_again);
		} finally {
			german[position] = text;
		}
		expect(textsFor('de', undefined).t('try_again')).not.toBe(en.try_again);
	});
});
