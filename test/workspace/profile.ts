import type { ClientKind } from './client/publicSettings';
import type { RuntimeName } from './engine/runtime';

/**
 * Which server the workspace answers as. Values were seen on real servers (6.5.3, 7.7.1, 8.3.0-develop), but for those
 * marked as read (in the source, the release notes or the advisory of that release) or inferred (from an older release).
 */
export type ProfileName = '9.0' | '8.9' | '8.5' | '8.3' | '7.13' | '7.7' | '6.5';

/** By what `users.createToken` decides; `secret` takes nothing but the secret and the user's id. */
export type TokenRule = 'switch' | 'secret' | 'secret and permission';

/**
 * Which requests the server prints. `rest`: those of `/api/v1` alone, with their URLs as they are. `all`: every request,
 * those of apps among them, and some parameters of their URLs are censored.
 */
export type LoggedRequests = 'rest' | 'all';

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
	/** Whether REST refuses what someone may not do with 403 and `error-forbidden`, whatever the error's own code is. */
	forbiddenErrors: boolean;
	/** HTTP status of `method.callAnon` for an error of the method, which is inside `message` either way. */
	methodErrorStatus: 200 | 400;
	/** The login handler after CVE-2026-45688: it knows nobody while `CAS_enabled` is off, and takes a token once. */
	strictCasLogin: boolean;
	/** Whether `me` carries the password hash. */
	passwordHashInMe: boolean;
	/** Whether the REST rate limiter works (7.7.1 looks its rules up under other names than it stores them). */
	rateLimiter: boolean;
	createToken: TokenRule;
	/** Whether REST knows what a login token says of second factors: that one was passed, or that it needs none. */
	tokensPassTwoFactor: boolean;
	/** The code of a request that does not have the form of its endpoint. */
	formError: 'invalid-params' | 'error-invalid-params';
	/** Whether lists refuse `query` and `fields`, instead of answering as if neither were there. */
	refusesQueries: boolean;
	/** Whether `roles.addUserToRole` and `roles.removeUserFromRole` take a role by its name. */
	rolesByName: boolean;
	/** Whether there is `users.listByStatus`. */
	listByStatus: boolean;
	/** Whether apps get the user's document at a login, with all services in it, and not a user as they see one elsewhere. */
	rawLoginEvent: boolean;
	/** Whether any signed-in user can read app logs. */
	publicAppLogs: boolean;
	loggedRequests: LoggedRequests;
	/** Whether the server's log has each entry of an app's logger at once, before the call has ended. In Node alone. */
	printsAppLogs: boolean;
	/** Whether the first setting that is saved after an installation breaks the app's signature. */
	settingsBreakSignature: boolean;
	/** Whether a private app is enabled, and updated, only where the licence allows private apps. */
	privateAppsNeedLicence: boolean;
	/** Whether the first enabling after an update of an app that is off leaves it disabled: its process is still swapped. */
	lateSwapAfterUpdate: boolean;
	/** Whether the answer to a change of an app's status has `{}` where the status belongs. */
	emptyStatusAnswer: boolean;
	/** Engines before 1.60 take a path with parameters apart at the wrong place. */
	brokenParameterRoutes: boolean;
	/** Whether `IHttp` returns undefined on a network failure instead of throwing. */
	silentHttpFailures: boolean;
	/** Headers that core puts on app responses besides the Content-Security-Policy. */
	appResponseHeaders: Record<string, string>;
	/** Whether forms that are sent to apps are read as `qs` does, with `a[b]=1` as an object. */
	nestedForms: boolean;
	/** Size limit of app request bodies, in bytes. */
	appBodyLimit: number;
	/** Core's answer to a request without (valid) credentials. */
	unauthenticated: Record<string, unknown>;
}

const NOT_LOGGED_IN = 'You must be logged in to do this.';

/** As 7.7.1 was seen. */
const LINE_7: Omit<Profile, 'name' | 'version'> = {
	credentialTokenOperators: true,
	trustedUsernamePattern: true,
	encodedValidationQuery: true,
	uniformLoginErrors: true,
	newRestRouter: true,
	reasonlessLoginRefusals: false,
	forbiddenErrors: false,
	methodErrorStatus: 200,
	strictCasLogin: false,
	passwordHashInMe: false,
	rateLimiter: false,
	createToken: 'switch',
	tokensPassTwoFactor: true,
	formError: 'invalid-params',
	refusesQueries: false,
	rolesByName: true,
	listByStatus: true,
	rawLoginEvent: true,
	publicAppLogs: true,
	loggedRequests: 'rest',
	printsAppLogs: false,
	settingsBreakSignature: true,
	privateAppsNeedLicence: true,
	lateSwapAfterUpdate: true,
	emptyStatusAnswer: true,
	brokenParameterRoutes: true,
	silentHttpFailures: false,
	appResponseHeaders: {},
	nestedForms: true,
	appBodyLimit: 100 * 1024,
	unauthenticated: { success: false, error: NOT_LOGGED_IN, status: 'error', message: NOT_LOGGED_IN },
};

/**
 * As 8.3.0-develop was seen. Read: `rawLoginEvent`. Inferred from 7.7.1: `me`, the answer to a call without credentials,
 * `appBodyLimit`.
 */
const LINE_8: Omit<Profile, 'name' | 'version'> = {
	...LINE_7,
	methodErrorStatus: 400,
	rateLimiter: true,
	createToken: 'secret',
	rolesByName: false,
	rawLoginEvent: false,
	settingsBreakSignature: false,
	lateSwapAfterUpdate: false,
	emptyStatusAnswer: false,
	brokenParameterRoutes: false,
};

/**
 * CVE-2026-45688 closed, which the advisory dates; the asserted username escaped, and a token good once (read). Nobody is
 * known while CAS is off: read of the newest release, and the strict case for the others.
 */
const CVE_CLOSED = { credentialTokenOperators: false, trustedUsernamePattern: false, strictCasLogin: true } as const;

/** Read in the release notes: the secret of `users.createToken` alone is not enough from 8.3.7 and 8.5.2 on. */
const LATE_8 = { ...LINE_8, ...CVE_CLOSED, createToken: 'secret and permission' } as const;

const PROFILES: Record<ProfileName, Profile> = {
	/*
	 * Seen on 8.3.0-develop with its version set to 9.0.0, which is not 9.0.0: the refusals of `POST login`, and the answer
	 * to a call without credentials. Read: `runtime`, `client`, `nestedForms`, `forbiddenErrors`, `methodErrorStatus`,
	 * `loggedRequests`, `formError` and `refusesQueries`.
	 * Planned for some release of 2026, and the strict case: `printsAppLogs`. Else as 8.9.
	 */
	'9.0': {
		...LATE_8,
		name: '9.0',
		version: '9.0.0',
		client: 'vite',
		runtime: 'node',
		nestedForms: false,
		reasonlessLoginRefusals: true,
		forbiddenErrors: true,
		loggedRequests: 'all',
		printsAppLogs: true,
		formError: 'error-invalid-params',
		refusesQueries: true,
		unauthenticated: { success: false, error: NOT_LOGGED_IN },
	},
	// Read: `runtime`, which is Node from 8.8 on, and `nestedForms`.
	'8.9': { ...LATE_8, name: '8.9', version: '8.9.0', runtime: 'node', nestedForms: false },
	// 8.5.0, two patches before the secret alone is not enough. Read: `tokensPassTwoFactor`, mended in 8.6.
	'8.5': { ...LINE_8, ...CVE_CLOSED, name: '8.5', version: '8.5.0', tokensPassTwoFactor: false },
	'8.3': { ...LINE_8, name: '8.3', version: '8.3.0' },
	// The limiter is taken as working, the strict case. Read: that settings no longer break the signature.
	'7.13': {
		...LINE_7,
		...CVE_CLOSED,
		rateLimiter: true,
		settingsBreakSignature: false,
		name: '7.13',
		version: '7.13.7',
	},
	'7.7': { ...LINE_7, name: '7.7', version: '7.7' },
	'6.5': {
		name: '6.5',
		version: '6.5',
		credentialTokenOperators: true,
		trustedUsernamePattern: true,
		encodedValidationQuery: false,
		uniformLoginErrors: false,
		newRestRouter: false,
		reasonlessLoginRefusals: false,
		forbiddenErrors: false,
		methodErrorStatus: 200,
		strictCasLogin: false,
		passwordHashInMe: true,
		rateLimiter: true,
		createToken: 'switch',
		tokensPassTwoFactor: true,
		formError: 'invalid-params',
		refusesQueries: false,
		rolesByName: true,
		listByStatus: false,
		rawLoginEvent: true,
		publicAppLogs: false,
		loggedRequests: 'rest',
		printsAppLogs: false,
		settingsBreakSignature: false,
		privateAppsNeedLicence: false,
		lateSwapAfterUpdate: false,
		emptyStatusAnswer: false,
		brokenParameterRoutes: false,
		silentHttpFailures: true,
		appResponseHeaders: { 'Access-Control-Allow-Origin': '*' },
		nestedForms: true,
		appBodyLimit: 50 * 1024 * 1024,
		unauthenticated: { status: 'error', message: NOT_LOGGED_IN },
	},
};

/** @throws Error where there is no profile of that name. */
export function profileOf(name: ProfileName): Profile {
	const names = Object.keys(PROFILES).join(', ');
	if (!(name in PROFILES)) throw new Error(`There is no profile "${name}": ${names}`);
	return PROFILES[name];
}

/** The newest first. */
export const profileNames = Object.keys(PROFILES) as readonly ProfileName[];
