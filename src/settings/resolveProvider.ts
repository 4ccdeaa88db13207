import { LoginError } from '../errors';
import { fingerprint as fingerprintOf } from '../values/digest';
import type { EndpointRules } from '../oauth/endpointRules';
import { endpointProblem } from '../oauth/endpointRules';
import { acceptedAlgorithms } from '../oauth/algorithms';
import type { DiscoverySource } from '../oauth/discovery';
import type { ProviderMetadata } from '../oauth/metadata';
import { parseMetadata } from '../oauth/metadata';
import { isSignedMode } from '../oauth/responseMode';
import type { ProviderDefinition } from '../providers/definition/definition';
import { knownInstanceOf } from '../providers/instance';
import { metadataOf } from '../providers/knowledge';
import type { Route } from './proxyRoute';
import type { Provider } from './provider';
import { callbackUrl, readProvider } from './provider';
import type { ProxyUse } from './proxy';
import { isProxied, readProxyUse, routeOf } from './proxy';
import { proxySettings } from './proxySettings';
import type { Site } from './workspace';
import { endpointRules, readSite } from './workspace';
import type { Needs, Settings, Storage } from '../ports/ports';

/** Everything about a provider that the two halves of an attempt share. */
export interface ProviderContext {
	readonly workspace: Site;
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
		readSite(ports.serverSettings),
		readProvider(definition, ports.appSettings),
		knownInstanceOf(definition.id, ports),
		readProxyUse(ports.appSettings),
	]);
	if (!provider.enabled && !mayBeDisabled) throw new LoginError('provider_disabled');
	if (provider.missing.length > 0) throw new LoginError('provider_incomplete', provider.missing.join(', '));

	const rules = providerRules(provider, workspace);
	checkProxy(provider, proxy, rules);
	const metadata = await effectiveMetadata(provider, workspace, ports);
	const callback = callbackUrl(workspace.url, ports.appPath, provider.id);
	const route = routeOf(provider.id, callback, proxy);
	const { redirectUri } = route;
	const settings = [
		...[instance, provider.traits.protocol, metadata.issuer, metadata.authorizationEndpoint],
		...[metadata.tokenEndpoint, provider.clientId, callback, redirectUri],
	];
	const fingerprint = await fingerprintOf(JSON.stringify(settings));
	return { workspace, provider, instance, metadata, redirectUri, route, fingerprint };
}

/** What was right when it was saved may be wrong since the workspace has another address. */
function checkProxy({ id, traits }: Provider, proxy: ProxyUse, rules: EndpointRules): void {
	if (!isProxied(id, proxy)) return;
	// It has to put another state into the answer.
	if (isSignedMode(traits.responseMode)) {
		throw new LoginError('provider_incomplete', `${proxySettings.host.id}: no proxy passes on a responseMode with jwt`);
	}
	const problem = endpointProblem(proxy.host, rules);
	if (problem) throw new LoginError('provider_incomplete', `${proxySettings.host.id} ${problem}`);
}

/** What may be called for a provider: also what its definition names expressly. */
const providerRules = ({ traits }: Provider, workspace: Site): EndpointRules => ({
	...endpointRules(workspace),
	insecureOrigins: traits.insecureOrigins,
});

/** Where a provider's document is read. The admin's endpoints replace the document's before it is judged. */
export const discoverySource = (provider: Provider, workspace: Site): DiscoverySource => {
	const { issuer, traits, endpoints } = provider;
	return {
		...{ issuer, rules: providerRules(provider, workspace), url: traits.discoveryUrl },
		replaced: {
			...(endpoints.authorization ? { authorizationEndpoint: endpoints.authorization } : {}),
			...(endpoints.token ? { tokenEndpoint: endpoints.token } : {}),
			...(endpoints.identity ? { userinfoEndpoint: endpoints.identity } : {}),
			...(endpoints.jwks ? { jwksUri: endpoints.jwks } : {}),
		},
	};
};

/** By discovery where the provider has it, with the endpoints that the admin names instead; else all by the settings. */
export async function effectiveMetadata(
	provider: Provider,
	workspace: Site,
	ports: Storage & Needs<'transport'>,
): Promise<ProviderMetadata> {
	const { traits, issuer, endpoints } = provider;
	const source = discoverySource(provider, workspace);
	const { rules } = source;
	for (const endpoint of [...Object.values(endpoints), ...Object.values(provider.furtherRequests)]) {
		const problem = endpoint && endpointProblem(endpoint, rules);
		if (problem) throw new LoginError('provider_incomplete', `an endpoint ${problem}`);
	}
	if (traits.protocol === 'openid') {
		if (!traits.withoutDiscovery) return metadataOf(source, ports);
		return parseMetadata({ issuer, ...source.replaced, idTokenAlgs: acceptedAlgorithms() }, issuer, rules);
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
