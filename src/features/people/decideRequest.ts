import { isPrivileged } from '../../accounts/decide';
import type { LinkState } from '../../accounts/links';
import { Links } from '../../accounts/links';
import { readPrivilegedRoles } from '../../accounts/policy';
import type { AccountRequest } from '../../accounts/requests';
import { describeRequest, Requests } from '../../accounts/requests';
import { Audit } from '../../attempts/audit';
import { Sealer } from '../../browser/seal';
import { personOf } from '../../identity/person';
import type { Account } from '../../ports/directory';
import type { Needs, Sealing, Settings, Storage } from '../../ports/ports';
import { findProvider } from '../../providers/registry';
import { readWorkspace } from '../../settings/workspace';
import { textsFor } from '../../texts/texts';

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
	ports: Storage & Settings & Needs<'appPath' | 'messenger'>,
): Promise<boolean> {
	if (!state.link) {
		const links = new Links(ports.store);
		const casUser = (await links.of(account.id)).at(-1)?.casUser;
		const { identity, key } = request;
		const { generation } = state;
		const linkedAt = ports.now();
		const person = personOf(request);
		await links.link({
			...{ ...key, identity, generation, casUser, userId: account.id, linkedAt, origin: 'admin' },
			...(person ? { person } : {}),
		});
	}
	await new Requests(ports).settle(request.identity);
	noteDecision('link_made', request, by, ports, account);
	return announce(request, account, ports).then(
		() => true,
		() => false,
	);
}

/** In the workspace's language: the account's own is not known. */
async function announce(
	{ providerId }: AccountRequest,
	account: Account,
	ports: Settings & Needs<'appPath' | 'messenger'>,
): Promise<void> {
	const workspace = await readWorkspace(ports.serverSettings);
	const provider = (await findProvider(providerId, ports.appSettings))?.name ?? providerId;
	const url = `${workspace.url}${ports.appPath}/connections`;
	const { t } = textsFor(undefined, workspace.language);
	await ports.messenger.tell(account, {
		text: t('link_by_admin_message', { provider }),
		link: { label: t('connections_title'), url },
	});
}

/** @param by id of the admin */
export function noteDecision(
	event: 'request_approved' | 'request_refused' | 'link_made',
	request: AccountRequest,
	by: string,
	ports: Storage,
	account?: Account,
): void {
	const { providerId, reference } = request;
	const which = describeRequest(request);
	new Audit(ports).note({ event, by, userId: account?.id, provider: providerId, what: reference, which });
}
