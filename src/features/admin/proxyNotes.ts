import type { Texts } from '../../texts/texts';
import { readProxyServer, readProxyUse } from '../../settings/proxy';
import { proxySettings } from '../../settings/proxySettings';
import type { Workspace } from '../../settings/workspace';
import type { SettingReader } from '../../ports/settings';

/** What is to be said about the settings of the proxy that are filled in by half, by their ids. */
export async function proxyNotes(
	settings: SettingReader,
	workspace: Workspace,
	appPath: string,
	texts: Texts,
): Promise<Record<string, string>> {
	const [{ host, services }, server] = await Promise.all([
		readProxyUse(settings),
		readProxyServer(settings, workspace, appPath),
	]);
	const isHalf = (host === '') !== (services.length === 0);
	const servesNobody = server && (server.workspaces.length === 0 || server.providers.length === 0);
	return {
		...(isHalf ? { [proxySettings.host.id]: texts.t('proxy_unused') } : {}),
		...(servesNobody ? { [proxySettings.server.id]: texts.t('proxy_serves_nobody') } : {}),
	};
}
