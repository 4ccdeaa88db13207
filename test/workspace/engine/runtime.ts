import type { ChildProcess } from 'node:child_process';
import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import type { PrintEntry } from '../serverLog';
import type { Engine } from './load';
import { NodeRuntimeController } from './node/controller';

/**
 * What runs apps: the engine's own Deno processes up to 8.7; from 8.8 on Node processes, which send structured clones over
 * Node's IPC channel (`node`), or MessagePack over their standard streams (`node-msgpack`). Which of the two a release
 * has, is not known.
 */
export type RuntimeName = 'deno' | 'node' | 'node-msgpack';

type DenoController = InstanceType<Engine['DenoRuntimeSubprocessController']>;

const NAMES: readonly string[] = ['deno', 'node', 'node-msgpack'] satisfies RuntimeName[];

/**
 * @param wanted what a test asks for, the first that is given: an option, the environment variable RUNTIME, the profile
 * @param isOlder an engine that is not the newest has its own runtime and no other
 * @throws for an unknown name, and for an option that an older engine can't fulfil
 */
export function chooseRuntime(
	wanted: { option?: RuntimeName; variable?: string; profile?: RuntimeName },
	isOlder: boolean,
): RuntimeName {
	const { option, variable, profile } = wanted;
	if (isOlder) {
		if (option && option !== 'deno') throw new Error(`Older engines do not have the runtime "${option}"`);
		return 'deno';
	}
	const name = option ?? (variable || profile || 'deno');
	if (!NAMES.includes(name)) throw new Error(`There is no runtime "${name}", only ${NAMES.join(', ')}`);
	return name as RuntimeName;
}

interface SpawningController {
	deno?: ChildProcess;
	spawnProcess(): void;
}

/**
 * The engine listens for no error of the pipe to a process that has just ended. A server goes on all the same, by its
 * handler for uncaught exceptions (read); the process of these tests would end, or blame another test.
 */
function surviveBrokenPipes(controller: SpawningController): void {
	const spawnProcess = controller.spawnProcess.bind(controller);
	controller.spawnProcess = () => {
		spawnProcess();
		controller.deno?.stdin?.on('error', () => undefined);
	};
}

/**
 * Has the manager run apps in `name`. Engines that find their Deno runtime by themselves are left alone.
 *
 * @param print gets each entry of an app's logger as it is made, from the Node runtime alone
 */
export function provideRuntime(engine: Engine, name: RuntimeName, manager: AppManager, print?: PrintEntry): void {
	const { AppRuntimeManager, DenoRuntimeSubprocessController, denoConfig } = engine;
	if (name === 'deno' && denoConfig === undefined) return;
	const runtime = new AppRuntimeManager(manager, (...parameters) => {
		if (name !== 'deno') {
			const wire = name === 'node' ? 'ipc' : 'msgpack';
			// The engine names the class, but asks for no more than IRuntimeController.
			return new NodeRuntimeController(engine, wire, print, ...parameters) as unknown as DenoController;
		}
		const controller = new DenoRuntimeSubprocessController(...parameters);
		surviveBrokenPipes(controller as unknown as SpawningController);
		// The engine's own configuration asks for packages of a registry.
		return Object.assign(controller, { denoConfigPath: denoConfig });
	});
	Object.assign(manager, { runtime });
}
