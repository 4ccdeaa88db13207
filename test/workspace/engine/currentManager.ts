import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';

/**
 * The engine asks one global for an app's permissions, but several workspaces may run in one process, with the same
 * app in each. Bridges check permissions before anything asynchronous, so that a variable is enough to tell whose
 * bridge it is.
 */
const managers = new Set<AppManager>();
let current: AppManager | undefined;

/** Makes a manager with `create`, and the global such that it knows all managers. */
export function addManager(Class: typeof AppManager, create: () => AppManager): AppManager {
	Class.Instance = undefined as unknown as AppManager;
	const manager = create();
	managers.add(manager);
	Class.Instance = {
		getPermissionsById: (appId: string) =>
			(current ?? [...managers].find((each) => each.getOneById(appId)))?.getPermissionsById(appId) ?? [],
	} as AppManager;
	return manager;
}

export function removeManager(manager: AppManager): void {
	managers.delete(manager);
}

/** Has permissions checked by `manager` while `call` runs. */
export function onBehalfOf<Result>(manager: AppManager, call: () => Result): Result {
	const before = current;
	current = manager;
	try {
		return call();
	} finally {
		current = before;
	}
}
