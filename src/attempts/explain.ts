import { adminKey, titleKey } from '../texts/errorTexts';
import type { TextKey, Texts } from '../texts/texts';
import type { AttemptEntry } from './attemptLog';

/** An attempt in words, for the admin. */
export interface Explanation {
	readonly title: string;
	/** The cause, and what to do: one sentence or more each. Empty, where the person was signed in. */
	readonly paragraphs: readonly string[];
}

type Outcome = Pick<AttemptEntry, 'code' | 'detail' | 'departed'>;

/** @param callbackUrl what is to be registered at the attempt's provider; absent where that is unknown */
export function explain(attempt: Outcome, callbackUrl: string | undefined, { t }: Texts): Explanation {
	const { code, departed } = attempt;
	if (!code && !departed) return { title: t('attempt_signed_in'), paragraphs: [] };
	const cause = causeOf(attempt, callbackUrl);
	return {
		title: t(code ? titleKey(code) : 'departed_title'),
		paragraphs: [t(code ? adminKey(code) : 'departed_admin'), ...(cause ? [t(cause, { url: callbackUrl ?? '' })] : [])],
	};
}

/** The names that Node gives to what fails on the network, and the reasons that the app itself gives. */
const causes: ReadonlyArray<readonly [TextKey, codes: RegExp, detail: RegExp]> = [
	['cause_certificate', /./, /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|: [^:]*certificate/],
	['cause_name', /./, /\b(?:ENOTFOUND|EAI_AGAIN)\b/],
	['cause_refused', /./, /\b(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)\b/],
	['cause_broken', /./, /\b(?:ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE)\b|: the connection broke/],
	['cause_email_missing', /^email_domain_not_allowed$/, /^no address$/],
	['cause_email_unverified', /^email_domain_not_allowed$/, /^not verified$/],
	['cause_email_domain', /^email_domain_not_allowed$/, /^not on the list$/],
	['cause_groups_absent', /^group_required$/, /^absent$/],
];

/** More exactly than by the code alone. */
function causeOf({ code, detail = '', departed }: Outcome, callbackUrl?: string): TextKey | undefined {
	const isAboutCallback = departed || code === 'code_refused' || code === 'callback_not_approved';
	if (isAboutCallback) return callbackUrl ? 'cause_callback' : undefined;
	return causes.find(([, codes, details]) => codes.test(code ?? '') && details.test(detail))?.[0];
}
