import { readSetting } from '../controls/setting';
import { directRoute, proxiedRoute } from './proxyRoute';
import type { Route } from './proxyRoute';
import type { ProxyServer } from './proxyServer';
import { callbackUrl } from './provider';
import { proxySettings } from './proxySettings';
import { withoutSlashAtEnd } from '../values/slashes';
import type { Workspace } from './workspace';
import { endpointRules } from './workspace';
import type { SettingReader } from '../ports/settings';

/** Which providers are reached through whose proxy. */
export interface ProxyUse {
	/** Without a slash at the end; '' where there is none. */
	readonly host: string;
	/** Ids of providers. */
	readonly services: readonly string[];
}

export async function readProxyUse(settings: SettingReader): Promise<ProxyUse> {
	const [host, services] = await Promise.all([
		readSetting(proxySettings.host, settings),
		readSetting(proxySettings.services, settings),
	]);
	return { host, services };
}

export const isProxied = (providerId: string, { host, services }: ProxyUse): boolean =>
	host !== '' && services.includes(providerId);

/** @param callback the provider's callback URL in this workspace */
export const routeOf = (providerId: string, callback: string, proxy: ProxyUse): Route =>
	isProxied(providerId, proxy) ? proxiedRoute(proxy.host, callback) : directRoute(callback);

/** What is to be registered at a provider: its callback URL, or the proxy's. */
export const registeredUrl = (siteUrl: string, appPath: string, providerId: string, proxy: ProxyUse): string =>
	routeOf(providerId, callbackUrl(siteUrl, appPath, providerId), proxy).redirectUri;

/** What the admins of other workspaces fill in as their proxy's host. */
export const proxyServerUrl = (siteUrl: string, appPath: string): string => `${siteUrl}${appPath}/proxy`;

/** This workspace as the proxy of others; undefined while it is not. */
export async function readProxyServer(
	settings: SettingReader,
	workspace: Workspace,
	appPath: string,
): Promise<ProxyServer | undefined> {
	if (!(await readSetting(proxySettings.server, settings))) return undefined;
	const [workspaces, providers] = await Promise.all([
		readSetting(proxySettings.workspaces, settings),
		readSetting(proxySettings.providers, settings),
	]);
	return {
		url: proxyServerUrl(workspace.url, appPath),
		workspaces: workspaces.map(withoutSlashAtEnd),
		providers,
		rules: endpointRules(workspace),
	};
}
