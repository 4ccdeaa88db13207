import { LoginError } from '../../errors';
import type { Provider } from '../../settings/provider';
import { effectiveMetadata } from '../../settings/resolveProvider';
import { readSite } from '../../settings/workspace';
import type { Needs, Storage } from '../../ports/ports';

/** By which server a provider's people are known: what an attempt would find, without one. */
export interface PeopleServer {
	/** Of the identities. */
	readonly issuer: string;
	/** Where it says who someone is. */
	readonly identityEndpoint?: string;
}

/** @throws LoginError as `metadataOf` does, and `provider_incomplete` where people have an issuer for each tenant */
export async function serverOf(
	provider: Provider,
	ports: Storage & Needs<'transport' | 'serverSettings'>,
): Promise<PeopleServer> {
	const { traits, issuer, endpoints } = provider;
	if (traits.protocol !== 'openid') return { issuer, identityEndpoint: endpoints.identity };
	if (traits.tenants) throw new LoginError('provider_incomplete', 'the tenant of a person is known at a sign-in only');
	const metadata = await effectiveMetadata(provider, await readSite(ports.serverSettings), ports);
	return { issuer: metadata.issuer, identityEndpoint: metadata.userinfoEndpoint };
}
