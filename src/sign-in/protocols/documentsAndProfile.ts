import { LoginError } from '../../errors';
import { toIdentity } from '../../identity/claimMap';
import type { Identity, IdentityKey } from '../../identity/identity';
import type { ProviderContext } from '../../settings/resolveProvider';
import { lazy } from '../../values/lazy';
import type { Authenticated, ProviderDocument } from './protocol';

/** The documents are there, and do not say who it is. A trial shows them. */
export class IdentityUnreadable extends LoginError {
	constructor(
		{ code, detail }: LoginError,
		readonly documents: readonly ProviderDocument[],
	) {
		super(code, detail);
	}
}

/** What was said about someone, as an identity. */
export const identityOf = (
	{ provider: { traits }, instance, metadata }: ProviderContext,
	documents: readonly ProviderDocument[],
): Identity =>
	toIdentity(
		documents.map(({ claims }) => claims),
		{
			// Who it is is in the id_token's `sub`, whatever an admin maps (OpenID Connect Core §5.7).
			map: traits.protocol === 'openid' ? { ...traits.claims, subject: 'sub' } : traits.claims,
			emailTrust: traits.emailTrust,
			separator: traits.listSeparator,
			provider: instance,
			// The id_token is the first document; its issuer is verified, and is another for each tenant.
			issuer: traits.protocol === 'openid' ? String(documents[0]?.claims.iss) : metadata.issuer,
		},
	);

/**
 * What was said about a person, and the profile that is read from it. Asks at most once, however often either is needed.
 *
 * @param ask for the documents, as {@link toIdentity} has them
 */
export function documentsAndProfile(
	context: ProviderContext,
	ask: () => Promise<readonly ProviderDocument[]>,
): Pick<Authenticated, 'documents' | 'profile'> {
	const documents = lazy(ask);
	return { documents, profile: lazy(async () => identityOf(context, await documents.get())) };
}

/**
 * Who it is, and nothing about them.
 *
 * @throws IdentityUnreadable
 */
export function keyOf(context: ProviderContext, documents: readonly ProviderDocument[]): IdentityKey {
	try {
		const { provider, issuer, subject } = identityOf(context, documents);
		return { provider, issuer, subject };
	} catch (error) {
		throw error instanceof LoginError ? new IdentityUnreadable(error, documents) : error;
	}
}
