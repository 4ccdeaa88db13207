import { Links } from '../accounts/links';
import type { NoticePorts } from '../attempts/linkNotices';
import { tellOf, unlinkWithNotice } from '../attempts/linkNotices';
import type { Account } from '../ports/directory';
import type { Needs } from '../ports/ports';
import type { SessionBridge } from '../workspace/session/session';
import { ownAddress } from '../workspace/session/clientHeaders';
import type { Lazy } from '../values/lazy';
import type { Ending } from './endings';

/**
 * Ends the access that an ending names. Done twice, it is as if done once.
 *
 * @returns what was done
 * @throws LoginError what keeps core from it; then it is to be done again, sessions of the app's own included
 */
export async function endAccess(
	ending: Ending,
	bridge: Lazy<SessionBridge>,
	ports: NoticePorts,
): Promise<'nothing' | 'sessions' | 'link' | 'deactivated' | 'not_deactivated'> {
	const { action, userId } = ending;
	if (action === 'nothing') return 'nothing';
	// First, so that nobody comes in by it between the end of the sessions and its own.
	if (action === 'link') await removeLink(ending, ports);
	const account = await ports.directory.byId(userId);
	const isOff = !account?.active || (action === 'deactivate' && (await ports.directory.deactivate(userId)));
	// Core has ended the sessions of a deactivated account.
	if (!isOff) await endSessions(account, ending.casUser ?? (await casUserOf(userId, ports)), bridge);
	if (action === 'deactivate') return isOff ? 'deactivated' : 'not_deactivated';
	return action;
}

const casUserOf = async (userId: string, { store }: Needs<'store'>): Promise<string | undefined> =>
	(await new Links(store).of(userId)).flatMap(({ casUser }) => casUser ?? []).pop();

/**
 * Core has no way to end someone's sessions but for themselves, or an admin. So the app signs the person in once more,
 * ends all other sessions by that one, and then that one: one that an earlier try left behind is among the others.
 */
async function endSessions(account: Account, casUser: string | undefined, bridge: Lazy<SessionBridge>): Promise<void> {
	const opened = await bridge.get();
	const { session } = await opened.signIn(account, casUser, ownAddress());
	try {
		await opened.endOthers(session);
	} finally {
		await opened.end(session);
	}
}

async function removeLink({ identity, userId, provider }: Ending, ports: NoticePorts): Promise<void> {
	const { link } = await new Links(ports.store).find(identity!);
	if (link?.userId !== userId) return;
	await tellOf(await unlinkWithNotice(link, { event: 'link_removed', provider, what: link.issuer }, ports), ports);
}
