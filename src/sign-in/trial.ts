import type { Decision } from '../accounts/decide';
import { LoginError } from '../errors';
import { readOnly } from './readOnly';
import type { Identity } from '../identity/identity';
import type { Claims } from '../oauth/claims';
import type { Authentication } from '../oauth/secondFactor';
import { consider } from './completeSignIn';
import type { Prepared } from '../settings/resolveProvider';
import type { Proof } from './protocols/protocol';
import type { Ports } from '../ports/ports';
import type { Applicant } from '../accounts/applicant';

/** How far a sign-in came that was only tried, and what would have become of it. */
export interface TrialReport {
	/** What the provider said, as the field templates find it; absent where it did not come to that. */
	readonly claims?: Claims;
	readonly authentication?: Authentication;
	readonly identity?: Identity;
	readonly decision?: Decision;
	/** Why it ended before a decision. */
	readonly failure?: LoginError;
}

/**
 * Goes the way of a real sign-in up to the decision, and no further: whatever would be written, fails.
 *
 * @param authenticate from the provider's answer to a proven identity
 */
export async function tryOut(
	authenticate: () => Promise<Proof>,
	{ provider, instance }: Prepared,
	ports: Ports,
): Promise<TrialReport> {
	let report: TrialReport = {};
	try {
		const { subject, issuer, authentication, claims, describe } = await authenticate();
		report = { ...report, authentication, claims: await claims() };
		report = { ...report, identity: await describe() };
		const key = { provider: instance, issuer, subject };
		const applicant: Applicant = { key, authentication, describe, clientAddress: undefined };
		const { decision } = await consider(applicant, provider.rules, readOnly(ports));
		return { ...report, decision };
	} catch (error) {
		if (!(error instanceof LoginError)) throw error;
		return { ...report, failure: error };
	}
}
