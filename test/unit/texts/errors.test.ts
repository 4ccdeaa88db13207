import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorCode } from '../../../src/errors';
import { errorCodes, has, nextSteps } from '../../../src/errors';
import { errorsPage } from '../../../scripts/docs/errors';
import { filesIn, textsIn } from '../support/languages';

const project = join(__dirname, '../../..');
const codes = Object.keys(errorCodes) as ErrorCode[];
const files = filesIn('form');

function placeholders(text: string): string[] {
	return [...text.matchAll(/\{\w+\}/g)].map(String).sort();
}

const english = textsIn('en.json');

test('the languages are those that the pages know', () => {
	expect(filesIn('own')).toEqual(files);
	expect(files).toEqual(['ar', 'de', 'en', 'es', 'fr', 'ja', 'pt-BR', 'zh-CN'].map((lang) => `${lang}.json`));
});

describe.each(files)('%s', (file) => {
	const texts = textsIn(file);

	test('has exactly the keys of the English texts, in their order, none empty', () => {
		expect(Object.keys(texts)).toEqual(Object.keys(english));
		expect(Object.entries(texts).filter(([, text]) => text.trim() === '')).toEqual([]);
	});

	test('has the placeholders of the English texts', () => {
		for (const [key, text] of Object.entries(english)) {
			expect([key, ...placeholders(texts[key] ?? '')]).toEqual([key, ...placeholders(text)]);
		}
	});
});

test('each row has its texts, and no text of an error belongs to none', () => {
	const texts = [
		...Object.keys(nextSteps).map((step) => `error_next_${step}`),
		...codes.flatMap((code) => [
			has(code, 'title') ? `error_title_${errorCodes[code].title}` : `error_${code}_title`,
			`error_${code}_text`,
			...(has(code, 'hint') ? [`error_${code}_hint`] : []),
		]),
	];
	const own = Object.keys(english).filter((key) => /^error_(?!code$)/.test(key) && !key.endsWith('_admin'));
	expect(own.sort()).toEqual([...new Set(texts)].sort());
});

test('no two titles are the same: equal ones are shared', () => {
	const titles = Object.entries(english).flatMap(([key, text]) => (/^error_.*title/.test(key) ? [text] : []));
	expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});

test('the admin is told more than the person, of each error that only an admin can mend, and of no other thing', () => {
	const explained = Object.keys(english).flatMap((key) => /^error_(\w+)_admin$/.exec(key)?.[1] ?? []);
	const theirs = codes.filter((code) => /^askAdmin/.test(errorCodes[code].next) && errorCodes[code].stage !== 'proxy');
	expect(theirs.filter((code) => !explained.includes(code))).toEqual([]);
	expect(explained.filter((code) => !Object.hasOwn(errorCodes, code))).toEqual([]);
});

describe('docs/errors.md', () => {
	const markdown = readFileSync(join(project, 'docs/errors.md'), 'utf8');

	test('has what `npm run docs` writes', () => {
		expect(errorsPage(markdown)).toBe(markdown);
	});

	test('has each code once, and keeps what is written by hand', () => {
		const begun = errorsPage('# Errors\n\nBy hand.\n\n### `internal`\n\n- generated\n\nNote: Kept.\n');
		expect([...begun.matchAll(/^### `(\w+)`$/gm)].map(([, code]) => code).sort()).toEqual([...codes].sort());
		expect(begun).toMatch(/^# Errors\n\nBy hand\.\n\n## /);
		expect(begun).toContain('\n\nNote: Kept.\n');
		expect(begun).not.toContain('- generated');
	});

	test('is refused with a note on a code that there is not', () => {
		const changed = markdown.replace('### `requests_full`', '### `requests_ful`');
		expect(() => errorsPage(changed)).toThrow(/a text for requests_ful, which is not there/);
	});
});
