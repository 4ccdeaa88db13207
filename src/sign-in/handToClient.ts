import { isPrivileged } from '../accounts/decide';
import type { Applicant } from '../accounts/applicant';
import type { Policy } from '../accounts/policy';
import { withErrorContext } from '../attempts/withErrorContext';
import type { Sealer } from '../browser/seal';
import { LoginError } from '../errors';
import type { Account } from '../ports/directory';
import type { Provider } from '../settings/provider';
import type { SignedInBy } from './signedInBy';
import { syncAccount } from '../sync/syncAccount';
import { bridgeFor } from '../workspace/bridge';
import { takeOverCasIfChosen } from '../workspace/bridgeHealth';
import { mintTicket } from '../workspace/cas/ticket';
import { aboutApplicant } from './aboutApplicant';
import { signedInBy } from './signedInBy';
import { signInToLinked } from './applyDecision';
import { evaluate } from './evaluate';
import { isNativeButtonOpen } from './nativeButton';
import { limitSessionAge } from '../off-boarding/queue';
import type { Needs, WorkspaceAccess } from '../ports/ports';

/** A ticket, on its way through the browser to the client. */
export interface ClientTicket {
	/** Id of the account that the client is signed in to. */
	readonly userId: string;
	readonly by: SignedInBy;
	/** The client's CAS service URL with the ticket. */
	readonly location: string;
}

/**
 * Issues a ticket for a client that has begun core's CAS flow and gets the session.
 *
 * The app never sees that session, and so can't compare whose it is. Therefore it signs in by itself first, which shows
 * which account core knows by that `cas:user` now, and ends that session. And only people come this far who have signed
 * in before, and have no privileged role, neither before nor after their account was synchronised with the provider.
 *
 * @param service of the client, as the person has agreed to it
 * @throws LoginError
 */
export const handToClient = (
	applicant: Applicant,
	service: string,
	provider: Provider,
	sealer: Sealer,
	ports: WorkspaceAccess & Needs<'directory' | 'rooms'>,
): Promise<ClientTicket> =>
	withErrorContext(
		() => signInAndIssue(applicant, service, provider, sealer, ports),
		() => aboutApplicant(applicant, ports),
	);

async function signInAndIssue(
	applicant: Applicant,
	service: string,
	provider: Provider,
	sealer: Sealer,
	ports: WorkspaceAccess & Needs<'directory' | 'rooms'>,
): Promise<ClientTicket> {
	if (!(await isNativeButtonOpen(ports))) throw new LoginError('attempt_stale');
	const bridge = await bridgeFor(await takeOverCasIfChosen(ports, sealer), ports, sealer);
	const { decision, facts, policy } = await evaluate(applicant, provider, ports);
	if (decision.kind === 'refuse') throw new LoginError(decision.code, decision.detail);
	const { link } = facts.link;
	if (decision.kind !== 'signIn' || link?.casUser === undefined) throw refused('no sign-in before');
	refuseAdmins(decision.account, policy);
	refuseAdmins({ roles: facts.rolesToCome }, policy);

	const entry = await signInToLinked(decision.account, link, applicant.clientAddress, bridge, ports);
	const { session, casUser } = entry;
	try {
		await syncAccount(applicant, session, provider, sealer, ports);
	} finally {
		await bridge.end(session).catch(() => undefined);
	}
	const account = await ports.directory.byId(session.userId);
	// Without a name to go by, it was the other bridge: the settings have changed meanwhile.
	if (!account || casUser === undefined) throw new LoginError('attempt_stale');
	refuseAdmins(account, policy);
	// With its username, core could not create an account for a person that it does not know: the username is taken.
	const { id: userId, username } = account;
	await limitSessionAge(userId, provider, ports);
	const ticket = await mintTicket(sealer, { service, user: casUser, attributes: { username } });
	return { userId, by: signedInBy({ applicant, facts }), location: `${service}?ticket=${ticket}` };
}

function refuseAdmins(account: Pick<Account, 'roles'>, policy: Policy): void {
	if (isPrivileged(account, policy)) throw refused('a privileged role');
}

const refused = (detail: string): LoginError => new LoginError('native_button_refused', detail);
