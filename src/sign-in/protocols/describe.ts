import { merged, toIdentity } from '../../identity/claimMap';
import type { Identity } from '../../identity/identity';
import type { Claims } from '../../oauth/claims';
import type { Prepared } from '../../settings/resolveProvider';
import type { Proof } from './protocol';

/** What was said about somebody, as an identity. */
export const identityOf = (
	{ provider: { traits }, instance, metadata }: Prepared,
	documents: readonly Claims[],
): Identity =>
	toIdentity(documents, {
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
 * @param documents as {@link toIdentity} has them
 */
export function describedBy(
	prepared: Prepared,
	documents: () => Promise<readonly Claims[]>,
): Pick<Proof, 'claims' | 'describe'> {
	let answer: Promise<readonly Claims[]> | undefined;
	const once = (): Promise<readonly Claims[]> => (answer ??= documents());
	return { claims: async () => merged(await once()), describe: async () => identityOf(prepared, await once()) };
}
