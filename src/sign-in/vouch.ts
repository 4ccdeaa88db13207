import type { Account } from '../ports/directory';
import { isPrivileged } from '../accounts/decide';
import type { Policy } from '../accounts/policy';
import { LoginError } from '../errors';
import { keepInStep } from '../sync/syncAccount';
import { bridgeFor } from '../workspace/bridge';
import { takeOverCasIfChosen } from '../workspace/bridgeHealth';
import { mintTicket } from '../workspace/cas/ticket';
import type { Provider } from '../settings/provider';
import { enter } from './applyDecision';
import { consider, contextOf } from './completeSignIn';
import { isNativeButtonOpen } from './nativeButton';
import type { Sealer } from '../browser/seal';
import type { Ports } from '../ports/ports';
import type { Applicant } from '../accounts/applicant';

/** Where the browser takes the ticket, and whose it is. */
export interface Vouched {
	readonly userId: string;
	readonly location: string;
}

/**
 * Tells core who somebody is, for a client that has begun core's CAS flow and gets the session.
 *
 * The app never sees that session, and so can't compare whose it is. Therefore it signs in by itself first, which shows
 * whom core knows by that `cas:user` now, and ends that session. And only people come this far who have signed in
 * before, and have no privileged role, neither before nor after they were brought in step with the provider.
 *
 * @throws LoginError
 */
export async function vouch(
	applicant: Applicant,
	service: string,
	provider: Provider,
	sealer: Sealer,
	ports: Ports,
): Promise<Vouched> {
	if (!(await isNativeButtonOpen(ports))) throw new LoginError('attempt_stale');
	const bridge = await bridgeFor(await takeOverCasIfChosen(ports, sealer), ports, sealer);
	const considered = await consider(applicant, provider.rules, ports);
	const { decision, facts, policy } = considered;
	if (decision.kind === 'refuse') throw new LoginError(decision.code, decision.detail);
	if (decision.kind !== 'signIn' || facts.link.link?.casUser === undefined) throw refused('no sign-in before');
	refusePrivileged(decision.account, policy);

	const { session, casUser } = await enter(decision.account, contextOf(considered, bridge, applicant, ports));
	try {
		await keepInStep(applicant, session, provider, sealer, ports);
	} finally {
		await bridge.end(session).catch(() => undefined);
	}
	const account = await ports.directory.byId(session.userId);
	// Without a name to go by, it was the other bridge: the settings have changed meanwhile.
	if (!account || casUser === undefined) throw new LoginError('attempt_stale');
	refusePrivileged(account, policy);
	// With its username, core could not make an account of whom it does not know: the username is taken.
	const { id: userId, username } = account;
	const ticket = await mintTicket(sealer, { service, user: casUser, attributes: { username } });
	return { userId, location: `${service}?ticket=${ticket}` };
}

function refusePrivileged(account: Account, policy: Policy): void {
	if (isPrivileged(account, policy)) throw refused('a privileged role');
}

const refused = (detail: string): LoginError => new LoginError('native_button_refused', detail);
