import { LoginError } from '../../errors';
import type { VisitedPage } from '../../browser/visits';
import { signedInAs, Visits } from '../../browser/visits';
import type { Needs } from '../../ports/ports';
import type { Redeemed } from './challenge';

/**
 * Begins the visit of a page for the account that was proven. Not in a browser that is signed in to the workspace as
 * another account: anyone who sits there next would find the page of this one open.
 *
 * @returns the cookie that keeps it
 * @throws LoginError `browser_of_another`
 */
export async function beginVisit(
	page: VisitedPage,
	{ account: { id: userId }, by }: Redeemed,
	cookies: unknown,
	ports: Needs<'store' | 'now'>,
): Promise<string> {
	if ((signedInAs(cookies) ?? userId) !== userId) throw new LoginError('browser_of_another');
	return new Visits(ports).begin(page, { userId, by, inSession: by === 'session' }, cookies);
}
