import { LoginError } from '../errors';
import { sha256 } from '../values/digest';
import type { EndpointRules } from '../oauth/endpointRules';
import { endpointProblem } from '../oauth/endpointRules';
import type { ProviderMetadata } from '../oauth/metadata';
import type { ProviderDefinition } from '../providers/definition/definition';
import { instanceOf } from '../providers/instance';
import { metadataOf } from '../providers/knowledge';
import type { Route } from './proxyRoute';
import type { Provider } from './provider';
import { callbackUrl, readProvider } from './provider';
import type { ProxyUse } from './proxy';
import { isProxied, readProxyUse, routeOf } from './proxy';
import { proxySettings } from './proxySettings';
import type { Workspace } from './workspace';
import { endpointRules, readWorkspace } from './workspace';
import type { Needs, Settings, Storage } from '../ports/ports';

/** Everything about a provider that the two halves of an attempt share. */
export interface ProviderContext {
	readonly workspace: Workspace;
	readonly provider: Provider;
	readonly instance: string;
	readonly metadata: ProviderMetadata;
	/** What the provider knows: the callback URL, or the proxy's. */
	readonly redirectUri: string;
	readonly route: Route;
	/** Changes when the settings do that an attempt depends on. */
	readonly fingerprint: string;
}

/**
 * @param options for a trial, the provider may be disabled
 * @throws LoginError `provider_unknown`, `provider_disabled`, `provider_incomplete` or what discovery says
 */
export async function resolveProvider(
	definition: ProviderDefinition | undefined,
	ports: Storage & Settings & Needs<'appPath' | 'transport'>,
	{ mayBeDisabled = false }: { readonly mayBeDisabled?: boolean } = {},
): Promise<ProviderContext> {
	if (!definition) throw new LoginError('provider_unknown');
	const [workspace, provider, instance, proxy] = await Promise.all([
		readWorkspace(ports.serverSettings),
		readProvider(definition, ports.appSettings),
		instanceOf(definition.id, ports.store),
		readProxyUse(ports.appSettings),
	]);
	if (!provider.enabled && !mayBeDisabled) throw new LoginError('provider_disabled');
	if (provider.missing.length > 0) throw new LoginError('provider_incomplete', provider.missing.join(', '));

	const rules = endpointRules(workspace);
	checkProxy(provider, proxy, rules);
	const metadata = await effectiveMetadata(provider, ports, rules);
	const callback = callbackUrl(workspace.url, ports.appPath, provider.id);
	const route = routeOf(provider.id, callback, proxy);
	const { redirectUri } = route;
	const settings = [
		...[instance, provider.traits.protocol, metadata.issuer, metadata.authorizationEndpoint],
		...[metadata.tokenEndpoint, provider.clientId, callback, redirectUri],
	];
	const fingerprint = await sha256(JSON.stringify(settings));
	return { workspace, provider, instance, metadata, redirectUri, route, fingerprint };
}

/** What was right when it was saved may be wrong since the workspace has another address. */
function checkProxy({ id }: Provider, proxy: ProxyUse, rules: EndpointRules): void {
	const problem = isProxied(id, proxy) && endpointProblem(proxy.host, rules);
	if (problem) throw new LoginError('provider_incomplete', `${proxySettings.host.id} ${problem}`);
}

/** By discovery where the provider has it, with the endpoints that the admin names instead; else all by the settings. */
async function effectiveMetadata(
	provider: Provider,
	ports: Storage & Needs<'transport'>,
	rules: EndpointRules,
): Promise<ProviderMetadata> {
	const { traits, issuer, endpoints } = provider;
	for (const endpoint of Object.values(endpoints) as Array<string | undefined>) {
		const problem = endpoint && endpointProblem(endpoint, rules);
		if (problem) throw new LoginError('provider_incomplete', `an endpoint ${problem}`);
	}
	if (traits.protocol === 'openid') {
		const metadata = await metadataOf(issuer, ports, rules);
		return {
			...metadata,
			authorizationEndpoint: endpoints.authorization ?? metadata.authorizationEndpoint,
			tokenEndpoint: endpoints.token ?? metadata.tokenEndpoint,
			userinfoEndpoint: endpoints.identity ?? metadata.userinfoEndpoint,
		};
	}
	return {
		issuer,
		authorizationEndpoint: endpoints.authorization!,
		tokenEndpoint: endpoints.token!,
		userinfoEndpoint: endpoints.identity,
		responseIssSupported: false,
		tokenAuthMethods: [],
		idTokenAlgs: [],
	};
}
