import { LoginError } from '../../errors';
import type { Handlers } from '../../http/endpoint';
import { segment } from '../../http/providerPath';
import { knownInstanceOf } from '../../providers/instance';
import { neededKeys, OwnKeys } from '../../providers/ownKeys';
import { findProvider } from '../../providers/registry';
import { readProvider } from '../../settings/provider';

/** Seconds for which a provider may remember the set. A new key is there for longer before it is used. */
const maximumAge = 600;

/**
 * The app's public keys for one provider, as a JWK Set (RFC 7517 §5): what is registered there as `jwks_uri` (OpenID
 * Connect Dynamic Client Registration §2). A request makes no key: a sign-in does, and the upkeep.
 */
export const publicKeys = (providerSegment: string): Handlers => ({
	path: `jwks/${providerSegment}`,
	throttle: 'report',
	get: async (call) => {
		const { ports } = call;
		const definition = await findProvider(segment(providerSegment, call), ports.appSettings);
		if (!definition) throw new LoginError('provider_unknown');
		const needed = neededKeys((await readProvider(definition, ports.appSettings)).traits);
		const keys =
			needed.length === 0
				? []
				: await new OwnKeys(ports).published(await knownInstanceOf(definition.id, ports), needed);
		const isThere = keys.length > 0;
		return {
			status: isThere ? 200 : 404,
			headers: {
				'content-type': 'application/json',
				'cache-control': isThere ? `public, max-age=${maximumAge}` : 'no-store',
				'x-content-type-options': 'nosniff',
			},
			content: JSON.stringify({ keys }),
		};
	},
});
