import { gzipSync } from 'node:zlib';
import { explain } from '../../../../src/attempts/explain';
import type { ErrorCode } from '../../../../src/errors';
import { errorCodes } from '../../../../src/errors';
import { helpPage } from '../../../../src/features/help/helpPage';
import { escapeMarkup } from '../../../../src/values/markup';
import { textsFor } from '../../../../src/texts/texts';
import { filesIn, textsOf } from '../../support/languages';

const codes = Object.keys(errorCodes) as ErrorCode[];
const languages = filesIn('own').map((file) => file.replace('.json', ''));

const show = (language: string): string =>
	helpPage(textsFor(language, undefined), { nonce: 'n0nce', workspaceName: 'Example', below: '/app' }).content;

/** What follows the heading of a code, until the next one. */
const sectionOf = (page: string, code: string): string =>
	page.slice(page.indexOf(`<h3 id="${code}">`)).split(/<h[23] /, 2)[1]!;

describe.each(languages)('%s', (language) => {
	const page = show(language);
	const texts = textsFor(language, undefined);

	test('each code is an anchor, once, and no name of a value is left', () => {
		expect([...page.matchAll(/<h3 id="(\w+)">/g)].map(([, code]) => code).sort()).toEqual([...codes].sort());
		expect(page.replace(/<style[^]*?<\/style>/g, '')).not.toMatch(/\{\w+\}/);
	});

	test('a code has the words of an attempt with it', () => {
		const missing = codes.filter((code) => {
			const { title, paragraphs } = explain({ code }, undefined, texts);
			return ![title, ...paragraphs].every((text) => sectionOf(page, code).includes(escapeMarkup(text)));
		});
		expect(missing).toEqual([]);
	});

	test('it is small', () => expect(gzipSync(page, { level: 6 }).length).toBeLessThan(20_000));
});

test('every cause that a detail can show is on it', () => {
	const page = show('en');
	const causes = Object.entries(textsOf('own', 'en.json')).filter(([key]) => key.startsWith('cause_'));
	const isThere = (text: string): boolean => text.split(/\{\w+\}/).every((part) => page.includes(escapeMarkup(part)));
	expect(causes.length).toBeGreaterThan(20);
	expect(causes.filter(([, text]) => !isThere(text))).toEqual([]);
});
