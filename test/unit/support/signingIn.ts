import { identityKey, Links } from '../../../src/accounts/links';
import type { Applied } from '../../../src/sign-in/applyDecision';
import { applyDecision } from '../../../src/sign-in/applyDecision';
import { evaluate } from '../../../src/sign-in/evaluate';
import type { Ports } from '../../../src/ports/ports';
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
			sessionOf(await decideAndApply(who, withoutLinking, bridge, ports)),
		/** Whatever the decision leads to. */
		decide: (who: Applicant, rules: AccountRules): Promise<Applied> => decideAndApply(who, rules, core, ports),
		stateOf: async (who = applicant()) => links.find(await identityKey(who.key)),
	};
}

/** The two steps of every sign-in between who somebody is and a session. */
export const decideAndApply = async (
	who: Applicant,
	rules: AccountRules,
	bridge: SessionBridge,
	ports: Ports,
): Promise<Applied> => applyDecision(await evaluate(who, { rules, syncRules: {} }, ports), bridge, ports);

export function sessionOf(applied: Applied): Session {
	if (applied.kind !== 'signedIn') throw new Error(`not signed in: ${applied.kind}`);
	return applied.session;
}
