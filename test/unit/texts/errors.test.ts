import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCodes } from '../../../src/errors';
import { filesIn, textsIn } from '../support/languages';

const project = join(__dirname, '../../..');
const codes = Object.keys(errorCodes);
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

	test('every error has a title, a text and what to do next', () => {
		const keys = codes.flatMap((code) => ['title', 'text', 'next'].map((part) => `error_${code}_${part}`));
		expect(keys.filter((key) => !texts[key]?.trim())).toEqual([]);
	});

	test('has exactly the keys of the English texts, in their order, none empty', () => {
		expect(Object.keys(texts)).toEqual(Object.keys(english));
		expect(Object.entries(texts).filter(([, text]) => text.trim() === '')).toEqual([]);
	});

	test('has the placeholders of the English texts', () => {
		for (const [key, text] of Object.entries(english)) {
			expect([key, ...placeholders(texts[key] ?? '')]).toEqual([key, ...placeholders(text)]);
		}
	});

	test('names no error that does not exist', () => {
		const named = Object.keys(texts).flatMap((key) => /^error_(\w+)_(?:title|text|next)$/.exec(key)?.[1] ?? []);
		expect([...new Set(named)].sort()).toEqual([...codes].sort());
	});
});

test('docs/errors.md has one line for each code, with the title that people see, a cause and a remedy', () => {
	const rows = readFileSync(join(project, 'docs/errors.md'), 'utf8')
		.split('\n')
		.filter((line) => line.startsWith('| `'))
		.map((line) => line.split('|').map((cell) => cell.trim()));
	expect(rows.map(([, code]) => code)).toEqual(codes.map((code) => `\`${code}\``));
	for (const [, code = '', title, cause, remedy] of rows) {
		expect(title).toBe(english[`error_${code.slice(1, -1)}_title`]);
		expect(cause).toMatch(/\.$/);
		expect(remedy).toMatch(/\.$/);
	}
});
