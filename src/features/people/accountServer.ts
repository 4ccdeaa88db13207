import { metadataOf } from '../../providers/knowledge';
import type { Provider } from '../../settings/provider';
import { endpointRules, readWorkspace } from '../../settings/workspace';
import type { Needs, Storage } from '../../ports/ports';

/** By which server a provider's people are known: what an attempt would find, without one. */
export interface PeopleServer {
	/** Of the identities. */
	readonly issuer: string;
	/** Where it says who somebody is. */
	readonly identityEndpoint?: string;
}

/** @throws LoginError as `metadataOf` does */
export async function serverOf(
	{ traits, issuer, endpoints }: Provider,
	ports: Storage & Needs<'transport' | 'serverSettings'>,
): Promise<PeopleServer> {
	if (traits.protocol !== 'openid') return { issuer, identityEndpoint: endpoints.identity };
	const metadata = await metadataOf(issuer, ports, endpointRules(await readWorkspace(ports.serverSettings)));
	return { issuer: metadata.issuer, identityEndpoint: endpoints.identity ?? metadata.userinfoEndpoint };
}
