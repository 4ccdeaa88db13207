import type { About } from '../errors';
import { personOf } from '../identity/person';
import type { Evaluation } from './evaluate';

/** Which identity it was, and what the provider calls the person. */
export type SignedInBy = Pick<About, 'identity' | 'person'>;

/** By which link of the account the person signs in, for the log of attempts. */
export const signedInBy = ({ applicant: { profile }, facts }: Pick<Evaluation, 'applicant' | 'facts'>): SignedInBy => ({
	identity: facts.link.identity,
	person: profile.known && personOf(profile.known),
});
