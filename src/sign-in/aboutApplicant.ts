import type { Applicant } from '../accounts/applicant';
import { identityKey, Links } from '../accounts/links';
import type { About } from '../errors';
import { personOf } from '../identity/person';
import type { Needs } from '../ports/ports';

/** Whose sign-in it is, as far as that is known: nobody is asked for it. */
export async function aboutApplicant({ key, profile }: Applicant, { store }: Needs<'store'>): Promise<About> {
	const { link } = await new Links(store).find(await identityKey(key));
	return { userId: link?.userId, person: profile.known && personOf(profile.known) };
}
