import { toIdentity } from '../../identity/claimMap';
import type { Identity } from '../../identity/identity';
import type { Claims } from '../../protocol/claims';
import type { Prepared } from '../preparation';

/** What was said about somebody, as an identity. */
export const identityOf = ({ provider: { traits }, instance, metadata }: Prepared, claims: Claims): Identity =>
	toIdentity(claims, {
		// Who it is stands in the id_token's `sub`, whatever an admin maps (OpenID Connect Core §5.7).
		map: traits.protocol === 'openid' ? { ...traits.claims, subject: 'sub' } : traits.claims,
		emailTrust: traits.emailTrust,
		separator: traits.listSeparator,
		provider: instance,
		issuer: metadata.issuer,
	});

/** Asks at most once, however often the answer is wanted. */
export function describeOnce(describe: () => Promise<Identity>): () => Promise<Identity> {
	let description: Promise<Identity> | undefined;
	return () => (description ??= describe());
}
