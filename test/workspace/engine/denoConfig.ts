import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(__dirname, '..', '..', '..');
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

function write(target: string, engineDir: string, standIns: string): void {
	mkdirSync(dirname(target), { recursive: true });
	cpSync(STAND_INS, standIns, { recursive: true });
	const config = {
		imports: importMap(engineDir, standIns),
		nodeModulesDir: 'manual',
		unstable: ['detect-cjs'],
		lock: false,
	};
	writeFileSync(target, JSON.stringify(config, null, 2));
}

/**
 * Writes the runtime's configuration for an engine that lives in node_modules.
 * The depth of the path matters: the engine allows reading from two folders above it, which here is node_modules.
 * @returns the configuration's path.
 */
export function writeInstalledConfig(engineDir: string): string {
	const cache = join(NODE_MODULES, '.cache', 'apps-engine');
	const target = join(cache, 'deno-runtime', 'deno.jsonc');
	write(target, engineDir, join(cache, 'stand-ins'));
	return target;
}

/** Replaces the configuration of an engine that was copied out of node_modules. */
export function writeCopiedConfig(engineDir: string): void {
	write(join(engineDir, 'deno-runtime', 'deno.jsonc'), engineDir, join(engineDir, 'stand-ins'));
}

/** The engine starts plain `deno`: put the installed binary first, and its compile cache beside it. */
export function provideDeno(): void {
	process.env.DENO_DIR ??= join(NODE_MODULES, '.cache', 'apps-engine', 'deno-dir');
	const executable = process.platform === 'win32' ? 'deno.exe' : 'deno';
	// Where install scripts did not run, the binary is only in the package of the platform.
	const scope = join(NODE_MODULES, '@deno');
	const platforms = existsSync(scope) ? readdirSync(scope).map((name) => join(scope, name)) : [];
	const folder = [join(NODE_MODULES, 'deno'), ...platforms].find((each) => existsSync(join(each, executable)));
	if (!folder) {
		throw new Error(`There is no ${executable} in node_modules`);
	}
	const path = process.env.PATH ?? '';
	if (!path.startsWith(folder)) {
		process.env.PATH = `${folder}${delimiter}${path}`;
	}
}
