import type { ClientKind } from './client/publicSettings';
import type { RuntimeName } from './engine/runtime';

/**
 * Which server the workspace answers as. Values were seen on real servers, but for those marked as read (in the source,
 * the release notes or the advisory of that release) or inferred (from an older release or a simulation).
 */
export type ProfileName = '9.0' | '8.x' | '8.3' | '7.x' | '7.7.1' | '6.5.3';

export interface Profile {
	name: ProfileName;
	/** What `Info.version` would be. */
	version: string;
	/** The web client that it serves. Default: `meteor`. */
	client?: ClientKind;
	/** What runs apps. Default: `deno`. */
	runtime?: RuntimeName;
	/** CVE-2026-45688: a credential token that is an object reaches the database as an operator. */
	credentialTokenOperators: boolean;
	/** Whether `CAS_trust_username` tries `cas:user` as a raw pattern against usernames. */
	trustedUsernamePattern: boolean;
	/** Whether the CAS `service` (and ticket) are encoded in the validation request. */
	encodedValidationQuery: boolean;
	/** From 7.0 every refusal of a login handler reads "Unauthorized", and other exceptions are a bare 500. */
	uniformLoginErrors: boolean;
	/**
	 * What the REST router of 7.x does: logout has no body (from 7.4 on), a login's answer has `success`, no answer names a
	 * charset, `me` has `isOAuthUser` and `_updatedAt`.
	 */
	newRestRouter: boolean;
	/** Whether `POST login` refuses with `{"success":false,"error":"unauthorized"}` whatever the reason is. */
	reasonlessLoginRefusals: boolean;
	/** HTTP status of `method.callAnon` for an error of the method, which is inside `message` either way. */
	methodErrorStatus: 200 | 400;
	/** The login handler after CVE-2026-45688: it knows nobody while `CAS_enabled` is off, and takes a token once. */
	strictCasLogin: boolean;
	/** Whether `me` carries the password hash. */
	passwordHashInMe: boolean;
	/** Whether the REST rate limiter works (7.7.1 looks its rules up under other names than it stores them). */
	rateLimiter: boolean;
	/** Whether `users.createToken` wants a secret, and takes nothing but that and the user's id. */
	createTokenNeedsSecret: boolean;
	/** Whether any signed-in user can read app logs. */
	publicAppLogs: boolean;
	/** Whether `IHttp` returns undefined on a network failure instead of throwing. */
	silentHttpFailures: boolean;
	/** Headers that core puts on app responses besides the Content-Security-Policy. */
	appResponseHeaders: Record<string, string>;
	/** Size limit of app request bodies, in bytes. */
	appBodyLimit: number;
	/** Core's answer to a request without (valid) credentials. */
	unauthenticated: Record<string, unknown>;
}

const NOT_LOGGED_IN = 'You must be logged in to do this.';

const LINE_7: Omit<Profile, 'name' | 'version'> = {
	credentialTokenOperators: true,
	trustedUsernamePattern: true,
	encodedValidationQuery: true,
	uniformLoginErrors: true,
	newRestRouter: true,
	reasonlessLoginRefusals: false,
	methodErrorStatus: 200,
	strictCasLogin: false,
	passwordHashInMe: false,
	rateLimiter: false,
	createTokenNeedsSecret: false,
	publicAppLogs: true,
	silentHttpFailures: false,
	appResponseHeaders: {},
	appBodyLimit: 100 * 1024,
	unauthenticated: { success: false, error: NOT_LOGGED_IN, status: 'error', message: NOT_LOGGED_IN },
};

/** 7.7.1 with CVE-2026-45688 closed and the asserted username escaped (read); the limiter is taken as working, the strict case. */
const PATCHED: Omit<Profile, 'name' | 'version'> = {
	...LINE_7,
	credentialTokenOperators: false,
	trustedUsernamePattern: false,
	rateLimiter: true,
};

/** What was another on 8.3.0-develop. */
const LINE_8 = { createTokenNeedsSecret: true, rateLimiter: true, methodErrorStatus: 400 } as const;

const PROFILES: Record<ProfileName, Profile> = {
	/*
	 * Seen on 8.3.0-develop with its version set to 9.0.0, which is not 9.0.0: the refusals of `POST login`, and the answer
	 * to a call without credentials. Read: `runtime`, `methodErrorStatus`, `strictCasLogin`, and that usernames are escaped. Inferred
	 * from 8.3: everything else.
	 */
	'9.0': {
		...PATCHED,
		...LINE_8,
		name: '9.0',
		version: '9.0.0',
		client: 'vite',
		runtime: 'node',
		reasonlessLoginRefusals: true,
		strictCasLogin: true,
		unauthenticated: { success: false, error: NOT_LOGGED_IN },
	},
	// As 8.3, with CVE-2026-45688 closed and the asserted username escaped (read).
	'8.x': { ...PATCHED, ...LINE_8, name: '8.x', version: '8.5.0' },
	// Seen on 8.3.0-develop. Inferred from 7.7.1: its `me`, its answer to a call without credentials, `appBodyLimit`.
	'8.3': { ...LINE_7, ...LINE_8, name: '8.3', version: '8.3.0' },
	// The empty answer of logout: read (reported for 7.4.0 to 7.5.1, seen on 7.7.1 and 8.3).
	'7.x': { ...PATCHED, name: '7.x', version: '7.13.7' },
	'7.7.1': { ...LINE_7, name: '7.7.1', version: '7.7.1' },
	'6.5.3': {
		name: '6.5.3',
		version: '6.5.3',
		credentialTokenOperators: true,
		trustedUsernamePattern: true,
		encodedValidationQuery: false,
		uniformLoginErrors: false,
		newRestRouter: false,
		reasonlessLoginRefusals: false,
		methodErrorStatus: 200,
		strictCasLogin: false,
		passwordHashInMe: true,
		rateLimiter: true,
		createTokenNeedsSecret: false,
		publicAppLogs: false,
		silentHttpFailures: true,
		appResponseHeaders: { 'Access-Control-Allow-Origin': '*' },
		appBodyLimit: 50 * 1024 * 1024,
		unauthenticated: { status: 'error', message: NOT_LOGGED_IN },
	},
};

export function profileOf(name: ProfileName): Profile {
	return PROFILES[name];
}
