import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import type { Change } from '../../../scripts/newPreset';
import { changesFor, parsePreset } from '../../../scripts/newPreset';
import { root } from '../../../scripts/package';
import type { Preset } from '../../../src/providers/definition/definition';
import { openid } from '../../../src/providers/definition/openid';
import { presets } from '../../../src/providers/presets';

const openidTests = 'test/app/providers/presetsOpenid.test.ts';
const oauth2Tests = 'test/app/providers/presetsOauth2.test.ts';

/** Copies a part of the project. @returns the folder */
function copyOf(entries: readonly string[]): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'new-preset-'));
	for (const entry of entries) cpSync(path.join(root, entry), path.join(folder, entry), { recursive: true });
	return folder;
}

/** The lines of a file that it did not have in the project. */
function linesAdded(folder: string, file: string): string[] {
	const old = new Set(existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8').split('\n') : []);
	return readFileSync(path.join(folder, file), 'utf8')
		.split('\n')
		.filter((line) => !old.has(line));
}

function presetsIn(folder: string): Preset[] {
	const entry = path.join(folder, 'src/providers/presets/index.ts');
	const { outputFiles } = buildSync({ entryPoints: [entry], bundle: true, write: false, format: 'cjs' });
	const module = { exports: {} as { presets: Preset[] } };
	new Function('module', outputFiles[0]!.text)(module);
	return module.exports.presets;
}

interface Case {
	readonly args: readonly string[];
	/** The file in which the app tests get a row, and the row between its neighbours. */
	readonly tests: ReadonlyArray<readonly [string, RegExp]>;
	readonly row: string;
	readonly traits: object;
	/** The name of the preset that it is listed before. */
	readonly before: string | undefined;
	readonly asksFor?: '-url' | '-issuer';
}

const cases: Record<string, Case> = {
	casdoor: {
		args: ['--name', 'Casdoor'],
		tests: [],
		row: '| [Casdoor](casdoor.md) (`casdoor`) | OpenID Connect | by `email_verified` | wire shape |',
		traits: openid,
		before: 'Discord',
		asksFor: '-issuer',
	},
	zz_door: {
		args: ['--name', "Zz Door's", '--issuer', 'https://door.example.com/oidc'],
		tests: [[openidTests, /zitadel: \{[^]*\tzz_door: \{\s+vendorIssuer: "https:\/\/door\.example\.com\/oidc",/]],
		row: "| [Zz Door's](zz_door.md) (`zz_door`) | OpenID Connect | by `email_verified` | wire shape |",
		traits: { ...openid, issuer: 'https://door.example.com/oidc' },
		before: undefined,
	},
	aardvark: {
		args: ['--name', 'Aardvark', '--protocol', 'oauth2'],
		tests: [[oauth2Tests, /\taardvark: \{\s+url: 'https:\/\/aardvark\.example\.com',[^]*\tdiscord: \{/]],
		row: '| [Aardvark](aardvark.md) (`aardvark`) | OAuth 2.0 | never | wire shape |',
		traits: expect.objectContaining({ protocol: 'oauth2', emailTrust: 'never' }) as object,
		before: 'Amazon Cognito',
		asksFor: '-url',
	},
	lynx: {
		args: ['--name', 'Lynx', '--protocol', 'oauth2', '--url', 'https://api.lynx.example.com'],
		tests: [[oauth2Tests, /linkedin: \{[^]*\tlynx: \{[^}]*https:\/\/api\.lynx\.example\.com\/[^]*\tmattermost: \{/]],
		row: '| [Lynx](lynx.md) (`lynx`) | OAuth 2.0 | never | wire shape |',
		traits: expect.objectContaining({ url: 'https://api.lynx.example.com', emailTrust: 'never' }) as object,
		before: 'Mattermost',
	},
};

describe.each(Object.entries(cases))('%s', (id, { args, tests, row, traits, before, asksFor }) => {
	let folder: string;
	let changes: Change[];
	beforeAll(() => {
		folder = copyOf(['src/providers', 'docs/providers', openidTests, oauth2Tests]);
		changes = changesFor(parsePreset([id, ...args]), folder);
		for (const { file, text } of changes) writeFileSync(path.join(folder, file), text);
	});
	afterAll(() => rmSync(folder, { recursive: true }));

	test('is two new files, a line in two lists, and a row in the app tests where one is needed', () => {
		expect(changes.map(({ file, isNew }) => [file, isNew])).toEqual([
			[`src/providers/presets/${id}.ts`, true],
			['src/providers/presets/index.ts', false],
			[`docs/providers/${id}.md`, true],
			['docs/providers/README.md', false],
			...tests.map(([file]) => [file, false]),
		]);
		for (const [file, row] of tests) expect(readFileSync(path.join(folder, file), 'utf8')).toMatch(row);
	});

	test('is a preset in the order of the names, and leaves the others as they are', () => {
		const all = presetsIn(folder);
		const at = all.findIndex((preset) => preset.id === id);
		expect(all[at]).toMatchObject({ id, name: args[1] });
		expect(all[at]?.traits).toEqual(traits);
		expect(all[at + 1]?.name).toBe(before);
		expect(all.filter((preset) => preset.id !== id)).toEqual(presets);
	});

	test('is one row of the list in the documentation, in front of the same one', () => {
		expect(linesAdded(folder, 'docs/providers/README.md')).toEqual([row]);
		const rows = readFileSync(path.join(folder, 'docs/providers/README.md'), 'utf8').split('\n');
		expect(/^\| \[(.+?)\]/.exec(rows[rows.indexOf(row) + 1]!)?.[1]).toBe(before);
	});

	test('has a page with the usual headings, which asks for a server only where the preset knows none', () => {
		const page = readFileSync(path.join(folder, `docs/providers/${id}.md`), 'utf8');
		const asked = [...page.matchAll(/`Accounts_OAuth_Custom-\w+(-url|-issuer)`/g)].map(([, suffix]) => suffix);
		expect(asked).toEqual(asksFor ? [asksFor] : []);
		expect(headings(page)).toEqual(headings(readFileSync(path.join(folder, 'docs/providers/keycloak.md'), 'utf8')));
	});

	test('marks in the preset and on the page what is to be filled in', () => {
		for (const file of [`src/providers/presets/${id}.ts`, `docs/providers/${id}.md`]) {
			expect(linesAdded(folder, file).filter((line) => /\bTODO\b/.test(line))).not.toEqual([]);
		}
	});
});

const headings = (page: string): string[] =>
	page.split('\n').flatMap((line) => (line.startsWith('## ') ? [line.replace(/(?<=Create the app at ).+/, '')] : []));

test('the program writes the files, in code that prettier leaves as it is, and says what it did and what is next', () => {
	const sources = ['src', 'scripts', 'i18n', 'docs/providers', openidTests, oauth2Tests];
	const folder = copyOf([...sources, 'app.json', 'package.json', 'tsconfig.json', '.prettierrc.json']);
	symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
	const run = (program: string, ...args: string[]): string => {
		const file = path.join('node_modules', program);
		return execFileSync(process.execPath, [file, ...args], { cwd: folder, encoding: 'utf8' });
	};
	try {
		const preset = ['lynx', '--name', "Lynx's", '--protocol', 'oauth2', '--url', 'https://api.lynx.example.com'];
		const output = run('tsx/dist/cli.mjs', 'scripts/newPreset.ts', ...preset);
		const said = [...output.matchAll(/^(?:made|changed) +(\S+)$/gm)].map(([, file]) => file!);
		expect(said).toEqual(changesFor(parsePreset(preset), root).map(({ file }) => file));
		const marked = said.flatMap((file) =>
			readFileSync(path.join(folder, file), 'utf8')
				.split('\n')
				.flatMap((line, index) => (line.includes('TODO') ? [`${file}:${index + 1}`] : [])),
		);
		expect([...output.matchAll(/^ {3}(\S+) TODO: \S/gm)].map(([, place]) => place)).toEqual(marked);
		expect(said.filter((file) => linesAdded(folder, file).length === 0)).toEqual([]);
		run('prettier/bin/prettier.cjs', '--check', ...said.filter((file) => file.endsWith('.ts')));
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test.each<[string, string[], RegExp]>([
	['no id', ['--name', 'A'], /npm run new-preset/],
	['no name', ['acme'], /npm run new-preset/],
	['two ids', ['acme', 'other', '--name', 'Acme'], /npm run new-preset/],
	['an option that there is none of', ['acme', '--name', 'Acme', '--color', 'red'], /npm run new-preset/],
	['a capital in the id', ['Acme', '--name', 'Acme'], /"Acme" cannot be an id/],
	['a hyphen in the id', ['ac-me', '--name', 'Acme'], /"ac-me" cannot be an id/],
	['an id that leads out of the folder', ['../acme', '--name', 'Acme'], /cannot be an id/],
	['a digit first', ['1acme', '--name', 'Acme'], /cannot be an id/],
	['the id of a preset', ['keycloak', '--name', 'Acme'], /id keycloak already/],
	['the id of a section', ['okta', '--name', 'Acme'], /id okta already/],
	['the id of the choice without a preset', ['custom', '--name', 'Acme'], /id custom already/],
	['the name of a preset', ['acme', '--name', 'keycloak'], /name keycloak already/],
	['a name that ends a cell of a table', ['acme', '--name', 'A | B'], /cannot be a name/],
	['a name of two lines', ['acme', '--name', 'A\nB'], /cannot be a name/],
	['an empty name', ['acme', '--name', ''], /cannot be a name/],
	['another protocol', ['acme', '--name', 'Acme', '--protocol', 'saml'], /not saml/],
	['an issuer without HTTPS', ['acme', '--name', 'Acme', '--issuer', 'http://acme.example.com'], /cannot be used/],
	['an issuer that is no URL', ['acme', '--name', 'Acme', '--issuer', 'acme'], /cannot be used/],
	[
		'an issuer with OAuth 2.0',
		['acme', '--name', 'A', '--protocol', 'oauth2', '--issuer', 'https://a.example'],
		/--issuer/,
	],
	['a URL with OpenID Connect', ['acme', '--name', 'Acme', '--url', 'https://acme.example.com'], /--url/],
])('refuses %s', (_, args, message) => {
	expect(() => parsePreset(args)).toThrow(message);
});
