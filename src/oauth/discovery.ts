import { LoginError } from '../errors';
import type { EndpointRules } from './endpointRules';
import { fetchJson } from './fetchJson';
import { configurationUrl, issuerProblem } from './issuer';
import { parseMetadata } from './metadata';
import type { ProviderMetadata } from './metadata';
import type { Transport } from '../ports/transport';

/** A provider's document: where it is, what it may name, and what counts in the place of what it says. */
export interface DiscoverySource {
	/** What the document has to name as its issuer. */
	readonly issuer: string;
	readonly rules: EndpointRules;
	/** Absent: below the issuer. */
	readonly url?: string | undefined;
	readonly replaced?: Readonly<
		Partial<Record<'authorizationEndpoint' | 'tokenEndpoint' | 'userinfoEndpoint' | 'jwksUri', string>>
	>;
}

/**
 * Reads a provider's configuration (OpenID Connect Discovery §4).
 *
 * @param issuer exactly as the provider writes it; a slash at the end counts.
 * @throws LoginError `discovery_failed` (no answer, not JSON), `discovery_invalid` (an endpoint is missing or must not
 * be called), `discovery_issuer_mismatch`.
 */
export async function discover(
	{ issuer, rules, url = configurationUrl(issuer), replaced = {} }: DiscoverySource,
	transport: Transport,
): Promise<ProviderMetadata> {
	const problem = issuerProblem(issuer, rules);
	if (problem) {
		throw new LoginError('discovery_invalid', `the issuer ${problem}`);
	}
	const document = await fetchJson(url, transport, 'discovery_failed');
	const candidate = {
		issuer: document.issuer,
		authorizationEndpoint: document.authorization_endpoint,
		tokenEndpoint: document.token_endpoint,
		userinfoEndpoint: document.userinfo_endpoint,
		jwksUri: document.jwks_uri,
		endSessionEndpoint: document.end_session_endpoint,
		responseIssSupported: document.authorization_response_iss_parameter_supported,
		tokenAuthMethods: document.token_endpoint_auth_methods_supported,
		tokenAuthAlgs: document.token_endpoint_auth_signing_alg_values_supported,
		pushedAuthorizationEndpoint: document.pushed_authorization_request_endpoint,
		requiresPushedAuthorization: document.require_pushed_authorization_requests,
		idTokenAlgs: document.id_token_signing_alg_values_supported,
		responseAlgs: document.authorization_signing_alg_values_supported,
		scopes: document.scopes_supported,
		...replaced,
	};
	return parseMetadata(candidate, issuer, rules);
}
