import { cleanText } from '../values/foreignText';
import { parseUrl } from '../values/url';
import type { Link } from './links';

/** Enough of a subject to tell two apart, and not more: it may be a person's address. */
export const subjectEnd = (subject: string): string => `…${subject.length > 8 ? subject.slice(-4) : subject.slice(-1)}`;

/** Which link it is, where an account has two of one provider: who it was there, at which host, and the end of the subject. */
export const describeLink = ({ person, issuer, subject }: Pick<Link, 'person' | 'issuer' | 'subject'>): string =>
	[person, parseUrl(issuer)?.host, cleanText(subjectEnd(subject), 8)].filter(Boolean).join(', ');
