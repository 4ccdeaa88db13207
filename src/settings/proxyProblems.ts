import type { EndpointRules } from '../oauth/endpointRules';
import { endpointProblem } from '../oauth/endpointRules';
import { withScheme } from './provider';
import { addressList, proxySettings, serviceNames } from './proxy';
import type { Problem } from './problem';

export interface ProxyContext {
	readonly rules: EndpointRules;
	/** Ids of the providers that there are. */
	readonly providers: readonly string[];
}

/** Why a text can't be what a setting of the proxy's section holds. */
export const proxyChecks: Readonly<Record<string, (value: string, context: ProxyContext) => Problem | undefined>> = {
	[proxySettings.host]: (value, { rules }) =>
		addressProblem(value, rules) ??
		(/\/(?:redirect|oauth_redirect)\/*$/i.test(value) ? { key: 'proxy_host', detail: value } : undefined),
	[proxySettings.services]: (value, { providers }) => {
		const unknown = serviceNames(value).filter((name) => !providers.includes(name));
		return unknown.length > 0 ? { key: 'provider', detail: unknown.join(', ') } : undefined;
	},
	[proxySettings.workspaces]: (value, { rules }) => first(addressList(value), (each) => addressProblem(each, rules)),
	[proxySettings.providers]: (value, { rules }) =>
		first(addressList(value), (each) => addressProblem(each, rules) ?? endpointPathProblem(each)),
};

function addressProblem(value: string, rules: EndpointRules): Problem | undefined {
	if (value.includes('*')) return { key: 'wildcard', detail: value };
	const detail =
		endpointProblem(withScheme(value) || value, rules) ?? (value.includes('?') ? 'has a query' : undefined);
	return detail ? { key: 'url', detail: `${value} ${detail}` } : undefined;
}

/** A provider's server alone would be a list of everything that it does. */
const endpointPathProblem = (value: string): Problem | undefined =>
	new URL(withScheme(value)).pathname === '/' ? { key: 'proxy_endpoint', detail: value } : undefined;

function first<T>(items: readonly T[], problemOf: (item: T) => Problem | undefined): Problem | undefined {
	for (const item of items) {
		const problem = problemOf(item);
		if (problem) return problem;
	}
	return undefined;
}
