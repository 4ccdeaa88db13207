import { Links } from '../../accounts/links';
import { instanceOf } from '../../providers/instance';
import { allProviders } from '../../providers/registry';
import { readSite } from '../../settings/workspace';
import type { TransferFile, TransferredLink } from './transferFile';
import { movableSettings } from './movableSettings';
import type { Needs, Settings } from '../../ports/ports';

/**
 * Everything that the app would lose by being uninstalled.
 *
 * @param withSecrets also client secrets, keys and the service account's token, as far as settings hold them
 */
export async function exportAll(
	ports: Settings & Needs<'store' | 'directory' | 'now'>,
	withSecrets: boolean,
): Promise<TransferFile> {
	const { appSettings, serverSettings, now } = ports;
	const movable = [...(await movableSettings(appSettings)).values()].filter((one) => withSecrets || !one.isSecret);
	const settings: TransferFile['settings'] = {};
	for (const { setting } of movable) {
		const value = await appSettings.stored(setting.id);
		const isValue = typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number';
		if (isValue && value !== setting.packageValue) settings[setting.id] = value;
	}
	return {
		format: 'oauth-login',
		version: 1,
		workspace: (await readSite(serverSettings)).url,
		exportedAt: new Date(now()).toISOString(),
		settings,
		links: await exportLinks(ports),
	};
}

/** By the provider's id: its instance is made anew with the app. */
async function exportLinks({
	store,
	appSettings,
	directory,
}: Needs<'store' | 'appSettings' | 'directory'>): Promise<TransferredLink[]> {
	const definitions = await allProviders(appSettings);
	const instances = new Map<string, string>();
	for (const { id } of definitions) instances.set(await instanceOf(id, store), id);
	const links: TransferredLink[] = [];
	for (const { provider, issuer, subject, userId, casUser, generation, linkedAt } of await new Links(store).all()) {
		const id = instances.get(provider);
		const account = id && (await directory.byId(userId));
		if (!id || !account) continue;
		links.push({ provider: id, issuer, subject, userId, username: account.username, casUser, generation, linkedAt });
	}
	return links;
}
