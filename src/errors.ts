/**
 * What a person can do next, and what the page for an error offers for it, the most helpful first: the page has these
 * and nothing else, and its sentence (`error_next_<step>`) names each of them.
 *
 * - `retry`: a link that starts the same sign-in from the beginning.
 * - `page`: a link to the page that failed.
 * - `login`: a link to the login page.
 * - `reference`: code and reference, for an administrator. Every page has them; here they come first.
 *
 * `retryHelps`: whether the same can succeed although nobody changes a setting. `mayPass`: whether the cause can go away by
 * itself.
 */
export const nextSteps = {
	tryAgain: { offers: ['retry', 'login'], retryHelps: true, mayPass: false },
	waitAndTryAgain: { offers: ['retry', 'login'], retryHelps: true, mayPass: true },
	startAgain: { offers: ['login'], retryHelps: true, mayPass: false },
	signInAnotherWay: { offers: ['login'], retryHelps: false, mayPass: false },
	useOwnAccount: { offers: ['login'], retryHelps: false, mayPass: false },
	askAdmin: { offers: ['reference', 'login'], retryHelps: false, mayPass: false },
	openPageAgain: { offers: ['page'], retryHelps: true, mayPass: false },
	// The page is shown by a workspace that only passes a sign-in on: its own login page is of no use to the person.
	startAgainElsewhere: { offers: ['reference'], retryHelps: true, mayPass: false },
	askAdminElsewhere: { offers: ['reference'], retryHelps: false, mayPass: false },
} as const satisfies Record<string, Step>;

interface Step {
	readonly offers: ReadonlyArray<'retry' | 'page' | 'login' | 'reference'>;
	readonly retryHelps: boolean;
	readonly mayPass: boolean;
}

export type NextStep = keyof typeof nextSteps;

interface Row {
	/** Where the sign-in ended; `proof`: on a page for people who are signed in. */
	readonly stage:
		'start' | 'proxy' | 'callback' | 'token' | 'id_token' | 'userinfo' | 'identity' | 'account' | 'proof' | 'session';
	/** HTTP status of the page. */
	readonly status: number;
	readonly next: NextStep;
	/**
	 * Whether the attempt that the request names is over, so that its cookie goes. It is not where the request was no part
	 * of it: an error that someone else can cause from outside must not end it.
	 */
	readonly endsAttempt: boolean;
	/** Shares its title, `error_title_<title>`, with other codes; without it, the title is `error_<code>_title`. */
	readonly title?: string;
	/** Says more about what to do than its step: `error_<code>_hint`. */
	readonly hint?: true;
	/** Where accounts may be connected, the person is asked for an account that they have instead. */
	readonly confirm?: true;
}

/**
 * The errors of this app, one row each. Every way in which a sign-in can end without a session has a code here. A code has
 * its texts in `texts/languages/` (see `texts/errorTexts.ts`). The app's help page and `docs/errors.md`, which `npm run docs`
 * writes, show them all. Tests hold them together.
 */
// prettier-ignore
export const errorCodes = {
	// starting
	provider_unknown: { stage: 'start', status: 404, next: 'signInAnotherWay', endsAttempt: false },
	provider_disabled: { stage: 'start', status: 404, next: 'signInAnotherWay', endsAttempt: true },
	provider_incomplete: { stage: 'start', status: 409, next: 'askAdmin', endsAttempt: true },
	workspace_insecure: { stage: 'start', status: 409, next: 'askAdmin', endsAttempt: true },
	workspace_unreachable: { stage: 'start', status: 409, next: 'waitAndTryAgain', endsAttempt: true },
	workspace_limit_unknown: { stage: 'start', status: 429, next: 'waitAndTryAgain', endsAttempt: true },
	core_settings_unreadable: { stage: 'start', status: 409, next: 'askAdmin', endsAttempt: true, title: 'notReady' },
	usernames_unrestricted: { stage: 'start', status: 409, next: 'askAdmin', endsAttempt: true, title: 'closedForSafety' },
	cas_in_use: { stage: 'start', status: 409, next: 'askAdmin', endsAttempt: true, title: 'notReady' },
	server_vulnerable: { stage: 'start', status: 409, next: 'askAdmin', endsAttempt: true, title: 'closedForSafety' },
	rest_credentials_missing: { stage: 'start', status: 409, next: 'askAdmin', endsAttempt: true, title: 'notReady' },
	rest_credentials_refused: { stage: 'start', status: 409, next: 'askAdmin', endsAttempt: true, title: 'notReady' },
	rest_permission_missing: { stage: 'start', status: 409, next: 'askAdmin', endsAttempt: true, title: 'notReady' },
	rest_tokens_off: { stage: 'start', status: 409, next: 'askAdmin', endsAttempt: true, title: 'notReady' },
	rest_second_factor: { stage: 'start', status: 409, next: 'askAdmin', endsAttempt: true, title: 'notReady' },
	rest_failed: { stage: 'start', status: 409, next: 'askAdmin', endsAttempt: true, title: 'notReady' },
	start_issuer_mismatch: { stage: 'start', status: 400, next: 'startAgain', endsAttempt: true },
	discovery_failed: { stage: 'start', status: 424, next: 'waitAndTryAgain', endsAttempt: true },
	discovery_invalid: { stage: 'start', status: 424, next: 'askAdmin', endsAttempt: true },
	discovery_issuer_mismatch: { stage: 'start', status: 424, next: 'askAdmin', endsAttempt: true },
	callback_not_approved: { stage: 'start', status: 409, next: 'askAdmin', endsAttempt: true },
	// as the OAuth proxy of other workspaces
	proxy_off: { stage: 'proxy', status: 404, next: 'askAdminElsewhere', endsAttempt: false },
	proxy_request_invalid: { stage: 'proxy', status: 400, next: 'startAgainElsewhere', endsAttempt: false },
	proxy_provider_not_allowed: { stage: 'proxy', status: 403, next: 'askAdminElsewhere', endsAttempt: false },
	proxy_workspace_not_allowed: { stage: 'proxy', status: 403, next: 'askAdminElsewhere', endsAttempt: false },
	proxy_answer_invalid: { stage: 'proxy', status: 400, next: 'startAgainElsewhere', endsAttempt: false, title: 'unknownAnswer' },
	proxy_expired: { stage: 'proxy', status: 400, next: 'startAgainElsewhere', endsAttempt: false, title: 'tookTooLong' },
	// coming back from the provider
	method_not_allowed: { stage: 'callback', status: 405, next: 'askAdmin', endsAttempt: false },
	state_missing: { stage: 'callback', status: 400, next: 'startAgain', endsAttempt: false, title: 'unknownAnswer' },
	state_invalid: { stage: 'callback', status: 400, next: 'startAgain', endsAttempt: false, title: 'unknownAnswer' },
	state_foreign: { stage: 'callback', status: 400, next: 'startAgain', endsAttempt: false, hint: true },
	state_expired: { stage: 'callback', status: 400, next: 'tryAgain', endsAttempt: true, title: 'tookTooLong' },
	state_used: { stage: 'callback', status: 400, next: 'startAgain', endsAttempt: true, hint: true },
	attempt_stale: { stage: 'callback', status: 409, next: 'tryAgain', endsAttempt: true },
	access_denied: { stage: 'callback', status: 403, next: 'tryAgain', endsAttempt: true, hint: true },
	provider_error: { stage: 'callback', status: 400, next: 'tryAgain', endsAttempt: true, title: 'serviceError' },
	response_invalid: { stage: 'callback', status: 400, next: 'tryAgain', endsAttempt: true, title: 'unusableAnswer' },
	response_too_long: { stage: 'callback', status: 400, next: 'startAgain', endsAttempt: false },
	response_issuer_mismatch: { stage: 'callback', status: 400, next: 'askAdmin', endsAttempt: true },
	// talking to the provider
	provider_unreachable: { stage: 'token', status: 424, next: 'waitAndTryAgain', endsAttempt: true },
	provider_timeout: { stage: 'token', status: 424, next: 'waitAndTryAgain', endsAttempt: true },
	provider_answer_too_long: { stage: 'token', status: 424, next: 'askAdmin', endsAttempt: true, title: 'unusableAnswer' },
	provider_access_tier: { stage: 'token', status: 403, next: 'askAdmin', endsAttempt: true },
	clock_wrong: { stage: 'token', status: 409, next: 'askAdmin', endsAttempt: true },
	client_refused: { stage: 'token', status: 424, next: 'askAdmin', endsAttempt: true },
	code_refused: { stage: 'token', status: 400, next: 'tryAgain', endsAttempt: true },
	token_request_failed: { stage: 'token', status: 424, next: 'waitAndTryAgain', endsAttempt: true, title: 'serviceError' },
	token_response_invalid: { stage: 'token', status: 424, next: 'tryAgain', endsAttempt: true, title: 'unusableAnswer' },
	id_token_missing: { stage: 'id_token', status: 424, next: 'askAdmin', endsAttempt: true, title: 'personUnknown' },
	id_token_invalid: { stage: 'id_token', status: 400, next: 'tryAgain', endsAttempt: true, title: 'identityUnconfirmed' },
	id_token_signature: { stage: 'id_token', status: 400, next: 'tryAgain', endsAttempt: true, title: 'identityUnconfirmed' },
	id_token_issuer: { stage: 'id_token', status: 400, next: 'askAdmin', endsAttempt: true, title: 'identityUnconfirmed' },
	id_token_audience: { stage: 'id_token', status: 400, next: 'askAdmin', endsAttempt: true, title: 'identityUnconfirmed' },
	id_token_expired: { stage: 'id_token', status: 400, next: 'tryAgain', endsAttempt: true, title: 'identityUnconfirmed' },
	id_token_nonce: { stage: 'id_token', status: 400, next: 'tryAgain', endsAttempt: true, title: 'identityUnconfirmed' },
	jwks_unavailable: { stage: 'id_token', status: 424, next: 'waitAndTryAgain', endsAttempt: true, title: 'identityUnconfirmed' },
	userinfo_failed: { stage: 'userinfo', status: 424, next: 'tryAgain', endsAttempt: true, title: 'personUnknown' },
	userinfo_subject_mismatch: { stage: 'userinfo', status: 400, next: 'askAdmin', endsAttempt: true, title: 'identityUnconfirmed' },
	// who it is, and which account that is
	subject_missing: { stage: 'identity', status: 400, next: 'askAdmin', endsAttempt: true, title: 'personUnknown' },
	username_missing: { stage: 'account', status: 409, next: 'tryAgain', endsAttempt: true, hint: true },
	username_taken: { stage: 'account', status: 409, next: 'useOwnAccount', endsAttempt: true, confirm: true },
	email_taken: { stage: 'account', status: 409, next: 'useOwnAccount', endsAttempt: true, confirm: true },
	email_domain_not_allowed: { stage: 'account', status: 403, next: 'tryAgain', endsAttempt: true, hint: true },
	group_required: { stage: 'account', status: 403, next: 'tryAgain', endsAttempt: true, hint: true },
	groups_not_listed: { stage: 'account', status: 403, next: 'askAdmin', endsAttempt: true },
	creation_off: { stage: 'account', status: 403, next: 'useOwnAccount', endsAttempt: true, confirm: true },
	linking_off: { stage: 'account', status: 403, next: 'useOwnAccount', endsAttempt: true },
	identity_linked: { stage: 'account', status: 409, next: 'startAgain', endsAttempt: true, hint: true },
	account_privileged: { stage: 'account', status: 403, next: 'signInAnotherWay', endsAttempt: true },
	second_factor_missing: { stage: 'account', status: 403, next: 'tryAgain', endsAttempt: true, hint: true },
	native_button_refused: { stage: 'account', status: 403, next: 'signInAnotherWay', endsAttempt: true, hint: true },
	registration_closed: { stage: 'account', status: 403, next: 'useOwnAccount', endsAttempt: true, confirm: true },
	approval_refused: { stage: 'account', status: 403, next: 'useOwnAccount', endsAttempt: true },
	requests_full: { stage: 'account', status: 409, next: 'askAdmin', endsAttempt: true },
	account_disabled: { stage: 'account', status: 403, next: 'askAdmin', endsAttempt: true, title: 'accountClosed' },
	account_deleted: { stage: 'account', status: 403, next: 'askAdmin', endsAttempt: true, title: 'accountClosed' },
	account_not_a_person: { stage: 'account', status: 403, next: 'askAdmin', endsAttempt: true, title: 'accountClosed' },
	account_refused: { stage: 'account', status: 409, next: 'useOwnAccount', endsAttempt: true, confirm: true },
	seats_used_up: { stage: 'account', status: 403, next: 'askAdmin', endsAttempt: true },
	// on the pages for people who are signed in
	request_foreign: { stage: 'proof', status: 403, next: 'openPageAgain', endsAttempt: false },
	proof_expired: { stage: 'proof', status: 400, next: 'openPageAgain', endsAttempt: false, hint: true },
	admin_required: { stage: 'proof', status: 403, next: 'signInAnotherWay', endsAttempt: false, hint: true },
	proof_missing: { stage: 'proof', status: 403, next: 'openPageAgain', endsAttempt: false, hint: true },
	proof_ambiguous: { stage: 'proof', status: 409, next: 'openPageAgain', endsAttempt: false },
	proof_unconfirmed: { stage: 'proof', status: 403, next: 'openPageAgain', endsAttempt: false, hint: true },
	browser_of_another: { stage: 'proof', status: 409, next: 'openPageAgain', endsAttempt: false, hint: true },
	visit_ended: { stage: 'proof', status: 403, next: 'startAgain', endsAttempt: true, hint: true },
	sign_in_again_other: { stage: 'proof', status: 409, next: 'startAgain', endsAttempt: true, hint: true },
	sign_in_not_fresh: { stage: 'proof', status: 403, next: 'startAgain', endsAttempt: true, hint: true },
	link_last: { stage: 'proof', status: 409, next: 'openPageAgain', endsAttempt: false, hint: true },
	import_invalid: { stage: 'proof', status: 400, next: 'openPageAgain', endsAttempt: false, hint: true },
	// signing in to the workspace
	session_refused: { stage: 'session', status: 409, next: 'tryAgain', endsAttempt: true },
	session_mismatch: { stage: 'session', status: 409, next: 'askAdmin', endsAttempt: true },
	too_many_logins: { stage: 'session', status: 429, next: 'waitAndTryAgain', endsAttempt: true },
	internal: { stage: 'session', status: 500, next: 'tryAgain', endsAttempt: true },
} as const satisfies Record<string, Row>;

type Table = typeof errorCodes;

export type ErrorCode = keyof Table;
export type Stage = Row['stage'];

type Extra = 'title' | 'hint' | 'confirm';

/** The codes whose rows have `Field`. */
export type CodeWith<Field extends Extra> = {
	[Code in ErrorCode]: Table[Code] extends Required<Pick<Row, Field>> ? Code : never;
}[ErrorCode];

/** Whether the row of `code` has `field`, which not every row has. */
export const has = <Field extends Extra>(code: ErrorCode, field: Field): code is CodeWith<Field> =>
	field in errorCodes[code];

/** Whether the cause of an error can go away by itself. */
export const mayPass = (code: ErrorCode): boolean => nextSteps[errorCodes[code].next].mayPass;

/**
 * What a person can do next after an error.
 *
 * @param canRetry whether there is an address for `retry` or `page`; without one, the login page is where to begin
 */
export function nextStep(code: ErrorCode, canRetry: boolean): NextStep {
	const { next } = errorCodes[code];
	const [first]: Step['offers'] = nextSteps[next].offers;
	return (first === 'retry' || first === 'page') && !canRetry ? 'startAgain' : next;
}

/** Why something does not work: what a {@link LoginError} says, to be kept and shown later. */
export interface Reason {
	readonly code: ErrorCode;
	readonly detail: string;
}

/** Whose sign-in it was, as far as that is known: for the admin's list of attempts, and for nobody's log. */
export interface About {
	/** Id of the provider's definition. */
	readonly provider?: string;
	/** Of the account. */
	readonly userId?: string;
	/** What the provider calls them; an address only in part. */
	readonly person?: string;
	/** Hash of the identity's key; see `identityKey`. */
	readonly identity?: string;
}

/**
 * A sign-in that ended without a session.
 *
 * `detail` is for the admin's eyes and never holds a code, a token, a secret or a full e-mail address; `cause` is the
 * error underneath and stays inside the process.
 */
export class LoginError extends Error {
	public override readonly name = 'LoginError';
	/** Filled in by the caller that knows. */
	public about: About = {};

	constructor(
		public readonly code: ErrorCode,
		public readonly detail = '',
		options?: ErrorOptions,
	) {
		super(detail ? `${code}: ${detail}` : code, options);
	}

	get stage(): Stage {
		return errorCodes[this.code].stage;
	}

	/** HTTP status of the page that tells it. */
	get status(): number {
		return errorCodes[this.code].status;
	}
}
