import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

/* The Markdown files as a whole: that links lead somewhere, that each page can be found, and that it is short. */

const root = path.join(__dirname, '..', '..', '..');

const inDocs = readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
	.filter((name) => name.endsWith('.md'))
	.map((name) => path.join('docs', name));
const files = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'test/workspace/README.md', ...inDocs];

const text = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** What follows `#` in a link to a heading, as GitHub makes it: lower case, `-` for spaces, no other punctuation. */
const anchorsOf = (file: string): ReadonlySet<string> =>
	new Set(
		[...text(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
			heading!
				.toLowerCase()
				.replace(/\]\([^)]*\)/g, '')
				.replace(/[^\p{L}\p{N}\s_-]/gu, '')
				.replace(/\s/g, '-'),
		),
	);

/** The links of a file to other files and headings of the project, without those to other hosts. */
const linksOf = (file: string): ReadonlyArray<readonly [target: string, anchor: string]> =>
	[...text(file).matchAll(/\]\(([^)\s]+)\)/g)]
		.map(([, link]) => link!)
		.filter((link) => !/^[a-z]+:/.test(link))
		.map((link) => {
			const [name = '', anchor = ''] = link.split('#');
			return [name === '' ? file : path.join(path.dirname(file), name), anchor] as const;
		});

test.each(files)('%s: each link leads to a file, and to a heading of it', (file) => {
	const broken = linksOf(file).filter(
		([target, anchor]) => !existsSync(path.join(root, target)) || (anchor !== '' && !anchorsOf(target).has(anchor)),
	);
	expect(broken).toEqual([]);
});

test('each page is reached from the README', () => {
	const reached = new Set(['README.md']);
	for (const file of reached) {
		if (!file.endsWith('.md') || !existsSync(path.join(root, file))) continue;
		for (const [target] of linksOf(file)) reached.add(target);
	}
	expect(inDocs.filter((file) => !reached.has(file))).toEqual([]);
});

/** Pages in which readers look something up, and which they do not read from the beginning to the end. */
const references = [
	...['architecture.md', 'errors.md', 'performance.md', 'settings.md', 'threat-model.md', 'translating.md'],
	'providers/definition.md',
].map((name) => path.join('docs', name));

test('no page has more than 1,200 words, but the references', () => {
	const long = inDocs
		.filter((file) => !references.includes(file))
		.map(
			(file) =>
				[
					file,
					text(file)
						.split(/\s+/)
						.filter((word) => /[\p{L}\p{N}]/u.test(word)).length,
				] as const,
		)
		.filter(([, words]) => words > 1200);
	expect(long).toEqual([]);
});
