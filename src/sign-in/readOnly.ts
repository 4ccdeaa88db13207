import type { Ports } from '../ports/ports';

/** The same ports, for code that must only look: a write fails. */
export function readOnly(ports: Ports): Ports {
	const refuse = (): Promise<never> => Promise.reject(new Error('Nothing is to be changed here'));
	const { store, serverSettings } = ports;
	return {
		...ports,
		rooms: { join: refuse, create: refuse },
		store: { all: (key) => store.all(key), add: refuse, remove: refuse },
		serverSettings: { get: (id) => serverSettings.get(id), fresh: (id) => serverSettings.fresh(id), set: refuse },
	};
}
