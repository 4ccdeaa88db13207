import { identityKey, Links } from '../../../src/accounts/links';
import { establish } from '../../../src/sign-in/completeSignIn';
import type { Established } from '../../../src/sign-in/completeSignIn';
import type { Session, SessionBridge } from '../../../src/workspace/session/session';
import type { AccountRules } from '../../../src/settings/accountRules';
import { applicant } from './applicant';
import { CoreAccounts } from './core';
import { withoutLinking } from './policy';
import { portsWith, workspaceSettings } from './ports';
import { MemorySettings } from './settings';
import { MemoryStore } from './store';
import type { Applicant } from '../../../src/accounts/applicant';

/** A workspace without accounts, and people who have proven who they are to it. */
export function signingIn() {
	const [core, store] = [new CoreAccounts(), new MemoryStore()];
	const [appSettings, serverSettings] = [new MemorySettings(), new MemorySettings(workspaceSettings)];
	const ports = portsWith({ directory: core, store, appSettings, serverSettings });
	const links = new Links(store);
	return {
		...{ core, store, appSettings, serverSettings, ports, links },
		/** For those who get in, or are refused. */
		signIn: async (who = applicant(), bridge: SessionBridge = core): Promise<Session> =>
			sessionOf(await establish(who, withoutLinking, bridge, ports)),
		enter: (who: Applicant, rules: AccountRules): Promise<Established> => establish(who, rules, core, ports),
		stateOf: async (who = applicant()) => links.find(await identityKey(who.key)),
	};
}

export function sessionOf(established: Established): Session {
	if (established.kind !== 'signedIn') throw new Error(`not signed in: ${established.kind}`);
	return established.session;
}
