import { directRoute, proxiedRoute } from './proxyRoute';
import type { Route } from './proxyRoute';
import type { ProxyServer } from './proxyServer';
import { callbackUrl, withScheme } from './provider';
import { withoutSlashAtEnd } from '../values/slashes';
import type { Workspace } from './workspace';
import { endpointRules } from './workspace';
import type { SettingReader } from '../ports/settings';
import { text } from '../values/parse';

/** Core's two settings; the rest are of this workspace as the proxy of others. */
export const proxySettings = {
	host: 'Accounts_OAuth_Proxy_host',
	services: 'Accounts_OAuth_Proxy_services',
	server: 'OAuth_Proxy_server',
	workspaces: 'OAuth_Proxy_server_workspaces',
	providers: 'OAuth_Proxy_server_providers',
	url: 'OAuth_Proxy_server_url',
} as const;

/** Which providers are reached through whose proxy. */
export interface ProxyUse {
	/** Without a slash at the end; '' where there is none. */
	readonly host: string;
	/** Ids of providers. */
	readonly services: readonly string[];
}

export async function readProxyUse(settings: SettingReader): Promise<ProxyUse> {
	const [host, services] = await Promise.all([settings.get(proxySettings.host), settings.get(proxySettings.services)]);
	return { host: withoutSlashAtEnd(withScheme(text(host))), services: serviceNames(text(services)) };
}

/** As core read the list: all white space goes, and the names are in lower case. */
export const serviceNames = (value: string): string[] =>
	value.toLowerCase().replace(/\s/g, '').split(',').filter(Boolean);

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
	if ((await settings.get(proxySettings.server)) !== true) return undefined;
	const [workspaces, providers] = await Promise.all(
		[proxySettings.workspaces, proxySettings.providers].map(async (id) => addresses(text(await settings.get(id)))),
	);
	return {
		url: proxyServerUrl(workspace.url, appPath),
		workspaces: workspaces!.map(withoutSlashAtEnd),
		providers: providers!,
		rules: endpointRules(workspace),
	};
}

/** A list of addresses, separated by commas, spaces or line breaks, each as `URL` writes it; what is none is left out. */
function addresses(value: string): string[] {
	return addressList(value).flatMap((item) => {
		const address = withScheme(item);
		if (!address) return [];
		const { origin, pathname } = new URL(address);
		return [origin + pathname];
	});
}

export const addressList = (value: string): string[] => value.split(/[\s,]+/).filter(Boolean);
