import { withoutSlashAtEnd } from '../values/slashes';
import type { Control, Found } from '../controls/control';
import { checkText, flag } from '../controls/control';
import type { SettingContext } from '../controls/setting';
import { setting } from '../controls/setting';
import { anyText } from '../controls/textControls';
import type { EndpointRules } from '../oauth/endpointRules';
import { endpointProblem } from '../oauth/endpointRules';
import { text } from '../values/parse';
import { withScheme } from '../values/url';

function addressProblem(value: string, rules: EndpointRules): Found {
	if (value.includes('*')) return { key: 'wildcard', detail: value };
	const detail =
		endpointProblem(withScheme(value) || value, rules) ?? (value.includes('?') ? 'has a query' : undefined);
	return detail ? { key: 'url', detail: `${value} ${detail}` } : undefined;
}

/** A provider's server alone would allow everything that it serves. */
const endpointPathProblem = (value: string): Found =>
	new URL(withScheme(value)).pathname === '/' ? { key: 'proxy_endpoint', detail: value } : undefined;

/** Without a slash at the end; '' where there is no proxy. */
const host: Control<string> = {
	...anyText,
	check: checkText(
		(value, { rules }) =>
			addressProblem(value, rules) ??
			(/\/(?:redirect|oauth_redirect)\/*$/i.test(value) ? { key: 'proxy_host', detail: value } : undefined),
	),
	read: (stored) => withoutSlashAtEnd(withScheme(text(stored))),
};

/** As core read the list: all white space goes, and the names are in lower case. */
const serviceNames = (value: string): string[] => value.toLowerCase().replace(/\s/g, '').split(',').filter(Boolean);

const services: Control<readonly string[], SettingContext> = {
	...anyText,
	check: checkText((value, { providers }) => {
		const unknown = serviceNames(value).filter((name) => !providers.includes(name));
		return unknown.length > 0 ? { key: 'provider', detail: unknown.join(', ') } : undefined;
	}),
	read: (stored) => serviceNames(text(stored)),
};

const addressList = (value: string): string[] => value.split(/[\s,]+/).filter(Boolean);

/**
 * Addresses, separated by commas, spaces or line breaks; each is read as `URL` writes it, and what is none is left out.
 *
 * @param check of one of them
 */
const addresses = (check: (address: string, rules: EndpointRules) => Found): Control<readonly string[]> => ({
	...anyText,
	multiline: true,
	check: checkText((value, { rules }) => first(addressList(value), (each) => check(each, rules))),
	read: (stored) =>
		addressList(text(stored)).flatMap((item) => {
			const address = withScheme(item);
			if (!address) return [];
			const { origin, pathname } = new URL(address);
			return [origin + pathname];
		}),
});

function first<T>(items: readonly T[], problemOf: (item: T) => Found): Found {
	for (const item of items) {
		const problem = problemOf(item);
		if (problem) return problem;
	}
	return undefined;
}

/** Core's two settings; the rest are of this workspace as the proxy of others. */
export const proxySettings = {
	host: setting('Accounts_OAuth_Proxy_host', host, { section: 'section_proxy', label: 'proxy_host' }),
	services: setting('Accounts_OAuth_Proxy_services', services, { section: 'section_proxy', label: 'proxy_services' }),
	server: setting('OAuth_Proxy_server', flag, { section: 'section_proxy', label: 'proxy_server' }),
	/** What the admins of other workspaces copy. */
	url: setting('OAuth_Proxy_server_url', anyText, {
		section: 'section_proxy',
		label: 'proxy_server_url',
		copyOnly: true,
	}),
	workspaces: setting('OAuth_Proxy_server_workspaces', addresses(addressProblem), {
		section: 'section_proxy',
		label: 'proxy_workspaces',
	}),
	providers: setting(
		'OAuth_Proxy_server_providers',
		addresses((value, rules) => addressProblem(value, rules) ?? endpointPathProblem(value)),
		{ section: 'section_proxy', label: 'proxy_providers' },
	),
} as const;
