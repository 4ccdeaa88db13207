import type { Applicant } from '../accounts/applicant';
import type { Decision } from '../accounts/decide';
import { LoginError } from '../errors';
import type { Identity } from '../identity/identity';
import type { Authentication } from '../oauth/secondFactor';
import type { Provider } from '../settings/provider';
import { evaluate } from './evaluate';
import { IdentityUnreadable } from './protocols/documentsAndProfile';
import type { Authenticated, ProviderDocument } from './protocols/protocol';
import { readOnly } from './readOnly';
import type { Needs, Settings } from '../ports/ports';

/** How far a trial came, and what a sign-in would have led to. */
export interface TrialReport {
	/** What the provider said; absent where it did not come to that. */
	readonly documents?: readonly ProviderDocument[];
	readonly authentication?: Authentication;
	readonly identity?: Identity;
	readonly decision?: Decision;
	/** Why it ended before a decision. */
	readonly failure?: LoginError;
}

/**
 * Does what a sign-in does up to the decision, and no more: whatever would be written, fails.
 *
 * @param authenticate may fail, which the report then says
 */
export async function runTrial(
	authenticate: () => Promise<Applicant & Authenticated>,
	provider: Provider,
	ports: Settings & Needs<'store' | 'directory' | 'now'>,
): Promise<TrialReport> {
	let report: TrialReport = {};
	try {
		const applicant = await authenticate();
		const { authentication, documents, profile } = applicant;
		report = { ...report, authentication, documents: await documents.get() };
		report = { ...report, identity: await profile.get() };
		const { decision } = await evaluate(applicant, provider, readOnly(ports));
		return { ...report, decision };
	} catch (error) {
		if (!(error instanceof LoginError)) throw error;
		return {
			...report,
			...(error instanceof IdentityUnreadable ? { documents: error.documents } : {}),
			failure: error,
		};
	}
}
