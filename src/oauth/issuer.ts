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
