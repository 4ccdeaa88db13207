import type { App as AppType } from '@rocket.chat/apps-engine/definition/App';
import type { Accessors } from './accessors';
import { requireForApp } from './definitions';
import type { Logger } from './logger';

export interface AppPackage {
	info: { id: string; classFile: string };
	files: Record<string, string>;
}

export type RunningApp = Pick<AppType, 'getStatus'> & Record<string, unknown>;

const REQUIRED = ['getName', 'getNameSlug', 'getVersion', 'getID', 'getDescription', 'getRequiredApiVersion'];

/** Uses that the server rewrites before it evaluates an app; that is left out, so such an app is refused. */
const REWRITTEN = /\.usernames\b|\.isOnline\(|\.createToken\(/;

/**
 * Evaluates an app's class file and makes the app. It is the process's own realm and global object: the process is the
 * sandbox. `globalThis` is a parameter without a value. (Read: packages/apps, base-runtime/src/handlers/app/construct.ts)
 */
export async function construct(
	{ info, files }: AppPackage,
	logger: Logger,
	accessors: Accessors,
): Promise<RunningApp> {
	const source = files[info.classFile] ?? '';
	if (REWRITTEN.test(source)) throw new Error('The server would rewrite this app, which this runtime does not');
	const evaluate = new Function(
		'require',
		`const exports = {};
		const module = { exports };
		const { log, error, debug, info, warn } = console;
		return (async (exports, module, require, console, globalThis) => {
			${source};
		})(exports, module, require, { log, error, debug, info, warn }, undefined).then(() => module.exports);`,
	) as (require: (name: string) => unknown) => Promise<object>;
	const [AppClass] = Object.values(await evaluate(requireForApp)) as [new (...parameters: unknown[]) => RunningApp];
	const app = new AppClass(info, logger, accessors.ofApp);
	for (const method of REQUIRED) {
		if (typeof app[method] !== 'function') throw new Error(`App must contain a ${method} function`);
	}
	return app;
}
