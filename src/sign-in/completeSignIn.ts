import { refusePrivileged } from '../accounts/decide';
import { withErrorContext } from '../attempts/withErrorContext';
import type { Sealer } from '../browser/seal';
import { LoginError } from '../errors';
import type { Provider } from '../settings/provider';
import { followsProvider } from '../settings/sync';
import { syncAccount } from '../sync/syncAccount';
import { TooManyLogins } from '../workspace/session/refusal';
import type { Session, SessionBridge } from '../workspace/session/session';
import { limitSessionAge } from '../off-boarding/queue';
import { aboutApplicant } from './aboutApplicant';
import { signedInBy } from './signedInBy';
import { applyDecision } from './applyDecision';
import { askForApproval } from './askForApproval';
import type { Evaluation } from './evaluate';
import type { Outcome } from './outcome';
import type { SignInRequest } from './suspended';
import { suspendForConfirmation, suspendForLimit } from './suspended';
import type { Needs, WorkspaceAccess } from '../ports/ports';

/**
 * The end of every sign-in, the first time and after a suspension: from a decision to a session, and from that to an
 * account that follows the provider. Where something has to come before the session, the sign-in is suspended.
 *
 * @throws LoginError
 */
export async function completeSignIn(
	evaluation: Evaluation,
	bridge: SessionBridge,
	request: SignInRequest,
	provider: Provider,
	sealer: Sealer,
	ports: WorkspaceAccess & Needs<'directory' | 'messenger' | 'rooms'>,
): Promise<Outcome> {
	const { applicant, identity, policy, decision } = evaluation;
	const { id, style, returnPath } = request;
	try {
		const applied = await withErrorContext(
			() => applyDecision(evaluation, bridge, ports),
			() => aboutApplicant(applicant, ports),
		);
		switch (applied.kind) {
			case 'signedIn': {
				const { session } = applied;
				await limitAge(session, bridge, provider, ports);
				await syncAccount(applicant, session, provider, sealer, ports);
				const mayBeRefused = provider.syncRules.roles !== undefined && policy.privileged !== 'trust';
				if (mayBeRefused) await requireAdmissible(session, evaluation, bridge, ports);
				const { idToken } = applicant;
				const withoutAddress = decision.kind === 'create' && identity.email === undefined;
				const lacks = withoutAddress ? { withoutAddress } : {};
				const by = signedInBy(evaluation);
				return { kind: 'signedIn', session, by, provider, style, returnPath, idToken, ...lacks, setCookies: [] };
			}
			case 'awaitApproval': {
				const { username } = applied.account;
				const waiting = await askForApproval(identity, provider.id, 'create', username, ports);
				return { kind: 'awaitApproval', request: waiting, provider, setCookies: [] };
			}
			case 'confirm': {
				const { reason } = applied;
				const setCookies = [await suspendForConfirmation(reason, evaluation, request, provider, sealer, ports)];
				return { kind: 'confirm', id, reason, provider, setCookies };
			}
		}
	} catch (error) {
		if (!(error instanceof TooManyLogins)) throw error;
		// The provider can be asked now, and not after the suspension.
		const known = followsProvider(provider.syncRules) ? await applicant.profile.get().catch(() => identity) : identity;
		const setCookies = [await suspendForLimit({ ...evaluation, identity: known }, request, provider, sealer, ports)];
		return { kind: 'rateLimited', id, seconds: error.retryAfter, setCookies };
	}
}

/** A session whose age can't be limited is not begun. */
async function limitAge(
	session: Session,
	bridge: SessionBridge,
	provider: Provider,
	ports: Needs<'store' | 'now'>,
): Promise<void> {
	await limitSessionAge(session.userId, provider, ports).catch(async (error: unknown) => {
		await bridge.end(session);
		throw error;
	});
}

/**
 * Looks at the account with the roles that it has been given. The decision went by what the role map calls them; by what
 * they are called in the workspace, one may be privileged all the same.
 *
 * @throws LoginError when the session has ended
 */
async function requireAdmissible(
	session: Session,
	{ policy, facts }: Evaluation,
	bridge: SessionBridge,
	{ directory }: Needs<'directory'>,
): Promise<void> {
	try {
		const account = await directory.byId(session.userId);
		if (!account) throw new LoginError('account_deleted');
		const refusal = refusePrivileged(account, policy, facts);
		if (refusal) throw new LoginError(refusal.code);
	} catch (error) {
		await bridge.end(session).catch(() => undefined);
		throw error;
	}
}
