import { announce } from '../accounts/announce';
import { describeLink } from '../accounts/describeLink';
import { Links } from '../accounts/links';
import { Audit } from '../attempts/audit';
import { LoginError } from '../errors';
import { personOf } from '../identity/person';
import type { Evaluation } from './evaluate';
import type { LinkResult } from './outcome';
import type { Needs, Settings, Storage } from '../ports/ports';

/**
 * Links an identity to an account: from now on it signs in to it. Every link that a sign-in makes is made here.
 *
 * @param casUser what core's CAS login knows the account by; undefined until that was used
 */
export async function linkIdentity(
	userId: string,
	casUser: string | undefined,
	{ applicant, facts }: Evaluation,
	ports: Storage,
): Promise<void> {
	const { provider, issuer, subject } = applicant.key;
	const { identity, generation } = facts.link;
	const linkedAt = ports.now();
	const person = applicant.profile.known && personOf(applicant.profile.known);
	await new Links(ports.store).link({
		...{ identity, casUser, generation, userId, linkedAt, provider, issuer, subject },
		...(person ? { person } : {}),
	});
	const which = describeLink({ person, issuer, subject });
	new Audit(ports).note({ event: 'link_made', userId, what: issuer, which });
}

/**
 * Whether the identity can be linked to the account that the person has proven; not where it is already.
 *
 * @throws LoginError `identity_linked`, or why the account may not have the link
 */
export function checkLinkable({ applicant, facts, decision }: Evaluation): boolean {
	const { link } = facts.link;
	if (link && link.userId !== applicant.provenUserId) throw new LoginError('identity_linked');
	if (decision.kind === 'refuse') throw new LoginError(decision.code, decision.detail);
	return decision.kind === 'link';
}

/**
 * Links the identity to the account that the person has proven, without signing in to it.
 *
 * @param evaluation of an applicant who has proven that account to be theirs
 * @throws LoginError as {@link checkLinkable} does
 */
export async function linkToProvenAccount(
	evaluation: Evaluation,
	ports: Storage & Settings & Needs<'appPath' | 'directory' | 'messenger'>,
): Promise<LinkResult> {
	const { applicant, decision } = evaluation;
	if (!checkLinkable(evaluation) || decision.kind !== 'link') return 'there';
	await unlinkLostAccount(evaluation, ports);
	const { id: userId } = decision.account;
	const casUser = (await new Links(ports.store).of(userId)).at(-1)?.casUser;
	await linkIdentity(userId, casUser, evaluation, ports);
	await announce({ event: 'link_made', userId, instance: applicant.key.provider }, ports);
	return 'made';
}

/** The links of an account that is gone go, before the identity gets another. */
export async function unlinkLostAccount({ lostUserId }: Evaluation, { store }: Needs<'store'>): Promise<void> {
	if (lostUserId !== undefined) await new Links(store).unlinkAllOf(lostUserId);
}
