import type { Needs, Settings } from '../ports/ports';

type Looking = Settings & Needs<'store' | 'directory' | 'now'>;

/** The same ports, for code that must only look: a write fails. */
export function readOnly({ store, appSettings, serverSettings, directory, now }: Looking): Looking {
	const refuse = (): Promise<never> => Promise.reject(new Error('Nothing is to be changed here'));
	return {
		store: { all: (key) => store.all(key), add: refuse, remove: refuse },
		appSettings,
		serverSettings: { get: (id) => serverSettings.get(id), fresh: (id) => serverSettings.fresh(id), set: refuse },
		directory,
		now,
	};
}
