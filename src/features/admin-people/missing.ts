import { Links } from '../../accounts/links';
import type { NoticePorts } from '../../attempts/linkNotices';
import { Sealer } from '../../browser/seal';
import { readSetting } from '../../controls/setting';
import type { Account } from '../../ports/directory';
import type { Needs, WorkspaceAccess } from '../../ports/ports';
import { importSetting } from '../../settings/people';
import { RestUsers } from '../../workspace/rest/restUsers';
import { serviceApi } from '../../workspace/serviceApi';
import { LinkImport } from '../people/importLinks';
import type { PlannedRow } from '../people/linkImport';
import { parseLinkList } from '../people/linkList';

/** One page of the server's list of accounts, and who of it has no link. */
export interface AccountsPage {
	/** People who could sign in by a provider, and have no link. */
	readonly unlinked: readonly Account[];
	/** Counted from 1, of all accounts. */
	readonly from: number;
	readonly to: number;
	readonly total: number;
	readonly page: number;
	readonly pages: number;
}

/**
 * Accessors list nobody, so the service account asks the server. Rocket.Chat tells neither which of its own sign-ins an
 * account has nor takes a filter for that: a page of the list is a page of the server's, and costs one call.
 *
 * @param asked page, counted from 1
 * @returns undefined where there is no service account that works
 * @throws LoginError `rest_permission_missing` without `view-d-room`
 */
export async function unlinkedAccounts(
	asked: number,
	ports: WorkspaceAccess & Needs<'directory'>,
): Promise<AccountsPage | undefined> {
	const api = await serviceApi(ports, new Sealer(ports));
	if (!api) return undefined;
	const users = new RestUsers(api);
	const first = await users.page(asked);
	const pages = Math.max(1, Math.ceil(first.total / first.size));
	const page = Math.min(asked, pages);
	const { ids, total, size } = page === asked ? first : await users.page(page);
	const links = new Links(ports.store);
	const unlinkedAccount = async (id: string): Promise<Account | undefined> =>
		(await links.of(id)).length > 0 ? undefined : ports.directory.byId(id);
	const accounts = await Promise.all(ids.map(unlinkedAccount));
	const offset = (page - 1) * size;
	return {
		unlinked: accounts.filter((one) => one !== undefined).filter(({ kind, active }) => kind === 'person' && active),
		...{ from: Math.min(offset + 1, total), to: offset + ids.length, total, page, pages },
	};
}

/** Of the list from the database that an admin has pasted: the rows that are not linked yet. */
export async function missingOfList(
	ports: NoticePorts & Needs<'transport'>,
): Promise<readonly PlannedRow[] | undefined> {
	const list = parseLinkList(await readSetting(importSetting, ports.appSettings));
	if ('problem' in list) return undefined;
	const { rows } = await new LinkImport(ports).preview(list.rows);
	return rows.filter(({ verdict }) => verdict !== 'linked_already');
}
