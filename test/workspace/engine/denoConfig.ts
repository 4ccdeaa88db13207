import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const ROOT = join(__dirname, '..', '..', '..');
const NODE_MODULES = join(ROOT, 'node_modules');
const STAND_INS = join(__dirname, 'deno');

const file = (...path: string[]): string => pathToFileURL(join(...path)).href;

/** Every `npm:` and `jsr:` specifier of the Deno runtime, as a file that is installed: nothing is fetched at run time. */
function importMap(engineDir: string, standIns: string): Record<string, string> {
	return {
		'@rocket.chat/apps-engine/definition/exceptions/AppsEngineException.ts': file(standIns, 'AppsEngineException.mjs'),
		// The runtime's require() takes "src/" away again.
		'@rocket.chat/apps-engine/': `${file(engineDir, 'src')}/`,
		'@rocket.chat/ui-kit': file(standIns, 'types-only.mjs'),
		'@std/cli': file(standIns, 'std-cli.mjs'),
		'@std/cli/parse-args': file(standIns, 'std-cli.mjs'),
		'@std/io': file(standIns, 'std-io.mjs'),
		'https://deno.land/std@0.216.0/io/write_all.ts': file(standIns, 'std-io.mjs'),
		'@std/streams': file(standIns, 'std-streams.mjs'),
		'@msgpack/msgpack': file(NODE_MODULES, '@msgpack/msgpack/dist.es5+esm/index.mjs'),
		acorn: file(NODE_MODULES, 'acorn/dist/acorn.mjs'),
		'acorn-walk': file(NODE_MODULES, 'acorn-walk/dist/walk.mjs'),
		astring: file(NODE_MODULES, 'astring/dist/astring.mjs'),
		'jsonrpc-lite': file(NODE_MODULES, 'jsonrpc-lite/jsonrpc.js'),
		'stack-trace': file(NODE_MODULES, 'stack-trace/lib/stack-trace.js'),
		uuid: file(NODE_MODULES, 'uuid/wrapper.mjs'),
	};
}

function config(engineDir: string, standIns: string): string {
	const imports = importMap(engineDir, standIns);
	return JSON.stringify({ imports, nodeModulesDir: 'manual', unstable: ['detect-cjs'], lock: false }, null, 2);
}

/**
 * Writes the runtime's configuration for an engine that lives in node_modules.
 * The depth of the path matters: the engine allows reading from two folders above it, which here is node_modules.
 * @returns the configuration's path.
 */
export function writeInstalledConfig(engineDir: string): string {
	const target = join(NODE_MODULES, '.cache', 'apps-engine', 'deno-runtime', 'deno.jsonc');
	const content = config(engineDir, STAND_INS);
	// Another process may be reading it right now.
	if (!existsSync(target) || readFileSync(target, 'utf8') !== content) {
		mkdirSync(dirname(target), { recursive: true });
		writeFileSync(target, content);
	}
	return target;
}

/** Replaces the configuration of an engine in `engineDir`, which will be at `finalDir` when it is used. */
export function writeCopiedConfig(engineDir: string, finalDir: string): void {
	writeFileSync(join(engineDir, 'deno-runtime', 'deno.jsonc'), config(finalDir, STAND_INS));
}

/** The engine starts plain `deno`: put the installed binary first, and its compile cache beside it. */
export function provideDeno(): void {
	process.env.DENO_DIR ??= join(NODE_MODULES, '.cache', 'apps-engine', 'deno-dir');
	const folder = dirname(denoBinary());
	const path = process.env.PATH ?? '';
	if (!path.startsWith(folder)) {
		process.env.PATH = `${folder}${delimiter}${path}`;
	}
}

/** Engines before 1.47 find the binary in a package that downloads it: stand in for that with the installed one. */
export function provideDenoPackage(engineDir: string): void {
	const folder = join(engineDir, 'node_modules', 'deno-bin');
	mkdirSync(join(folder, 'bin'), { recursive: true });
	writeFileSync(join(folder, 'index.js'), '');
	symlinkSync(denoBinary(), join(folder, 'bin', 'deno'));
}

/** Where install scripts did not run, the binary is only in the package of the platform. */
function denoBinary(): string {
	const executable = process.platform === 'win32' ? 'deno.exe' : 'deno';
	const scope = join(NODE_MODULES, '@deno');
	const platforms = existsSync(scope) ? readdirSync(scope).map((name) => join(scope, name)) : [];
	const found = [join(NODE_MODULES, 'deno'), ...platforms]
		.map((folder) => join(folder, executable))
		.find((path) => existsSync(path));
	if (!found) {
		throw new Error(`There is no ${executable} in node_modules`);
	}
	return found;
}
