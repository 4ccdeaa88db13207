import { identityKey, Links } from '../../../src/accounts/links';
import { establish } from '../../../src/flow/establish';
import type { Session, SessionBridge } from '../../../src/session/session';
import { applicant } from './applicant';
import { CoreAccounts } from './core';
import { portsWith, workspaceSettings } from './ports';
import { MemorySettings } from './settings';
import { MemoryStore } from './store';

/** A workspace without accounts, and people who have proven who they are to it. */
export function signingIn() {
	const [core, store] = [new CoreAccounts(), new MemoryStore()];
	const [appSettings, serverSettings] = [new MemorySettings(), new MemorySettings(workspaceSettings)];
	const ports = portsWith({ directory: core, store, appSettings, serverSettings });
	const links = new Links(store);
	return {
		...{ core, store, appSettings, serverSettings, ports, links },
		signIn: (who = applicant(), bridge: SessionBridge = core): Promise<Session> => establish(who, bridge, ports),
		stateOf: async (who = applicant()) => links.find(await identityKey(who.key)),
	};
}
