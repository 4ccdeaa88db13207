/**
 * The one error of this app. Every way a sign-in can end without a session has a code here; a code has its text in
 * `i18n/<language>.json` (`error_<code>_title`, `error_<code>_text`, `error_<code>_next`) and its line in
 * `docs/errors.md`. A test holds the three together.
 */
export const errorCodes = {
	// starting
	provider_unknown: { stage: 'start', status: 404 },
	provider_disabled: { stage: 'start', status: 404 },
	provider_incomplete: { stage: 'start', status: 409 },
	workspace_insecure: { stage: 'start', status: 409 },
	workspace_unreachable: { stage: 'start', status: 409 },
	workspace_limit_unknown: { stage: 'start', status: 429 },
	core_settings_unreadable: { stage: 'start', status: 409 },
	usernames_unrestricted: { stage: 'start', status: 409 },
	cas_in_use: { stage: 'start', status: 409 },
	server_vulnerable: { stage: 'start', status: 409 },
	rest_credentials_missing: { stage: 'start', status: 409 },
	rest_credentials_refused: { stage: 'start', status: 409 },
	rest_permission_missing: { stage: 'start', status: 409 },
	rest_tokens_off: { stage: 'start', status: 409 },
	rest_second_factor: { stage: 'start', status: 409 },
	rest_failed: { stage: 'start', status: 409 },
	start_issuer_mismatch: { stage: 'start', status: 400 },
	discovery_failed: { stage: 'start', status: 424 },
	discovery_invalid: { stage: 'start', status: 424 },
	discovery_issuer_mismatch: { stage: 'start', status: 424 },
	// as the OAuth proxy of other workspaces
	proxy_off: { stage: 'proxy', status: 404 },
	proxy_request_invalid: { stage: 'proxy', status: 400 },
	proxy_provider_not_allowed: { stage: 'proxy', status: 403 },
	proxy_workspace_not_allowed: { stage: 'proxy', status: 403 },
	proxy_answer_invalid: { stage: 'proxy', status: 400 },
	proxy_expired: { stage: 'proxy', status: 400 },
	// coming back from the provider
	method_not_allowed: { stage: 'callback', status: 405 },
	state_missing: { stage: 'callback', status: 400 },
	state_invalid: { stage: 'callback', status: 400 },
	state_foreign: { stage: 'callback', status: 400 },
	state_expired: { stage: 'callback', status: 400 },
	state_used: { stage: 'callback', status: 400 },
	attempt_stale: { stage: 'callback', status: 409 },
	access_denied: { stage: 'callback', status: 403 },
	provider_error: { stage: 'callback', status: 400 },
	response_invalid: { stage: 'callback', status: 400 },
	response_too_long: { stage: 'callback', status: 400 },
	response_issuer_mismatch: { stage: 'callback', status: 400 },
	// talking to the provider
	provider_unreachable: { stage: 'token', status: 424 },
	provider_timeout: { stage: 'token', status: 424 },
	provider_access_tier: { stage: 'token', status: 403 },
	callback_not_approved: { stage: 'start', status: 409 },
	clock_wrong: { stage: 'token', status: 409 },
	client_refused: { stage: 'token', status: 424 },
	code_refused: { stage: 'token', status: 400 },
	token_response_invalid: { stage: 'token', status: 424 },
	id_token_missing: { stage: 'id_token', status: 424 },
	id_token_invalid: { stage: 'id_token', status: 400 },
	id_token_signature: { stage: 'id_token', status: 400 },
	id_token_issuer: { stage: 'id_token', status: 400 },
	id_token_audience: { stage: 'id_token', status: 400 },
	id_token_expired: { stage: 'id_token', status: 400 },
	id_token_nonce: { stage: 'id_token', status: 400 },
	jwks_unavailable: { stage: 'id_token', status: 424 },
	userinfo_failed: { stage: 'userinfo', status: 424 },
	userinfo_subject_mismatch: { stage: 'userinfo', status: 400 },
	// who it is, and which account that is
	subject_missing: { stage: 'identity', status: 400 },
	username_missing: { stage: 'account', status: 409 },
	username_taken: { stage: 'account', status: 409 },
	email_taken: { stage: 'account', status: 409 },
	email_domain_not_allowed: { stage: 'account', status: 403 },
	group_required: { stage: 'account', status: 403 },
	creation_off: { stage: 'account', status: 403 },
	linking_off: { stage: 'account', status: 403 },
	identity_linked: { stage: 'account', status: 409 },
	account_privileged: { stage: 'account', status: 403 },
	second_factor_missing: { stage: 'account', status: 403 },
	native_button_refused: { stage: 'account', status: 403 },
	registration_closed: { stage: 'account', status: 403 },
	approval_refused: { stage: 'account', status: 403 },
	requests_full: { stage: 'account', status: 409 },
	account_disabled: { stage: 'account', status: 403 },
	account_deleted: { stage: 'account', status: 403 },
	account_not_a_person: { stage: 'account', status: 403 },
	account_refused: { stage: 'account', status: 409 },
	seats_used_up: { stage: 'account', status: 403 },
	// proving an account, and what it is connected to
	request_foreign: { stage: 'proof', status: 403 },
	proof_expired: { stage: 'proof', status: 400 },
	admin_required: { stage: 'account', status: 403 },
	proof_missing: { stage: 'proof', status: 403 },
	proof_ambiguous: { stage: 'proof', status: 409 },
	link_last: { stage: 'proof', status: 409 },
	import_invalid: { stage: 'proof', status: 400 },
	// signing in to the workspace
	session_refused: { stage: 'session', status: 409 },
	session_mismatch: { stage: 'session', status: 409 },
	too_many_logins: { stage: 'session', status: 429 },
	internal: { stage: 'session', status: 500 },
} as const satisfies Record<string, { stage: string; status: number }>;

export type ErrorCode = keyof typeof errorCodes;
export type Stage = (typeof errorCodes)[ErrorCode]['stage'];

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
}

/**
 * A sign-in that ended without a session.
 *
 * `detail` is for the admin's eyes and never holds a code, a token, a secret or a full e-mail address; `cause` is the
 * error underneath and stays inside the process.
 */
export class LoginError extends Error {
	public override readonly name = 'LoginError';
	/** Filled in by whoever knows. */
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
