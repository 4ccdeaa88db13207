import type { Link } from '../accounts/links';
import { Links } from '../accounts/links';
import type { LinkNews, LinkNotice, NoticePorts } from '../attempts/linkNotices';
import { linkWithNotice, tellOf } from '../attempts/linkNotices';
import { LoginError } from '../errors';
import { personOf } from '../identity/person';
import type { Evaluation } from './evaluate';
import type { LinkResult } from './outcome';
import type { Needs } from '../ports/ports';

/**
 * The link of an identity to an account, as each sign-in makes it.
 *
 * @param casUser what core's CAS login knows the account by; undefined until that was used
 */
export function linkTo(
	userId: string,
	casUser: string | undefined,
	{ applicant, facts }: Evaluation,
	{ now }: Needs<'now'>,
): Link {
	const { provider, issuer, subject } = applicant.key;
	const { identity, generation } = facts.link;
	const person = applicant.profile.known && personOf(applicant.profile.known);
	return {
		...{ identity, casUser, generation, userId, linkedAt: now(), provider, issuer, subject },
		...(person ? { person } : {}),
	};
}

/**
 * Links an identity to an account that was there before: from now on it signs in to it. The caller tells of the notice.
 *
 * @param casUser as for {@link linkTo}
 * @param message what the owner is told
 */
export const linkIdentity = (
	userId: string,
	casUser: string | undefined,
	message: LinkNews['message'],
	evaluation: Evaluation,
	ports: NoticePorts,
): Promise<LinkNotice> => {
	const link = linkTo(userId, casUser, evaluation, ports);
	return linkWithNotice(link, { message, entry: { event: 'link_made', what: link.issuer } }, ports);
};

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
export async function linkToProvenAccount(evaluation: Evaluation, ports: NoticePorts): Promise<LinkResult> {
	const { decision } = evaluation;
	if (!checkLinkable(evaluation) || decision.kind !== 'link') return 'there';
	await unlinkLostAccount(evaluation, ports);
	const { id: userId } = decision.account;
	const casUser = (await new Links(ports.store).of(userId)).at(-1)?.casUser;
	await tellOf(await linkIdentity(userId, casUser, 'link_made', evaluation, ports), ports);
	return 'made';
}

/** The links of an account that is gone go, before the identity gets another. */
export async function unlinkLostAccount({ lostUserId }: Evaluation, { store }: Needs<'store'>): Promise<void> {
	if (lostUserId !== undefined) await new Links(store).unlinkAllOf(lostUserId);
}
