import { endpointProblem } from './endpointRules';
import type { EndpointRules } from './endpointRules';

/**
 * Why `value` can't be an issuer; undefined when it can. An issuer is a name that is compared character by character
 * (OpenID Connect Core §2, RFC 8414 §2), so nothing here repairs it.
 */
export function issuerProblem(value: string, rules: EndpointRules): string | undefined {
	return endpointProblem(value, rules) ?? (value.includes('?') ? 'has a query' : undefined);
}

/** OpenID Connect Discovery §4.1: the path is appended to the issuer's own, after a terminating slash was removed. */
export function configurationUrl(issuer: string): string {
	return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

/**
 * The issuer that the address of a document stands for: consoles of providers offer that address to copy (OpenID Connect
 * Discovery §4, RFC 8414 §3).
 *
 * @returns `discoveryUrl` where {@link configurationUrl} would not lead back to the document; the address itself as the
 * issuer where it is none of a document. A query is the document's (Entra ID tells an application by `?appid=`).
 */
export function issuerOfDocument(address: string): { readonly issuer: string; readonly discoveryUrl?: string } {
	const [whole, before, name, after = '', query = ''] =
		/^(https?:\/\/[^?#]*?)\/\.well-known\/(openid-configuration|oauth-authorization-server)(?:\/(?=\?|$)|(\/[^?#]+))?(\?[^#]*)?$/.exec(
			address,
		) ?? [];
	if (whole === undefined) return { issuer: address };
	const issuer = `${before}${after}`;
	const isUsual = name === 'openid-configuration' && after === '' && query === '';
	return isUsual ? { issuer } : { issuer, discoveryUrl: whole };
}

/** Who may have made a token, or an answer. */
export interface Issuers {
	readonly issuer: string;
	/** One of them is in the place of `{tenantid}` in the issuer; absent: there are no tenants. */
	readonly tenants?: readonly string[] | undefined;
	/** What an admin says that it calls itself in tokens and answers, too; there, it counts as `issuer`. */
	readonly tokenIssuers?: readonly string[] | undefined;
}

/** Who is meant by `iss`, under the name by which people are known; undefined for another person. */
export function knownIssuer(iss: unknown, { issuer, tenants, tokenIssuers = [] }: Issuers): string | undefined {
	if (tokenIssuers.some((one) => one === iss)) return issuer;
	const names = tenants?.map((tenant) => issuer.replace('{tenantid}', () => tenant)) ?? [issuer];
	return names.find((one) => one === iss);
}

export const isIssuer = (iss: unknown, issuers: Issuers): boolean => knownIssuer(iss, issuers) !== undefined;
