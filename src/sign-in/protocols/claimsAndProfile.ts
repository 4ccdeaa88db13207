import { merged, toIdentity } from '../../identity/claimMap';
import type { Identity, IdentityKey } from '../../identity/identity';
import type { Claims } from '../../oauth/claims';
import type { ProviderContext } from '../../settings/resolveProvider';
import { lazy } from '../../values/lazy';
import type { Authenticated } from './protocol';

/** What was said about somebody, as an identity. */
export const identityOf = (
	{ provider: { traits }, instance, metadata }: ProviderContext,
	documents: readonly Claims[],
): Identity =>
	toIdentity(documents, {
		// Who it is stands in the id_token's `sub`, whatever an admin maps (OpenID Connect Core §5.7).
		map: traits.protocol === 'openid' ? { ...traits.claims, subject: 'sub' } : traits.claims,
		emailTrust: traits.emailTrust,
		separator: traits.listSeparator,
		provider: instance,
		// The id_token is the first document; its issuer is verified, and is another for each tenant.
		issuer: traits.protocol === 'openid' ? String(documents[0]?.iss) : metadata.issuer,
	});

/**
 * What was said about a person, and the profile that is read from it. Asks at most once, however often either is needed.
 *
 * @param ask for the documents, as {@link toIdentity} has them
 */
export function claimsAndProfile(
	context: ProviderContext,
	ask: () => Promise<readonly Claims[]>,
): Pick<Authenticated, 'claims' | 'profile'> {
	const documents = lazy(ask);
	return {
		claims: lazy(async () => merged(await documents.get())),
		profile: lazy(async () => identityOf(context, await documents.get())),
	};
}

/** Who it is, and nothing about them. */
export const keyOf = ({ provider, issuer, subject }: Identity): IdentityKey => ({ provider, issuer, subject });
