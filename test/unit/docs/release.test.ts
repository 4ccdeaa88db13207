import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * What names the version of the app names the same one, and what an administrator will notice is written down.
 */

const root = join(__dirname, '..', '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const json = <T>(file: string): T => JSON.parse(read(file)) as T;

const { version, requiredApiVersion } = json<{ version: string; requiredApiVersion: string }>('app.json');

test('package.json and its lock file name the version of app.json', () => {
	const lock = json<{ version: string; packages: { '': { version: string } } }>('package-lock.json');
	const named = [json<{ version: string }>('package.json').version, lock.version, lock.packages[''].version];
	expect(named).toEqual([version, version, version]);
});

test.each([
	['README.md', `dist/oauth-login_${version}.zip`],
	['.github/ISSUE_TEMPLATE/bug.yml', `OAuth Login ${version},`],
	['docs/upgrade.md', `\n## To ${version}\n`],
])('%s says %j', (file, text) => expect(read(file)).toContain(text));

test('the changelog begins with it, or with what is not released yet, and every version has its date', () => {
	const headings = read('CHANGELOG.md').match(/^## .*$/gm)!;
	expect(headings.find((heading) => heading !== '## [Unreleased]')).toMatch(new RegExp(`^## \\[${version}\\] - `));
	expect(headings.filter((one) => !/^## \[(?:Unreleased|\d+\.\d+\.\d+)\](?: - \d{4}-\d\d-\d\d)?$/.test(one))).toEqual(
		[],
	);
});

test('the supported versions begin with the one that has the engine that the app asks for', () => {
	const [, least] = /^\^(\d+\.\d+)\.0$/.exec(requiredApiVersion)!;
	expect(read('docs/upgrade.md')).toContain(`Apps-Engine ${least}, which came with`);
	expect(json<{ supportedVersions: string }>('marketplace/listing.json').supportedVersions).toContain(
		`Apps-Engine ${least})`,
	);
});
