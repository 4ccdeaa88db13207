import type { Account } from '../../ports/directory';
import { LoginError } from '../../errors';
import { readCookie, setCookie } from '../../browser/cookies';
import { Sealer } from '../../browser/seal';
import { randomString } from '../../values/random';
import type { Needs, Storage } from '../../ports/ports';

/** An admin who has proven who they are, for the admin's pages and for nothing else. */
export interface AdminVisit {
	readonly userId: string;
	/** Stands in every form of the pages: whoever posts one without it has not seen the page. */
	readonly token: string;
}

/** Seconds. */
const lifetime = 1800;

const cookie = '__Host-oauth-admin';

/**
 * @returns the cookie that keeps it
 * @throws LoginError `admin_required`
 */
export async function beginAdminVisit(account: Account, ports: Storage): Promise<string> {
	requireAdmin(account);
	const visit: AdminVisit = { userId: account.id, token: randomString(32) };
	return setCookie(cookie, await new Sealer(ports).seal('admin', visit, lifetime), lifetime);
}

/**
 * Nobody, or nobody any more, gives undefined. That somebody is an admin is looked up anew each time.
 *
 * @throws LoginError `admin_required`
 */
export async function openAdminVisit(
	cookies: unknown,
	ports: Storage & Needs<'directory'>,
): Promise<AdminVisit | undefined> {
	const sealed = readCookie(cookies, cookie);
	const visit = sealed === undefined ? undefined : await new Sealer(ports).open<AdminVisit>('admin', sealed);
	if (!visit || visit === 'expired') return undefined;
	requireAdmin(await ports.directory.byId(visit.userId));
	return visit;
}

function requireAdmin(account: Account | undefined): void {
	const isAdmin = account?.active && account.kind === 'person' && account.roles.includes('admin');
	if (!isAdmin) throw new LoginError('admin_required');
}
