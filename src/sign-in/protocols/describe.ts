import { toIdentity } from '../../identity/claimMap';
import type { Identity } from '../../identity/identity';
import type { Claims } from '../../oauth/claims';
import type { Prepared } from '../../settings/resolveProvider';
import type { Proof } from './protocol';

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

/**
 * What was said about somebody, and who that is. Asks at most once, however often either is wanted.
 *
 * @param claims as the field templates find them
 */
export function describedBy(prepared: Prepared, claims: () => Promise<Claims>): Pick<Proof, 'claims' | 'describe'> {
	let answer: Promise<Claims> | undefined;
	const once = (): Promise<Claims> => (answer ??= claims());
	return { claims: once, describe: async () => identityOf(prepared, await once()) };
}
