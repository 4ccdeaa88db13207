import { isPrivileged } from '../../accounts/decide';
import type { LinkState } from '../../accounts/links';
import { Links } from '../../accounts/links';
import { readPrivilegedRoles } from '../../accounts/policy';
import type { AccountRequest } from '../../accounts/requests';
import { describeRequest, Requests } from '../../accounts/requests';
import { Audit } from '../../attempts/audit';
import type { NoticePorts } from '../../attempts/linkNotices';
import { linkWithNotice, noticesOf, tellOf } from '../../attempts/linkNotices';
import { Sealer } from '../../browser/seal';
import { personOf } from '../../identity/person';
import type { Account } from '../../ports/directory';
import type { Needs, Sealing, Settings, Storage } from '../../ports/ports';

/** An account that a request can be connected to, as it was found. */
export interface Fit {
	readonly account: Account;
	readonly state: LinkState;
	/** Stands for this admin, this request and this account: who posts it has seen them together. */
	readonly code: string;
}

export type Unfit = 'request_account_unknown' | 'request_linked_already' | 'request_account_unfit';

/**
 * The account of that name, where an admin may vouch that it is the person's. Of an account that could do more than
 * others, nobody may.
 *
 * @param by id of the admin
 */
export async function findFit(
	request: AccountRequest,
	username: string,
	by: string,
	ports: Sealing & Settings & Needs<'directory'>,
): Promise<Fit | Unfit> {
	const [account, state, privilegedRoles] = await Promise.all([
		ports.directory.byUsername(username),
		new Links(ports.store).find(request.identity),
		readPrivilegedRoles(ports.appSettings),
	]);
	if (!account) return 'request_account_unknown';
	// One that is there for this very account was made by a decision that was cut off: it is brought to its end.
	if (state.link && state.link.userId !== account.id) return 'request_linked_already';
	if (account.kind !== 'person' || !account.active || isPrivileged(account, { privilegedRoles })) {
		return 'request_account_unfit';
	}
	const code = await new Sealer(ports).code(['connect', by, request.identity, request.reference, account.id]);
	return { account, state, code };
}

/** An admin vouches that the account is the person's. @returns whether its owner was told */
export async function connectRequest(
	request: AccountRequest,
	{ account, state }: Fit,
	by: string,
	ports: NoticePorts,
): Promise<boolean> {
	const { identity, key, providerId, reference } = request;
	if (!state.link) {
		const { generation } = state;
		const person = personOf(request);
		const casUser = (await new Links(ports.store).of(account.id)).at(-1)?.casUser;
		await linkWithNotice(
			{
				...{ ...key, identity, generation, casUser, userId: account.id, linkedAt: ports.now(), origin: 'admin' },
				...(person ? { person } : {}),
			},
			{ message: 'link_by_admin', entry: { event: 'link_made', by, provider: providerId, what: reference } },
			ports,
		);
	}
	await new Requests(ports).settle(identity);
	// Of a decision that was cut off, perhaps there is none: then everyone was told by it.
	const [notice] = await noticesOf(identity, ports);
	return notice === undefined || tellOf(notice, ports);
}

/** @param by id of the admin */
export function noteDecision(
	event: 'request_approved' | 'request_refused',
	request: AccountRequest,
	by: string,
	ports: Storage,
): void {
	const { providerId, reference } = request;
	new Audit(ports).note({ event, by, provider: providerId, what: reference, which: describeRequest(request) });
}
