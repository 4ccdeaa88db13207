import { LoginError } from '../../errors';
import type { Visit } from '../../browser/visits';
import { Visits } from '../../browser/visits';
import type { Account } from '../../ports/directory';
import type { Needs } from '../../ports/ports';
import type { Redeemed } from '../proof/challenge';
import { beginVisit } from '../proof/beginVisit';

/**
 * An admin has proven who they are, for the admin's pages and for nothing else.
 *
 * @returns the cookie that keeps it
 * @throws LoginError `admin_required`, `browser_of_another`
 */
export async function beginAdminVisit(
	redeemed: Redeemed,
	cookies: unknown,
	ports: Needs<'store' | 'now'>,
): Promise<string> {
	requireAdmin(redeemed.account);
	return beginVisit('admin', redeemed, cookies, ports);
}

/**
 * Nobody, or nobody any more, gives undefined. Whether they are still an admin is looked up each time; the visit of one
 * who is not ends, and does not come back with the role.
 *
 * @throws LoginError `admin_required`
 */
export async function openAdminVisit(
	cookies: unknown,
	ports: Needs<'store' | 'now' | 'directory'>,
): Promise<Visit | undefined> {
	const visits = new Visits(ports);
	const visit = await visits.open('admin', cookies);
	if (!visit) return undefined;
	try {
		requireAdmin(await ports.directory.byId(visit.userId));
	} catch (error) {
		await visits.end('admin', cookies);
		throw error;
	}
	return visit;
}

function requireAdmin(account: Account | undefined): void {
	const isAdmin = account?.active && account.kind === 'person' && account.roles.includes('admin');
	if (!isAdmin) throw new LoginError('admin_required');
}
