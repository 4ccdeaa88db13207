import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import type * as AppManagerModule from '@rocket.chat/apps-engine/server/AppManager';
import type * as BridgesModule from '@rocket.chat/apps-engine/server/bridges';
import type * as LoggingModule from '@rocket.chat/apps-engine/server/logging';
import type * as RuntimeManagerModule from '@rocket.chat/apps-engine/server/managers/AppRuntimeManager';
import type * as DenoModule from '@rocket.chat/apps-engine/server/runtime/deno/AppsEngineDenoRuntime';
import type * as LivenessModule from '@rocket.chat/apps-engine/server/runtime/deno/LivenessManager';
import type * as StorageModule from '@rocket.chat/apps-engine/server/storage';
import { provideDeno, provideDenoPackage, ROOT, writeCopiedConfig, writeInstalledConfig } from './denoConfig';

/** What the workspace uses of an engine, whichever version it is. */
export interface Engine {
	version: string;
	/** Absent where the engine finds its configuration by itself. */
	denoConfig?: string;
	/** Where the engine links its runtime to and keeps uploads. */
	tempFolder: string;
	AppManager: typeof AppManagerModule.AppManager;
	AppRuntimeManager: typeof RuntimeManagerModule.AppRuntimeManager;
	DenoRuntimeSubprocessController: typeof DenoModule.DenoRuntimeSubprocessController;
	LivenessManager: typeof LivenessModule.LivenessManager;
	AppConsole: typeof LoggingModule.AppConsole;
	storage: typeof StorageModule;
	/** The module that has the abstract bridge of that name, or undefined where the engine is older than the bridge. */
	bridge(name: string): object | undefined;
	AppBridges: typeof BridgesModule.AppBridges;
}

const requireModule = createRequire(__filename);

const INSTALLED = dirname(requireModule.resolve('@rocket.chat/apps-engine/package.json'));

/**
 * Loads an engine with its Deno runtime made startable without a network.
 * @param directory where the package is: installed under an alias, or unpacked anywhere. Default: the installed one.
 */
export function loadEngine(directory: string = INSTALLED): Engine {
	provideDeno();
	const { version } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { version: string };
	const linksRuntime = readFileSync(join(directory, 'server/runtime/deno/AppsEngineDenoRuntime.js'), 'utf8').includes(
		'symlinkSync',
	);
	const base = linksRuntime ? directory : copyOut(directory, version);
	const load = <Module>(path: string): Module => requireModule(join(base, path)) as Module;
	return {
		version,
		denoConfig: linksRuntime ? writeInstalledConfig(base) : undefined,
		tempFolder: makeTempFolder(base),
		AppManager: load<typeof AppManagerModule>('server/AppManager').AppManager,
		AppRuntimeManager: load<typeof RuntimeManagerModule>('server/managers/AppRuntimeManager').AppRuntimeManager,
		DenoRuntimeSubprocessController: load<typeof DenoModule>('server/runtime/deno/AppsEngineDenoRuntime')
			.DenoRuntimeSubprocessController,
		LivenessManager: load<typeof LivenessModule>('server/runtime/deno/LivenessManager').LivenessManager,
		AppConsole: load<typeof LoggingModule>('server/logging').AppConsole,
		storage: load<typeof StorageModule>('server/storage'),
		bridge: (name) => {
			const path = join(base, 'server/bridges', name);
			return existsSync(`${path}.js`) ? (requireModule(path) as object) : undefined;
		},
		AppBridges: load<typeof BridgesModule>('server/bridges').AppBridges,
	};
}

/**
 * One folder for each engine, not for each start: Deno caches what it compiles by path, and compiles the whole runtime
 * again when it finds it under another one.
 */
function makeTempFolder(base: string): string {
	const name = createHash('sha256').update(base).digest('hex').slice(0, 16);
	const folder = join(tmpdir(), `workspace-apps-${userInfo().uid}-${name}`);
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	return folder;
}

/**
 * Deno refuses to run programs inside node_modules, and only newer engines link their runtime to a place outside
 * of it: older ones are copied out, to where they still find the project's packages. What a package has of its own
 * goes with it; one that was only unpacked has the installed engine's.
 */
function copyOut(directory: string, version: string): string {
	const copy = join(ROOT, 'build', 'apps-engine', version);
	if (!existsSync(copy)) {
		// Two processes may do this at once: the first to be done is taken.
		const draft = `${copy}-${process.pid}`;
		const modules = join(draft, 'node_modules');
		cpSync(directory, draft, { recursive: true, verbatimSymlinks: true });
		if (!existsSync(modules)) {
			cpSync(join(INSTALLED, 'node_modules'), modules, { recursive: true, verbatimSymlinks: true });
		}
		writeCopiedConfig(draft, copy);
		provideDenoPackage(draft);
		try {
			renameSync(draft, copy);
		} catch {
			rmSync(draft, { recursive: true });
		}
	}
	return copy;
}
