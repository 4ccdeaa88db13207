import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { endpointProblem } from '../src/oauth/endpointRules';
import { catalog } from '../src/providers/catalog';
import { presets } from '../src/providers/presets';
import { root } from './package';
import type { NewPreset } from './presetTemplates';
import { identifierOf, listRow, presetPage, presetSource, testRow } from './presetTemplates';
import { Complaint, run } from './program';

const usage =
	'npm run new-preset -- <id> --name "Name" [--protocol openid|oauth2] [--issuer https://… | --url https://…]';

/** The values of the setting that are no preset of a file; see `src/providers/custom.ts`. */
const builtIn = [
	{ id: 'custom', name: 'Custom OAuth 2.0' },
	{ id: 'openid', name: 'OpenID Connect' },
];

/** @throws Complaint where no preset can be made of the arguments */
export function parsePreset(args: readonly string[]): NewPreset {
	const { id, name, protocol, issuer, url } = read(args);
	if (!/^[a-z][a-z0-9_]*$/.test(id)) {
		throw new Complaint(`"${id}" cannot be an id. It has lower case letters, digits and underscores, a letter first.`);
	}
	if (!/^[^\p{Cc}|`<>[\]]{1,60}$/u.test(name)) {
		throw new Complaint(
			`"${name}" cannot be a name. It has up to 60 characters, on one line, and none of | \` < > [ ].`,
		);
	}
	const existing = [...builtIn, ...catalog, ...presets];
	if (existing.some((one) => one.id === id)) throw new Complaint(`There is a provider with the id ${id} already.`);
	if (existing.some((one) => one.name.toLowerCase() === name.toLowerCase())) {
		throw new Complaint(`There is a provider with the name ${name} already.`);
	}
	if (protocol !== 'openid' && protocol !== 'oauth2') {
		throw new Complaint(`--protocol is openid or oauth2, not ${protocol}.`);
	}
	const [server, foreign] = protocol === 'openid' ? [issuer, url] : [url, issuer];
	if (foreign !== undefined) throw new Complaint('--issuer goes with --protocol openid, and --url with oauth2.');
	const problem = server === undefined ? undefined : endpointProblem(server, { allowHttpLoopback: false });
	if (problem) throw new Complaint(`${server} cannot be used: ${problem}.`);
	return { id, name, protocol, server };
}

function read(args: readonly string[]) {
	try {
		const { values, positionals } = parseArgs({
			args: [...args],
			allowPositionals: true,
			options: {
				name: { type: 'string' },
				protocol: { type: 'string', default: 'openid' },
				issuer: { type: 'string' },
				url: { type: 'string' },
			},
		});
		const [id, ...surplus] = positionals;
		if (id !== undefined && values.name !== undefined && surplus.length === 0)
			return { ...values, id, name: values.name };
	} catch {
		// An option that there is none of.
	}
	throw new Complaint(`Say what the preset is called: ${usage}`);
}

export interface Change {
	/** Below the project's folder. */
	readonly file: string;
	readonly text: string;
	readonly isNew: boolean;
}

/** The files of a project that a new preset changes, with their new text; TypeScript is not yet formatted. Writes nothing. */
export function changesFor(preset: NewPreset, folder: string): Change[] {
	const { id, name } = preset;
	const made = (file: string, text: string): Change => ({ file, text, isNew: true });
	const changed = (file: string, change: (text: string) => string): Change => ({
		file,
		text: change(readFileSync(path.join(folder, file), 'utf8')),
		isNew: false,
	});
	const row = testRow(preset);
	return [
		made(`src/providers/presets/${id}.ts`, presetSource(preset)),
		changed('src/providers/presets/index.ts', (text) => withListed(text, preset)),
		made(`docs/providers/${id}.md`, presetPage(preset)),
		changed('docs/providers/README.md', (text) =>
			insert(text, /^\| \[(.+)\]\(\w+\.md\) \(`.*\n/gm, name, listRow(preset)),
		),
		...(row === undefined
			? []
			: [changed(testFile(preset), (text) => insert(text, /^\t(\w+): \{\n[^]*?^\t\},\n/gm, id, row))]),
	];
}

const testFile = ({ protocol }: NewPreset): string =>
	`test/app/providers/${protocol === 'openid' ? 'presetsOpenid' : 'presetsOauth2'}.test.ts`;

/** The import, by file name, and the place in the list, which has the order of the names. */
function withListed(text: string, { id, name }: NewPreset): string {
	const identifier = identifierOf(id);
	const names = new Map(presets.map((preset) => [identifierOf(preset.id), preset.name]));
	const imported = insert(
		text,
		/^import \{ \w+ \} from '\.\/(\w+)';\n/gm,
		id,
		`import { ${identifier} } from './${id}';\n`,
	);
	return insert(imported, /^\t(\w+),\n/gm, name, `\t${identifier},\n`, (listed) => names.get(listed)!);
}

/**
 * Inserts a row in the order of the rows that are there.
 *
 * @param rows matches each of them with its end of line; its group says by what it is ordered
 */
function insert(text: string, rows: RegExp, key: string, row: string, keyOf = (found: string) => found): string {
	const found = [...text.matchAll(rows)];
	const next = found.find(([, other]) => keyOf(other!).localeCompare(key, 'en') > 0);
	const last = found.at(-1);
	if (last === undefined) throw new Error(`No row is like ${String(rows)}`);
	const at = next?.index ?? last.index + last[0].length;
	return text.slice(0, at) + row + text.slice(at);
}

/** As prettier has it. */
async function formatted(change: Change): Promise<Change> {
	if (!change.file.endsWith('.ts')) return change;
	// jest can't load it, and tests import this file.
	const { format, resolveConfig } = await import('prettier');
	const filepath = path.join(root, change.file);
	return { ...change, text: await format(change.text, { ...(await resolveConfig(filepath)), filepath }) };
}

/** Where something is left to be filled in. No other line of the project has the mark. */
const marksIn = ({ file, text }: Change): string[] =>
	text.split('\n').flatMap((line, index) => {
		const mark = /\bTODO: .*?(?=[.|]? ?(?:\*\/|\||$))/.exec(line)?.[0];
		return mark === undefined ? [] : [`   ${file}:${index + 1} ${mark}`];
	});

const nextSteps = (preset: NewPreset, marks: readonly string[]): string => `
Next:
1. Replace each mark by what the vendor's documentation says:
${marks.join('\n')}
2. Compare the claims with the documentation. They are in the preset, on the page, and in a row of
   ${testFile(preset)}${preset.protocol === 'openid' ? ' where they are not the standard ones' : ''}.
3. npx eslint src/providers test/app/providers && npx jest test/unit/providers ${testFile(preset)}
4. Add a line to CHANGELOG.md.`;

if (require.main === module) {
	void run(async () => {
		const preset = parsePreset(process.argv.slice(2));
		const changes = await Promise.all(changesFor(preset, root).map(formatted));
		for (const { file, text, isNew } of changes) {
			writeFileSync(path.join(root, file), text, { flag: isNew ? 'wx' : 'w' });
			console.log(`${isNew ? 'made   ' : 'changed'} ${file}`);
		}
		console.log(nextSteps(preset, changes.flatMap(marksIn)));
	});
}
