import type { AttemptEntry } from '../../attempts/attemptLog';
import type { AuditEntry } from '../../attempts/audit';
import { allProviders } from '../../providers/registry';
import { readProxyUse, registeredUrl } from '../../settings/proxy';
import { readWorkspace } from '../../settings/workspace';
import type { Needs, Settings } from '../../ports/ports';

/** What ids in the journals stand for, for as long as one answer takes. */
export interface Names {
	/** Of an account; its id where it is gone. */
	account(userId: string): string;
	provider(id: string): string;
	/** What is to be registered at the provider. */
	callbackUrl(providerId: string): string | undefined;
}

/** Looks up the names that the entries need: each account once. */
export async function namesFor(
	entries: ReadonlyArray<Pick<AttemptEntry & AuditEntry, 'userId' | 'by'>>,
	{ appSettings, serverSettings, directory, appPath }: Settings & Needs<'appPath' | 'directory'>,
): Promise<Names> {
	const ids = [...new Set(entries.flatMap(({ userId, by }) => [userId, by]))].filter((id) => id !== undefined);
	const [{ url }, proxy, definitions, accounts] = await Promise.all([
		readWorkspace(serverSettings),
		readProxyUse(appSettings),
		allProviders(appSettings),
		Promise.all(ids.map(async (id) => [id, (await directory.byId(id))?.username] as const)),
	]);
	const usernames = new Map(accounts);
	const find = (id: string) => definitions.find((definition) => definition.id === id);
	return {
		account: (id) => usernames.get(id) ?? id,
		provider: (id) => find(id)?.name ?? id,
		callbackUrl: (id) => (find(id) ? registeredUrl(url, appPath, id, proxy) : undefined),
	};
}
